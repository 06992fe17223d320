import { useLocation } from 'preact-iso/router';
import { useEffect, useState } from 'preact/hooks';
import { answer, api } from '../../api/client';
import { isClosed } from '../../api/error';
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
import { readDraft, writeDraft } from '../../draft';
import { useForm } from '../../form';
import { keep } from '../../link';
import { useSlow } from '../../load';
import { useWords } from '../../messages/language';
import { opens, usePortal } from '../../portal';
import { useSession } from '../../use-session';
import { wayTo } from '../../way';
import { CodeScreen, explainTooManyCodes } from './code';
import { PublicFrame } from './frame';
import { ClosedPage, DeadLinkPage } from './link-state';
import type { DeadLink } from './link-state';

interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** A sign-in that waits for its mailed code. */
interface Asked extends Credentials {
  readonly flow: string;
  /** Whether the device can be trusted. */
  readonly trust: boolean;
}

/** What is kept of it in this tab, so that a reload does not lose the place where the code goes: all but the password, as long as the code is good. */
type Kept = Omit<Asked, 'password'> & { readonly until: number };

const KEPT = 'sign-in';

const CODE_LIFE_MS = 10 * 60_000;

function readAsked(): Asked | undefined {
  const { email, flow, trust = false, until = 0 } = readDraft<Kept>(KEPT);
  return email === undefined || flow === undefined || Date.now() >= until ? undefined : { email, flow, trust, password: '' };
}

function keepAsked(asked: Asked | undefined): void {
  writeDraft(KEPT, asked && ({ email: asked.email, flow: asked.flow, trust: asked.trust, until: Date.now() + CODE_LIFE_MS } satisfies Kept));
}

/** What only somebody with a right password is told in place of being signed in. `link` is the invitation’s, of a temporary password that is dead. */
interface Told {
  readonly state: DeadLink;
  readonly link: string | undefined;
}

const TEMPORARY: Readonly<Record<string, DeadLink>> = {
  temporary_password_used: 'link_used',
  temporary_password_replaced: 'link_replaced',
  temporary_password_expired: 'link_expired',
};

/** Sign-in: address and password, and a mailed code where the server asks for one. A temporary password leads to activation (H1). */
export function SignInPage() {
  const session = useSession();
  const { query, route } = useLocation();
  const [asked, setAsked] = useState(readAsked);
  const [start, setStart] = useState<Credentials>({ email: '', password: '' });
  const [ended, setEnded] = useState(query['ended'] !== undefined);
  const [told, setTold] = useState<Told | undefined>(() => (isClosed(query['ended']) ? { state: query['ended'], link: undefined } : undefined));
  // Who has a session already goes straight on, so the form waits for the answer, but not for long.
  const waited = useSlow(session.kind === 'unknown');

  useEffect(() => {
    if (session.kind === 'ended') {
      setEnded(true);
      if (session.why) setTold({ state: session.why, link: undefined });
      forget();
    }
    if (session.kind === 'signed-in') {
      keepAsked(undefined);
      route(wayTo(query['to'], session.person), true);
    }
  }, [session]);

  function ask(next: Asked | undefined): void {
    keepAsked(next);
    setAsked(next);
  }

  function hear({ code, link }: ApiError): void {
    if (code === 'password_change_required' && link !== undefined) {
      keepAsked(undefined);
      keep('activate', link);
      route('/activate', true);
    }
    const state = isClosed(code) ? code : TEMPORARY[code];
    if (state === undefined) return;
    keepAsked(undefined);
    setTold({ state, link });
  }

  function again(): void {
    setTold(undefined);
    ask(undefined);
    setEnded(false);
  }

  if (session.kind === 'signed-in' || (session.kind === 'unknown' && !waited)) return <PublicFrame>{null}</PublicFrame>;
  return (
    <PublicFrame>
      {told && isClosed(told.state) ? (
        <ClosedPage state={told.state} onBack={again} />
      ) : told ? (
        <DeadLinkPage page="activate" {...told} onBack={again} />
      ) : asked ? (
        <CodeScreen
          {...asked}
          onTold={hear}
          onFlow={(flow) => ask({ ...asked, flow })}
          onBack={() => {
            setStart(asked);
            ask(undefined);
          }}
        />
      ) : (
        <PasswordScreen start={start} ended={ended} out={query['out'] !== undefined} onCode={ask} onTold={hear} />
      )}
    </PublicFrame>
  );
}

interface PasswordProps {
  start: Credentials;
  ended: boolean;
  out: boolean;
  onCode: (asked: Asked) => void;
  /** Told of each refusal. */
  onTold: (error: ApiError) => void;
}

function PasswordScreen({ start, ended, out, onCode, onTold }: PasswordProps) {
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
      if (error.code === 'code_required' && error.flow !== undefined) onCode({ email: email.trim(), password, flow: error.flow, trust: error.trust });
      else onTold(error);
    },
  });

  /** What a refusal says names this way on already. */
  const refused = form.failure?.code === 'sign_in_failed';

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
      {opens(portal, 'form') && !refused && (
        <p class="card-foot">
          {words.signIn.new} <a href="/register">{words.signIn.register}</a>
        </p>
      )}
    </form>
  );

  function explainRefusal(error: ApiError): Explanation | undefined {
    if (error.code !== 'sign_in_failed') return explainTooManyCodes(error, words.code);
    return { title: words.signIn.failedTitle, body: <Refused /> };
  }
}

/** The same words whoever it was, and every way on that there may be (H4). */
function Refused() {
  const { signIn, colon } = useWords();
  const portal = usePortal();
  return (
    <>
      <p>{signIn.failed}</p>
      <p>{colon(signIn.next)}</p>
      <ul class="bullets" role="list">
        <li>{signIn.nextAddress}</li>
        <li>
          <a href="/forgot">{signIn.nextReset}</a>
          {signIn.nextResetAfter}
        </li>
        <li>{signIn.nextInvited}</li>
        {opens(portal, 'form') && (
          <li>
            {signIn.nextRegister}
            <a href="/register">{signIn.register}</a>.
          </li>
        )}
        <li>{signIn.nextTeam}</li>
      </ul>
    </>
  );
}
