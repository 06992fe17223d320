import { Copy } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { ApiError } from '../../api/error';
import { announce } from '../../components/announce';
import { Button } from '../../components/button';
import { copyText } from '../../components/copy';
import { useInsideWords } from '../../messages/language';

interface Props {
  load: () => Promise<{ link: string }>;
  /** The showing is in the person's history now. */
  onShown: () => void;
  onFailure: (error: ApiError | undefined) => void;
  /** What else can be done, beside the button. */
  children: ComponentChildren;
}

/** The pending link, fetched only when somebody asks for it, and copied (G11). */
export function PendingLink({ load, onShown, onFailure, children }: Props) {
  const { person: words } = useInsideWords();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [link, setLink] = useState<string>();
  const [copied, setCopied] = useState(false);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    if (link !== undefined && !copied) field.current?.select();
  }, [link, copied]);

  async function copy(): Promise<void> {
    setBusy(true);
    onFailure(undefined);
    const asked = link === undefined ? load().then((shown) => shown.link) : Promise.resolve(link);
    try {
      const done = await copyText(asked);
      setLink(await asked);
      setCopied(done);
      announce(done ? words.copied : words.copyYourself);
      if (link === undefined) onShown();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      onFailure(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <div class="stack">
      {link !== undefined && (
        <div class="field">
          <label class="label" for={id}>
            {words.linkLabel}
          </label>
          <div class="hint">{copied ? words.copied : words.copyYourself}</div>
          <input class="input" id={id} ref={field} readOnly value={link} onFocus={(event) => event.currentTarget.select()} />
        </div>
      )}
      <p class="small quiet">{words.linkCare}</p>
      <div class="row">
        <Button look="primary" busy={busy} onClick={() => void copy()}>
          <Copy size={16} aria-hidden="true" />
          {words.copyLink}
        </Button>
        {children}
      </div>
    </div>
  );
}
