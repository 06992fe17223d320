import { ArrowDown, ArrowLeft, CircleCheck, Printer, RotateCcw, Users } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { answer, api } from '../../api/client';
import { ApiError } from '../../api/error';
import type { Conversation, Me } from '../../api/types';
import { announce } from '../../components/announce';
import { Button } from '../../components/button';
import { ConfirmDialog } from '../../components/dialog';
import { Failure, FormSummary } from '../../components/failure';
import { Heading } from '../../components/heading';
import { Notice } from '../../components/notice';
import { StatusBadge } from '../../components/status-badge';
import { TextArea } from '../../components/text-area';
import { confirmDone } from '../../components/toast';
import { When } from '../../components/when';
import type { Thread } from '../../conversation';
import { useForm } from '../../form';
import { useInsideWords, useWords } from '../../messages/language';
import { useServices } from '../../services';
import { useThread } from '../../use-thread';
import { checkText, explainText } from '../requests/checks';
import { RequestConflict } from '../requests/conflict';
import type { RequestChange } from '../requests/conflict';
import { Meanwhile, lastShown, useMeanwhile } from '../requests/meanwhile';
import { ThreadColumn } from '../requests/thread';
import { Unloaded } from '../unloaded';

/** From this many messages on, a link leads to the newest. */
const LONG = 4;

/** One request: what was said, who looks after it, and the place to answer (H17, H18, H19). */
export function RequestPage({ id, me }: { id: string; me: Me }) {
  return <OneRequest key={id} id={id} me={me} />;
}

function OneRequest({ id, me }: { id: string; me: Me }) {
  const inside = useInsideWords();
  const words = inside.request;
  const open = useThread<Conversation>({
    read: (slice) => answer(api.GET('/api/requests/{ticket}', { params: { path: { ticket: id }, query: slice } })),
    conversationOf: (whole) => whole,
    markOf: ({ version }) => String(version),
    onNews: (messages) => announce(words.arrived(messages.length, messages.at(-1)?.author.name ?? '')),
    onEarlier: (count) => announce(words.earlierLoaded(count)),
  });
  const { thread } = open;

  return (
    <div class="request">
      <a class="back" href="/requests">
        <ArrowLeft size={16} aria-hidden="true" />
        {words.back}
      </a>
      {thread ? (
        <>
          <RequestHead head={thread.head} me={me} />
          {open.stale && <Notice>{words.stale}</Notice>}
          {thread.messages.length >= LONG && (
            <p class="newest small">
              <a
                href="#reply"
                class="with-icon"
                onClick={(event) => {
                  event.preventDefault();
                  document.querySelector('.thread > li:last-child')?.scrollIntoView({ block: 'start' });
                  document.querySelector<HTMLElement>('#reply textarea')?.focus({ preventScroll: true });
                }}
              >
                <ArrowDown size={16} aria-hidden="true" />
                {words.newest}
              </a>
            </p>
          )}
          <h2 class="sr-only">{words.conversation}</h2>
          <ThreadColumn thread={thread} earlier={open.earlier} own="customer" />
          <ReplyAndStatus thread={thread} me={me} onChange={open.take} />
        </>
      ) : (
        <Unloaded of={open} notFound={words.notFound} />
      )}
    </div>
  );
}

/** Who of the customers can read a request, the reader first and called as people call themselves. */
function readersOf({ participants }: Conversation, me: Me, you: string): readonly string[] {
  return participants.includes(me.name) ? [you, ...participants.filter((name) => name !== me.name)] : participants;
}

function RequestHead({ head, me }: { head: Conversation; me: Me }) {
  const inside = useInsideWords();
  const { colon } = useWords();
  const words = inside.request;
  const { nameOf } = useServices();
  return (
    <div class="request-head">
      <Heading title={head.subject} />
      <div class="request-line small quiet">
        <span class="sr-only">{colon(inside.requests.status)} </span>
        <StatusBadge status={head.status} />
        <span>
          <span class="sr-only">{colon(words.reference)} </span>
          <span class="reference">{head.reference}</span>
        </span>
        <span>
          <span class="sr-only">{colon(words.service)} </span>
          {nameOf(head.service)}
        </span>
        <span>{head.assignee === undefined ? words.unassigned : words.assigned(head.assignee)}</span>
      </div>
      <div class="request-line small quiet">
        <span>
          {words.opened} <When at={head.createdAt} />
        </span>
        <span class="with-icon">
          <Users size={14} aria-hidden="true" />
          {colon(words.readers)} {[...readersOf(head, me, words.youRead), words.team].join(', ')}
        </span>
      </div>
    </div>
  );
}

function ReplyAndStatus({ thread, me, onChange }: { thread: Thread; me: Me; onChange: (now: Conversation) => void }) {
  const { head } = thread;
  const inside = useInsideWords();
  const words = inside.request;
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError>();
  const [conflict, setConflict] = useState<RequestChange>();
  const meanwhile = useMeanwhile(thread, asking);
  const closed = head.status === 'closed';

  const form = useForm({
    initial: { text: '' },
    draft: `${me.id}.reply.${head.id}`,
    check: ({ text }) => ({ text: checkText(text, words) }),
    explain: (error) => explainText(error, words),
    send: ({ text }, key) =>
      answer(
        api.POST('/api/requests/{ticket}/replies', {
          params: { path: { ticket: head.id }, header: { 'Idempotency-Key': key } },
          body: { text: text.trim() },
        }),
      ),
    done: (now) => {
      form.reset();
      onChange(now);
      confirmDone(words.sent);
    },
  });

  async function setStatus(status: 'open' | 'closed'): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    setConflict(undefined);
    let again = false;
    const body = { status, seen: lastShown(thread), version: head.version };
    try {
      onChange(await answer(api.POST('/api/requests/{ticket}/status', { params: { path: { ticket: head.id } }, body })));
      confirmDone(status === 'closed' ? words.closed : words.reopened);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const after = error.current as Conversation | undefined;
      if (error.code === 'version_conflict' && after !== undefined) {
        setConflict({ before: head, after });
        onChange(after);
      } else if (error.code === 'messages_unseen' && after !== undefined) {
        // The question stays, with what was written meanwhile.
        again = true;
        onChange(after);
      } else {
        setFailure(error);
      }
    } finally {
      setBusy(false);
      if (!again) setAsking(false);
    }
  }

  const unsent = form.values.text.trim() !== '';
  return (
    <div class="reply" id="reply">
      {conflict && <RequestConflict change={conflict} />}
      {failure && <Failure error={failure} />}
      <form
        class="composer"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          form.submit();
        }}
      >
        <FormSummary form={form} />
        <TextArea field={form.field('text')} label={words.reply} readOnly={form.busy} hint={words.replyReaders(readersOf(head, me, words.youRead).join(', '))} />
        {closed && <p class="small">{words.replyReopens}</p>}
        <div class="row">
          <Button type="submit" look="primary" busy={form.busy}>
            {words.send}
          </Button>
          {unsent && !form.busy && <span class="small quiet">{words.kept}</span>}
        </div>
      </form>
      <div class="row reply-more">
        {closed ? (
          <Button busy={busy} onClick={() => void setStatus('open')}>
            <RotateCcw size={16} aria-hidden="true" />
            {words.reopen}
          </Button>
        ) : (
          <Button onClick={() => setAsking(true)}>
            <CircleCheck size={16} aria-hidden="true" />
            {words.close}
          </Button>
        )}
        <Button look="plain" onClick={() => print()}>
          <Printer size={16} aria-hidden="true" />
          {words.print}
        </Button>
      </div>
      {asking && (
        <ConfirmDialog
          title={words.closeTitle}
          confirm={meanwhile.length > 0 ? words.closeAnyway : words.close}
          busy={busy}
          onConfirm={() => void setStatus('closed')}
          onClose={() => setAsking(false)}
        >
          {meanwhile.length > 0 && <Meanwhile messages={meanwhile} text={words.meanwhileStatus} />}
          <p>{words.closeText}</p>
          {unsent && <p>{words.closeDraft}</p>}
        </ConfirmDialog>
      )}
    </div>
  );
}
