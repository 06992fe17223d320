import { Check, Copy } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import { announce } from './announce';
import { Button } from './button';

/**
 * Puts a text into the clipboard and says whether that worked. A text that has yet to come is handed over as a promise, since browsers forget
 * the click that allowed it while they wait.
 */
export async function copyText(text: string | Promise<string>): Promise<boolean> {
  const coming = Promise.resolve(text);
  // Handled by whoever gave the promise; here it only means "not copied".
  coming.catch(() => undefined);
  try {
    const clipboard = (navigator as { clipboard?: Clipboard }).clipboard;
    if (!clipboard) return false;
    if (typeof ClipboardItem === 'undefined' || typeof text === 'string') {
      await clipboard.writeText(await coming);
    } else {
      await clipboard.write([new ClipboardItem({ 'text/plain': coming.then((value) => new Blob([value], { type: 'text/plain' })) })]);
    }
    return true;
  } catch {
    return false;
  }
}

const CONFIRMED_MS = 3_000;

/** Copies a text that is on the page, and says so. */
export function CopyButton({ text, label, short, done }: { text: string; label: string; short: string; done: string }) {
  const [copied, setCopied] = useState(0);
  useEffect(() => {
    if (copied === 0) return undefined;
    const timer = setTimeout(() => setCopied(0), CONFIRMED_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <Button
      label={label}
      onClick={() => {
        void copyText(text).then((worked) => {
          if (!worked) return;
          setCopied((n) => n + 1);
          announce(done);
        });
      }}
    >
      {copied > 0 ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
      {short}
    </Button>
  );
}
