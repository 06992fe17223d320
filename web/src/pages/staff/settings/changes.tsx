import type { AuditEntry } from '../../../api/types';
import type { InsideWords } from '../../../messages/en/inside';
import { useInsideWords } from '../../../messages/language';
import { useServices } from '../../../services';
import { sayPart } from '../differences';
import { sayPath } from './say-path';

/** One value that is another than before: before is not there where it is new, after where it went. */
export type Change = AuditEntry['changes'][number];

interface Props {
  changes: readonly Change[];
  /** What was changed: the settings, or a person. */
  of: 'settings' | 'person';
}

/** What is another than before, each in the words in which it is chosen. */
export function Changes({ changes, of }: Props) {
  const words = useInsideWords();
  return (
    <dl class="changes">
      {changes.map((change, index) => (
        <div key={index}>
          <dt>{sayPath(change.field, words.settings.fieldName)}</dt>
          <dd>
            <What change={change} of={of} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function What({ change, of }: { change: Change; of: Props['of'] }) {
  const words = useInsideWords();
  const { field } = change;
  if (of === 'settings') return field === 'logo' ? <>{sayLogo(change, words)}</> : <Values change={change} say={(value) => saySetting(field, value, words)} />;
  if (field === 'services') return <ServiceNames change={change} />;
  return <Values change={change} say={(value) => sayPart(field, value, words)} />;
}

/** A person's services are kept by their ids, with a space between two. */
function ServiceNames({ change }: { change: Change }) {
  const { nameOf } = useServices();
  return <Values change={change} say={(ids) => ids.split(' ').map(nameOf).join(', ')} />;
}

function Values({ change: { before, after }, say }: { change: Change; say: (value: string) => string }) {
  return (
    <>
      {before !== undefined && <del>{say(before)}</del>} {after !== undefined && <ins>{say(after)}</ins>}
    </>
  );
}

/** A logo has no words of its own, only an id. */
function sayLogo({ before, after }: Change, { settings: { logoChange } }: InsideWords): string {
  if (before === undefined) return logoChange.chosen;
  return after === undefined ? logoChange.removed : logoChange.replaced;
}

/** Says a value of the settings as their forms do. */
function saySetting(path: string, value: string, { settings }: InsideWords): string {
  switch (path) {
    case 'mode':
      return lookUp(settings.registration.modes, value);
    case 'ways':
      return lookUp(settings.registration.way, value);
    case 'secondFactor':
      return lookUp(settings.signIn.factors, value);
    case 'companyMailboxOnly':
    case 'trustedDevices':
      return lookUp(settings.truth, value);
    default:
      return value;
  }
}

const lookUp = (words: Readonly<Record<string, string>>, value: string) => words[value] ?? value;

type Flat = Map<string, string[]>;

/** Gives what is another between two values of a section, field by field. What a list gained or lost is one change each, as in the audit log. */
export function changesOf(before: object, after: object): Change[] {
  const was = flat(before);
  const is = flat(after);
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((field): Change[] => {
    const lost = (was.get(field) ?? []).filter((value) => !is.get(field)?.includes(value));
    const gained = (is.get(field) ?? []).filter((value) => !was.get(field)?.includes(value));
    const [from, to] = [lost[0], gained[0]];
    if (lost.length === 1 && gained.length === 1 && from !== undefined && to !== undefined) return [{ field, before: from, after: to }];
    return [...lost.map((value) => ({ field, before: value })), ...gained.map((value) => ({ field, after: value }))];
  });
}

/** The values of each field; a field in a row has the names of both with the row's between them. */
function flat(section: object): Flat {
  const all: Flat = new Map();
  const put = (path: string, value: unknown): void => {
    if (Array.isArray(value)) value.forEach((each) => put(path, each));
    else if (typeof value === 'object' && value !== null) {
      const row = value as Readonly<Record<string, unknown>>;
      const name = String(row['label'] ?? row['name'] ?? row['id']);
      for (const [inner, each] of Object.entries(row)) if (inner !== 'id') put(`${path}.${name}.${inner}`, each);
    } else if ((typeof value === 'string' && value !== '') || typeof value === 'number' || typeof value === 'boolean') all.set(path, [...(all.get(path) ?? []), String(value)]);
  };
  for (const [name, value] of Object.entries(section)) put(name, value);
  return all;
}
