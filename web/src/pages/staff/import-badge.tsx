import { CircleAlert, CircleCheck, CircleDashed, CircleSlash, Clock, LoaderCircle } from 'lucide-preact';
import type { Import, ImportResult } from '../../api/types';
import { useInsideWords } from '../../messages/language';

const STATE = {
  uploading: { Icon: CircleDashed, tone: 'note' },
  checking: { Icon: LoaderCircle, tone: 'note' },
  unreadable: { Icon: CircleAlert, tone: 'danger' },
  ready: { Icon: Clock, tone: 'note' },
  nobody: { Icon: CircleCheck, tone: 'quiet' },
  running: { Icon: LoaderCircle, tone: 'note' },
  stopped: { Icon: CircleSlash, tone: 'danger' },
  done: { Icon: CircleCheck, tone: 'good' },
} as const;

/** An import's state: a word, a shape, a colour. A file with nobody to create is ready for nothing. */
export function ImportBadge({ of }: { of: Pick<Import, 'state' | 'counts'> }) {
  const { imports: words } = useInsideWords();
  const state = of.state === 'ready' && of.counts.new === 0 ? 'nobody' : of.state;
  const { Icon, tone } = STATE[state];
  return (
    <span class={`badge badge-${tone}`}>
      <Icon size={14} aria-hidden="true" />
      {words.state[state]}
    </span>
  );
}

const RESULT = {
  new: { Icon: CircleDashed, tone: 'note' },
  created: { Icon: CircleCheck, tone: 'good' },
  known: { Icon: CircleCheck, tone: 'quiet' },
  refused: { Icon: CircleAlert, tone: 'danger' },
} as const;

/** What became of a line. */
export function ResultBadge({ result }: { result: ImportResult }) {
  const { imports: words } = useInsideWords();
  const { Icon, tone } = RESULT[result];
  return (
    <span class={`badge badge-${tone}`}>
      <Icon size={14} aria-hidden="true" />
      {words.result[result]}
    </span>
  );
}
