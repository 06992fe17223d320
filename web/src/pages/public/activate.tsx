import { useLocation } from 'preact-iso/router';
import { answer, api } from '../../api/client';
import { begin } from '../../api/session';
import { checkName, checkNewPassword, explainField } from '../../checks';
import { Button } from '../../components/button';
import { FormSummary } from '../../components/failure';
import { PasswordField, TextField } from '../../components/field';
import { Heading } from '../../components/heading';
import { confirmDone } from '../../components/toast';
import { useForm } from '../../form';
import { dropLink } from '../../link';
import { useLanguage } from '../../messages/language';
import { usePortal } from '../../portal';
import { homeOf } from '../../way';
import { deadLink } from './link-state';
import { LinkFrame } from './open-link';
import type { GoodLink } from './open-link';

export function ActivatePage() {
  return <LinkFrame page="activate">{(good) => <Activate {...good} />}</LinkFrame>;
}

/**
 * Activate Your Account: name, e-mail, password; Save completes it and signs in (G12). The e-mail is what the link proves (G13). Whoever registers by
 * themselves types the password twice (B1).
 */
function Activate({ link, verified, onDead }: GoodLink) {
  const { words, language } = useLanguage();
  const portal = usePortal();
  const own = verified.purpose === 'registration';
  const said = own ? words.register : words.activate;
  const { route } = useLocation();
  const form = useForm({
    initial: { name: verified.name, password: '', repeated: '' },
    check: ({ name, password, repeated }) => ({
      name: checkName(name, words.fieldProblem),
      password: checkNewPassword(password, portal.password, words.fieldProblem),
      repeated: own && repeated !== password ? words.fieldProblem.passwordsDiffer : undefined,
    }),
    explain: (error) => explainField(error, words.fieldProblem, portal.password),
    send: ({ name, password }, key) =>
      answer(
        api.POST('/api/activate', {
          params: { header: { 'Idempotency-Key': key } },
          body: { link, name: name.trim(), password, language },
        }),
      ),
    done: (session) => {
      dropLink('activate');
      begin(session);
      confirmDone(said.welcome);
      route(homeOf(session.person.role), true);
    },
    failed: (error) => {
      const dead = deadLink(error);
      if (dead) onDead(dead);
    },
  });
  const email = { id: 'activate-email', name: 'email', value: verified.email, problem: undefined, set: () => undefined };

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
        <Heading title={own ? words.register.finishTitle : words.activate.title} />
        <p class="quiet">{own ? words.register.finish : words.activate.intro}</p>
      </div>
      <FormSummary form={form} />
      <div class="stack">
        <TextField field={form.field('name')} label={words.field.name} autocomplete="name" />
        <TextField field={email} label={words.field.email} type="email" autocomplete="username" hint={own ? words.register.finishEmail : words.activate.emailHint} readOnly />
        <PasswordField
          field={form.field('password')}
          label={words.activate.newPassword}
          autocomplete="new-password"
          rule={{ least: portal.password.minLength, most: portal.password.maxLength }}
        />
        {own && <PasswordField field={form.field('repeated')} label={words.register.repeatPassword} autocomplete="new-password" />}
      </div>
      <div class="stack-tight">
        <Button type="submit" look="primary" wide busy={form.busy}>
          {words.activate.submit}
        </Button>
        <p class="small quiet">{said.after}</p>
      </div>
    </form>
  );
}
