import { useState } from 'preact/hooks';
import { answer, api } from '../../api/client';
import { checkNewPassword, explainField } from '../../checks';
import { Button } from '../../components/button';
import { FormSummary } from '../../components/failure';
import { PasswordField } from '../../components/field';
import { Panel } from '../../components/panel';
import { confirmDone } from '../../components/toast';
import { useForm } from '../../form';
import { useKeptFocus } from '../../kept-focus';
import { useInsideWords, useWords } from '../../messages/language';
import { usePortal } from '../../portal';
import { sessionsChanged } from './changes';

/** A new password, once the present one is proven. The form opens when it is wanted. */
export function Password({ email }: { email: string }) {
  const { profile } = useInsideWords();
  const words = profile.password;
  const [open, setOpen] = useState(false);
  const part = useKeptFocus<HTMLDivElement>();
  return (
    <Panel title={words.title}>
      <div class="stack" ref={part}>
        <p class="small quiet">{words.text}</p>
        {open ? (
          <PasswordForm email={email} onDone={() => setOpen(false)} />
        ) : (
          <div>
            <Button onClick={() => setOpen(true)}>{words.open}</Button>
          </div>
        )}
      </div>
    </Panel>
  );
}

function PasswordForm({ email, onDone }: { email: string; onDone: () => void }) {
  const shared = useWords();
  const { profile } = useInsideWords();
  const words = profile.password;
  const portal = usePortal();
  const form = useForm({
    initial: { currentPassword: '', newPassword: '' },
    check: ({ currentPassword, newPassword }) => ({
      currentPassword: currentPassword === '' ? words.currentMissing : undefined,
      newPassword: checkNewPassword(newPassword, portal.password, shared.fieldProblem),
    }),
    explain: (error) =>
      error.field === 'currentPassword'
        ? words.currentWrong
        : explainField({ ...error, field: 'password' }, shared.fieldProblem, portal.password),
    send: (body, key) => answer(api.POST('/api/profile/password', { params: { header: { 'Idempotency-Key': key } }, body })),
    done: () => {
      confirmDone(words.done);
      sessionsChanged();
      onDone();
    },
  });
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      <FormSummary form={form} />
      {/* Password managers file the new password under this. */}
      <input type="text" class="sr-only" autocomplete="username" value={email} readOnly tabIndex={-1} aria-hidden="true" />
      <PasswordField
        field={form.field('currentPassword')}
        label={words.current}
        autocomplete="current-password"
        aside={
          <span class="small">
            {words.forgotten} <a href="/forgot">{words.forgottenLink}</a>
          </span>
        }
      />
      <PasswordField
        field={form.field('newPassword')}
        label={words.next}
        autocomplete="new-password"
        rule={{ least: portal.password.minLength, most: portal.password.maxLength }}
      />
      <div class="row">
        <Button type="submit" look="primary" busy={form.busy}>
          {words.submit}
        </Button>
        <Button look="plain" onClick={onDone} disabled={form.busy}>
          {shared.cancel}
        </Button>
      </div>
    </form>
  );
}
