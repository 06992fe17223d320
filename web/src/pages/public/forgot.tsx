import { ArrowLeft } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { answer, api } from '../../api/client';
import { checkEmail, explainField } from '../../checks';
import { announce } from '../../components/announce';
import { Button } from '../../components/button';
import { FormSummary } from '../../components/failure';
import { TextField } from '../../components/field';
import { Heading } from '../../components/heading';
import { Resend } from '../../components/resend';
import { useForm } from '../../form';
import { useLanguage, useWords } from '../../messages/language';
import { usePortal } from '../../portal';
import { PublicFrame } from './frame';

/** Asks for a link to choose a new password. Whether the address is known stays between the portal and its mailbox. */
export function ForgotPage() {
  const [email, setEmail] = useState('');
  const [sent, setSent] = useState(false);
  return (
    <PublicFrame>
      {sent ? (
        <Sent email={email} onOther={() => setSent(false)} />
      ) : (
        <Ask
          email={email}
          onSent={(address) => {
            setEmail(address);
            setSent(true);
          }}
        />
      )}
    </PublicFrame>
  );
}

function useReset(email: string, done: (email: string) => void) {
  const words = useWords();
  const portal = usePortal();
  return useForm({
    initial: { email },
    check: (values) => ({ email: checkEmail(values.email, words.fieldProblem) }),
    explain: (error) => explainField(error, words.fieldProblem, portal.password),
    send: (values, key) =>
      answer(api.POST('/api/resets', { params: { header: { 'Idempotency-Key': key } }, body: { email: values.email.trim() } })),
    done: (_, values) => done(values.email.trim()),
  });
}

function Ask({ email, onSent }: { email: string; onSent: (email: string) => void }) {
  const words = useWords();
  const form = useReset(email, onSent);
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
        <Heading title={words.forgot.title} />
        <p class="quiet">{words.forgot.intro}</p>
      </div>
      <FormSummary form={form} />
      <TextField field={form.field('email')} label={words.field.email} type="email" autocomplete="username" />
      <Button type="submit" look="primary" wide busy={form.busy}>
        {words.forgot.submit}
      </Button>
      <BackToSignIn />
    </form>
  );
}

function Sent({ email, onOther }: { email: string; onOther: () => void }) {
  const { words } = useLanguage();
  const [times, setTimes] = useState(0);
  const form = useReset(email, () => {
    setTimes(times + 1);
    announce(words.forgot.resent);
  });
  return (
    <div class="stack-wide">
      <div class="card-head">
        <Heading title={words.forgot.sentTitle} />
        <p>{words.forgot.sent(email)}</p>
      </div>
      <div class="stack-tight">
        <h2>{words.forgot.none}</h2>
        <ul class="bullets quiet" role="list">
          <li>{words.forgot.noneWait}</li>
          <li>{words.forgot.noneAddress}</li>
          <li>{words.forgot.noneInvited}</li>
          <li>{words.forgot.noneTeam}</li>
        </ul>
      </div>
      <FormSummary form={form} />
      <div class="stack-tight">
        {times > 0 && <p>{words.forgot.resent}</p>}
        <Resend label={words.forgot.resend} soon={words.forgot.resendSoon} times={times} wide busy={form.busy} onClick={() => form.submit()} />
        <div>
          <Button look="plain" onClick={onOther}>
            {words.forgot.other}
          </Button>
        </div>
      </div>
      <BackToSignIn />
    </div>
  );
}

function BackToSignIn() {
  const words = useWords();
  return (
    <div class="card-foot">
      <a href="/sign-in" class="with-icon">
        <ArrowLeft size={16} aria-hidden="true" />
        {words.forgot.back}
      </a>
    </div>
  );
}
