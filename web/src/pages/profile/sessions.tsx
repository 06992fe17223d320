import { Monitor, Smartphone } from 'lucide-preact';
import { useRef, useState } from 'preact/hooks';
import { answer, api } from '../../api/client';
import { ApiError } from '../../api/error';
import type { LiveSession, SessionList } from '../../api/types';
import { Button } from '../../components/button';
import { ConfirmDialog } from '../../components/dialog';
import { Failure } from '../../components/failure';
import { Panel } from '../../components/panel';
import { confirmDone } from '../../components/toast';
import { Skeleton } from '../../components/waiting';
import { When } from '../../components/when';
import { useKeptFocus } from '../../kept-focus';
import { useLoad } from '../../load';
import { useInsideWords } from '../../messages/language';
import type { InsideWords } from '../../messages/en/inside';
import { sayNetwork } from '../staff/network';
import { sessionsChanged, useSessionsChanged } from './changes';
import { deviceName, isHandheld } from './device';

/**
 * The devices that somebody is signed in on, this one first; each can be signed out, and all others at once (X11). Where devices can be trusted, that ends
 * the trust.
 */
export function Sessions({ trusts }: { trusts: boolean }) {
  const inside = useInsideWords();
  const words = inside.profile.sessions;
  const { data, error, loading, slow, reload, set } = useLoad('sessions', () => answer(api.GET('/api/profile/sessions')));
  const [busy, setBusy] = useState<string>();
  const [failure, setFailure] = useState<ApiError>();
  const [asking, setAsking] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const part = useKeptFocus<HTMLDivElement>(heading);
  useSessionsChanged(reload);

  async function end(what: string, work: () => Promise<SessionList>, said: string): Promise<void> {
    setBusy(what);
    setFailure(undefined);
    try {
      set(await work());
      confirmDone(said);
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught;
      setFailure(caught);
    } finally {
      setBusy(undefined);
      setAsking(false);
    }
  }

  const endOne = async (session: LiveSession) => {
    await end(
      session.id,
      () => answer(api.POST('/api/profile/sessions/{id}/end', { params: { path: { id: session.id } }, body: {} })),
      (trusts ? words.endedTrust : words.ended)(deviceName(session, words)),
    );
    sessionsChanged();
  };
  const endOthers = async () => {
    await end('others', () => answer(api.POST('/api/profile/sessions/end', { body: {} })), words.endedOthers);
    sessionsChanged();
  };

  return (
    <Panel title={words.title} heading={heading}>
      <div class="stack" ref={part}>
        <p class="small quiet">{words.text}</p>
        {failure && <Failure error={failure} />}
        {error && !data && !loading && <Failure error={error} retry={reload} />}
        {!data && slow && <Skeleton lines={3} />}
        {data && (
          <ul role="list" class="devices">
            {data.items.map((session) => (
              <Row key={session.id} session={session} words={inside} busy={busy} onEnd={() => void endOne(session)} />
            ))}
          </ul>
        )}
        {data &&
          (data.items.length > 1 ? (
            <div>
              <Button onClick={() => setAsking(true)}>{words.endOthers}</Button>
            </div>
          ) : (
            <p class="small quiet">{words.only}</p>
          ))}
        {asking && (
          <ConfirmDialog
            title={words.endOthersTitle}
            confirm={words.endOthers}
            look="danger"
            busy={busy === 'others'}
            onConfirm={() => void endOthers()}
            onClose={() => setAsking(false)}
          >
            <p>{words.endOthersText}</p>
          </ConfirmDialog>
        )}
      </div>
    </Panel>
  );
}

interface RowProps {
  session: LiveSession;
  words: InsideWords;
  busy: string | undefined;
  onEnd: () => void;
}

function Row({ session, words: inside, busy, onEnd }: RowProps) {
  const words = inside.profile.sessions;
  const name = deviceName(session, words);
  const Icon = isHandheld(session.system) ? Smartphone : Monitor;
  return (
    <li>
      <Icon size={20} aria-hidden="true" />
      <div class="device">
        <div class="title-row">
          <span class="device-name">{name}</span>
          {session.current && <span class="badge badge-good">{words.here}</span>}
        </div>
        <p class="small quiet">
          {words.used} <When at={session.lastUsed} />
          {session.network !== undefined && <>, {sayNetwork(session.network, inside.person)}</>}. {words.began} <When at={session.began} />.
        </p>
      </div>
      {!session.current && (
        <Button label={words.endLabel(name)} busy={busy === session.id} disabled={busy !== undefined} onClick={onEnd}>
          {words.end}
        </Button>
      )}
    </li>
  );
}
