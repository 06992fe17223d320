import { useLocation } from 'preact-iso/router';
import { useEffect, useState } from 'preact/hooks';
import { answer, api } from '../../api/client';
import type { ApiError } from '../../api/error';
import { begin, forget } from '../../api/session';
import { checkEmail, explainField } from '../../checks';
import { announce } from '../../components/announce';
import { Button } from '../../components/button';
import { FormSummary } from '../../components/failure';
import type { Explanation } from '../../components/failure';
import { PasswordField, TextField } from '../../components/field';
import { Heading } from '../../components/heading';
import { Notice } from '../../components/notice';
import { useForm } from '../../form';
import { useSlow } from '../../load';
import { useWords } from '../../messages/language';
import { usePortal } from '../../portal';
import { useSession } from '../../use-session';
import { wayTo } from '../../way';
import { CodeScreen, explainTooManyCodes } from './code';
import { PublicFrame } from './frame';

interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Sign-in: address and password, and a mailed code where the server asks for one. */
export function SignInPage() {
  const session = useSession();
  const { query, route } = useLocation();
  const [asked, setAsked] = useState<Credentials & { flow: string }>();
  const [start, setStart] = useState<Credentials>({ email: '', password: '' });
  const [ended, setEnded] = useState(query['ended'] !== undefined);
  // Who has a session already goes straight on, so the form waits for the answer, but not for long.
  const waited = useSlow(session.kind === 'unknown');

  useEffect(() => {
    if (session.kind === 'ended') {
      setEnded(true);
      forget();
    }
    if (session.kind === 'signed-in') route(wayTo(query['to'], session.person), true);
  }, [session]);

  if (session.kind === 'signed-in' || (session.kind === 'unknown' && !waited)) return <PublicFrame>{null}</PublicFrame>;
  return (
    <PublicFrame>
      {asked ? (
        <CodeScreen
          {...asked}
          onFlow={(flow) => setAsked({ ...asked, flow })}
          onBack={() => {
            setStart(asked);
            setAsked(undefined);
          }}
        />
      ) : (
        <PasswordScreen start={start} ended={ended} out={query['out'] !== undefined} onCode={setAsked} />
      )}
    </PublicFrame>
  );
}

interface PasswordProps {
  start: Credentials;
  ended: boolean;
  out: boolean;
  onCode: (asked: Credentials & { flow: string }) => void;
}

function PasswordScreen({ start, ended, out, onCode }: PasswordProps) {
  const words = useWords();
  const portal = usePortal();
  const form = useForm({
    initial: { ...start },
    check: ({ email, password }) => ({
      email: checkEmail(email, words.fieldProblem),
      password: password === '' ? words.fieldProblem.passwordMissing : undefined,
    }),
    explain: (error) => explainField(error, words.fieldProblem, portal.password),
    send: ({ email, password }) => answer(api.POST('/api/sessions', { body: { email: email.trim(), password } })),
    done: begin,
    failed: (error, { email, password }) => {
      if (error.code === 'code_required' && error.flow !== undefined) onCode({ email: email.trim(), password, flow: error.flow });
    },
  });

  useEffect(() => {
    if (out) announce(words.signIn.signedOut);
  }, [out]);

  return (
    <form
      class="stack-wide"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      <Heading title={words.signIn.title} />
      {form.failures === 0 && ended && (
        <Notice tone="note" title={words.signIn.endedTitle}>
          <p>{words.signIn.ended}</p>
        </Notice>
      )}
      {form.failures === 0 && out && <Notice tone="good">{<p>{words.signIn.signedOut}</p>}</Notice>}
      <FormSummary form={form} explain={(error) => explainRefusal(error)} />
      <div class="stack">
        <TextField field={form.field('email')} label={words.field.email} type="email" autocomplete="username" />
        <PasswordField
          field={form.field('password')}
          label={words.field.password}
          autocomplete="current-password"
          aside={
            <a class="small" href="/forgot">
              {words.signIn.forgot}
            </a>
          }
        />
      </div>
      <Button type="submit" look="primary" wide busy={form.busy}>
        {words.signIn.submit}
      </Button>
    </form>
  );

  function explainRefusal(error: ApiError): Explanation | undefined {
    if (error.code !== 'sign_in_failed') return explainTooManyCodes(error, words.code);
    return { title: words.signIn.failedTitle, body: <Refused /> };
  }
}

/** The same words whoever it was, and every way on that there may be (H4). */
function Refused() {
  const { signIn } = useWords();
  return (
    <>
      <p>{signIn.failed}</p>
      <p>{signIn.next}:</p>
      <ul class="bullets" role="list">
        <li>{signIn.nextAddress}</li>
        <li>
          <a href="/forgot">{signIn.nextReset}</a>
          {signIn.nextResetAfter}
        </li>
        <li>{signIn.nextInvited}</li>
        <li>{signIn.nextTeam}</li>
      </ul>
    </>
  );
}
