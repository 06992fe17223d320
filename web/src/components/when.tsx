import { useId, useState } from 'preact/hooks';
import { useLanguage } from '../messages/language';

interface Props {
  at: string;
  /** It stands in a row that leads somewhere: pointing at the row, or its link's focus, shows the exact time, and there is no stop of its own. */
  inRow?: boolean;
}

/** A time: in words up to a week away, then the date; to the minute by pointing, by focus, and on paper. */
export function When({ at, inRow = false }: Props) {
  const { format } = useLanguage();
  const id = useId();
  const [away, setAway] = useState(false);
  const words = <time dateTime={at}>{format.relative(at)}</time>;
  return (
    <span class="when">
      {inRow ? (
        words
      ) : (
        <button
          type="button"
          class="when-words"
          aria-describedby={id}
          onBlur={() => setAway(false)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setAway(true);
          }}
        >
          {words}
        </button>
      )}
      <span class="when-exact" role="tooltip" id={id} data-away={away ? '' : undefined}>
        {format.exact(at)}
      </span>
    </span>
  );
}

export function Exactly({ at }: { at: string }) {
  const { format } = useLanguage();
  return <time dateTime={at}>{format.exact(at)}</time>;
}
