import { CircleCheck } from 'lucide-preact';
import { useLocation } from 'preact-iso/router';
import { useEffect, useRef, useState } from 'preact/hooks';
import { announce } from './announce';

let show: ((text: string) => void) | undefined;
let waiting: string | undefined;

const SHOWN_MS = 6_000;

/**
 * Confirms in passing that something was done; it is seen and said, and needs no answer. It ends with its page: the one that is open when the work
 * that called this is over. So what is confirmed on the way to another page is seen there, and what was done on a page does not follow to the next.
 */
export function confirmDone(text: string): void {
  if (show) show(text);
  else waiting = text;
}

export function Toasts() {
  const { path } = useLocation();
  const [text, setText] = useState('');
  const page = useRef<string>();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    show = (next) => {
      clearTimeout(timer);
      setText(next);
      announce(next);
      page.current = undefined;
      queueMicrotask(() => (page.current = location.pathname));
      timer = setTimeout(() => setText(''), SHOWN_MS);
    };
    if (waiting !== undefined) show(waiting);
    waiting = undefined;
    return () => {
      clearTimeout(timer);
      show = undefined;
    };
  }, []);
  useEffect(() => {
    if (page.current !== undefined && page.current !== path) setText('');
  }, [path]);

  if (text === '') return null;
  return (
    <div class="toast" aria-hidden="true">
      <p>
        <CircleCheck size={18} />
        {text}
      </p>
    </div>
  );
}
