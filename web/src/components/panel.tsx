import type { ComponentChildren } from 'preact';

/** A part of a page with lines around it. */
export function Panel({ title, children }: { title?: string; children: ComponentChildren }) {
  return (
    <section class="panel">
      {title !== undefined && (
        <div class="panel-head">
          <h2>{title}</h2>
        </div>
      )}
      <div class="panel-body">{children}</div>
    </section>
  );
}
