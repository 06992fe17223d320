import { useLocation } from 'preact-iso/router';
import { answer, api } from '../../api/client';
import { begin } from '../../api/session';
import { checkNewPassword, explainField } from '../../checks';
import { Button } from '../../components/button';
import { FormSummary } from '../../components/failure';
import { PasswordField } from '../../components/field';
import { Heading } from '../../components/heading';
import { confirmDone } from '../../components/toast';
import { useForm } from '../../form';
import { dropLink } from '../../link';
import { useWords } from '../../messages/language';
import { usePortal } from '../../portal';
import { homeOf } from '../../way';
import { deadLink } from './link-state';
import { LinkFrame } from './open-link';
import type { GoodLink } from './open-link';

export function ResetPage() {
  return <LinkFrame page="reset">{(good) => <Reset {...good} />}</LinkFrame>;
}

/** A new password by a mailed link (H5). */
function Reset({ link, verified, onDead }: GoodLink) {
  const words = useWords();
  const portal = usePortal();
  const { route } = useLocation();
  const form = useForm({
    initial: { password: '' },
    check: ({ password }) => ({ password: checkNewPassword(password, portal.password, words.fieldProblem) }),
    explain: (error) => explainField(error, words.fieldProblem, portal.password),
    send: ({ password }, key) =>
      answer(api.POST('/api/resets/complete', { params: { header: { 'Idempotency-Key': key } }, body: { link, password } })),
    done: (session) => {
      dropLink('reset');
      begin(session);
      confirmDone(words.reset.done);
      route(homeOf(session.person.role), true);
    },
    failed: (error) => {
      const dead = deadLink(error);
      if (dead) onDead(dead);
    },
  });

  return (
    <form
      class="stack-wide"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      <div class="card-head">
        <Heading title={words.reset.title} />
        <p class="quiet">{words.reset.intro(verified.email)}</p>
      </div>
      <FormSummary form={form} />
      {/* Password managers file the new password under this. */}
      <input type="text" class="sr-only" autocomplete="username" value={verified.email} readOnly tabIndex={-1} aria-hidden="true" />
      <PasswordField
        field={form.field('password')}
        label={words.reset.newPassword}
        autocomplete="new-password"
        rule={{ least: portal.password.minLength, most: portal.password.maxLength }}
      />
      <div class="stack-tight">
        <Button type="submit" look="primary" wide busy={form.busy}>
          {words.reset.submit}
        </Button>
        <p class="small quiet">{words.reset.after}</p>
      </div>
    </form>
  );
}
