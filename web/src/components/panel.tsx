import type { ComponentChildren, Ref } from 'preact';

interface Props {
  title?: string;
  /** Given where the heading can take the focus. */
  heading?: Ref<HTMLHeadingElement>;
  children: ComponentChildren;
}

/** A part of a page with lines around it. */
export function Panel({ title, heading, children }: Props) {
  const focusable = heading ? { ref: heading, tabIndex: -1 } : {};
  return (
    <section class="panel">
      {title !== undefined && (
        <div class="panel-head">
          <h2 {...focusable}>{title}</h2>
        </div>
      )}
      <div class="panel-body">{children}</div>
    </section>
  );
}
