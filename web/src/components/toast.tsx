import { CircleCheck } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import { announce } from './announce';

let show: ((text: string) => void) | undefined;
let waiting: string | undefined;

const SHOWN_MS = 6_000;

/** Confirms in passing that something was done; it is seen and said, and needs no answer. It may come before the page that will show it. */
export function confirmDone(text: string): void {
  if (show) show(text);
  else waiting = text;
}

export function Toasts() {
  const [text, setText] = useState('');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    show = (next) => {
      clearTimeout(timer);
      setText(next);
      announce(next);
      timer = setTimeout(() => setText(''), SHOWN_MS);
    };
    if (waiting !== undefined) show(waiting);
    waiting = undefined;
    return () => {
      clearTimeout(timer);
      show = undefined;
    };
  }, []);
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
