import { Lock, Mail } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Author, Note } from '../../api/types';
import { Button } from '../../components/button';
import { Failure } from '../../components/failure';
import { StatusIcon } from '../../components/status-badge';
import { When } from '../../components/when';
import { entries } from '../../conversation';
import type { Entry, Thread } from '../../conversation';
import { splitAtLinks } from '../../links';
import { useInsideWords } from '../../messages/language';
import type { OpenThread } from '../../use-thread';

interface Props {
  thread: Thread;
  notes?: readonly Note[];
  earlier: OpenThread<unknown>['earlier'];
  /** Whose side stands at the end of the line. */
  own: Author['side'];
}

/** A conversation in order, as a column. The sides are told apart by place, tint and name; what is internal looks like nothing else. */
export function ThreadColumn({ thread, notes, earlier, own }: Props) {
  const { request: words } = useInsideWords();
  const list = useRef<HTMLOListElement>(null);
  const kept = useRef<{ element: Element; top: number }>();
  const first = thread.messages[0]?.number;

  // What was in view stays where it was while earlier messages come in above it.
  useLayoutEffect(() => {
    const mark = kept.current;
    kept.current = undefined;
    if (!mark?.element.isConnected) return;
    const moved = mark.element.getBoundingClientRect().top - mark.top;
    const pane = mark.element.closest('.ticket-thread');
    if (pane && pane.scrollHeight > pane.clientHeight) pane.scrollTop += moved;
    else scrollBy(0, moved);
  }, [first]);

  return (
    <>
      {thread.earlier && (
        <div class="thread-earlier">
          <Button
            busy={earlier.busy}
            onClick={() => {
              const element = list.current?.firstElementChild;
              if (element) kept.current = { element, top: element.getBoundingClientRect().top };
              earlier.load();
            }}
          >
            {words.earlier}
          </Button>
        </div>
      )}
      {earlier.error && <Failure error={earlier.error} />}
      <ol role="list" class="thread" aria-label={words.conversation} ref={list}>
        {entries(thread, notes).map((entry) => (
          <EntryItem key={entry.key} entry={entry} own={own} />
        ))}
      </ol>
    </>
  );
}

function EntryItem({ entry, own }: { entry: Entry; own: Author['side'] }) {
  const words = useInsideWords();
  if (entry.kind === 'event') {
    return (
      <li class="thread-event small">
        <StatusIcon status={entry.event.status} />
        <span>
          {eventWords(entry, words)} <When at={entry.at} />
        </span>
      </li>
    );
  }
  if (entry.kind === 'note') {
    const { note } = entry;
    return (
      <li class="said said-note">
        <Head name={note.author} at={note.at}>
          <span class="said-tag">
            <Lock size={14} aria-hidden="true" />
            {words.queue.noteTag}
            <span class="said-tag-more"> · {words.queue.noteTagText}</span>
          </span>
        </Head>
        <Said text={note.text} />
      </li>
    );
  }
  const { message } = entry;
  const side = message.author.side;
  return (
    <li class={side === own ? 'said said-own' : 'said'}>
      <Head name={message.author.me === true ? `${message.author.name} (${words.request.you})` : message.author.name} at={message.at}>
        {message.author.me !== true && <span>{side === 'team' ? words.request.sideTeam : words.request.sideCustomer}</span>}
        {message.via === 'mail' && (
          <span class="with-icon">
            <Mail size={14} aria-hidden="true" />
            {words.request.byMail}
          </span>
        )}
      </Head>
      <Said text={message.text} />
    </li>
  );
}

function Head({ name, at, children }: { name: string; at: string; children: ComponentChildren }) {
  return (
    <div class="said-head small">
      <h3>{name}</h3>
      {children}
      <When at={at} />
    </div>
  );
}

/** Plain text with its lines, and its addresses of pages as links. */
export function Said({ text }: { text: string }) {
  return (
    <div class="said-text">
      {splitAtLinks(text).map((part, index) =>
        index % 2 === 1 ? (
          <a key={index} href={part} rel="noreferrer">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </div>
  );
}

function eventWords({ event, before }: Extract<Entry, { kind: 'event' }>, { request, status }: ReturnType<typeof useInsideWords>): string {
  if (event.status === 'closed') return request.closedBy(event.author.name);
  if (event.status === 'open' && (before === 'closed' || event.author.side === 'customer')) return request.reopenedBy(event.author.name);
  return request.changedTo(event.author.name, status[event.status]);
}
