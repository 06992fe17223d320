import { createContext } from 'preact';
import type { ComponentChildren } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { answer, api } from './api/client';
import type { Portal } from './api/types';

/** What the pages make do with while the portal has not answered, or cannot. The server's word is the last in any case. */
const UNKNOWN: Portal = { name: '', languages: ['en', 'de'], password: { minLength: 12, maxLength: 128 }, ways: [] };

const PortalContext = createContext<Portal>(UNKNOWN);

const PAUSE_MS = 5_000;

/** Asks for the portal's name, links and password rule, and keeps asking where no answer comes. */
export function PortalProvider({ first, children }: { first?: Promise<Portal>; children: ComponentChildren }) {
  const [portal, setPortal] = useState(UNKNOWN);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = (asked: Promise<Portal>) => {
      asked.then(setPortal, () => {
        timer = setTimeout(() => ask(getPortal()), PAUSE_MS);
      });
    };
    ask(first ?? getPortal());
    return () => clearTimeout(timer);
  }, []);
  return <PortalContext.Provider value={portal}>{children}</PortalContext.Provider>;
}

export function getPortal(): Promise<Portal> {
  return answer(api.GET('/api/portal'));
}

export function usePortal(): Portal {
  return useContext(PortalContext);
}
