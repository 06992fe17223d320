import { ArrowLeft, Download, FileUp, Files } from 'lucide-preact';
import { useLocation } from 'preact-iso/router';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Attempts } from '../../api/attempt';
import { answer, api } from '../../api/client';
import { ApiError } from '../../api/error';
import type { Import } from '../../api/types';
import { announce } from '../../components/announce';
import { Button, buttonClass } from '../../components/button';
import { Failure } from '../../components/failure';
import { Heading } from '../../components/heading';
import { Notice } from '../../components/notice';
import { Empty, Skeleton } from '../../components/waiting';
import { When } from '../../components/when';
import { useLoad } from '../../load';
import { useInsideWords, useLanguage } from '../../messages/language';
import { adopt } from '../../styles/adopt';
import css from '../../styles/imports.css?inline';
import { ImportBadge } from './import-badge';
import { UploadError, upload } from './upload';

adopt(css);

const MAX_BYTES = 5 * 1024 * 1024;

/** Where files of customers are uploaded, and past imports are listed (X1). */
export function ImportsPage() {
  const { imports: words } = useInsideWords();
  const list = useLoad('imports', () => answer(api.GET('/api/imports')));
  const [more, setMore] = useState<{ items: readonly Import[]; next: string | undefined }>();
  const items = [...(list.data?.items ?? []), ...(more?.items ?? [])];
  const next = more ? more.next : list.data?.next;
  const running = items.find(({ state }) => state === 'running');

  async function load(): Promise<void> {
    const page = await answer(api.GET('/api/imports', { params: { query: { ...(next !== undefined && { cursor: next }) } } }));
    setMore({ items: [...(more?.items ?? []), ...page.items], next: page.next });
  }

  return (
    <div class="page-narrow">
      <a class="back" href="/customers">
        <ArrowLeft size={16} aria-hidden="true" />
        {words.backCustomers}
      </a>
      <div class="page-head">
        <div>
          <Heading title={words.title} />
          <p class="quiet">{words.intro}</p>
        </div>
      </div>
      <div class="stack-wide">
        {running && (
          <Notice title={words.runningTitle}>
            <p>{words.running(running.fileName, (running.startedBy ?? running.createdBy).name)}</p>
            <p>
              <a href={`/customers/imports/${running.id}`}>{words.runningOpen}</a>
            </p>
          </Notice>
        )}
        <Drop />
        <section class="panel" aria-labelledby="imports-past">
          <div class="panel-head">
            <h2 id="imports-past">{words.past}</h2>
            <p class="small quiet">{words.pastText}</p>
          </div>
          <div class="panel-body">
            {list.error && !list.data && !list.loading && <Failure error={list.error} retry={list.reload} />}
            {!list.data && list.slow && <Skeleton lines={3} />}
            {list.data && items.length === 0 && (
              <Empty icon={Files} title={words.none} inSection>
                <p>{words.noneText}</p>
              </Empty>
            )}
            {items.length > 0 && (
              <ul role="list" class="import-list">
                {items.map((each) => (
                  <Past key={each.id} of={each} />
                ))}
              </ul>
            )}
            {next !== undefined && (
              <div class="rows-foot">
                <Button onClick={() => void load()}>{words.more}</Button>
              </div>
            )}
          </div>
        </section>
      </div>
    </div>
  );
}

function Past({ of }: { of: Import }) {
  const { imports: words } = useInsideWords();
  const { format } = useLanguage();
  const { counts } = of;
  return (
    <li>
      <div class="import-what">
        <a href={`/customers/imports/${of.id}`}>{of.fileName}</a>
        <span class="small quiet">
          {of.lines > 0 &&
            (of.startedAt === undefined ? words.people(format.number(of.lines)) : words.createdOf(format.number(counts.created), format.number(of.lines)))}
        </span>
      </div>
      <ImportBadge of={of} />
      <span class="small quiet import-who">
        {words.by(of.createdBy.name)}, <When at={of.createdAt} />
      </span>
    </li>
  );
}

/** Takes one file, dropped or chosen. The keyboard's way is the file field itself. */
function Drop() {
  const { imports: words } = useInsideWords();
  const { route } = useLocation();
  const [over, setOver] = useState(false);
  const [share, setShare] = useState<number>();
  const [wrong, setWrong] = useState<string>();
  const [error, setError] = useState<ApiError>();
  const box = useRef<HTMLDivElement>(null);
  const attempts = useRef(new Attempts()).current;
  const busy = share !== undefined;

  useEffect(() => {
    if (wrong !== undefined) box.current?.focus();
  }, [wrong]);

  // A file can be dropped anywhere on the page. Beside the place it would otherwise open instead of the page.
  useLayoutEffect(() => {
    const carry = (event: DragEvent) => {
      event.preventDefault();
      setOver(!busy);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file && !busy) void take(file);
    };
    addEventListener('dragover', carry);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', carry);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  }, [busy]);

  async function take(file: File): Promise<void> {
    setError(undefined);
    setWrong(file.size === 0 ? words.emptyFile : file.size > MAX_BYTES ? words.tooLarge : undefined);
    if (file.size === 0 || file.size > MAX_BYTES) return;
    setShare(0);
    try {
      const about = { fileName: file.name.slice(0, 200), size: file.size };
      const made = await answer(
        api.POST('/api/imports', { params: { header: { 'Idempotency-Key': attempts.keyFor({ ...about, at: file.lastModified }) } }, body: about }),
      );
      if (made.upload) await upload(made.upload, file, setShare);
      await answer(api.POST('/api/imports/{id}/check', { params: { path: { id: made.import.id } }, body: {} }));
      attempts.succeeded();
      announce(words.uploaded);
      route(`/customers/imports/${made.import.id}`);
    } catch (failure) {
      setShare(undefined);
      if (failure instanceof UploadError) {
        // The form may have run out: the next try gets another one.
        attempts.succeeded();
        setWrong(words[failure.kind]);
      } else if (failure instanceof ApiError) setError(failure);
      else throw failure;
    }
  }

  return (
    <div class="stack">
      {error && <Failure error={error} explain={({ status }) => (status === 429 ? { title: words.tooManyTitle, body: <p>{words.tooMany}</p> } : undefined)} />}
      {wrong !== undefined && (
        <Notice tone="danger" title={words.refusedTitle} box={box} role="alert">
          <p>{wrong}</p>
        </Notice>
      )}
      <div
        class="drop"
        role="group"
        aria-label={words.dropTitle}
        data-over={over ? '' : undefined}
      >
        <FileUp size={28} aria-hidden="true" />
        {busy ? (
          <div class="drop-progress" role="status">
            <progress max={1} value={share} aria-label={words.uploading(Math.round(share * 100))} />
            <p>{words.uploading(Math.round(share * 100))}</p>
          </div>
        ) : (
          <>
            <p class="drop-title" aria-hidden="true">
              {words.dropTitle} <span class="quiet">{words.dropOr}</span>
            </p>
            <div class="drop-choose">
              <input
                id="import-file"
                type="file"
                accept=".csv,.txt,text/csv"
                aria-describedby="import-file-hint"
                onChange={(event) => {
                  const file = event.currentTarget.files?.[0];
                  event.currentTarget.value = '';
                  if (file) void take(file);
                }}
              />
              <label class={buttonClass({ look: 'primary' })} for="import-file">
                <span class="button-label">{words.choose}</span>
              </label>
            </div>
          </>
        )}
        <p class="small quiet" id="import-file-hint">
          {words.dropHint} {words.dropColumns}
        </p>
      </div>
      <p>
        <a class="with-icon" href="/import-template.csv" download>
          <Download size={16} aria-hidden="true" />
          {words.template}
        </a>
      </p>
    </div>
  );
}
