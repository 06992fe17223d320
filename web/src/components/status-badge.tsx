import { CircleCheck, CircleDot, CirclePause, CirclePlay } from 'lucide-preact';
import type { Status } from '../api/types';
import { useInsideWords } from '../messages/language';

export const STATUSES = ['open', 'in_progress', 'on_hold', 'closed'] as const satisfies readonly Status[];

const LOOKS = {
  open: { Icon: CircleDot, tone: 'accent' },
  in_progress: { Icon: CirclePlay, tone: 'good' },
  on_hold: { Icon: CirclePause, tone: 'note' },
  closed: { Icon: CircleCheck, tone: 'quiet' },
} as const;

/** The status of a request: a word, a shape, a colour. */
export function StatusBadge({ status }: { status: Status }) {
  const words = useInsideWords();
  const { Icon, tone } = LOOKS[status];
  return (
    <span class={`badge badge-${tone}`}>
      <Icon size={14} aria-hidden="true" />
      {words.status[status]}
    </span>
  );
}

export function StatusIcon({ status }: { status: Status }) {
  const { Icon } = LOOKS[status];
  return <Icon size={16} aria-hidden="true" />;
}
