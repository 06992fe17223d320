import type { ComponentChildren } from 'preact';
import { useWords } from '../messages/language';

export type Look = 'primary' | 'normal' | 'danger' | 'note' | 'plain';

interface Shape {
  look?: Look;
  wide?: boolean;
  children: ComponentChildren;
}

interface ButtonProps extends Shape {
  type?: 'button' | 'submit';
  busy?: boolean;
  /** Cannot be pressed for now. It keeps the focus and says so, instead of vanishing from the keyboard. */
  disabled?: boolean;
  onClick?: (event: MouseEvent) => void;
  /** A fuller name than what is seen, which must begin with it. */
  label?: string;
}

export function buttonClass({ look = 'normal', wide }: Partial<Shape>): string {
  return ['button', look === 'normal' ? '' : `button-${look}`, wide ? 'button-wide' : ''].filter(Boolean).join(' ');
}

/** A button. While it is busy it keeps its width, says so, and cannot be pressed again. */
export function Button({ type = 'button', busy = false, disabled = false, onClick, label, children, ...shape }: ButtonProps) {
  const words = useWords();
  const off = busy || disabled;
  return (
    <button
      type={type}
      class={buttonClass(shape)}
      aria-disabled={off ? 'true' : undefined}
      aria-label={label}
      data-busy={busy ? '' : undefined}
      onClick={(event) => {
        if (off) event.preventDefault();
        else onClick?.(event);
      }}
    >
      <span class="button-label">{children}</span>
      {busy && (
        <span class="button-spinner">
          <span class="spinner" aria-hidden="true" />
          <span class="sr-only">{words.busy}</span>
        </span>
      )}
    </button>
  );
}

/** A link that looks like a button, for going somewhere. */
export function ButtonLink({ href, children, ...shape }: Shape & { href: string }) {
  return (
    <a href={href} class={buttonClass(shape)}>
      <span class="button-label">{children}</span>
    </a>
  );
}
