import { Plus, Trash2 } from 'lucide-preact';
import { answer, api } from '../../../api/client';
import type { Settings } from '../../../api/types';
import { Button } from '../../../components/button';
import { CopyButton } from '../../../components/copy';
import { TextField } from '../../../components/field';
import { useInsideWords } from '../../../messages/language';
import { explainSetting } from './explain';
import { Head } from './head';
import { SectionPanel } from './section-panel';
import type { SettingsProps } from './props';
import { useSection } from './use-section';

type Service = Settings['services']['services'][number];

/** What the team supports, with the support address of each (G7). */
export function ServicesPage({ settings, change }: SettingsProps) {
  const { settings: words } = useInsideWords();
  const text = words.services;
  const section = useSection({
    name: 'services',
    saved: settings.services,
    onSaved: (services) => change({ services }),
    send: ({ services, version }) =>
      answer(api.POST('/api/settings/services', { body: { version, services: services.map(({ id, name, address }) => ({ name, address: address.trim(), ...(id !== '' && { id }) })) } })),
    explain: explainSetting(words),
    done: words.saved(text.title),
  });
  const { services } = section.values;
  const put = (index: number, part: Partial<Service>) => section.set({ services: services.map((each, at) => (at === index ? { ...each, ...part } : each)) });
  return (
    <>
      <Head title={words.page.services} intro={text.intro} />
      <SectionPanel title={text.title} text={text.text} section={section}>
        {services.length === 0 && <p class="quiet">{text.empty}</p>}
        {services.map((service, index) => (
          <fieldset key={service.id || `new-${index}`} class="settings-row">
            <legend class="label">{service.name || words.newRow}</legend>
            <TextField field={section.part(`services[${index}].name`, service.name, (name) => put(index, { name }))} label={text.name} />
            <TextField field={section.part(`services[${index}].address`, service.address, (address) => put(index, { address }))} label={text.address} type="email" />
            <div class="row">
              <CopyButton text={service.address} label={words.copy(service.name)} short={words.copyShort} done={words.copied(service.name)} />
              <Button onClick={() => section.set({ services: services.filter((_, at) => at !== index) })} label={`${words.remove}: ${service.name || words.newRow}`}>
                <Trash2 size={16} aria-hidden="true" />
                {words.remove}
              </Button>
            </div>
          </fieldset>
        ))}
        <div>
          <Button
            onClick={() => {
              section.set({ services: [...services, { id: '', name: '', address: '' }] });
              section.goTo(`services[${services.length}].name`);
            }}
          >
            <Plus size={16} aria-hidden="true" />
            {text.add}
          </Button>
        </div>
      </SectionPanel>
    </>
  );
}
