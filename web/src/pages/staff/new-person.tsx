import { ArrowLeft } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import type { ApiError } from '../../api/error';
import { checkEmail, checkName } from '../../checks';
import { Button, ButtonLink } from '../../components/button';
import { FormSummary } from '../../components/failure';
import type { Explanation } from '../../components/failure';
import { SelectField } from '../../components/field';
import { Heading } from '../../components/heading';
import type { Field, Form } from '../../form';
import type { InsideWords } from '../../messages/en/inside';
import type { Words } from '../../messages/en/words';
import type { Language } from '../../messages/languages';
import { isLanguage, useInsideWords, useLanguage, useWords } from '../../messages/language';
import { usePortal } from '../../portal';

/*
 * What making a customer and inviting somebody to the team have in common.
 */

interface Basics {
  readonly name: string;
  readonly email: string;
}

/** Finds what is wrong with a new person's name and address. */
export function checkPerson({ name, email }: Basics, words: Words['fieldProblem'], missing: { nameMissing: string; emailMissing: string }) {
  return { name: checkName(name, words, missing.nameMissing), email: checkEmail(email, words, missing.emailMissing) };
}

/** A new person's name, address and language as the server takes them. */
export function personOf({ name, email, language }: Basics & { readonly language: string }): Basics & { readonly language?: Language } {
  return { name: name.trim(), email: email.trim(), ...(isLanguage(language) && { language }) };
}

interface FrameProps {
  list: '/customers' | '/team';
  words: InsideWords['newCustomer' | 'newAgent'];
  form: Pick<Form<Record<string, unknown>>, 'problems' | 'failure' | 'failures' | 'busy'>;
  onSubmit: () => void;
  children: ComponentChildren;
}

/** The page around the fields: the way back, what it is about, what is wrong, and the buttons. */
export function NewPersonFrame({ list, words, form, onSubmit, children }: FrameProps) {
  const shared = useWords();
  const inside = useInsideWords();

  function explain(error: ApiError): Explanation | undefined {
    switch (error.code) {
      case 'address_taken':
        return { title: inside.newCustomer.takenTitle, body: <Taken error={error} list={list} words={words} /> };
      case 'address_kept':
        return { title: inside.newCustomer.keptTitle, body: <Kept error={error} list={list} words={words} /> };
      default:
        return undefined;
    }
  }

  return (
    <div class="page-narrow">
      <a class="back" href={list}>
        <ArrowLeft size={16} aria-hidden="true" />
        {list === '/team' ? inside.person.backTeam : inside.person.back}
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
          onSubmit();
        }}
      >
        <FormSummary form={form} explain={explain} />
        {children}
        <div class="row">
          <Button type="submit" look="primary" busy={form.busy}>
            {words.submit}
          </Button>
          <ButtonLink href={list}>{shared.cancel}</ButtonLink>
        </div>
      </form>
    </div>
  );
}

/** The server names the owner of an address where that is somebody of the same kind. */
function Taken({ error, list, words }: { error: ApiError } & Pick<FrameProps, 'list' | 'words'>) {
  const { newCustomer } = useInsideWords();
  if (error.personId === undefined) return <p>{newCustomer.takenSomeone}</p>;
  return (
    <>
      <p>{words.taken}</p>
      <p>
        <a href={`${list}/${error.personId}`}>{words.takenOpen}</a>
      </p>
    </>
  );
}

/** Whoever gave an address up is named as its owner would be. */
function Kept({ error, list, words }: { error: ApiError } & Pick<FrameProps, 'list' | 'words'>) {
  const { newCustomer } = useInsideWords();
  const { format } = useLanguage();
  return (
    <>
      <p>{newCustomer.kept(error.keptUntil === undefined ? undefined : format.date(error.keptUntil))}</p>
      {error.personId !== undefined && (
        <p>
          <a href={`${list}/${error.personId}`}>{words.takenOpen}</a>
        </p>
      )}
    </>
  );
}

export function LanguageField({ field, hint }: { field: Field<string>; hint?: string }) {
  const portal = usePortal();
  const inside = useInsideWords();
  return (
    <SelectField
      field={field}
      label={inside.newCustomer.language}
      {...(hint !== undefined && { hint })}
      options={portal.languages.map((value) => ({ value, label: inside.languages[value] }))}
    />
  );
}
