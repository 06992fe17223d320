import { useLocation } from 'preact-iso/router';
import { answer, api } from '../../api/client';
import type { Me } from '../../api/types';
import { explainField } from '../../checks';
import { RadioField, TextField } from '../../components/field';
import { confirmDone } from '../../components/toast';
import { useForm } from '../../form';
import { useInsideWords, useWords } from '../../messages/language';
import { usePortal } from '../../portal';
import { LanguageField, NewPersonFrame, checkPerson, personOf } from './new-person';

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
    check: (values) => checkPerson(values, shared.fieldProblem, words),
    explain: (error) => explainField(error, shared.fieldProblem, portal.password),
    send: ({ role, ...person }, key) =>
      answer(
        api.POST('/api/agents', {
          params: { header: { 'Idempotency-Key': key } },
          body: { ...personOf(person), role: role === 'administrator' ? role : 'agent' },
        }),
      ),
    done: (person) => {
      confirmDone(words.invited(person.name));
      route(`/team/${person.id}`, true);
    },
  });

  return (
    <NewPersonFrame list="/team" words={words} form={form} onSubmit={() => form.submit()}>
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
      <LanguageField field={form.field('language')} />
    </NewPersonFrame>
  );
}
