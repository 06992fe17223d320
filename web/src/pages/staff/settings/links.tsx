import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { answer, api } from '../../../api/client';
import type { QuickLink } from '../../../api/types';
import { announce } from '../../../components/announce';
import { Button } from '../../../components/button';
import { TextField } from '../../../components/field';
import { useInsideWords } from '../../../messages/language';
import { explainSetting } from './explain';
import { Head } from './head';
import { SectionPanel } from './section-panel';
import type { SettingsProps } from './props';
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
  const rows = useRef<HTMLDivElement>(null);
  const moved = useRef<{ index: number; button: string }>();

  /** Exchanges a link with its neighbour. The focus goes with it, so that it can be moved on. */
  function move(index: number, by: -1 | 1, button: string): void {
    const order = [...quickLinks];
    const [link] = order.splice(index, 1);
    if (!link) return;
    order.splice(index + by, 0, link);
    moved.current = { index: index + by, button };
    section.set({ quickLinks: order });
    announce(text.moved(link.label || words.newRow, index + by + 1));
  }

  useLayoutEffect(() => {
    const { index, button } = moved.current ?? {};
    moved.current = undefined;
    if (index !== undefined) rows.current?.children[index]?.querySelector<HTMLElement>(`[aria-label^="${button}"]`)?.focus();
  });

  return (
    <>
      <Head title={words.page.quickLinks} intro={text.intro} />
      <SectionPanel title={text.title} text={text.text} section={section}>
        {quickLinks.length === 0 && <p class="quiet">{text.empty}</p>}
        <div class="stack-wide" ref={rows}>
          {quickLinks.map((link, index) => {
            const name = link.label || words.newRow;
            return (
              <fieldset key={index} class="settings-row">
                <legend class="label">{name}</legend>
                <TextField field={section.part(`quickLinks[${index}].label`, link.label, (label) => put(index, { label }))} label={text.label} />
                <TextField field={section.part(`quickLinks[${index}].url`, link.url, (url) => put(index, { url }))} label={text.url} />
                <div class="row">
                  <Button onClick={() => section.set({ quickLinks: quickLinks.filter((_, at) => at !== index) })} label={`${words.remove}: ${name}`}>
                    <Trash2 size={16} aria-hidden="true" />
                    {words.remove}
                  </Button>
                  <Button look="plain" disabled={index === 0} onClick={() => move(index, -1, text.up)} label={`${text.up}: ${name}`}>
                    <ArrowUp size={16} aria-hidden="true" />
                    {text.up}
                  </Button>
                  <Button look="plain" disabled={index === quickLinks.length - 1} onClick={() => move(index, 1, text.down)} label={`${text.down}: ${name}`}>
                    <ArrowDown size={16} aria-hidden="true" />
                    {text.down}
                  </Button>
                </div>
              </fieldset>
            );
          })}
        </div>
        {quickLinks.length < MOST && (
          <div>
            <Button
              onClick={() => {
                section.set({ quickLinks: [...quickLinks, { label: '', url: '' }] });
                section.goTo(`quickLinks[${quickLinks.length}].label`);
              }}
            >
              <Plus size={16} aria-hidden="true" />
              {text.add}
            </Button>
          </div>
        )}
      </SectionPanel>
    </>
  );
}
