import { useLocation } from 'preact-iso/router';
import { answer, api } from '../../api/client';
import type { Me } from '../../api/types';
import { explainField } from '../../checks';
import { CheckField, TextField } from '../../components/field';
import { confirmDone } from '../../components/toast';
import { useForm } from '../../form';
import { useInsideWords, useWords } from '../../messages/language';
import { usePortal } from '../../portal';
import { LanguageField, NewPersonFrame, checkPerson, personOf } from './new-person';

/** An agent creates a customer, with or without an invitation (G10). */
export function NewCustomerPage({ me }: { me: Me }) {
  const shared = useWords();
  const { newCustomer: words } = useInsideWords();
  const portal = usePortal();
  const { route } = useLocation();
  const initial: { name: string; email: string; language: string; invite: boolean } = { name: '', email: '', language: me.language, invite: true };
  const form = useForm({
    initial,
    draft: `${me.id}.new-customer`,
    check: (values) => checkPerson(values, shared.fieldProblem, words),
    explain: (error) => explainField(error, shared.fieldProblem, portal.password),
    send: ({ invite, ...person }, key) =>
      answer(api.POST('/api/customers', { params: { header: { 'Idempotency-Key': key } }, body: { ...personOf(person), invite } })),
    done: (person, { invite }) => {
      confirmDone(invite ? words.createdInvited(person.name) : words.created(person.name));
      route(`/customers/${person.id}`, true);
    },
  });

  return (
    <NewPersonFrame list="/customers" words={words} form={form} onSubmit={() => form.submit()}>
      <TextField field={form.field('name')} label={words.name} />
      <TextField field={form.field('email')} label={words.email} type="email" hint={words.emailHint} />
      <LanguageField field={form.field('language')} hint={words.languageHint} />
      <CheckField field={form.field('invite')} label={words.invite} hint={words.inviteHint} />
    </NewPersonFrame>
  );
}
