import { Search } from 'lucide-preact';
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** A search begins when typing pauses for this long. */
const PAUSE_MS = 250;

interface Props {
  label: string;
  hint: string;
  /** What the address asks for. */
  asked: string;
  /** A search needs this many characters to begin; one that is on may be emptied. */
  least?: number;
  /** Puts a search into the address; empty ends it. */
  onSearch: (query: string) => void;
  box?: RefObject<HTMLInputElement>;
}

/** A field for a search that stands in the address, so that back, reload and a shared link find it again. */
export function SearchField({ label, hint, asked, least = 0, onSearch, box }: Props) {
  const [text, setText] = useState(asked);
  // What this field put into the address last: its arrival there is no news, and must not undo what was typed since.
  const sent = useRef(asked);
  const search = useRef(onSearch);
  search.current = onSearch;

  useEffect(() => {
    const next = text.trim();
    if (next === sent.current || (sent.current === '' && next.length < least)) return undefined;
    const timer = setTimeout(() => {
      sent.current = next;
      search.current(next);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);

  // Back, forward and links change the address; the field follows.
  useEffect(() => {
    if (asked === sent.current) return;
    sent.current = asked;
    setText(asked);
  }, [asked]);

  return (
    <form class="search" role="search" onSubmit={(event) => event.preventDefault()}>
      <Search size={18} aria-hidden="true" />
      <input
        {...(box && { ref: box })}
        class="input"
        type="search"
        aria-label={label}
        placeholder={hint}
        autocomplete="off"
        spellcheck={false}
        maxLength={100}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </form>
  );
}
