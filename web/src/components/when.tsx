import { useLanguage } from '../messages/language';

/** A time: in words up to a week away, then the date; to the minute on demand. */
export function When({ at }: { at: string }) {
  const { format } = useLanguage();
  return (
    <time dateTime={at} title={format.exact(at)}>
      {format.relative(at)}
    </time>
  );
}

export function Exactly({ at }: { at: string }) {
  const { format } = useLanguage();
  return <time dateTime={at}>{format.exact(at)}</time>;
}
