import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../../components/button';
import { Dialog } from '../../../components/dialog';
import { CheckField } from '../../../components/field';
import { useInsideWords, useWords } from '../../../messages/language';

const REMEMBERED = 'portico.keys';

export function keysAreOn(): boolean {
  try {
    return localStorage.getItem(REMEMBERED) !== 'off';
  } catch {
    return true;
  }
}

function switchKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(REMEMBERED);
    else localStorage.setItem(REMEMBERED, 'off');
  } catch {
    // they stay as they are
  }
}

function takesText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}

/** Acts on single keys: never in a field, never with a modifier, never behind a dialog, never where they are switched off. */
export function useKeys(actions: Readonly<Record<string, () => void>>): void {
  const latest = useRef(actions);
  latest.current = actions;
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (takesText(event.target) || document.querySelector('dialog[open]') || !keysAreOn()) return;
      const action = latest.current[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}

/** The list of keys, and the switch for them. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const shared = useWords();
  const { queue: words } = useInsideWords();
  const [on, setOn] = useState(keysAreOn);
  const { keyList } = words;
  const list = [
    ['j', keyList.next],
    ['k', keyList.previous],
    ['r', keyList.answer],
    ['n', keyList.note],
    ['a', keyList.assign],
    ['e', keyList.close],
    ['/', keyList.search],
    ['?', keyList.help],
  ] as const;
  return (
    <Dialog title={words.keysTitle} onClose={onClose} actions={<Button onClick={onClose}>{shared.close}</Button>}>
      <p>{words.keysText}</p>
      <dl class="keys">
        {list.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <CheckField
        field={{
          id: 'single-keys',
          name: 'single-keys',
          value: on,
          problem: undefined,
          set: (next) => {
            switchKeys(next);
            setOn(next);
          },
        }}
        label={words.keysOn}
        hint={words.keysOnHint}
      />
    </Dialog>
  );
}
