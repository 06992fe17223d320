import type { LucideIcon } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useWords } from '../messages/language';

/** Stands where something will be that takes its time. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  const words = useWords();
  return (
    <div class="skeleton" role="status">
      <span class="sr-only">{words.loading}</span>
      {Array.from({ length: lines }, (_, line) => (
        <div class="skeleton-line" key={line} />
      ))}
    </div>
  );
}

interface EmptyProps {
  icon: LucideIcon;
  title: string;
  /** Stands in a section that has a heading of its own. */
  inSection?: boolean;
  children?: ComponentChildren;
  action?: ComponentChildren;
}

/** Says what will be here and offers the first step. */
export function Empty({ icon: Icon, title, inSection = false, children, action }: EmptyProps) {
  const Title = inSection ? 'h3' : 'h2';
  return (
    <div class="empty">
      <span class="empty-icon">
        <Icon size={22} aria-hidden="true" />
      </span>
      <Title>{title}</Title>
      {children}
      {action !== undefined && <div class="empty-action">{action}</div>}
    </div>
  );
}
