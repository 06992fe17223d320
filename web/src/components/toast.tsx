import { CircleCheck } from 'lucide-preact';
import { useLocation } from 'preact-iso/router';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
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

const GAP_PX = 12;

/** Lifts a toast above every bar to save with that it would cover, for as long as it is shown. */
function keepOff(toast: HTMLElement): () => void {
  const place = () => {
    toast.style.bottom = '';
    const { top, bottom } = toast.getBoundingClientRect();
    const bars = Array.from(document.querySelectorAll('.save-bar'), (bar) => bar.getBoundingClientRect()).sort((one, other) => other.bottom - one.bottom);
    let lift = 0;
    for (const bar of bars) {
      if (bar.top < bottom - lift + GAP_PX && bar.bottom > top - lift - GAP_PX) lift = bottom - bar.top + GAP_PX;
    }
    if (lift > 0) toast.style.bottom = `${innerHeight - bottom + lift}px`;
  };
  place();
  const changes = new MutationObserver(place);
  changes.observe(document.querySelector('main') ?? document.body, { childList: true, subtree: true });
  addEventListener('scroll', place);
  addEventListener('resize', place);
  return () => {
    changes.disconnect();
    removeEventListener('scroll', place);
    removeEventListener('resize', place);
  };
}

export function Toasts() {
  const { path } = useLocation();
  const [text, setText] = useState('');
  const page = useRef<string>();
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => (box.current ? keepOff(box.current) : undefined), [text]);
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
    <div class="toast" aria-hidden="true" ref={box}>
      <p>
        <CircleCheck size={18} />
        {text}
      </p>
    </div>
  );
}
