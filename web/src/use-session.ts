import { useEffect, useState } from 'preact/hooks';
import { onSession, sessionState } from './api/session';
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
