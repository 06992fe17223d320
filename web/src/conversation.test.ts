import { describe, expect, test } from 'vitest';
import type { Conversation, Message } from './api/types';
import { begin, entries, join, prepend } from './conversation';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 10, 8, minute)).toISOString();
const message = (number: number): Message => ({ number, at: at(number), author: { side: 'customer', name: 'Maya' }, text: `${number}`, via: 'portal' });

function page(numbers: number[], more: Partial<Conversation> = {}): Conversation {
  return {
    id: 'a',
    reference: '7KQ2-P4VZ',
    subject: 'S',
    status: 'open',
    service: 'main',
    createdAt: at(0),
    updatedAt: at(0),
    version: 1,
    last: numbers.at(-1) ?? 0,
    participants: [],
    messages: numbers.map(message),
    events: [],
    earlier: false,
    ...more,
  };
}

const numbers = (thread: { messages: readonly Message[] }) => thread.messages.map(({ number }) => number);

describe('H17: a conversation', () => {
  test('takes in what came after, each message once', () => {
    expect(numbers(join(join(begin(page([1, 2])), page([2, 3])), page([3])))).toEqual([1, 2, 3]);
  });

  test('takes in earlier pages until there is none', () => {
    const thread = prepend(begin(page([4, 5], { earlier: true })), page([2, 3], { earlier: true }));
    expect(numbers(thread)).toEqual([2, 3, 4, 5]);
    expect(thread.earlier).toBe(true);
    expect(prepend(thread, page([1])).earlier).toBe(false);
  });

  test('keeps what was loaded when its newest page is read again', () => {
    const thread = prepend(begin(page([4, 5], { earlier: true })), page([1, 2, 3]));
    const again = join(thread, page([5, 6], { earlier: true }));
    expect(numbers(again)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(again.earlier).toBe(false);
  });

  test('never shows a gap: where too much came meanwhile, it begins anew', () => {
    const thread = join(begin(page([1, 2])), page([8, 9], { earlier: true }));
    expect(numbers(thread)).toEqual([8, 9]);
    expect(thread.earlier).toBe(true);
  });

  test('has changes of status and notes where they belong', () => {
    const by = { side: 'team', name: 'Ingrid' } as const;
    const thread = begin(
      page([1, 2], {
        events: [
          { after: 2, at: at(5), status: 'open', author: by },
          { after: 1, at: at(1), status: 'closed', author: by },
        ],
      }),
    );
    const notes = [
      { id: 'n', at: at(3), author: 'Ravi', text: 'x' },
      { id: 'o', at: at(9), author: 'Ravi', text: 'y' },
    ];
    expect(entries(thread, notes).map(({ kind }) => kind)).toEqual(['message', 'event', 'message', 'note', 'event', 'note']);
  });

  test('leaves notes out that are older than the first message shown', () => {
    const thread = begin(page([5], { earlier: true }));
    expect(entries(thread, [{ id: 'n', at: at(1), author: 'Ravi', text: 'x' }])).toHaveLength(1);
  });
});
