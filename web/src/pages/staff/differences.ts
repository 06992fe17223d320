import type { Person } from '../../api/types';
import type { InsideWords } from '../../messages/en/inside';

const PARTS = ['name', 'email', 'state', 'role', 'level', 'secondFactor', 'language'] as const;

export interface Difference {
  readonly part: (typeof PARTS)[number];
  readonly before: string;
  readonly after: string;
}

/** What changed about a person, as far as people see it. */
export function differences(before: Person, after: Person): readonly Difference[] {
  return PARTS.filter((part) => before[part] !== after[part]).map((part) => ({ part, before: before[part] ?? '', after: after[part] ?? '' }));
}

/** Says a value of a part of a person in words; what is typed, such as a name, stays as it is. */
export function sayPart(part: string, value: string, words: InsideWords): string {
  const say: Readonly<Record<string, Readonly<Record<string, unknown>>>> = { state: words.state, role: words.role, level: words.level, secondFactor: words.secondFactor, language: words.languages };
  const said = say[part]?.[value];
  return typeof said === 'string' ? said : value;
}
