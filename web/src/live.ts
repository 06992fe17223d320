import { useEffect, useRef } from 'preact/hooks';

/** How often an open page looks for news: while somebody is at it, and while nobody is. */
export const LOOK_MS = 20_000;
export const IDLE_LOOK_MS = 60_000;
const IDLE_AFTER_MS = 120_000;

/** Looks for news again and again while the page can be seen: less often when nobody touches it, not at all when it is hidden. */
export function useLive(look: () => Promise<void>): void {
  const latest = useRef(look);
  latest.current = look;

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let touched = Date.now();
    let looked = Date.now();
    let over = false;

    const isIdle = () => Date.now() - touched > IDLE_AFTER_MS;
    const plan = () => {
      clearTimeout(timer);
      if (over || document.hidden) return;
      timer = setTimeout(() => void go(), Math.max(0, looked + (isIdle() ? IDLE_LOOK_MS : LOOK_MS) - Date.now()));
    };
    const go = async () => {
      looked = Date.now();
      try {
        await latest.current();
      } finally {
        plan();
      }
    };
    const touch = () => {
      const idle = isIdle();
      touched = Date.now();
      if (idle) plan();
    };
    const seen = () => {
      if (!document.hidden) touched = Date.now();
      plan();
    };

    plan();
    const touches = ['pointerdown', 'pointermove', 'keydown', 'scroll'] as const;
    for (const kind of touches) addEventListener(kind, touch, { capture: true, passive: true });
    document.addEventListener('visibilitychange', seen);
    return () => {
      over = true;
      clearTimeout(timer);
      for (const kind of touches) removeEventListener(kind, touch, { capture: true });
      document.removeEventListener('visibilitychange', seen);
    };
  }, []);
}
