import { ArrowLeft } from 'lucide-preact';
import { useLocation } from 'preact-iso/router';
import { answer, api } from '../../api/client';
import type { ApiError } from '../../api/error';
import type { Me } from '../../api/types';
import { checkEmail, checkName, explainField } from '../../checks';
import { Button, ButtonLink } from '../../components/button';
import { FormSummary } from '../../components/failure';
import type { Explanation } from '../../components/failure';
import { CheckField, SelectField, TextField } from '../../components/field';
import { Heading } from '../../components/heading';
import { confirmDone } from '../../components/toast';
import { useForm } from '../../form';
import { isLanguage, useInsideWords, useWords } from '../../messages/language';
import { usePortal } from '../../portal';
import { LevelFields, STANDARD, checkServices, chosenServices, levelOf } from './level';
import type { LevelChoice } from './level';

/** An agent creates a customer, with or without an invitation (G10). */
export function NewCustomerPage({ me }: { me: Me }) {
  const shared = useWords();
  const inside = useInsideWords();
  const words = inside.newCustomer;
  const portal = usePortal();
  const { route } = useLocation();
  const initial: Pick<LevelChoice, keyof LevelChoice> & { name: string; email: string; language: string; invite: boolean } = { name: '', email: '', language: me.language, invite: true, ...STANDARD };
  const form = useForm({
    initial,
    draft: `${me.id}.new-customer`,
    check: (values) => ({
      name: checkName(values.name, shared.fieldProblem, words.nameMissing),
      email: checkEmail(values.email, shared.fieldProblem, words.emailMissing),
      services: checkServices(values, inside.level.servicesMissing),
    }),
    explain: (error) => explainField(error, shared.fieldProblem, portal.password),
    send: ({ name, email, language, invite, ...choice }, key) =>
      answer(
        api.POST('/api/customers', {
          params: { header: { 'Idempotency-Key': key } },
          body: {
            name: name.trim(),
            email: email.trim(),
            invite: invite && levelOf(choice) !== 'none',
            level: levelOf(choice),
            services: [...chosenServices(choice)],
            ...(isLanguage(language) && { language }),
          },
        }),
      ),
    done: (person, sent) => {
      confirmDone(sent.invite && levelOf(sent) !== 'none' ? words.createdInvited(person.name) : words.created(person.name));
      route(`/customers/${person.id}`, true);
    },
  });

  function explain(error: ApiError): Explanation | undefined {
    if (error.code !== 'address_taken') return undefined;
    return { title: words.takenTitle, body: <Taken error={error} /> };
  }

  return (
    <div class="page-narrow">
      <a class="back" href="/customers">
        <ArrowLeft size={16} aria-hidden="true" />
        {inside.person.back}
      </a>
      <div class="page-head">
        <div>
          <Heading title={words.title} />
          <p class="quiet">{words.intro}</p>
        </div>
      </div>
      <form
        class="stack-wide"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          form.submit();
        }}
      >
        <FormSummary form={form} explain={explain} />
        <TextField field={form.field('name')} label={words.name} />
        <TextField field={form.field('email')} label={words.email} type="email" hint={words.emailHint} />
        <SelectField
          field={form.field('language')}
          label={words.language}
          hint={words.languageHint}
          options={portal.languages.map((value) => ({ value, label: inside.languages[value] }))}
        />
        <LevelFields level={form.field('level')} reach={form.field('reach')} services={form.field('services')} />
        {/* An invitation would lead nowhere without a level. */}
        {levelOf(form.values) !== 'none' && <CheckField field={form.field('invite')} label={words.invite} hint={words.inviteHint} />}
        <div class="row">
          <Button type="submit" look="primary" busy={form.busy}>
            {words.submit}
          </Button>
          <ButtonLink href="/customers">{shared.cancel}</ButtonLink>
        </div>
      </form>
    </div>
  );
}

function Taken({ error }: { error: ApiError }) {
  const { newCustomer: words } = useInsideWords();
  if (error.personId === undefined) return <p>{words.takenSomeone}</p>;
  return (
    <>
      <p>{words.taken}</p>
      <p>
        <a href={`/customers/${error.personId}`}>{words.takenOpen}</a>
      </p>
    </>
  );
}
