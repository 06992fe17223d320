import type { Person } from '../../api/types';

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
