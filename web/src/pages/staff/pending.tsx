import { Send } from 'lucide-preact';
import type { ApiError } from '../../api/error';
import type { InvitationForm, PersonDetail } from '../../api/types';
import { Button } from '../../components/button';
import { Panel } from '../../components/panel';
import { Exactly, When } from '../../components/when';
import { useInsideWords } from '../../messages/language';
import { InvitationFormField, invitationForm } from './invitation-form';
import { PendingLink } from './pending-link';

interface Props {
  detail: PersonDetail;
  busy: boolean;
  /** What the next invitation is to carry. */
  invitation: InvitationForm;
  /** Told what the agent chooses; not there where nothing can be chosen. */
  onChoose?: (invitation: InvitationForm) => void;
  loadLink: () => Promise<{ link: string }>;
  /** Told whether somebody may have the link that a new one replaces. */
  onInvite: (replaces: boolean) => void;
  /** The showing of the link is in the person's history now. */
  onShown: () => void;
  onFailure: (error: ApiError | undefined) => void;
}

/** Where the invitation of somebody who has not activated stands, and what can be done about it (G11). */
export function Pending({ detail, busy, invitation, onChoose, loadLink, onInvite, onShown, onFailure }: Props) {
  const { person: words, refused } = useInsideWords();
  const { pending } = detail;
  const mailed = detail.mails.some(({ kind }) => kind === 'invitation');
  // Sending makes a new link. That needs a question only where somebody may have the one before.
  const out = mailed || detail.history.some(({ action }) => action === 'link_shown');

  if (detail.person.level === 'none') {
    return (
      <Panel title={words.pendingTitle}>
        <p>{refused.noAccess}</p>
      </Panel>
    );
  }

  const choice = onChoose && (
    <InvitationFormField
      again={pending !== undefined}
      field={{ id: 'invitation-form', name: 'invitation', value: invitation, problem: undefined, set: (value) => onChoose(invitationForm(value)) }}
    />
  );
  const byPassword = pending?.invitation === 'temporary_password';

  if (!pending) {
    return (
      <Panel title={words.pendingTitle}>
        <div class="stack">
          <p>{words.noInvitation}</p>
          {choice}
          <div class="row">
            <Button look="primary" busy={busy} onClick={() => onInvite(false)}>
              <Send size={16} aria-hidden="true" />
              {words.send}
            </Button>
          </div>
        </div>
      </Panel>
    );
  }

  const resend = (
    <Button look={pending.expired ? 'primary' : 'normal'} busy={busy} onClick={() => onInvite(out)}>
      <Send size={16} aria-hidden="true" />
      {mailed ? words.resend : words.send}
    </Button>
  );
  return (
    <Panel title={words.pendingTitle}>
      <div class="stack">
        <p>
          {mailed ? (
            <>
              {words.pendingSince} <When at={pending.since} />.
            </>
          ) : (
            words.noMail
          )}{' '}
          {pending.expired ? (
            byPassword ? words.passwordExpired : words.pendingExpired
          ) : (
            <>
              {!mailed ? words.linkUntil : byPassword ? words.passwordUntil : words.pendingUntil} <Exactly at={pending.expiresAt} />.
            </>
          )}
        </p>
        {byPassword && mailed && !pending.expired && <p>{words.passwordUnseen}</p>}
        {choice}
        {pending.expired ? (
          <div class="row">{resend}</div>
        ) : (
          <PendingLink key={pending.since} load={loadLink} onShown={onShown} onFailure={onFailure}>
            {resend}
          </PendingLink>
        )}
      </div>
    </Panel>
  );
}
