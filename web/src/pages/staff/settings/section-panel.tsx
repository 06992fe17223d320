import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { Button } from '../../../components/button';
import { FormSummary } from '../../../components/failure';
import { Notice } from '../../../components/notice';
import { useKeptFocus } from '../../../kept-focus';
import { useInsideWords, useLanguage } from '../../../messages/language';
import { Changes } from './changes';
import { useFocusOn } from './use-section';
import type { Section, Versioned } from './use-section';

interface Props<S extends Versioned> {
  title: string;
  /** What the section does to whom. */
  text: string;
  section: Section<S>;
  children: ComponentChildren;
}

/** One section: what it is for, its fields, and a bar to save or discard as soon as something is another than it was. */
export function SectionPanel<S extends Versioned>({ title, text, section, children }: Props<S>) {
  const { settings: words } = useInsideWords();
  const { format, words: { colon } } = useLanguage();
  const id = `settings-${section.name}`;
  const { changedAt, changedBy } = section.values;
  // The bar goes when everything is saved.
  const heading = useRef<HTMLHeadingElement>(null);
  const form = useKeptFocus<HTMLFormElement>(heading);
  return (
    <section class="panel" aria-labelledby={id}>
      <div class="panel-head">
        <h2 id={id} ref={heading} tabIndex={-1}>
          {title}
        </h2>
      </div>
      <form
        ref={form}
        class="panel-body stack-wide"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          section.save();
        }}
      >
        <p class="small quiet">{text}</p>
        <ConflictNotice section={section} />
        <FormSummary form={{ problems: section.problems, failure: section.failure, failures: section.conflict ? 0 : section.failures }} />
        {children}
        {section.changed.length > 0 ? (
          <div class="save-bar">
            <p role="status">{words.unsaved(section.changed.map(words.fieldName).join(', '))}</p>
            <div class="row">
              <Button onClick={section.discard} disabled={section.busy}>
                {words.discard}
              </Button>
              <Button type="submit" look="primary" busy={section.busy} label={`${colon(words.save)} ${title}`}>
                {words.save}
              </Button>
            </div>
          </div>
        ) : (
          changedAt !== undefined && <p class="small quiet">{words.lastChanged(changedBy ?? words.somebody, format.exact(changedAt))}</p>
        )}
      </form>
    </section>
  );
}

function ConflictNotice<S extends Versioned>({ section }: { section: Section<S> }) {
  const { settings: words } = useInsideWords();
  const box = useFocusOn(section.conflict ? section.failures : 0);
  if (!section.conflict) return null;
  const { by, changes } = section.conflict;
  return (
    <Notice tone="note" title={words.conflictTitle(by ?? words.somebody)} box={box} role="alert">
      {changes.length > 0 && <Changes changes={changes} of="settings" />}
      <p>{section.changed.length > 0 ? words.conflictKept : words.conflictSame}</p>
    </Notice>
  );
}
