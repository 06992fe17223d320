import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Conversation } from '../../api/types';
import { Notice } from '../../components/notice';
import { useInsideWords } from '../../messages/language';

export interface RequestChange {
  readonly before: Conversation;
  readonly after: Conversation;
}

/** Says what somebody else changed meanwhile; the page shows the current state, and the same button repeats the change. */
export function RequestConflict({ change: { before, after } }: { change: RequestChange }) {
  const inside = useInsideWords();
  const words = inside.request;
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => box.current?.focus(), []);
  const changes = [
    ...(before.status === after.status ? [] : [words.conflictStatus(inside.status[before.status], inside.status[after.status])]),
    ...(before.assignee === after.assignee ? [] : [words.conflictAssignee(before.assignee ?? words.nobody, after.assignee ?? words.nobody)]),
  ];
  return (
    <Notice tone="note" title={words.conflictTitle} box={box} role="alert">
      <p>{words.conflict}</p>
      <ul class="bullets" role="list">
        {changes.map((text) => (
          <li key={text}>{text}</li>
        ))}
        {changes.length === 0 && <li>{words.conflictUnseen}</li>}
      </ul>
      <p>{words.conflictAgain}</p>
    </Notice>
  );
}
