import { useLayoutEffect, useRef } from 'preact/hooks';
import { answer, api } from '../../api/client';
import type { ApiError } from '../../api/error';
import { refresh } from '../../api/session';
import type { Profile } from '../../api/types';
import { checkName, explainField } from '../../checks';
import { Button } from '../../components/button';
import { FormSummary } from '../../components/failure';
import type { Explanation } from '../../components/failure';
import { SelectField, TextField } from '../../components/field';
import { Panel } from '../../components/panel';
import { confirmDone } from '../../components/toast';
import { useForm } from '../../form';
import { LANGUAGES } from '../../messages/languages';
import { isLanguage, useInsideWords, useWords } from '../../messages/language';
import { usePortal } from '../../portal';

interface Props {
  profile: Profile;
  onChange: (profile: Profile) => void;
  reload: () => void;
}

/** Name and language. The bar and the words of the page follow at once. What was changed elsewhere comes into the fields that nobody has touched here. */
export function Details({ profile, onChange, reload }: Props) {
  const shared = useWords();
  const { profile: inside } = useInsideWords();
  const words = inside.details;
  const portal = usePortal();
  const initial: { name: string; language: string } = { name: profile.name, language: profile.language };
  const form = useForm({
    initial,
    check: ({ name }) => ({ name: checkName(name, shared.fieldProblem) }),
    explain: (error) => explainField(error, shared.fieldProblem, portal.password),
    send: ({ name, language }) =>
      answer(
        api.POST('/api/profile/details', {
          body: { name: name.trim(), language: isLanguage(language) ? language : profile.language, version: profile.version },
        }),
      ),
    done: (changed) => {
      form.field('name').set(changed.name);
      onChange(changed);
      confirmDone(words.done);
      refresh().catch(() => undefined); // brings the name above; whatever fails there is told at the next click
    },
    failed: (error) => {
      if (error.code === 'version_conflict') reload();
    },
  });

  const before = useRef(profile);
  useLayoutEffect(() => {
    const { name, language } = before.current;
    before.current = profile;
    if (form.values.name === name) form.field('name').set(profile.name);
    if (form.values.language === language) form.field('language').set(profile.language);
  }, [profile]);

  const explain = (error: ApiError): Explanation | undefined =>
    error.code === 'version_conflict' ? { title: words.conflictTitle, body: <p>{words.conflict}</p> } : undefined;

  return (
    <Panel title={words.title}>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          form.submit();
        }}
      >
        <FormSummary form={form} explain={explain} />
        <TextField field={form.field('name')} label={words.name} hint={words.nameHint} autocomplete="name" />
        <SelectField
          field={form.field('language')}
          label={words.language}
          hint={words.languageHint}
          options={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
        />
        <div>
          <Button type="submit" busy={form.busy}>
            {words.submit}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
