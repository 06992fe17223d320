import { ArrowLeft } from 'lucide-preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { answer, api } from '../../../api/client';
import { ApiError } from '../../../api/error';
import type { Me, Message, Status, Ticket } from '../../../api/types';
import { announce } from '../../../components/announce';
import { Button } from '../../../components/button';
import { ConfirmDialog } from '../../../components/dialog';
import { Failure } from '../../../components/failure';
import type { Explanation } from '../../../components/failure';
import { RadioField, SelectField } from '../../../components/field';
import { Heading } from '../../../components/heading';
import { Notice } from '../../../components/notice';
import { STATUSES, StatusBadge } from '../../../components/status-badge';
import { confirmDone } from '../../../components/toast';
import { Skeleton } from '../../../components/waiting';
import type { Thread } from '../../../conversation';
import { useLoad } from '../../../load';
import { useInsideWords, useWords } from '../../../messages/language';
import { useServices } from '../../../services';
import { useThread } from '../../../use-thread';
import { RequestConflict } from '../../requests/conflict';
import type { RequestChange } from '../../requests/conflict';
import { Meanwhile, lastShown, useMeanwhile } from '../../requests/meanwhile';
import { ThreadColumn } from '../../requests/thread';
import { Unloaded } from '../../unloaded';
import { Composer } from './composer';
import type { Writing } from './composer';
import { CustomerSide } from './customer-side';
import { useKeys } from './keys';
import type { Place } from './place';
import { useViewTitle } from './view-title';

interface Props {
  id: string;
  me: Me;
  place: Place;
  back: string;
  onChange: () => void;
}

/** One ticket in the queue: the conversation with its notes, the place to write, the customer beside it. */
export function TicketPane({ id, me, place, back, onChange }: Props) {
  const inside = useInsideWords();
  const words = inside.queue;
  const title = useViewTitle()(place);
  const open = useThread<Ticket>({
    read: (slice) => answer(api.GET('/api/tickets/{ticket}', { params: { path: { ticket: id }, query: slice } })),
    conversationOf: ({ conversation }) => conversation,
    markOf: ({ conversation, noteCount }) => `${conversation.version} ${noteCount}`,
    onNews: (messages) => announce(inside.request.arrived(messages.length, messages.at(-1)?.author.name ?? '')),
    onEarlier: (count) => announce(inside.request.earlierLoaded(count)),
  });
  const { whole, thread } = open;
  return (
    <section class="desk-ticket" aria-label={thread?.head.subject ?? inside.requests.title}>
      <a class="back desk-back" href={back}>
        <ArrowLeft size={16} aria-hidden="true" />
        {words.backTo(title)}
      </a>
      {whole && thread ? (
        <OpenTicket
          ticket={whole}
          thread={thread}
          me={me}
          open={open}
          onChange={(now) => {
            open.take(now);
            onChange();
          }}
        />
      ) : (
        <div class="ticket-unloaded">
          <Unloaded of={open} notFound={words.notFound} />
        </div>
      )}
    </section>
  );
}

type Question = 'take' | 'assign' | 'status' | 'close';

interface OpenProps {
  ticket: Ticket;
  thread: Thread;
  me: Me;
  open: ReturnType<typeof useThread<Ticket>>;
  onChange: (now: Ticket) => void;
}

function OpenTicket({ ticket, thread, me, open, onChange }: OpenProps) {
  const inside = useInsideWords();
  const { colon } = useWords();
  const words = inside.queue;
  const { nameOf } = useServices();
  const { head } = thread;
  const [question, setQuestion] = useState<Question>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError>();
  const [conflict, setConflict] = useState<RequestChange>();
  const writing = useRef<Writing>();
  const customer = ticket.requester?.name ?? head.participants[0] ?? inside.role.customer;
  const mine = ticket.assignee?.id === me.id;
  const meanwhile = useMeanwhile(thread, question !== undefined);

  async function change(work: () => Promise<Ticket>, said: string): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    setConflict(undefined);
    let again = false;
    try {
      onChange(await work());
      confirmDone(said);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const now = error.current as Ticket | undefined;
      if (error.code === 'version_conflict' && now !== undefined) {
        setConflict({ before: head, after: now.conversation });
        onChange(now);
      } else if (error.code === 'messages_unseen' && now !== undefined) {
        // The question stays, with what was written meanwhile.
        again = true;
        onChange(now);
      } else {
        setFailure(error);
      }
    } finally {
      setBusy(false);
      if (!again) setQuestion(undefined);
    }
  }

  const path = { ticket: head.id };
  const { version } = head;
  const assign = (to: { id: string; name: string } | undefined) =>
    change(
      () => answer(api.POST('/api/tickets/{ticket}/assignee', { params: { path }, body: { ...(to && { agent: to.id }), version } })),
      to === undefined ? words.assignedNobody : to.id === me.id ? words.taken : words.assignedTo(to.name),
    );
  const setStatus = async (status: Status) => {
    if (status === head.status) {
      setQuestion(undefined);
      confirmDone(words.statusStays(inside.status[status]));
      return;
    }
    const body = { status, seen: lastShown(thread), version };
    await change(() => answer(api.POST('/api/tickets/{ticket}/status', { params: { path }, body })), words.statusIs(inside.status[status]));
  };

  useKeys({
    r: () => writing.current?.write('answer'),
    n: () => writing.current?.write('note'),
    a: () => setQuestion('assign'),
    e: () => {
      if (head.status !== 'closed') setQuestion('close');
    },
  });

  const pane = useRef<HTMLDivElement>(null);
  useAtEnd(pane, thread, ticket.notes.length);

  return (
    <>
      <div class="ticket-head">
        <Heading title={head.subject} />
        <div class="request-line small quiet">
          <span class="sr-only">{colon(inside.requests.status)} </span>
          <StatusBadge status={head.status} />
          <span>
            <span class="sr-only">{colon(inside.request.reference)} </span>
            <span class="reference">{head.reference}</span>
          </span>
          <span>
            <span class="sr-only">{colon(inside.request.service)} </span>
            {nameOf(head.service)}
          </span>
          <span>
            {colon(words.assignee)} {mine ? words.you : (ticket.assignee?.name ?? words.nobody)}
          </span>
        </div>
        <div class="row ticket-actions">
          {!mine && (
            <Button busy={busy} onClick={() => (ticket.assignee ? setQuestion('take') : void assign(me))}>
              {words.take}
            </Button>
          )}
          <Button onClick={() => setQuestion('assign')}>{words.assign}</Button>
          <Button onClick={() => setQuestion('status')}>{words.setStatus}</Button>
        </div>
        {conflict && <RequestConflict change={conflict} />}
        {failure && <Failure error={failure} explain={(error) => explainAssign(error, words.agentGone, inside.conflict.title)} />}
        {open.stale && <Notice>{inside.request.stale}</Notice>}
      </div>
      <div class="ticket-thread" ref={pane}>
        <h2 class="sr-only">{inside.request.conversation}</h2>
        {ticket.earlierNotes && <p class="small quiet">{words.earlierNotes}</p>}
        <ThreadColumn thread={thread} notes={ticket.notes} earlier={open.earlier} own="team" />
      </div>
      <Composer writing={writing} ticket={ticket} thread={thread} customer={customer} me={me} onSent={onChange} onUnseen={open.reload} />
      <CustomerSide ticket={ticket} head={head} />

      {question === 'take' && ticket.assignee && (
        <ConfirmDialog
          title={words.takeTitle(ticket.assignee.name)}
          confirm={words.takeConfirm}
          busy={busy}
          onConfirm={() => void assign(me)}
          onClose={() => setQuestion(undefined)}
        >
          <p>{words.takeText(ticket.assignee.name)}</p>
        </ConfirmDialog>
      )}
      {question === 'assign' && (
        <AssignDialog me={me} now={ticket.assignee?.id} busy={busy} onConfirm={(to) => void assign(to)} onClose={() => setQuestion(undefined)} />
      )}
      {question === 'status' && (
        <StatusDialog
          now={head.status}
          customer={customer}
          meanwhile={meanwhile}
          busy={busy}
          onConfirm={(to) => void setStatus(to)}
          onClose={() => setQuestion(undefined)}
        />
      )}
      {question === 'close' && (
        <ConfirmDialog
          title={words.closeTitle}
          confirm={meanwhile.length > 0 ? words.closeAnyway : words.closeConfirm}
          busy={busy}
          onConfirm={() => void setStatus('closed')}
          onClose={() => setQuestion(undefined)}
        >
          {meanwhile.length > 0 && <Meanwhile messages={meanwhile} text={inside.request.meanwhileStatus} />}
          <p>{words.closeText(customer)}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function explainAssign(error: ApiError, gone: string, title: string): Explanation | undefined {
  return error.errors.some(({ field }) => field === 'agent') ? { title, body: <p>{gone}</p> } : undefined;
}

/** A ticket opens at its newest message. It follows new ones for a reader who is at the end, and for who wrote them. */
function useAtEnd(pane: { current: HTMLDivElement | null }, thread: Thread, notes: number): void {
  const before = useRef<{ last: number; notes: number }>();
  const last = thread.messages.at(-1);
  useLayoutEffect(() => {
    const box = pane.current;
    const first = before.current === undefined;
    const fromMe = last?.author.me === true || (before.current !== undefined && before.current.notes !== notes);
    before.current = { last: last?.number ?? 0, notes };
    if (!box) return;
    const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 240;
    if (first || fromMe || atEnd) box.scrollTop = box.scrollHeight;
  }, [last?.number, notes]);
}

const NOBODY = '';

interface AssignProps {
  me: Me;
  now: string | undefined;
  busy: boolean;
  onConfirm: (to: { id: string; name: string } | undefined) => void;
  onClose: () => void;
}

function AssignDialog({ me, now, busy, onConfirm, onClose }: AssignProps) {
  const { queue: words } = useInsideWords();
  const { data, error, loading, slow, reload } = useLoad('colleagues', () => answer(api.GET('/api/colleagues')));
  const [chosen, setChosen] = useState(now ?? me.id);
  const others = data?.items.filter(({ id }) => id !== me.id) ?? [];
  return (
    <ConfirmDialog
      title={words.assignTitle}
      confirm={words.assignConfirm}
      busy={busy}
      onConfirm={() => onConfirm(chosen === me.id ? me : others.find(({ id }) => id === chosen))}
      onClose={onClose}
    >
      {error && !loading && <Failure error={error} retry={reload} />}
      {!data && slow && <Skeleton lines={2} />}
      <SelectField
        field={{ id: 'assignee', name: 'assignee', value: chosen, problem: undefined, set: setChosen }}
        label={words.assignee}
        options={[
          { value: me.id, label: `${words.you} (${me.name})` },
          ...others.map(({ id, name }) => ({ value: id, label: name })),
          { value: NOBODY, label: words.nobody },
        ]}
      />
    </ConfirmDialog>
  );
}

interface StatusProps {
  now: Status;
  customer: string;
  meanwhile: readonly Message[];
  busy: boolean;
  onConfirm: (to: Status) => void;
  onClose: () => void;
}

function StatusDialog({ now, customer, meanwhile, busy, onConfirm, onClose }: StatusProps) {
  const inside = useInsideWords();
  const words = inside.queue;
  const [chosen, setChosen] = useState<Status>(now);
  return (
    <ConfirmDialog
      title={words.statusTitle}
      confirm={meanwhile.length > 0 ? words.statusAnyway : words.statusConfirm}
      busy={busy}
      onConfirm={() => onConfirm(chosen)}
      onClose={onClose}
    >
      {meanwhile.length > 0 && <Meanwhile messages={meanwhile} text={inside.request.meanwhileStatus} />}
      <RadioField
        field={{ id: 'status', name: 'status', value: chosen, problem: undefined, set: (to) => setChosen(STATUSES.find((each) => each === to) ?? now) }}
        legend={inside.requests.status}
        options={STATUSES.map((value) => ({ value, label: inside.status[value] }))}
      />
      <p class="small quiet">{words.statusText(customer)}</p>
    </ConfirmDialog>
  );
}
