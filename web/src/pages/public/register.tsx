import { ArrowLeft } from 'lucide-preact';
import { useLocation } from 'preact-iso/router';
import { useState } from 'preact/hooks';
import { answer, api } from '../../api/client';
import type { ApiError } from '../../api/error';
import { checkEmail, checkName, explainField } from '../../checks';
import { announce } from '../../components/announce';
import { Button, ButtonLink } from '../../components/button';
import { FormSummary } from '../../components/failure';
import type { Explanation } from '../../components/failure';
import { CodeField, TextField } from '../../components/field';
import { Heading } from '../../components/heading';
import { Resend } from '../../components/resend';
import { readDraft, writeDraft } from '../../draft';
import { useForm } from '../../form';
import { keep } from '../../link';
import type { Words } from '../../messages/en/words';
import { useLanguage, useWords } from '../../messages/language';
import { opens, usePortal } from '../../portal';
import { PublicFrame } from './frame';

/** A registration whose mail was asked for. It is kept in this tab, so that a reload does not lose the place where the code goes. */
interface Asked {
  readonly flow: string;
  readonly email: string;
}

const KEPT = 'registration';

/** Create an account: name and address, then the mailed code, or the link of the same mail on any device (G15, B1). */
export function RegisterPage() {
  const portal = usePortal();
  const [asked, setAsked] = useState<Asked | undefined>(() => {
    const { flow, email } = readDraft<Asked>(KEPT);
    return flow !== undefined && email !== undefined ? { flow, email } : undefined;
  });
  const begin = (next: Asked | undefined) => {
    writeDraft(KEPT, next);
    setAsked(next);
  };

  // Whether registering is open comes with the portal's name.
  if (portal.name === '') return <PublicFrame>{null}</PublicFrame>;
  return (
    <PublicFrame>
      {asked ? <CodeScreen {...asked} onOther={() => begin(undefined)} /> : opens(portal, 'form') ? <Ask onAsked={begin} /> : <Closed />}
    </PublicFrame>
  );
}

function Ask({ onAsked }: { onAsked: (asked: Asked) => void }) {
  const { words, language } = useLanguage();
  const portal = usePortal();
  const form = useForm({
    initial: { name: '', email: '' },
    check: ({ name, email }) => ({ name: checkName(name, words.fieldProblem), email: checkEmail(email, words.fieldProblem) }),
    explain: (error) => explainField(error, words.fieldProblem, portal.password),
    send: ({ name, email }, key) =>
      answer(
        api.POST('/api/registrations', {
          params: { header: { 'Idempotency-Key': key } },
          body: { name: name.trim(), email: email.trim(), language },
        }),
      ),
    done: ({ flow }, { email }) => onAsked({ flow, email: email.trim() }),
    draft: 'register',
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
        <Heading title={words.register.title} key="ask" />
        <p class="quiet">{words.register.intro}</p>
      </div>
      <FormSummary form={form} explain={(error) => explain(error, words)} />
      <div class="stack">
        <TextField field={form.field('name')} label={words.field.name} autocomplete="name" />
        <TextField field={form.field('email')} label={words.field.email} type="email" autocomplete="email" hint={words.register.emailHint} />
      </div>
      <Button type="submit" look="primary" wide busy={form.busy}>
        {words.register.submit}
      </Button>
      <BackToSignIn />
    </form>
  );
}

/** The same for every address: where the mail is, the place for its code, and what to do if none comes (X3). */
function CodeScreen({ flow, email, onOther }: Asked & { onOther: () => void }) {
  const words = useWords();
  const portal = usePortal();
  const { route } = useLocation();
  const form = useForm({
    initial: { code: '' },
    check: ({ code }) => ({
      code: code === '' ? words.fieldProblem.codeMissing : /^\d{6}$/.test(code) ? undefined : words.fieldProblem.codeInvalid,
    }),
    explain: (error) => explainField(error, words.fieldProblem, portal.password),
    send: ({ code }, key) =>
      answer(api.POST('/api/registrations/confirm', { params: { header: { 'Idempotency-Key': key } }, body: { flow, code } })),
    blame: (error) => ({ code: error.code === 'code_wrong' ? words.code.wrongField : undefined }),
    done: ({ link }) => {
      writeDraft(KEPT, undefined);
      keep('activate', link);
      route('/activate', true);
    },
  });
  const over = form.failure?.code === 'code_expired' || form.failure?.code === 'code_exhausted';
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
        <Heading title={words.register.sentTitle} key="sent" />
        <p>{words.register.sent(email)}</p>
      </div>
      <FormSummary form={form} explain={(error) => explain(error, words)} />
      <CodeField field={form.field('code')} label={words.field.code} hint={words.code.hint} onPasted={(code) => form.submit({ code })} />
      <Button type="submit" look="primary" wide busy={form.busy}>
        {words.code.submit}
      </Button>
      <div class="card-foot stack-tight">
        <h2>{words.register.none}</h2>
        <ul class="bullets quiet" role="list">
          <li>{words.register.noneWait}</li>
          <li>{words.register.noneAddress}</li>
          <li>{words.register.noneTeam}</li>
        </ul>
        <MailAgain flow={flow} email={email} atOnce={over} onSent={form.clear} />
        <div>
          <Button look="plain" onClick={onOther}>
            {words.register.other}
          </Button>
        </div>
      </div>
    </form>
  );
}

interface MailAgainProps extends Asked {
  /** The code that is out is of no use, so there is nothing to wait for. */
  atOnce: boolean;
  onSent: () => void;
}

function MailAgain({ flow, email, atOnce, onSent }: MailAgainProps) {
  const { words } = useLanguage();
  const [times, setTimes] = useState(0);
  const form = useForm({
    initial: { flow, email },
    check: () => ({}),
    explain: (error) => error.detail,
    send: (body, key) => answer(api.POST('/api/registrations/resend', { params: { header: { 'Idempotency-Key': key } }, body })),
    done: () => {
      setTimes((n) => n + 1);
      onSent();
      announce(words.register.resent);
    },
  });
  return (
    <>
      <FormSummary form={form} explain={(error) => explain(error, words)} />
      {times > 0 && <p class="small">{words.register.resent}</p>}
      <Resend
        label={words.register.resend}
        soon={words.register.resendSoon}
        times={times}
        atOnce={atOnce}
        look="plain"
        busy={form.busy}
        onClick={() => form.submit()}
      />
    </>
  );
}

function explain(error: ApiError, { code, register }: Words): Explanation | undefined {
  switch (error.code) {
    case 'code_wrong':
      return { title: code.wrongTitle, body: <p>{code.wrong}</p> };
    case 'code_expired':
      return { title: code.expiredTitle, body: <p>{code.expired}</p> };
    case 'code_exhausted':
      return { title: code.exhaustedTitle, body: <p>{code.exhausted}</p> };
    case 'code_used':
      return { title: register.usedTitle, body: <Used register={register} /> };
    case 'too_many_codes':
      return { title: register.tooManyTitle, body: <p>{register.tooMany}</p> };
    case 'registration_expired':
      return { title: register.overTitle, body: <p>{register.over}</p> };
    default:
      return undefined;
  }
}

/** Whoever has finished with the link on another device has an account by now. */
function Used({ register }: Pick<Words, 'register'>) {
  return (
    <>
      <p>{register.used}</p>
      <p>
        <a href="/sign-in" onClick={() => writeDraft(KEPT, undefined)}>
          {register.signIn}
        </a>
      </p>
    </>
  );
}

/** Somebody came by an old address while registering is closed. */
function Closed() {
  const { register } = useWords();
  return (
    <div class="stack-wide">
      <Heading title={register.closedTitle} key="closed" />
      <p>{register.closed}</p>
      <p class="quiet">{register.closedNext}</p>
      <ButtonLink href="/sign-in" look="primary" wide>
        {register.signIn}
      </ButtonLink>
    </div>
  );
}

function BackToSignIn() {
  const words = useWords();
  return (
    <div class="card-foot">
      <a href="/sign-in" class="with-icon">
        <ArrowLeft size={16} aria-hidden="true" />
        {words.register.back}
      </a>
    </div>
  );
}
