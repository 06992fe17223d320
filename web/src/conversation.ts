import type { Conversation, Message, Note, StatusEvent } from './api/types';

/** A conversation as far as the page has read it. */
export interface Thread {
  /** What stands above it, as it was last heard. */
  readonly head: Conversation;
  readonly messages: readonly Message[];
  readonly events: readonly StatusEvent[];
  /** There are messages before these. */
  readonly earlier: boolean;
}

export function begin(head: Conversation): Thread {
  return { head, messages: head.messages, events: head.events, earlier: head.earlier };
}

/** Takes in the newest page, or what came after the last message. Where something is missing between, the older part is let go. */
export function join(thread: Thread, next: Conversation): Thread {
  const last = thread.messages.at(-1)?.number ?? 0;
  const first = next.messages[0];
  if (first && first.number > last + 1) return begin(next);
  const deeper = first !== undefined && first.number < (thread.messages[0]?.number ?? Infinity);
  return {
    head: next,
    messages: byNumber([...thread.messages, ...next.messages]),
    events: eachOnce([...thread.events, ...next.events]),
    earlier: deeper ? next.earlier : thread.earlier,
  };
}

/** Takes in an earlier page. */
export function prepend(thread: Thread, page: Conversation): Thread {
  return {
    ...thread,
    messages: byNumber([...page.messages, ...thread.messages]),
    events: eachOnce([...page.events, ...thread.events]),
    earlier: page.earlier,
  };
}

function byNumber(messages: readonly Message[]): Message[] {
  return [...new Map(messages.map((message) => [message.number, message])).values()].sort((a, b) => a.number - b.number);
}

function eachOnce(events: readonly StatusEvent[]): StatusEvent[] {
  return [...new Map(events.map((event) => [`${event.after} ${event.at} ${event.status}`, event])).values()];
}

export type Entry =
  | { readonly kind: 'message'; readonly key: string; readonly at: string; readonly message: Message }
  | { readonly kind: 'event'; readonly key: string; readonly at: string; readonly event: StatusEvent; readonly before: StatusEvent['status'] | undefined }
  | { readonly kind: 'note'; readonly key: string; readonly at: string; readonly note: Note };

const instant = (entry: { at: string }) => Date.parse(entry.at);

/** Messages, changes of status and notes in the order in which they are read. Notes from before the first message shown wait for it. */
export function entries({ messages, events, earlier }: Thread, notes: readonly Note[] = []): Entry[] {
  const first = messages[0];
  const inOrder = events.toSorted((a, b) => a.after - b.after || instant(a) - instant(b));
  const list: Entry[] = [];
  let before: StatusEvent['status'] | undefined;
  const changes = (after: number) => {
    for (const event of inOrder) {
      if (event.after !== after) continue;
      list.push({ kind: 'event', key: `e${after} ${event.at} ${event.status}`, at: event.at, event, before });
      before = event.status;
    }
  };
  if (!earlier) changes(0);
  for (const message of messages) {
    list.push({ kind: 'message', key: `m${message.number}`, at: message.at, message });
    changes(message.number);
  }
  for (const note of notes) {
    if (earlier && first && instant(note) < instant(first)) continue;
    const place = list.findIndex((entry) => instant(entry) > instant(note));
    list.splice(place < 0 ? list.length : place, 0, { kind: 'note', key: `n${note.id}`, at: note.at, note });
  }
  return list;
}
