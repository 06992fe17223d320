import { useEffect, useRef } from 'preact/hooks';
import type { Message } from '../../api/types';
import { Notice } from '../../components/notice';
import type { Thread } from '../../conversation';
import { useInsideWords } from '../../messages/language';
import { Said } from './thread';

/** The number of the last message that the page shows. */
export function lastShown({ messages }: Pick<Thread, 'messages'>): number {
  return messages.at(-1)?.number ?? 0;
}

/** The messages that came since a question was asked; none while none is. */
export function useMeanwhile(thread: Thread, asking: boolean): readonly Message[] {
  const since = useRef<number>();
  if (asking) since.current ??= lastShown(thread);
  else since.current = undefined;
  const { current } = since;
  return current === undefined ? [] : thread.messages.filter(({ number }) => number > current);
}

/** What came while something was being written or asked. It takes the focus when it appears because of a try to send. */
export function Meanwhile({ messages, text }: { messages: readonly Message[]; text: string }) {
  const { request: words } = useInsideWords();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Somebody who is typing is not interrupted: the live region says it, and the button changes its words.
    if (!(document.activeElement instanceof HTMLTextAreaElement)) box.current?.focus();
  }, [messages.length]);
  return (
    <Notice tone="note" title={words.meanwhile(messages.length)} box={box} role="alert">
      <p>{text}</p>
      <ul role="list" class="meanwhile">
        {messages.map(({ number, author, text: said }) => (
          <li key={number}>
            <strong>{author.name}</strong>
            <Said text={said} />
          </li>
        ))}
      </ul>
    </Notice>
  );
}
