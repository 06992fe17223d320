import { ArrowLeft, Download } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { answer, api } from '../../api/client';
import { ApiError } from '../../api/error';
import type { Import } from '../../api/types';
import { announce } from '../../components/announce';
import { Button, ButtonLink } from '../../components/button';
import { ConfirmDialog } from '../../components/dialog';
import type { Explanation } from '../../components/failure';
import { Failure } from '../../components/failure';
import { CheckField } from '../../components/field';
import { Heading } from '../../components/heading';
import { Notice } from '../../components/notice';
import { confirmDone } from '../../components/toast';
import { When } from '../../components/when';
import { useKeptFocus } from '../../kept-focus';
import { useLoad } from '../../load';
import { useInsideWords, useLanguage } from '../../messages/language';
import { adopt } from '../../styles/adopt';
import css from '../../styles/imports.css?inline';
import { Unloaded } from '../unloaded';
import { ImportBadge } from './import-badge';
import { ImportLines } from './import-lines';

adopt(css);

/** How often the page looks at an import that a function is at work on. */
const LOOK_MS = 1_500;

const busy = ({ state }: Import) => state === 'checking' || state === 'running';
const done = ({ counts }: Import) => counts.created + counts.known + counts.refused;

/** One import: what is in the file, starting and stopping, progress, report (X1). */
export function ImportPage({ id }: { id: string }) {
  const { imports: words } = useInsideWords();
  const path = { params: { path: { id } } };
  const open = useLoad(`import?${id}`, () => answer(api.GET('/api/imports/{id}', path)));
  const { data, reload, set } = open;
  useProgress(data, set);

  return (
    <>
      <a class="back" href="/customers/imports">
        <ArrowLeft size={16} aria-hidden="true" />
        {words.back}
      </a>
      {!data && <Unloaded of={open} notFound={words.notFound} />}
      {data && (
        <>
          <div class="page-head">
            <div>
              <div class="title-row">
                <Heading title={data.fileName} />
                <ImportBadge of={data} />
              </div>
              <p class="small quiet">
                {words.by(data.createdBy.name)}, <When at={data.createdAt} />
              </p>
            </div>
            {data.lines > 0 && <Report of={data} />}
          </div>
          <div class="stack-wide">
            <Stages of={data} set={set} reload={reload} />
            {data.lines > 0 && <ImportLines of={data} />}
          </div>
        </>
      )}
    </>
  );
}

/** Looks again and again while a function is at work, and says how far it is: each tenth, and each change of state. */
function useProgress(data: Import | undefined, set: (data: Import) => void): void {
  const { imports: words } = useInsideWords();
  const { format } = useLanguage();
  const told = useRef<{ state: Import['state']; tenth: number }>();

  useEffect(() => {
    if (!data || !busy(data)) return undefined;
    let dropped = false;
    const timer = setTimeout(look, LOOK_MS);
    function look(): void {
      // A page that nobody sees asks nobody; it looks when it is seen again.
      if (document.hidden || !data) return;
      answer(api.GET('/api/imports/{id}', { params: { path: { id: data.id } } })).then(
        (next) => {
          if (!dropped) set(next);
        },
        (failure: unknown) => {
          if (!(failure instanceof ApiError)) throw failure;
          // The next look may succeed; what is shown is what was last known.
          if (!dropped && failure.status !== 401) set({ ...data });
        },
      );
    }
    document.addEventListener('visibilitychange', look);
    return () => {
      dropped = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [data]);

  useEffect(() => {
    if (!data) return;
    const tenth = data.lines > 0 ? Math.floor((10 * done(data)) / data.lines) : 0;
    const before = told.current;
    told.current = { state: data.state, tenth };
    if (!before) return;
    if (before.state !== data.state) announce(words.state[data.state]);
    else if (data.state === 'running' && before.tenth !== tenth) announce(words.progress(format.number(done(data)), format.number(data.lines)));
  }, [data]);
}

/** What the import's state asks for. Where that has changed, the keyboard's place is the whole of it: what was pressed is gone. */
function Stages(props: StageProps) {
  const { imports: words } = useInsideWords();
  const part = useKeptFocus<HTMLElement>();
  const { state } = props.of;
  return (
    <section class="stack-wide" ref={part} tabIndex={-1} aria-label={words.state[state]}>
      <Stage key={state} {...props} />
    </section>
  );
}

interface StageProps {
  of: Import;
  set: (data: Import) => void;
  reload: () => void;
}

function Stage({ of, set, reload }: StageProps) {
  switch (of.state) {
    case 'uploading':
      return <Unreadable of={{ ...of, fault: 'no_file' }} />;
    case 'checking':
      return <Checking />;
    case 'unreadable':
      return <Unreadable of={of} />;
    case 'ready':
    case 'stopped':
      return <Start of={of} set={set} reload={reload} />;
    case 'running':
      return <Running of={of} set={set} reload={reload} />;
    case 'done':
      return <Done of={of} />;
  }
}

function Checking() {
  const { imports: words } = useInsideWords();
  return (
    <div class="panel">
      <div class="panel-body import-checking" role="status">
        <span class="spinner" aria-hidden="true" />
        <p>{words.checking}</p>
      </div>
    </div>
  );
}

function Unreadable({ of }: { of: Import }) {
  const { imports: words } = useInsideWords();
  const columns = of.columns.map((name) => words.column[name]).join(', ');
  return (
    <>
      <Notice tone="danger" title={words.faultTitle}>
        <p>{words.fault[of.fault ?? 'no_file'](columns)}</p>
      </Notice>
      <div class="row">
        <ButtonLink href="/customers/imports" look="primary">
          {words.another}
        </ButtonLink>
        <a class="with-icon" href="/import-template.csv" download>
          <Download size={16} aria-hidden="true" />
          {words.template}
        </a>
      </div>
    </>
  );
}

/** What the file was read as, in a sentence or two. */
function ReadAs({ of }: { of: Import }) {
  const { imports: words } = useInsideWords();
  return (
    <p class="small quiet">
      {of.encoding && of.separator && words.readAs(of.encoding === 'windows-1252' ? 'Windows-1252' : of.encoding.toUpperCase(), words.separator[of.separator])}{' '}
      {of.ignored.length > 0 && words.ignored(of.ignored.join(', '))}
    </p>
  );
}

function useExplain(reload: () => void): (error: ApiError) => Explanation | undefined {
  const { imports: words } = useInsideWords();
  return (error) => {
    if (error.code === 'import_running') {
      return {
        title: words.runningTitle,
        body: (
          <>
            <p>{words.otherRuns}</p>
            {error.importId !== undefined && (
              <p>
                <a href={`/customers/imports/${error.importId}`}>{words.runningOpen}</a>
              </p>
            )}
          </>
        ),
      };
    }
    if (error.code === 'import_state') {
      reload();
      return { title: words.changedTitle, body: <p>{words.changed}</p> };
    }
    return undefined;
  };
}

/** Sends something that changes the import, once at a time. */
function useChange(set: (data: Import) => void, send: () => Promise<Import>) {
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<ApiError>();
  async function go(): Promise<void> {
    if (sending) return;
    setSending(true);
    setError(undefined);
    try {
      set(await send());
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      setError(failure);
      setSending(false);
    }
  }
  return { sending, error, go };
}

function Start({ of, set, reload }: StageProps) {
  const { imports: words } = useInsideWords();
  const { format } = useLanguage();
  const [invite, setInvite] = useState(of.invite ?? true);
  const { sending, error, go } = useChange(set, () =>
    answer(api.POST('/api/imports/{id}/start', { params: { path: { id: of.id } }, body: { invite } })),
  );
  const explain = useExplain(reload);
  const count = format.number(of.counts.new);
  return (
    <>
      {of.state === 'stopped' && (
        <Notice tone="note" title={words.stopped}>
          {of.stopReason === 'access' && of.startedBy && <p>{words.stoppedAccess(of.startedBy.name)}</p>}
          {of.stoppedBy && <p>{words.stoppedBy(of.stoppedBy.name)}</p>}
        </Notice>
      )}
      {error && <Failure error={error} explain={explain} />}
      <section class="panel" aria-labelledby="import-start">
        <div class="panel-head">
          <h2 id="import-start">{of.counts.new === 0 ? words.nothingTitle : words.startTitle}</h2>
        </div>
        <div class="panel-body stack">
          {of.counts.new === 0 ? (
            <p>{words.nothing}</p>
          ) : (
            <>
              {of.denied > 0 && (
                <Notice tone="note" title={words.denied(of.denied, format.number(of.denied))}>
                  <p>{words.deniedText}</p>
                </Notice>
              )}
              <CheckField
                field={{ id: 'import-invite', name: 'invite', value: invite, problem: undefined, set: setInvite }}
                label={words.invite}
                hint={words.inviteHint}
              />
              <div>
                <Button look="primary" busy={sending} onClick={() => void go()}>
                  {of.state === 'stopped' ? words.goOn(count) : words.start(count)}
                </Button>
              </div>
            </>
          )}
          <ReadAs of={of} />
        </div>
      </section>
    </>
  );
}

function Running({ of, set, reload }: StageProps) {
  const { imports: words } = useInsideWords();
  const { format } = useLanguage();
  const [asking, setAsking] = useState(false);
  const { sending, error, go } = useChange(set, async () => {
    const stopped = await answer(api.POST('/api/imports/{id}/stop', { params: { path: { id: of.id } }, body: {} }));
    confirmDone(words.stopped);
    return stopped;
  });
  const explain = useExplain(reload);
  return (
    <>
      {error && <Failure error={error} explain={explain} />}
      {of.waitingUntil !== undefined && (
        <Notice tone="note">
          <p>{words.waiting}</p>
          <p class="small quiet">
            {words.waitingUntil} <When at={of.waitingUntil} />
          </p>
        </Notice>
      )}
      <section class="panel" aria-labelledby="import-progress">
        <div class="panel-body import-progress">
          <h2 id="import-progress">{words.progress(format.number(done(of)), format.number(of.lines))}</h2>
          <progress max={of.lines} value={done(of)} aria-label={words.progressLabel} />
          <p class="small quiet">{words.runningText}</p>
          <div>
            <Button onClick={() => setAsking(true)}>
              {words.stop}
            </Button>
          </div>
        </div>
      </section>
      {asking && (
        <ConfirmDialog
          title={words.stopTitle}
          confirm={words.stopConfirm}
          look="danger"
          busy={sending}
          onClose={() => setAsking(false)}
          onConfirm={() => void go().then(() => setAsking(false))}
        >
          <p>{words.stopText}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function Done({ of }: { of: Import }) {
  const { imports: words } = useInsideWords();
  const { format } = useLanguage();
  return (
    <Notice tone="good" title={words.doneTitle}>
      <p>
        {words.done(format.number(of.counts.created))} {of.counts.created > 0 && (of.invite === true ? words.withInvitations : words.withoutInvitations)}
      </p>
    </Notice>
  );
}

/** Has the report written and downloads it. */
function Report({ of }: { of: Import }) {
  const { imports: words } = useInsideWords();
  const { language } = useLanguage();
  const [error, setError] = useState<ApiError>();
  const [writing, setWriting] = useState(false);

  async function get(): Promise<void> {
    setWriting(true);
    setError(undefined);
    try {
      const { url } = await answer(api.POST('/api/imports/{id}/report', { params: { path: { id: of.id } }, body: { language } }));
      const link = document.createElement('a');
      link.href = url;
      link.click();
      confirmDone(words.reported);
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      setError(failure);
    } finally {
      setWriting(false);
    }
  }

  return (
    <div class="import-report">
      <Button onClick={() => void get()} busy={writing}>
        <Download size={18} aria-hidden="true" />
        {words.report}
      </Button>
      {error && <Failure error={error} />}
    </div>
  );
}
