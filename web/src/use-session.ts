import { useEffect, useState } from 'preact/hooks';
import { onSession, refresh, sessionState } from './api/session';
import type { SessionState } from './api/session';

/** The session as state of a component. */
export function useSession(): SessionState {
  const [state, setState] = useState(sessionState);
  useEffect(() => {
    setState(sessionState());
    return onSession(() => setState(sessionState()));
  }, []);
  return state;
}

/** The session, asked for where nobody has asked yet. It stays unknown where no answer comes: for pages that can do without. */
export function useWhoIsHere(): SessionState {
  const session = useSession();
  useEffect(() => {
    if (sessionState().kind === 'unknown') refresh().catch(() => undefined); // the session's state says how it went
  }, []);
  return session;
}
