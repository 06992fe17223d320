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

/** A time in words that gives way to the exact one while the pointer or the focus is on what holds it. Both are read out. */
export function WhenEither({ at }: { at: string }) {
  const { format } = useLanguage();
  return (
    <span class="when">
      <time class="when-words" dateTime={at}>
        {format.relative(at)}
      </time>
      <span class="sr-only">, </span>
      <span class="when-exact">{format.exact(at)}</span>
    </span>
  );
}
