import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { useWords } from '../messages/language';
import { Button } from './button';
import type { Look } from './button';

interface DialogProps {
  title: string;
  children: ComponentChildren;
  actions: ComponentChildren;
  busy?: boolean;
  onClose: () => void;
}

/** A question or a list in front of the page. Escape closes it; the focus goes back to where it was. */
export function Dialog({ title, children, actions, busy = false, onClose }: DialogProps) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  useLayoutEffect(() => {
    const before = document.activeElement;
    const box = dialog.current;
    box?.showModal();
    heading.current?.focus();
    return () => {
      // As long as it is open, nothing behind it can take the focus.
      box?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onCancel={(event) => {
        event.preventDefault();
        if (!busy) onClose();
      }}
    >
      <div class="stack">
        <h2 id={`${id}-title`} tabIndex={-1} ref={heading}>
          {title}
        </h2>
        <div id={`${id}-text`} class="stack">
          {children}
        </div>
        <div class="row row-end">{actions}</div>
      </div>
    </dialog>
  );
}

interface Props {
  title: string;
  children: ComponentChildren;
  confirm: string;
  look?: Look;
  busy: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that others will feel. Escape and Cancel leave everything as it was. */
export function ConfirmDialog({ title, children, confirm, look = 'primary', busy, onConfirm, onClose }: Props) {
  const words = useWords();
  return (
    <Dialog
      title={title}
      busy={busy}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose} disabled={busy}>
            {words.cancel}
          </Button>
          <Button look={look} busy={busy} onClick={onConfirm}>
            {confirm}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
