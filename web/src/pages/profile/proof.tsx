import { answer, api } from '../../api/client';
import type { ApiError } from '../../api/error';
import { Button } from '../../components/button';
import { FormSummary } from '../../components/failure';
import type { Explanation } from '../../components/failure';
import { PasswordField } from '../../components/field';
import { Notice } from '../../components/notice';
import { useForm } from '../../form';
import type { InsideWords } from '../../messages/en/inside';
import { useInsideWords, useWords } from '../../messages/language';

/** What to do where a proof by password is not enough, because the account has a second step. */
export function wantsCode(error: ApiError, { proof }: InsideWords['profile']): Explanation | undefined {
  return error.code === 'code_proof_required' ? { title: proof.codeTitle, body: <p>{proof.code}</p> } : undefined;
}

interface Props {
  email: string;
  onProven: () => void;
  onCancel: () => void;
}

/** Asks for the password once more, before something that wants a proof of just now. */
export function ProofForm({ email, onProven, onCancel }: Props) {
  const shared = useWords();
  const { profile } = useInsideWords();
  const words = profile.proof;
  const form = useForm({
    initial: { currentPassword: '' },
    check: ({ currentPassword }) => ({ currentPassword: currentPassword === '' ? profile.password.currentMissing : undefined }),
    explain: () => profile.password.currentWrong,
    send: (body) => answer(api.POST('/api/profile/proof', { body })),
    done: onProven,
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
      <Notice tone="note" title={words.title} role="status">
        <p>{words.text}</p>
      </Notice>
      <FormSummary form={form} />
      <input type="text" class="sr-only" autocomplete="username" value={email} readOnly tabIndex={-1} aria-hidden="true" />
      <PasswordField field={form.field('currentPassword')} label={words.password} autocomplete="current-password" />
      <div class="row">
        <Button type="submit" look="primary" busy={form.busy}>
          {words.submit}
        </Button>
        <Button look="plain" onClick={onCancel} disabled={form.busy}>
          {shared.cancel}
        </Button>
      </div>
    </form>
  );
}
