import type { InvitationForm, Person } from '../../api/types';
import { ConfirmDialog } from '../../components/dialog';
import { useInsideWords } from '../../messages/language';
import type { InsideWords } from '../../messages/en/inside';

/** What is done to a person only after a question. */
export type Question = 'resend' | 'suspend' | 'reinstate' | 'role';

interface Props {
  question: Question;
  person: Person;
  /** What a new invitation is to carry. */
  invitation: InvitationForm;
  busy: boolean;
  onYes: () => void;
  onClose: () => void;
}

/** Asks before something that the person will feel. */
export function PersonQuestion({ question, person, invitation, busy, onYes, onClose }: Props) {
  const { person: words } = useInsideWords();
  const { title, text, confirm } = wordsFor(question, person, invitation, words);
  return (
    <ConfirmDialog title={title} confirm={confirm} look={question === 'suspend' ? 'danger' : 'primary'} busy={busy} onConfirm={onYes} onClose={onClose}>
      <p>{text}</p>
    </ConfirmDialog>
  );
}

function wordsFor(question: Question, { name, email, role }: Person, invitation: InvitationForm, words: InsideWords['person']): Record<'title' | 'text' | 'confirm', string> {
  switch (question) {
    case 'resend':
      return { title: words.resendTitle, text: invitation === 'link' ? words.resendText(email) : words.resendPasswordText(email), confirm: words.resendConfirm };
    case 'suspend':
      return { title: words.suspendTitle(name), text: words.suspendText, confirm: words.suspendConfirm };
    case 'reinstate':
      return { title: words.reinstateTitle(name), text: words.reinstateText, confirm: words.reinstateConfirm };
    case 'role':
      return role === 'administrator'
        ? { title: words.makeAgentTitle(name), text: words.makeAgentText, confirm: words.makeAgent }
        : { title: words.makeAdministratorTitle(name), text: words.makeAdministratorText, confirm: words.makeAdministrator };
  }
}
