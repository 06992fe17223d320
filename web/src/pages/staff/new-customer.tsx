import { useLocation } from 'preact-iso/router';
import { answer, api } from '../../api/client';
import type { Me } from '../../api/types';
import { explainField } from '../../checks';
import { CheckField, TextField } from '../../components/field';
import { confirmDone } from '../../components/toast';
import { useForm } from '../../form';
import { useInsideWords, useWords } from '../../messages/language';
import { usePortal } from '../../portal';
import { InvitationFormField, invitationForm } from './invitation-form';
import { LevelFields, STANDARD, checkServices, chosenServices, levelOf } from './level';
import type { LevelChoice } from './level';
import { LanguageField, NewPersonFrame, checkPerson, personOf } from './new-person';

/** Where a customer is created, with what is known of them. */
export function newCustomerAddress(email: string, name: string | undefined): string {
  return `/customers/new?${new URLSearchParams({ email, ...(name !== undefined && { name }) }).toString()}`;
}

/** An agent creates a customer, with or without an invitation (G10). */
export function NewCustomerPage({ me }: { me: Me }) {
  const shared = useWords();
  const { newCustomer: words, level } = useInsideWords();
  const portal = usePortal();
  const { query, route } = useLocation();
  const { name = '', email = '' } = query;
  const initial: Pick<LevelChoice, keyof LevelChoice> & { name: string; email: string; language: string; invite: boolean; invitation: string } = { name, email, language: me.language, invite: true, invitation: 'link', ...STANDARD };
  const form = useForm({
    initial,
    // What was typed for somebody else does not stand in the way of what the address brings.
    draft: email === '' ? `${me.id}.new-customer` : `${me.id}.new-customer.${email}`,
    check: (values) => ({ ...checkPerson(values, shared.fieldProblem, words), services: checkServices(values, level.servicesMissing) }),
    explain: (error) => explainField(error, shared.fieldProblem, portal.password),
    send: ({ invite, invitation, ...values }, key) =>
      answer(
        api.POST('/api/customers', {
          params: { header: { 'Idempotency-Key': key } },
          body: {
            ...personOf(values),
            ...(invite && levelOf(values) !== 'none' ? { invite: true, invitation: invitationForm(invitation) } : { invite: false }),
            level: levelOf(values),
            services: [...chosenServices(values)],
          },
        }),
      ),
    done: (person, sent) => {
      confirmDone(sent.invite && levelOf(sent) !== 'none' ? words.createdInvited(person.name) : words.created(person.name));
      route(`/customers/${person.id}`, true);
    },
  });

  return (
    <NewPersonFrame list="/customers" words={words} form={form} onSubmit={() => form.submit()}>
      <TextField field={form.field('name')} label={words.name} />
      <TextField field={form.field('email')} label={words.email} type="email" hint={words.emailHint} />
      <LanguageField field={form.field('language')} hint={words.languageHint} />
      <LevelFields level={form.field('level')} reach={form.field('reach')} services={form.field('services')} />
      {/* An invitation would lead nowhere without a level. */}
      {levelOf(form.values) !== 'none' && <CheckField field={form.field('invite')} label={words.invite} hint={words.inviteHint} />}
      {levelOf(form.values) !== 'none' && form.values.invite && <InvitationFormField field={form.field('invitation')} />}
    </NewPersonFrame>
  );
}
