import { createContext } from 'preact';
import type { ComponentChildren } from 'preact';
import { useCallback, useContext, useEffect, useState } from 'preact/hooks';
import { answer, api } from './api/client';
import type { Portal } from './api/types';
import { SPOKEN } from './messages/languages';
import { adoptOver } from './styles/adopt';

type Colours = NonNullable<Portal['palette']>;

/** What the pages make do with while the portal has not answered, or cannot. The server's word is the last in any case. */
const UNKNOWN: Portal = { name: '', languages: [...SPOKEN], password: { minLength: 12, maxLength: 128 }, ways: [] };

const PortalContext = createContext<Portal>(UNKNOWN);
const ReloadContext = createContext<() => void>(() => undefined);

const tints = ({ accent, hover, text, tint, line }: Colours['light']) =>
  `:root{--accent:${accent};--accent-hover:${hover};--accent-text:${text};--accent-tint:${tint};--accent-line:${line}}`;

/** Puts the administrators' colours over ours; without any, ours are back. */
function paint(palette: Portal['palette']): void {
  adoptOver('palette', palette ? `${tints(palette.light)}@media (prefers-color-scheme:dark){${tints(palette.dark)}}` : '');
}

const PAUSE_MS = 5_000;

/** Asks for the portal's name, links and password rule, and keeps asking where no answer comes. */
export function PortalProvider({ first, children }: { first?: Promise<Portal>; children: ComponentChildren }) {
  const [portal, setPortal] = useState(UNKNOWN);
  const [round, setRound] = useState(0);
  const reload = useCallback(() => setRound((n) => n + 1), []);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = (asked: Promise<Portal>) => {
      asked.then(setPortal, () => {
        timer = setTimeout(() => ask(getPortal()), PAUSE_MS);
      });
    };
    ask(round === 0 ? (first ?? getPortal()) : getPortal());
    return () => clearTimeout(timer);
  }, [round]);
  useEffect(() => paint(portal.palette), [portal]);
  return (
    <PortalContext.Provider value={portal}>
      <ReloadContext.Provider value={reload}>{children}</ReloadContext.Provider>
    </PortalContext.Provider>
  );
}

export function getPortal(): Promise<Portal> {
  return answer(api.GET('/api/portal'));
}

/** Whether a way of registering by oneself is open. */
export function opens(portal: Portal, way: Portal['ways'][number]): boolean {
  return portal.ways.includes(way);
}

/** Asks for the portal anew, after a change of it. */
export function useReloadPortal(): () => void {
  return useContext(ReloadContext);
}

export function usePortal(): Portal {
  return useContext(PortalContext);
}
