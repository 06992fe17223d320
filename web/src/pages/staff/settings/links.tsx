import { Plus, Trash2 } from 'lucide-preact';
import { answer, api } from '../../../api/client';
import type { QuickLink } from '../../../api/types';
import { Button } from '../../../components/button';
import { TextField } from '../../../components/field';
import { useInsideWords } from '../../../messages/language';
import { explainSetting } from './explain';
import { Head } from './head';
import { SectionPanel } from './section-panel';
import type { SettingsProps } from './settings';
import { useSection } from './use-section';

const MOST = 12;

/** The links that customers find on their first page (H15). */
export function LinksPage({ settings, change }: SettingsProps) {
  const { settings: words } = useInsideWords();
  const text = words.quickLinks;
  const section = useSection({
    name: 'quick-links',
    saved: settings.quickLinks,
    onSaved: (quickLinks) => change({ quickLinks }),
    send: ({ quickLinks, version }) => answer(api.POST('/api/settings/quick-links', { body: { quickLinks, version } })),
    explain: explainSetting(words),
    done: words.saved(text.title),
  });
  const { quickLinks } = section.values;
  const put = (index: number, part: Partial<QuickLink>) => section.set({ quickLinks: quickLinks.map((each, at) => (at === index ? { ...each, ...part } : each)) });
  return (
    <>
      <Head title={words.page.quickLinks} intro={text.intro} />
      <SectionPanel title={text.title} text={text.text} section={section}>
        {quickLinks.length === 0 && <p class="quiet">{text.empty}</p>}
        {quickLinks.map((link, index) => (
          <fieldset key={index} class="settings-row">
            <legend class="label">{link.label || words.newRow}</legend>
            <TextField field={section.part(`quickLinks[${index}].label`, link.label, (label) => put(index, { label }))} label={text.label} />
            <TextField field={section.part(`quickLinks[${index}].url`, link.url, (url) => put(index, { url }))} label={text.url} />
            <Button onClick={() => section.set({ quickLinks: quickLinks.filter((_, at) => at !== index) })} label={`${words.remove}: ${link.label || words.newRow}`}>
              <Trash2 size={16} aria-hidden="true" />
              {words.remove}
            </Button>
          </fieldset>
        ))}
        {quickLinks.length < MOST && (
          <div>
            <Button onClick={() => section.set({ quickLinks: [...quickLinks, { label: '', url: '' }] })}>
              <Plus size={16} aria-hidden="true" />
              {text.add}
            </Button>
          </div>
        )}
      </SectionPanel>
    </>
  );
}
