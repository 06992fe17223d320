import { useEffect, useRef, useState } from 'preact/hooks';

let say: ((text: string) => void) | undefined;

/** Has a screen reader say something, politely, without moving the focus. */
export function announce(text: string): void {
  say?.(text);
}

/** Announces what a search found, once: a list that is looked at again and is what it was is no news. `found` is undefined while nothing is known. */
export function useFound(query: string, found: string | undefined): void {
  const said = useRef<string>();
  useEffect(() => {
    const now = `${query}\n${found ?? ''}`;
    if (found === undefined || now === said.current) return;
    said.current = now;
    announce(found);
  }, [query, found]);
}

/** The page's one live region. It stands in the document from the beginning, or nobody would listen to it. */
export function Announcer() {
  const [text, setText] = useState('');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    say = (next) => {
      clearTimeout(timer);
      // Emptied first, so that the same words twice are two announcements.
      setText('');
      timer = setTimeout(() => setText(next), 50);
    };
    return () => {
      clearTimeout(timer);
      say = undefined;
    };
  }, []);
  return (
    <div class="sr-only" role="status" aria-live="polite">
      {text}
    </div>
  );
}
