import { ArrowLeft } from 'lucide-preact';
import { useLocation } from 'preact-iso/router';
import { answer, api } from '../../api/client';
import type { ApiError } from '../../api/error';
import type { Me } from '../../api/types';
import { checkEmail, checkName, explainField } from '../../checks';
import { Button, ButtonLink } from '../../components/button';
import { FormSummary } from '../../components/failure';
import type { Explanation } from '../../components/failure';
import { RadioField, SelectField, TextField } from '../../components/field';
import { Heading } from '../../components/heading';
import { confirmDone } from '../../components/toast';
import { useForm } from '../../form';
import { isLanguage, useInsideWords, useWords } from '../../messages/language';
import { usePortal } from '../../portal';

/** An administrator invites somebody to the team (A0). */
export function NewAgentPage({ me }: { me: Me }) {
  const shared = useWords();
  const inside = useInsideWords();
  const words = inside.newAgent;
  const portal = usePortal();
  const { route } = useLocation();
  const initial: Record<'name' | 'email' | 'language' | 'role', string> = { name: '', email: '', language: me.language, role: 'agent' };
  const form = useForm({
    initial,
    draft: `${me.id}.new-agent`,
    check: ({ name, email }) => ({
      name: checkName(name, shared.fieldProblem, words.nameMissing),
      email: checkEmail(email, shared.fieldProblem, words.emailMissing),
    }),
    explain: (error) => explainField(error, shared.fieldProblem, portal.password),
    send: ({ name, email, language, role }, key) =>
      answer(
        api.POST('/api/agents', {
          params: { header: { 'Idempotency-Key': key } },
          body: {
            name: name.trim(),
            email: email.trim(),
            role: role === 'administrator' ? role : 'agent',
            ...(isLanguage(language) && { language }),
          },
        }),
      ),
    done: (person) => {
      confirmDone(words.invited(person.name));
      route(`/team/${person.id}`, true);
    },
  });

  function explain(error: ApiError): Explanation | undefined {
    if (error.code !== 'address_taken') return undefined;
    return { title: inside.newCustomer.takenTitle, body: <p>{inside.newCustomer.takenSomeone}</p> };
  }

  return (
    <div class="page-narrow">
      <a class="back" href="/team">
        <ArrowLeft size={16} aria-hidden="true" />
        {inside.person.backTeam}
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
        <TextField field={form.field('name')} label={inside.newCustomer.name} />
        <TextField field={form.field('email')} label={inside.newCustomer.email} type="email" />
        <RadioField
          field={form.field('role')}
          legend={words.role}
          options={[
            { value: 'agent', label: inside.role.agent, hint: inside.person.roleAgent },
            { value: 'administrator', label: inside.role.administrator, hint: inside.person.roleAdministrator },
          ]}
        />
        <SelectField
          field={form.field('language')}
          label={inside.newCustomer.language}
          options={portal.languages.map((value) => ({ value, label: inside.languages[value] }))}
        />
        <div class="row">
          <Button type="submit" look="primary" busy={form.busy}>
            {words.submit}
          </Button>
          <ButtonLink href="/team">{shared.cancel}</ButtonLink>
        </div>
      </form>
    </div>
  );
}
