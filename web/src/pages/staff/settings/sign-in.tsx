import { answer, api } from '../../../api/client';
import { CheckField, RadioField, TextField } from '../../../components/field';
import { useInsideWords } from '../../../messages/language';
import { explainSetting } from './explain';
import { Head } from './head';
import { SectionPanel } from './section-panel';
import type { SettingsProps } from './props';
import { useSection } from './use-section';

const FACTORS = ['off', 'optional', 'required'] as const;

/** What signing in takes (B9, X9). */
export function SignInSettingsPage({ settings, change }: SettingsProps) {
  const { settings: words } = useInsideWords();
  const text = words.signIn;
  const section = useSection({
    name: 'sign-in',
    saved: settings.signIn,
    onSaved: (signIn) => change({ signIn }),
    send: ({ secondFactor, trustedDevices, passwordMinLength, version }) =>
      answer(api.POST('/api/settings/sign-in', { body: { secondFactor, trustedDevices, passwordMinLength, version } })),
    check: ({ passwordMinLength: n }): Record<string, string> => (Number.isInteger(n) && n >= 8 && n <= 64 ? {} : { passwordMinLength: words.problem.passwordMinLength }),
    explain: explainSetting(words),
    done: words.saved(text.title),
  });
  const { secondFactor, passwordMinLength } = section.values;
  const length = section.field('passwordMinLength');
  return (
    <>
      <Head title={words.page.signIn} intro={text.intro} />
      <SectionPanel title={text.title} text={text.text} section={section}>
        <RadioField
          field={{ ...section.field('secondFactor'), set: (value) => section.set({ secondFactor: FACTORS.find((each) => each === value) ?? secondFactor }) }}
          legend={text.secondFactor}
          options={FACTORS.map((value) => ({ value, label: text.factors[value], hint: text.factorTexts[value] }))}
        />
        <CheckField field={section.field('trustedDevices')} label={text.trusted} hint={text.trustedText} />
        <TextField
          field={{ ...length, value: Number.isNaN(passwordMinLength) ? '' : String(passwordMinLength), set: (value) => length.set(value.trim() === '' ? Number.NaN : Number(value)) }}
          label={text.length}
          hint={text.lengthText}
          inputMode="numeric"
        />
      </SectionPanel>
    </>
  );
}
