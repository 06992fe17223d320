import { useRef, useState } from 'preact/hooks';
import { Attempts } from '../../api/attempt';
import { answer, api } from '../../api/client';
import { ApiError } from '../../api/error';
import { refresh } from '../../api/session';
import type { FieldError, Profile } from '../../api/types';
import { checkEmail, explainField } from '../../checks';
import { announce } from '../../components/announce';
import { Button } from '../../components/button';
import { Failure, FormSummary } from '../../components/failure';
import type { Explanation } from '../../components/failure';
import { CodeField, TextField } from '../../components/field';
import { Panel } from '../../components/panel';
import { confirmDone } from '../../components/toast';
import { useForm } from '../../form';
import { useKeptFocus } from '../../kept-focus';
import type { InsideWords } from '../../messages/en/inside';
import { useInsideWords, useLanguage, useWords } from '../../messages/language';
import { usePortal } from '../../portal';
import { sessionsChanged } from './changes';
import { ProofForm, wantsCode } from './proof';

type Step = { at: 'closed' } | { at: 'address'; email: string } | { at: 'proof'; email: string } | { at: 'code'; email: string; until?: string };

/**
 * Another address: a proof of just now, the address, and the code that went there. A change that waits for its code is gone on with, also after the page
 * was loaded again.
 */
export function Email({ email, pending, reload }: { email: string; pending: Profile['pendingEmail']; reload: () => void }) {
  const { profile } = useInsideWords();
  const words = profile.email;
  const [step, setStep] = useState<Step>(pending === undefined ? { at: 'closed' } : { at: 'code', email: pending.email, until: pending.expiresAt });
  const part = useKeptFocus<HTMLDivElement>();
  const close = () => setStep({ at: 'closed' });
  return (
    <Panel title={words.title}>
      <div class="stack" ref={part}>
        <p>{email}</p>
        {step.at === 'closed' && (
          <>
            <p class="small quiet">{words.text}</p>
            <div>
              <Button onClick={() => setStep({ at: 'address', email: '' })}>{words.open}</Button>
            </div>
          </>
        )}
        {step.at === 'address' && (
          <AddressForm
            start={step.email}
            onSent={(to) => {
              setStep({ at: 'code', email: to });
              announce(words.codeIntro(to));
            }}
            onProof={(to) => setStep({ at: 'proof', email: to })}
            onCancel={close}
          />
        )}
        {step.at === 'proof' && <ProofForm email={email} onProven={() => setStep({ at: 'address', email: step.email })} onCancel={close} />}
        {step.at === 'code' && (
          <CodeForm
            email={step.email}
            until={step.until}
            onAgain={() => setStep({ at: 'address', email: step.email })}
            onProof={() => setStep({ at: 'proof', email: step.email })}
            onResent={() => setStep({ at: 'code', email: step.email })}
            onDone={() => {
              close();
              reload();
            }}
          />
        )}
      </div>
    </Panel>
  );
}

interface AddressProps {
  start: string;
  onSent: (email: string) => void;
  onProof: (email: string) => void;
  onCancel: () => void;
}

function AddressForm({ start, onSent, onProof, onCancel }: AddressProps) {
  const shared = useWords();
  const { profile } = useInsideWords();
  const words = profile.email;
  const portal = usePortal();
  const form = useForm({
    initial: { email: start },
    check: ({ email }) => ({ email: checkEmail(email, shared.fieldProblem) }),
    explain: (error) => notTheirs(error, words) ?? (error.code === 'invalid' ? words.same : explainField(error, shared.fieldProblem, portal.password)),
    send: ({ email }, key) => answer(api.POST('/api/profile/email', { params: { header: { 'Idempotency-Key': key } }, body: { email: email.trim() } })),
    done: (_, { email }) => onSent(email.trim()),
    failed: (error, { email }) => {
      if (error.code === 'proof_required') onProof(email);
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
      <FormSummary form={form} explain={(error) => wantsCode(error, profile)} />
      <TextField field={form.field('email')} label={words.field} type="email" autocomplete="email" />
      <div class="row">
        <Button type="submit" look="primary" busy={form.busy}>
          {words.send}
        </Button>
        <Button look="plain" onClick={onCancel} disabled={form.busy}>
          {shared.cancel}
        </Button>
      </div>
    </form>
  );
}

interface CodeProps {
  email: string;
  until: string | undefined;
  onAgain: () => void;
  onProof: () => void;
  onResent: () => void;
  onDone: () => void;
}

function CodeForm({ email, until, onAgain, onProof, onResent, onDone }: CodeProps) {
  const { format } = useLanguage();
  const shared = useWords();
  const { profile } = useInsideWords();
  const words = profile.email;
  const portal = usePortal();
  const form = useForm({
    initial: { code: '' },
    check: ({ code }) => ({
      code: code === '' ? shared.fieldProblem.codeMissing : /^\d{6}$/.test(code) ? undefined : shared.fieldProblem.codeInvalid,
    }),
    explain: (error) => explainField(error, shared.fieldProblem, portal.password),
    send: (body, key) => answer(api.POST('/api/profile/email/confirm', { params: { header: { 'Idempotency-Key': key } }, body })),
    blame: (error) => ({ code: error.code === 'code_wrong' ? shared.code.wrongField : undefined }),
    done: () => {
      confirmDone(words.done(email));
      sessionsChanged();
      refresh().catch(() => undefined); // brings the address above; whatever fails there is told at the next click
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
      <p>{until === undefined ? words.codeIntro(email) : words.waiting(email, format.exact(until))}</p>
      <FormSummary form={form} explain={(error) => explain(error, words)} />
      <CodeField field={form.field('code')} label={shared.field.code} hint={shared.code.hint} onPasted={(code) => form.submit({ code })} />
      <p class="small quiet">{words.after}</p>
      <div class="row">
        <Button type="submit" look="primary" busy={form.busy}>
          {words.confirm}
        </Button>
        <Button look="plain" onClick={onAgain} disabled={form.busy}>
          {words.again}
        </Button>
      </div>
      <p class="small quiet">{words.codeNone}</p>
      <Waiting email={email} disabled={form.busy} onProof={onProof} onResent={onResent} onCancelled={onDone} />
    </form>
  );
}

interface WaitingProps {
  email: string;
  disabled: boolean;
  onProof: () => void;
  onResent: () => void;
  onCancelled: () => void;
}

/** What can be done about a change that waits for its code, beside typing it. */
function Waiting({ email, disabled, onProof, onResent, onCancelled }: WaitingProps) {
  const { profile } = useInsideWords();
  const words = profile.email;
  const attempts = useRef(new Attempts()).current;
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError>();

  async function go(work: () => Promise<unknown>, said: string, then: () => void): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      await work();
      attempts.succeeded();
      confirmDone(said);
      then();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === 'proof_required') onProof();
      else setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  const resend = () => answer(api.POST('/api/profile/email', { params: { header: { 'Idempotency-Key': attempts.keyFor({ email }) } }, body: { email } }));
  const cancel = () => answer(api.POST('/api/profile/email/cancel', { body: {} }));
  return (
    <>
      {failure && <Failure error={failure} explain={(error) => wantsCode(error, profile) ?? refused(error, words)} />}
      <div class="row">
        <Button look="plain" busy={busy} disabled={disabled} onClick={() => void go(resend, words.resent(email), onResent)}>
          {words.resend}
        </Button>
        <Button look="plain" disabled={disabled || busy} onClick={() => void go(cancel, words.cancelled, onCancelled)}>
          {words.cancel}
        </Button>
      </div>
    </>
  );
}

type EmailWords = InsideWords['profile']['email'];

/** What to do where the policy refuses the address that stands in the field. */
function notTheirs(error: FieldError, words: EmailWords): string | undefined {
  if (error.code === 'public_mailbox') return words.publicMailbox;
  return error.code === 'other_company' ? words.otherCompany : undefined;
}

/** The same where there is no field: the policy has changed since the first code was mailed. */
function refused(error: ApiError, words: EmailWords): Explanation | undefined {
  for (const each of error.errors) {
    const text = notTheirs(each, words);
    if (text !== undefined) return { title: words.takenTitle, body: <p>{text}</p> };
  }
  return undefined;
}

function explain(error: ApiError, words: EmailWords): Explanation | undefined {
  switch (error.code) {
    case 'address_taken':
      return { title: words.takenTitle, body: <p>{words.taken}</p> };
    case 'code_wrong':
      return { title: words.wrongTitle, body: <p>{words.wrong}</p> };
    case 'code_expired':
    case 'code_exhausted':
      return { title: words.overTitle, body: <p>{words.over}</p> };
    default:
      return undefined;
  }
}
