import { CircleCheck, CircleDashed, CircleSlash, Clock, MailCheck, MailWarning } from 'lucide-preact';
import type { PersonState, SentMail } from '../api/types';
import { useInsideWords } from '../messages/language';

const PERSON = {
  invited: { Icon: CircleDashed, tone: 'note' },
  active: { Icon: CircleCheck, tone: 'good' },
  suspended: { Icon: CircleSlash, tone: 'danger' },
} as const;

/** A person's state: a word, a shape, a colour. */
export function StateBadge({ state }: { state: PersonState }) {
  const words = useInsideWords();
  const { Icon, tone } = PERSON[state];
  return (
    <span class={`badge badge-${tone}`}>
      <Icon size={14} aria-hidden="true" />
      {words.state[state]}
    </span>
  );
}

const MAIL = {
  waiting: { Icon: Clock, tone: 'note' },
  sent: { Icon: MailCheck, tone: 'good' },
  repeated: { Icon: MailCheck, tone: 'good' },
  held: { Icon: MailWarning, tone: 'danger' },
} as const;

/** What became of a mail. */
export function MailBadge({ state }: { state: SentMail['state'] }) {
  const words = useInsideWords();
  const { Icon, tone } = MAIL[state];
  return (
    <span class={`badge badge-${tone}`}>
      <Icon size={14} aria-hidden="true" />
      {words.person.mailState[state]}
    </span>
  );
}
