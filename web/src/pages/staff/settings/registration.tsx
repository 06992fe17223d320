import { Plus, Trash2 } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { answer, api } from '../../../api/client';
import type { Settings } from '../../../api/types';
import { checkEmail, explainField } from '../../../checks';
import { Button } from '../../../components/button';
import { FormSummary } from '../../../components/failure';
import { CheckField, RadioField, TextField } from '../../../components/field';
import { Notice } from '../../../components/notice';
import { TextArea } from '../../../components/text-area';
import { useForm } from '../../../form';
import { useInsideWords, useWords } from '../../../messages/language';
import { usePortal } from '../../../portal';
import { explainSetting } from './explain';
import { Head } from './head';
import { SectionPanel } from './section-panel';
import type { SettingsProps } from './props';
import { useSection } from './use-section';

const MODES = ['nobody', 'companies', 'anyone'] as const;

/** Who may register by themselves, and by which ways (G1 to G6). */
export function RegistrationPage(props: SettingsProps) {
  const { settings: words } = useInsideWords();
  return (
    <>
      <Head title={words.page.registration} intro={words.registration.intro} />
      <div class="settings-columns">
        <div class="stack-wide">
          <Who {...props} />
          <Try />
        </div>
        <div class="stack-wide">
          <Companies {...props} />
          <Denied {...props} />
        </div>
      </div>
    </>
  );
}

function Who({ settings, change }: SettingsProps) {
  const { settings: words } = useInsideWords();
  const section = useSection({
    name: 'registration',
    saved: settings.registration,
    onSaved: (registration) => change({ registration }),
    send: ({ mode, ways, companyMailboxOnly, version }) => answer(api.POST('/api/settings/registration', { body: { mode, ways, companyMailboxOnly, version } })),
    explain: explainSetting(words),
    done: words.saved(words.registration.title),
  });
  const { mode, ways } = section.values;
  const text = words.registration;
  return (
    <SectionPanel title={text.title} text={text.text} section={section}>
      <RadioField
        field={{ ...section.field('mode'), set: (value) => section.set({ mode: MODES.find((each) => each === value) ?? mode }) }}
        legend={text.mode}
        options={MODES.map((value) => ({ value, label: text.modes[value], hint: text.modeTexts[value] }))}
      />
      {mode === 'companies' && settings.companies.companies.length === 0 && <Notice tone="note">{<p>{text.noCompanies}</p>}</Notice>}
      <fieldset class="stack-tight">
        <legend class="label">{text.ways}</legend>
        {settings.ways.map((way) => (
          <CheckField
            key={way}
            field={section.part(`ways[${way}]`, ways.includes(way), (open) => section.set({ ways: open ? [...ways, way] : ways.filter((each: string) => each !== way) }))}
            label={text.way[way]}
            hint={text.wayTexts[way]}
          />
        ))}
      </fieldset>
      {mode !== 'nobody' && ways.length === 0 && <Notice tone="note">{<p>{text.noWays}</p>}</Notice>}
      <CheckField field={section.field('companyMailboxOnly')} label={text.mailboxOnly} hint={text.mailboxOnlyText} />
    </SectionPanel>
  );
}

type Company = Settings['companies']['companies'][number];

const listOf = (text: string) => text.split(/[\s,;]+/).filter((each) => each !== '');

function Companies({ settings, change }: SettingsProps) {
  const { settings: words } = useInsideWords();
  const text = words.companies;
  const section = useSection({
    name: 'companies',
    saved: settings.companies,
    onSaved: (companies) => change({ companies }),
    tidy: (values) => ({ ...values, companies: values.companies.map((company) => ({ ...company, domains: company.domains.flatMap(listOf) })) }),
    send: ({ companies, version }) =>
      answer(api.POST('/api/settings/companies', { body: { version, companies: companies.map(({ id, name, domains }) => ({ name, domains, ...(id !== '' && { id }) })) } })),
    explain: explainSetting(words),
    done: words.saved(text.title),
  });
  const { companies } = section.values;
  const put = (index: number, part: Partial<Company>) => section.set({ companies: companies.map((each, at) => (at === index ? { ...each, ...part } : each)) });
  return (
    <SectionPanel title={text.title} text={text.text} section={section}>
      {companies.length === 0 && <p class="quiet">{text.empty}</p>}
      {companies.map((company, index) => (
        <fieldset key={company.id || `new-${index}`} class="settings-row">
          <legend class="label">{company.name || words.newRow}</legend>
          <TextField field={section.part(`companies[${index}].name`, company.name, (name) => put(index, { name }))} label={text.name} />
          <TextField
            field={section.part(`companies[${index}].domains`, company.domains.join(' '), (domains) => put(index, { domains: [domains] }))}
            label={text.domains}
            hint={text.domainsHint}
          />
          <Button onClick={() => section.set({ companies: companies.filter((_, at) => at !== index) })} label={`${words.remove}: ${company.name || words.newRow}`}>
            <Trash2 size={16} aria-hidden="true" />
            {words.remove}
          </Button>
        </fieldset>
      ))}
      <div>
        <Button
          onClick={() => {
            section.set({ companies: [...companies, { id: '', name: '', domains: [] }] });
            section.goTo(`companies[${companies.length}].name`);
          }}
        >
          <Plus size={16} aria-hidden="true" />
          {text.add}
        </Button>
      </div>
    </SectionPanel>
  );
}

function Denied({ settings, change }: SettingsProps) {
  const { settings: words } = useInsideWords();
  const text = words.denied;
  const section = useSection({
    name: 'denied',
    saved: settings.denied,
    onSaved: (denied) => change({ denied }),
    tidy: (values) => ({ ...values, entries: values.entries.map((each) => each.trim()).filter((each) => each !== '') }),
    send: ({ entries, version }) => answer(api.POST('/api/settings/denied', { body: { version, entries } })),
    explain: explainSetting(words),
    done: words.saved(text.title),
  });
  const { entries } = section.values;
  const field = section.field('entries');
  return (
    <SectionPanel title={text.title} text={text.text} section={section}>
      <TextArea field={{ ...field, value: entries.join('\n'), set: (value) => section.set({ entries: value.split('\n') }) }} label={text.entries} hint={text.hint} optional />
    </SectionPanel>
  );
}

/** What would happen to an address, by the settings as they are saved. */
function Try() {
  const words = useWords();
  const { settings: inside } = useInsideWords();
  const portal = usePortal();
  const text = inside.try;
  const [said, setSaid] = useState<{ email: string; allowed: boolean; text: string }>();
  const form = useForm({
    initial: { email: '' },
    check: ({ email }) => ({ email: checkEmail(email, words.fieldProblem) }),
    explain: (error) => explainField(error, words.fieldProblem, portal.password),
    send: ({ email }) => answer(api.POST('/api/settings/decisions', { body: { way: 'form', email: email.trim() } })),
    done: ({ allowed, reason, company }, { email }) =>
      setSaid({ email: email.trim(), allowed, text: allowed ? (company === undefined ? text.allowed : text.joins(company)) : text.reason[reason ?? 'denied'] }),
  });
  return (
    <section class="panel" aria-labelledby="settings-try">
      <div class="panel-head">
        <h2 id="settings-try">{text.title}</h2>
      </div>
      <form
        class="panel-body stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setSaid(undefined);
          form.submit();
        }}
      >
        <p class="small quiet">{text.text}</p>
        <FormSummary form={form} />
        <TextField field={form.field('email')} label={words.field.email} type="email" />
        <div>
          <Button type="submit" busy={form.busy}>
            {text.submit}
          </Button>
        </div>
        <div aria-live="polite">
          {said && (
            <Notice tone={said.allowed ? 'good' : 'note'} title={said.email}>
              <p>{said.text}</p>
            </Notice>
          )}
        </div>
      </form>
    </section>
  );
}
