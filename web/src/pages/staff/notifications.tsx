import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { answer, api } from '../../api/client';
import { ApiError } from '../../api/error';
import type { Notifications } from '../../api/types';
import { Button } from '../../components/button';
import { Failure } from '../../components/failure';
import type { Explanation } from '../../components/failure';
import { CheckField, RadioField } from '../../components/field';
import { Heading } from '../../components/heading';
import { Notice } from '../../components/notice';
import { confirmDone } from '../../components/toast';
import { Skeleton } from '../../components/waiting';
import { useKeptFocus } from '../../kept-focus';
import { useLoad } from '../../load';
import type { InsideWords } from '../../messages/en/inside';
import { useInsideWords } from '../../messages/language';
import { useServices } from '../../services';

type Choice = Notifications['services'][number];
const REPLIES = ['none', 'mine', 'all'] as const;

/** What an agent is told of by mail, for each service (M6). */
export function NotificationsPage() {
  const { notifications: words } = useInsideWords();
  const { data, error, loading, slow, reload, set } = useLoad('notifications', () => answer(api.GET('/api/notifications')));
  return (
    <div class="page-narrow">
      <div class="page-head">
        <div>
          <Heading title={words.title} />
          <p class="quiet">{words.intro}</p>
        </div>
      </div>
      {error && !data && !loading && <Failure error={error} retry={reload} />}
      {!data && slow && <Skeleton lines={6} />}
      {data?.services.length === 0 && <p>{words.noServices}</p>}
      {data && data.services.length > 0 && <Choices saved={data} onSaved={set} />}
    </div>
  );
}

/** Very many services do not fit into one change. */
function explainTooMany(error: ApiError, words: InsideWords['notifications']): Explanation | undefined {
  return error.errors.some(({ field, code }) => field === 'services' && code === 'too_long') ? { title: words.tooManyTitle, body: <p>{words.tooMany}</p> } : undefined;
}

function Choices({ saved, onSaved }: { saved: Notifications; onSaved: (now: Notifications) => void }) {
  const { notifications: words } = useInsideWords();
  const { nameOf } = useServices();
  const [wished, setWished] = useState<Readonly<Record<string, Partial<Choice>>>>({});
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError>();
  const [conflict, setConflict] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (conflict) box.current?.focus();
  }, [conflict]);

  const chosen = saved.services.map((choice) => ({ ...choice, ...wished[choice.service] }));
  const changes = chosen.reduce((sum, choice, index) => {
    const before = saved.services[index];
    return sum + Number(choice.newRequests !== before?.newRequests) + Number(choice.replies !== before?.replies);
  }, 0);
  const form = useKeptFocus<HTMLFormElement>();
  const wish = (service: string, choice: Partial<Choice>) => setWished({ ...wished, [service]: { ...wished[service], ...choice } });

  async function save(): Promise<void> {
    if (busy) return;
    setBusy(true);
    setFailure(undefined);
    setConflict(false);
    try {
      onSaved(await answer(api.POST('/api/notifications', { body: { services: chosen, version: saved.version } })));
      setWished({});
      confirmDone(words.saved);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === 'version_conflict' && error.current !== undefined) {
        onSaved(error.current as Notifications);
        setWished({});
        setConflict(true);
      } else {
        setFailure(error);
      }
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      ref={form}
      class="stack-wide"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {conflict && (
        <Notice tone="note" title={words.conflictTitle} box={box} role="alert">
          <p>{words.conflict}</p>
        </Notice>
      )}
      {failure && <Failure error={failure} explain={(error) => explainTooMany(error, words)} />}
      {chosen.map(({ service, newRequests, replies }) => (
        <section key={service} class="panel" aria-labelledby={`service-${service}`}>
          <div class="panel-head">
            <h2 id={`service-${service}`}>{nameOf(service)}</h2>
          </div>
          <div class="panel-body stack">
            <CheckField
              field={{ id: `new-${service}`, name: `new-${service}`, value: newRequests, problem: undefined, set: (value) => wish(service, { newRequests: value }) }}
              label={words.newRequests}
              hint={words.newRequestsHint}
            />
            <RadioField
              field={{
                id: `replies-${service}`,
                name: `replies-${service}`,
                value: replies,
                problem: undefined,
                set: (value) => wish(service, { replies: REPLIES.find((each) => each === value) ?? replies }),
              }}
              legend={words.replies}
              options={REPLIES.map((value) => ({ value, label: words[value] }))}
            />
          </div>
        </section>
      ))}
      {changes > 0 && (
        <div class="save-bar">
          <p role="status">{words.changed(changes)}</p>
          <div class="row">
            <Button onClick={() => setWished({})} disabled={busy}>
              {words.discard}
            </Button>
            <Button type="submit" look="primary" busy={busy}>
              {words.save}
            </Button>
          </div>
        </div>
      )}
    </form>
  );
}
