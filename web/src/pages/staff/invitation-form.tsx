import type { InvitationForm } from '../../api/types';
import { RadioField } from '../../components/field';
import type { Field } from '../../form';
import { useInsideWords } from '../../messages/language';

/** What a form's value says: the link, unless the other was chosen. */
export function invitationForm(value: string): InvitationForm {
  return value === 'temporary_password' ? value : 'link';
}

/** What an invitation's mail carries, or would if it is sent `again`: the link, or a temporary password in its place (H1). */
export function InvitationFormField({ field, again = false }: { field: Field<string>; again?: boolean }) {
  const { invitation: words } = useInsideWords();
  const options: { value: InvitationForm; label: string; hint: string }[] = [
    { value: 'link', label: words.link, hint: words.linkHint },
    { value: 'temporary_password', label: words.password, hint: words.passwordHint },
  ];
  return <RadioField field={field} legend={again ? words.legendAgain : words.legend} options={options} />;
}
