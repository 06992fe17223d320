import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-preact';
import type { ComponentChildren, Ref } from 'preact';

export type Tone = 'info' | 'good' | 'note' | 'danger';

const ICONS = { info: Info, good: CircleCheck, note: TriangleAlert, danger: CircleAlert };

interface Props {
  tone?: Tone;
  title?: string;
  /** Given where the notice is to take the focus. */
  box?: Ref<HTMLDivElement>;
  role?: 'alert' | 'status';
  children?: ComponentChildren;
}

export function Notice({ tone = 'info', title, box, role, children }: Props) {
  const Icon = ICONS[tone];
  const focusable = box ? { ref: box, tabIndex: -1 } : {};
  return (
    <div class={`notice notice-${tone}`} role={role} {...focusable}>
      <Icon size={20} aria-hidden="true" />
      <div class="notice-body">
        {title !== undefined && <h2 class="notice-title">{title}</h2>}
        {children}
      </div>
    </div>
  );
}
