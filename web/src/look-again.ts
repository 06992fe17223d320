import { useEffect, useRef } from 'preact/hooks';

/** The pauses between looks: most mails are gone in seconds, and what takes longer is no reason to ask for ever. */
const PAUSES_MS = [2_000, 3_000, 5_000, 10_000, 20_000, 30_000, 60_000] as const;

/**
 * Looks again while something on the page is under way, at growing pauses and not for ever, and whenever the person comes back to the window.
 * `waiting` names what is under way, empty for nothing; another name begins anew. Nothing is looked at while the page cannot be seen.
 */
export function useLookAgain(waiting: string, look: () => void): void {
  const latest = useRef(look);
  latest.current = look;
  const looked = useRef(Date.now());

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let round = 0;

    const go = () => {
      looked.current = Date.now();
      latest.current();
    };
    const plan = () => {
      clearTimeout(timer);
      const pause = PAUSES_MS[round];
      if (waiting === '' || document.hidden || pause === undefined) return;
      timer = setTimeout(() => {
        round++;
        go();
        plan();
      }, pause);
    };
    const seen = () => {
      // Coming back is often two events.
      if (!document.hidden && Date.now() - looked.current >= PAUSES_MS[0]) {
        round = 0;
        go();
      }
      plan();
    };

    plan();
    addEventListener('focus', seen);
    document.addEventListener('visibilitychange', seen);
    return () => {
      clearTimeout(timer);
      removeEventListener('focus', seen);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [waiting]);
}
