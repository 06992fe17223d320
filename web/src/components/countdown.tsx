import { useEffect, useState } from 'preact/hooks';
import type { Words } from '../messages/en/words';
import { useWords } from '../messages/language';
import { announce } from './announce';

/** Counts down from `seconds`, anew whenever `start` changes. */
export function useCountdown(seconds: number, start: unknown): number {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    // By the clock, not by counting ticks: a tab in the background ticks slowly.
    const until = Date.now() + seconds * 1000;
    const tick = () => {
      const now = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      setLeft(now);
      if (now === 0) clearInterval(timer);
    };
    const timer = setInterval(tick, 1000);
    tick();
    return () => clearInterval(timer);
  }, [seconds, start]);
  return left;
}

export function waitInWords(words: Words['wait'], seconds: number): string {
  if (seconds <= 0) return words.over;
  if (seconds < 60) return words.seconds(seconds);
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? words.minutes(minutes) : words.hours(Math.ceil(minutes / 60));
}

/** Says how long to wait. It is seen counting down; it is said once, and again when the wait is over. */
export function Wait({ seconds, start }: { seconds: number; start: unknown }) {
  const words = useWords();
  const left = useCountdown(seconds, start);
  const over = left === 0;
  useEffect(() => {
    if (over) announce(words.wait.over);
  }, [over]);
  return <p>{waitInWords(words.wait, left)}</p>;
}
