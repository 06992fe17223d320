import { Lock, Mail, NotebookPen, Reply } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { answer, api } from '../../../api/client';
import type { FieldError, Me, Message, Status, Ticket } from '../../../api/types';
import { Button } from '../../../components/button';
import { FormSummary } from '../../../components/failure';
import { SelectField } from '../../../components/field';
import { STATUSES } from '../../../components/status-badge';
import { TextArea } from '../../../components/text-area';
import { confirmDone } from '../../../components/toast';
import type { Thread } from '../../../conversation';
import { useForm } from '../../../form';
import type { Field } from '../../../form';
import { useInsideWords } from '../../../messages/language';
import { checkText, explainText } from '../../requests/checks';
import { Meanwhile } from '../../requests/meanwhile';

type Kind = 'answer' | 'note';

/** How others bring the writer to a field. */
export interface Writing {
  readonly write: (kind: Kind) => void;
}

interface Props {
  writing: { current: Writing | undefined };
  ticket: Ticket;
  thread: Thread;
  customer: string;
  me: Me;
  onSent: (now: Ticket) => void;
  /** The server knows messages that the page does not. */
  onUnseen: () => void;
}

/**
 * Where an agent writes: an answer, which the customer reads, or an internal note, which only the team does. Each has its own draft, colour, label
 * and button, and both say who will read them (A1, H19).
 */
export function Composer({ writing, ticket, thread, customer, me, onSent, onUnseen }: Props) {
  const inside = useInsideWords();
  const words = inside.queue;
  const { head } = thread;
  const box = useRef<HTMLTextAreaElement>(null);
  const [wanted, setWanted] = useState(0);

  const path = { ticket: head.id };
  const check = ({ text }: { text: string }) => ({ text: checkText(text, inside.request) });
  const explain = (error: FieldError) => explainText(error, inside.request);

  const [told, setTold] = useState<readonly Message[]>([]);
  const known = eachOnce([...thread.messages, ...told]);
  const last = known.at(-1)?.number ?? 0;

  const answering = useForm<{ text: string; seen: number; status: string }, Ticket>({
    initial: { text: '', seen: 0, status: '' },
    draft: `${me.id}.answer.${head.id}`,
    check,
    explain,
    send: ({ text, status }, key) =>
      answer(
        api.POST('/api/tickets/{ticket}/answers', {
          params: { path, header: { 'Idempotency-Key': key } },
          body: { text: text.trim(), seen: last, ...(status !== '' && { status: status as Status }) },
        }),
      ),
    done: (now) => {
      answering.reset();
      setTold([]);
      onSent(now);
      confirmDone(words.answerSent(customer));
    },
    failed: (error) => {
      if (error.code !== 'messages_unseen') return;
      answering.clear();
      setTold(error.messages);
      onUnseen();
    },
  });
  const noting = useForm<{ text: string }, Ticket>({
    initial: { text: '' },
    draft: `${me.id}.note.${head.id}`,
    check,
    explain,
    send: ({ text }, key) =>
      answer(api.POST('/api/tickets/{ticket}/notes', { params: { path, header: { 'Idempotency-Key': key } }, body: { text: text.trim() } })),
    done: (now) => {
      noting.reset();
      onSent(now);
      confirmDone(words.noteSaved);
    },
  });

  const answerBegun = answering.values.text.trim() !== '';
  const noteBegun = noting.values.text.trim() !== '';
  const [kind, setKind] = useState<Kind>(noteBegun && !answerBegun ? 'note' : 'answer');
  const { seen } = answering.values;
  const meanwhile = answerBegun && seen > 0 ? known.filter(({ number, author }) => number > seen && author.me !== true) : [];

  function write(to: Kind): void {
    setKind(to);
    setWanted((n) => n + 1);
  }
  writing.current = { write };
  useEffect(() => {
    if (wanted > 0) box.current?.focus();
  }, [wanted]);

  // What the writer has seen counts from the first letter on; what comes later is shown before anything is sent.
  const text = answering.field('text');
  const answerText: Field<string> = {
    ...text,
    set: (value) => {
      if (!answerBegun && value.trim() !== '') answering.field('seen').set(last);
      text.set(value);
    },
  };

  return (
    <div class={kind === 'note' ? 'composer composer-note' : 'composer'}>
      <div class="kinds" role="group" aria-label={words.write}>
        <KindButton pressed={kind === 'answer'} begun={answerBegun} label={words.answer} onClick={() => write('answer')}>
          <Reply size={16} aria-hidden="true" />
        </KindButton>
        <KindButton pressed={kind === 'note'} begun={noteBegun} label={words.note} onClick={() => write('note')}>
          <NotebookPen size={16} aria-hidden="true" />
        </KindButton>
      </div>
      {kind === 'answer' ? (
        <form
          key="answer"
          class="stack-tight"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            answering.submit({ seen: last });
          }}
        >
          <FormSummary form={answering} />
          {meanwhile.length > 0 && <Meanwhile messages={meanwhile} text={words.meanwhileText} />}
          <TextArea
            field={answerText}
            label={words.answerLabel(customer)}
            lines={3}
            readOnly={answering.busy}
            box={box}
            hint={
              <span class="with-icon readers">
                <Mail size={14} aria-hidden="true" />
                {words.answerReaders(customer, ticket.requester?.email ?? '–')}
              </span>
            }
          />
          <div class="composer-end">
            <SelectField
              field={answering.field('status')}
              label={words.answerStatus}
              options={[
                { value: '', label: words.answerStatusKeep(inside.status[head.status]) },
                ...STATUSES.filter((each) => each !== head.status).map((value) => ({ value, label: inside.status[value] })),
              ]}
            />
            <Button type="submit" look="primary" busy={answering.busy}>
              {meanwhile.length > 0 ? words.answerAnyway(customer) : words.answerSend(customer)}
            </Button>
          </div>
        </form>
      ) : (
        <form
          key="note"
          class="stack-tight"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            noting.submit();
          }}
        >
          <FormSummary form={noting} />
          <TextArea
            field={noting.field('text')}
            label={words.noteLabel}
            lines={3}
            readOnly={noting.busy}
            box={box}
            hint={
              <span class="with-icon readers">
                <Lock size={14} aria-hidden="true" />
                {words.noteReaders}
              </span>
            }
          />
          <div class="composer-end">
            <Button type="submit" look="note" busy={noting.busy}>
              <Lock size={16} aria-hidden="true" />
              {words.noteSend}
            </Button>
          </div>
        </form>
      )}
    </div>
  );
}

interface KindProps {
  pressed: boolean;
  begun: boolean;
  label: string;
  onClick: () => void;
  children: ComponentChildren;
}

function KindButton({ pressed, begun, label, onClick, children }: KindProps) {
  const { request: words } = useInsideWords();
  return (
    <button type="button" class="kind" aria-pressed={pressed} onClick={onClick}>
      {children}
      {label}
      {begun && !pressed && (
        <span class="kind-begun" title={words.kept}>
          <span class="sr-only">{words.kept}</span>
        </span>
      )}
    </button>
  );
}

function eachOnce(messages: readonly Message[]): readonly Message[] {
  return [...new Map(messages.map((message) => [message.number, message])).values()].sort((a, b) => a.number - b.number);
}
