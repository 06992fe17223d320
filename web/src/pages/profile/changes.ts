import { useEffect } from 'preact/hooks';

/** What one part of the profile does can end sessions and devices that another part shows. */
const changes = new EventTarget();

export function sessionsChanged(): void {
  changes.dispatchEvent(new Event('sessions'));
}

/** Calls `look` when sessions or devices may have ended by something done elsewhere on the page. */
export function useSessionsChanged(look: () => void): void {
  useEffect(() => {
    changes.addEventListener('sessions', look);
    return () => changes.removeEventListener('sessions', look);
  });
}
