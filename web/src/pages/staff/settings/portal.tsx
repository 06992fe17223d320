import { useRef, useState } from 'preact/hooks';
import { answer, api } from '../../../api/client';
import { ApiError } from '../../../api/error';
import { Button } from '../../../components/button';
import { Failure } from '../../../components/failure';
import { FieldProblem, TextField } from '../../../components/field';
import { darkened, isColour, isReadable } from '../../../contrast';
import { useInsideWords } from '../../../messages/language';
import { useReloadPortal } from '../../../portal';
import { adoptOver } from '../../../styles/adopt';
import { explainSetting } from './explain';
import { Fixed } from './fixed';
import { Head } from './head';
import { LOGO_TYPES, readLogo } from './logo';
import { SectionPanel } from './section-panel';
import type { SettingsProps } from './props';
import { useSection } from './use-section';
import type { Section } from './use-section';

type Portal = SettingsProps['settings']['portal'];

const whole = (portal: Portal) => ({ ...EMPTY, ...portal });

const EMPTY = { privacyUrl: '', termsUrl: '', accent: '', logo: '' };

/** What the portal is called and looks like, and where it is (G7). */
export function PortalPage({ settings, change }: SettingsProps) {
  const { settings: words } = useInsideWords();
  const text = words.portal;
  const reloadPortal = useReloadPortal();
  const section = useSection({
    name: 'portal',
    saved: whole(settings.portal),
    onSaved: (portal) => {
      change({ portal });
      reloadPortal();
    },
    send: ({ name, privacyUrl, termsUrl, accent, logo, version }) =>
      answer(
        api.POST('/api/settings/portal', {
          body: { name, version, ...(privacyUrl.trim() && { privacyUrl }), ...(termsUrl.trim() && { termsUrl }), ...(accent && { accent: accent.toLowerCase() }), ...(logo && { logo }) },
        }),
      ).then(whole),
    whole,
    check: ({ name, accent, privacyUrl, termsUrl }) => ({
      ...(name.trim() === '' && { name: words.problem.name }),
      ...(!isPage(privacyUrl) && { privacyUrl: words.problem.url }),
      ...(!isPage(termsUrl) && { termsUrl: words.problem.url }),
      ...(accent !== '' && !isColour(accent) && { accent: words.problem.colour }),
      ...(isColour(accent) && !isReadable(accent) && { accent: words.problem.contrast }),
    }),
    explain: explainSetting(words),
    done: words.saved(text.title),
  });
  return (
    <>
      <Head title={words.page.portal} intro={text.intro} />
      <div class="settings-columns">
        <SectionPanel title={text.title} text={text.text} section={section}>
          <TextField field={section.field('name')} label={words.name} hint={words.nameText} />
          <Accent section={section} />
          <LogoField section={section} />
          <TextField field={section.field('privacyUrl')} label={text.privacy} hint={text.privacyText} optional />
          <TextField field={section.field('termsUrl')} label={text.terms} hint={text.termsText} optional />
        </SectionPanel>
        <section class="panel" aria-labelledby="settings-fixed">
          <div class="panel-head">
            <h2 id="settings-fixed">{text.fixed}</h2>
          </div>
          <div class="panel-body">
            <Fixed name={words.address} value={settings.address} text={words.addressText} />
            <Fixed name={words.sender} value={settings.sender} text={words.senderText} />
          </div>
        </section>
      </div>
    </>
  );
}

/** Whether a text is empty or the address of a page; the server holds to the same. */
function isPage(typed: string): boolean {
  const text = typed.trim();
  if (text === '') return true;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && url.hostname !== '' && url.username === '' && url.password === '' && text.length <= 500;
}

type PortalSection = Section<Required<Pick<Portal, keyof typeof EMPTY>> & Portal>;

function Accent({ section }: { section: PortalSection }) {
  const { settings: words } = useInsideWords();
  const text = words.portal;
  const field = section.field('accent');
  const whole = isColour(field.value);
  const readable = whole && isReadable(field.value);
  const unreadable = whole && !readable;
  if (readable) adoptOver('preview', `.settings-swatch { background: ${field.value}; }`);
  return (
    <div class="stack-tight">
      <div aria-live="polite">
        <TextField field={unreadable ? { ...field, problem: words.problem.contrast } : field} label={text.accent} hint={text.accentText} optional />
      </div>
      <div class="row">
        <input class="settings-colour" type="color" aria-label={text.pick} value={whole ? field.value.toLowerCase() : '#006b63'} onInput={(event) => field.set(event.currentTarget.value)} />
        {readable && <span class="settings-swatch">{text.preview}</span>}
        {unreadable && <Button onClick={() => field.set(darkened(field.value))}>{text.darker(darkened(field.value))}</Button>}
        {field.value !== '' && <Button onClick={() => field.set('')}>{text.noAccent}</Button>}
      </div>
    </div>
  );
}

function LogoField({ section }: { section: PortalSection }) {
  const { settings: words } = useInsideWords();
  const text = words.portal;
  const field = section.field('logo');
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [failure, setFailure] = useState<ApiError>();

  async function upload(file: File): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    setFailure(undefined);
    try {
      const image = await readLogo(file);
      if (image === undefined) setProblem(text.logoRefused);
      else field.set((await answer(api.POST('/api/settings/logo', { body: { image } }))).logo);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === 'invalid_fields') setProblem(text.logoRefused);
      else setFailure(error);
    } finally {
      setBusy(false);
      if (input.current) input.current.value = '';
    }
  }

  return (
    <div class="field">
      <label class="label" for={field.id}>
        {text.logo}
      </label>
      <div class="hint" id={`${field.id}-hint`}>
        {text.logoText}
      </div>
      {field.value !== '' && (
        <div class="row">
          {(['light', 'dark'] as const).map((scheme) => (
            <figure key={scheme} class={`settings-logo settings-logo-${scheme}`}>
              <img class="logo" src={`/api/portal/logos/${field.value}`} alt={text.logoNow[scheme]} />
            </figure>
          ))}
        </div>
      )}
      <div class="row">
        <input
          ref={input}
          id={field.id}
          type="file"
          accept={LOGO_TYPES}
          aria-describedby={`${field.id}-hint ${field.id}-problem`}
          aria-busy={busy}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file) void upload(file);
          }}
        />
        {field.value !== '' && <Button onClick={() => field.set('')}>{text.noLogo}</Button>}
      </div>
      <div aria-live="polite">
        <FieldProblem field={{ id: field.id, problem: problem ?? field.problem }} />
      </div>
      {failure && <Failure error={failure} />}
    </div>
  );
}
