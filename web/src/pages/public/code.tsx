import { useState } from 'preact/hooks';
import { answer, api } from '../../api/client';
import { ApiError } from '../../api/error';
import { begin } from '../../api/session';
import { explainField } from '../../checks';
import { announce } from '../../components/announce';
import { Button } from '../../components/button';
import { Failure, FormSummary } from '../../components/failure';
import type { Explanation } from '../../components/failure';
import { CheckField, CodeField, PasswordField } from '../../components/field';
import { Heading } from '../../components/heading';
import { Resend } from '../../components/resend';
import { useForm } from '../../form';
import type { Words } from '../../messages/en/words';
import { useLanguage } from '../../messages/language';
import { usePortal } from '../../portal';

interface Props {
  email: string;
  /** Empty after the page was loaded again: it is asked for with the code then. */
  password: string;
  flow: string;
  /** Whether the device can be trusted. */
  trust: boolean;
  onFlow: (flow: string) => void;
  /** Told of each refusal. */
  onTold: (error: ApiError) => void;
  onBack: () => void;
}

/** The mailed code, sent along with the address and the password. */
export function CodeScreen({ email, password, flow, trust, onFlow, onTold, onBack }: Props) {
  const { words } = useLanguage();
  const portal = usePortal();
  const [over, setOver] = useState(false);
  const form = useForm({
    initial: { password, code: '', trust: false },
    check: (typed) => ({
      password: typed.password === '' ? words.fieldProblem.passwordMissing : undefined,
      code: typed.code === '' ? words.fieldProblem.codeMissing : /^\d{6}$/.test(typed.code) ? undefined : words.fieldProblem.codeInvalid,
    }),
    explain: (error) => explainField(error, words.fieldProblem, portal.password),
    send: (typed) => answer(api.POST('/api/sessions', { body: { email, password: typed.password, flow, code: typed.code, ...(typed.trust && { trust: true }) } })),
    done: begin,
    blame: (error) => ({ code: error.code === 'code_wrong' ? words.code.wrongField : undefined }),
    failed: (error) => {
      setOver(error.code === 'code_expired' || error.code === 'code_exhausted');
      if (error.code === 'code_required' && error.flow !== undefined) onFlow(error.flow);
      else onTold(error);
    },
  });

  const explain = (error: ApiError) => explainCode(error, words.code);

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
        <Heading title={words.code.title} />
        <p class="quiet">{words.code.intro(email)}</p>
      </div>
      <FormSummary
        form={form}
        explain={explain}
      />
      {password === '' && (
        <>
          {/* Password managers find the password by this. */}
          <input type="text" class="sr-only" autocomplete="username" value={email} readOnly tabIndex={-1} aria-hidden="true" />
          <PasswordField field={form.field('password')} label={words.field.password} hint={words.code.passwordHint} autocomplete="current-password" />
        </>
      )}
      <CodeField
        field={form.field('code')}
        label={words.field.code}
        hint={words.code.hint}
        onPasted={(code) => {
          if (form.values.password !== '') form.submit({ code });
        }}
      />
      {trust && <CheckField field={form.field('trust')} label={words.code.trust} hint={words.code.trustHint} />}
      <Button type="submit" look="primary" wide busy={form.busy}>
        {words.code.submit}
      </Button>
      <div class="card-foot stack-tight">
        <h2>{words.code.none}</h2>
        <p class="small quiet">{words.code.noneHelp}</p>
        <NewCode
          email={email}
          password={form.values.password}
          ready={() => form.check('password')}
          atOnce={over}
          onFlow={onFlow}
          onSent={() => {
            setOver(false);
            form.clear();
          }}
          onTold={onTold}
        />
        <div>
          <Button look="plain" onClick={onBack}>
            {words.code.back}
          </Button>
        </div>
      </div>
    </form>
  );
}

function explainCode(error: ApiError, words: Words['code']): Explanation | undefined {
  switch (error.code) {
    case 'sign_in_failed':
      return { title: words.failedTitle, body: <p>{words.failed}</p> };
    case 'code_required':
      return { title: words.againTitle, body: <p>{words.again}</p> };
    case 'code_wrong':
      return { title: words.wrongTitle, body: <p>{words.wrong}</p> };
    case 'code_expired':
      return { title: words.expiredTitle, body: <p>{words.expired}</p> };
    case 'code_exhausted':
      return { title: words.exhaustedTitle, body: <p>{words.exhausted}</p> };
    default:
      return explainTooManyCodes(error, words);
  }
}

export function explainTooManyCodes(error: ApiError, words: Words['code']): Explanation | undefined {
  return error.code === 'too_many_codes' ? { title: words.tooManyTitle, body: <p>{words.tooMany}</p> } : undefined;
}

interface NewCodeProps {
  email: string;
  password: string;
  /** Whether the password is there; says what is missing. */
  ready: () => boolean;
  /** The code that is out is of no use, so there is nothing to wait for. */
  atOnce: boolean;
  onFlow: (flow: string) => void;
  onSent: () => void;
  onTold: (error: ApiError) => void;
}

/** A new code comes with a new flow, by asking to sign in again without a code. */
function NewCode({ email, password, ready, atOnce, onFlow, onSent, onTold }: NewCodeProps) {
  const { words } = useLanguage();
  const [sent, setSent] = useState(0);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();

  async function resend(): Promise<void> {
    if (!ready()) return;
    setBusy(true);
    try {
      begin(await answer(api.POST('/api/sessions', { body: { email, password } })));
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      if (failure.code === 'code_required' && failure.flow !== undefined) {
        onFlow(failure.flow);
        setError(undefined);
        setSent(sent + 1);
        onSent();
        announce(words.code.resent);
      } else {
        setError(failure);
        onTold(failure);
      }
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      {error && <Failure error={error} explain={(failure) => explainTooManyCodes(failure, words.code)} />}
      {sent > 0 && <p class="small">{words.code.resent}</p>}
      <Resend label={words.code.resend} soon={words.code.resendSoon} times={sent} atOnce={atOnce} look="plain" busy={busy} onClick={() => void resend()} />
    </>
  );
}
