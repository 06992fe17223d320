import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from '../../../api/error';
import { sessionState } from '../../../api/session';
import type { FieldError } from '../../../api/types';
import { confirmDone } from '../../../components/toast';
import { readDraft, writeDraft } from '../../../draft';
import type { Field } from '../../../form';
import { changesOf } from './changes';
import type { Change } from './changes';

/** What every section of the settings has beside its values. */
export interface Versioned {
  readonly version: number;
  readonly changedAt?: string;
  readonly changedBy?: string;
}

type Values<S> = Omit<S, keyof Versioned>;

interface Options<S extends Versioned> {
  /** Names the section's draft, ids and fields. */
  readonly name: string;
  readonly saved: S;
  readonly onSaved: (now: S) => void;
  readonly send: (values: S) => Promise<S>;
  /** Brings what was typed into the form in which it is sent, and in which the server counts it. */
  readonly tidy?: (values: S) => S;
  /** Completes what the server leaves out where it is empty. */
  readonly whole?: (section: S) => S;
  /** Finds what is wrong, by field; the server has the last word. */
  readonly check?: (values: S) => Readonly<Record<string, string>>;
  /** Puts what the server found wrong with a field into our words. */
  readonly explain: (field: string, code: string, detail: string, typed: readonly string[]) => string;
  /** Confirms that it is done. */
  readonly done: string;
}

/** What somebody else changed while this page was open. */
export interface Conflict {
  readonly by: string | undefined;
  readonly changes: readonly Change[];
}

export interface Section<S extends Versioned> {
  readonly name: string;
  readonly values: S;
  /** The fields that are not as they are saved. */
  readonly changed: readonly string[];
  readonly busy: boolean;
  readonly failures: number;
  readonly failure: ApiError | undefined;
  readonly conflict: Conflict | undefined;
  readonly problems: readonly { readonly id: string; readonly text: string }[];
  readonly problem: (field: string) => string | undefined;
  readonly field: <K extends keyof Values<S> & string>(field: K) => Field<S[K]>;
  /** A field within the section that is no value of its own, such as one of a row. */
  readonly part: <T>(path: string, value: T, set: (value: T) => void) => Field<T>;
  readonly set: (change: Partial<Values<S>>) => void;
  /** Takes the focus, as soon as this is drawn anew, to a field by its path: the first one of a row that was just added. */
  readonly goTo: (path: string) => void;
  readonly save: () => void;
  readonly discard: () => void;
}

const VERSIONED: readonly string[] = ['version', 'changedAt', 'changedBy'] satisfies (keyof Versioned)[];

const valuesOf = (section: Versioned) => Object.fromEntries(Object.entries(section).filter(([key]) => !VERSIONED.includes(key)));

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/**
 * One section of the settings while it is looked at and changed. What is not saved yet is kept as a draft, so that neither a reload nor a look at
 * another page loses it. Where somebody else was faster, what they changed is taken over beside what was typed here, and said.
 */
export function useSection<S extends Versioned>({ name, saved, onSaved, send, tidy = (values) => values, whole = (section) => section, check, explain, done }: Options<S>): Section<S> {
  const who = sessionState();
  const draft = who.kind === 'signed-in' ? `${who.person.id}.settings.${name}` : undefined;
  const [wished, setWished] = useState<Partial<Values<S>>>(() => readDraft<Values<S>>(draft));
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError>();
  const [failures, setFailures] = useState(0);
  const [conflict, setConflict] = useState<Conflict>();
  const sending = useRef(false);
  const values: S = { ...saved, ...wished };
  const latest = useRef(values);
  latest.current = values;
  const changed = Object.keys(valuesOf({ ...saved, ...values })).filter((key) => !same(saved[key as keyof S], values[key as keyof S]));
  const unsaved = changed.length > 0;

  useEffect(() => {
    if (!unsaved) return undefined;
    const ask = (event: Event) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [unsaved]);

  function wish(next: Partial<Values<S>>): void {
    setWished(next);
    writeDraft(draft, Object.keys(next).length === 0 ? undefined : next);
  }

  function fail(found: Readonly<Record<string, string>>, error?: ApiError): void {
    setProblems(found);
    setFailure(error);
    setFailures((n) => n + 1);
  }

  function lost(current: S): void {
    setConflict({ by: current.changedBy, changes: changesOf(valuesOf(saved), valuesOf(current)) });
    setFailures((n) => n + 1);
    onSaved(current);
  }

  async function save(): Promise<void> {
    if (sending.current) return;
    const found = check?.(latest.current) ?? {};
    setConflict(undefined);
    if (Object.keys(found).length > 0) {
      fail(found);
      return;
    }
    sending.current = true;
    setBusy(true);
    const sent = tidy(latest.current);
    try {
      const now = await send(sent);
      wish({});
      setProblems({});
      setFailure(undefined);
      onSaved(whole(now));
      confirmDone(done);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === 'version_conflict' && error.current !== undefined) lost(whole(error.current as S));
      else if (error.errors.length > 0) fail(explainAll(error.errors, sent, explain));
      else fail({}, error);
    } finally {
      sending.current = false;
      setBusy(false);
    }
  }

  const next = useRef<string>();
  useLayoutEffect(() => {
    if (next.current === undefined) return;
    const field = document.getElementById(next.current);
    next.current = undefined;
    // In the middle of the page: at its foot the bar to save would cover the field.
    field?.focus({ preventScroll: true });
    field?.scrollIntoView({ block: 'center' });
  });

  const idOf = (path: string) => `${name}-${path.replace(/[^a-zA-Z0-9]+/g, '-').replace(/-$/, '')}`;
  const set = (change: Partial<Values<S>>) => {
    wish({ ...wished, ...change });
    // What is wrong with a field is said until it is touched, or something in it is.
    const touched = Object.keys(change);
    setProblems(Object.fromEntries(Object.entries(problems).filter(([path]) => !touched.some((field) => path === field || path.startsWith(`${field}[`)))));
  };
  return {
    name,
    values,
    changed,
    busy,
    failures,
    failure,
    conflict,
    problems: Object.entries(problems).map(([path, text]) => ({ id: idOf(path), text })),
    problem: (path) => problems[path],
    field: (field) => ({ id: idOf(field), name: field, value: values[field], problem: problems[field], set: (value) => set({ [field]: value } as unknown as Partial<Values<S>>) }),
    part: (path, value, change) => ({
      id: idOf(path),
      name: path,
      value,
      problem: problems[path],
      set: (typed) => {
        change(typed);
        // The row is where it was, and so is what is wrong with the others.
        const whole = path.replace(/\[.*$/, '');
        setProblems(Object.fromEntries(Object.entries(problems).filter(([each]) => each !== path && each !== whole)));
      },
    }),
    set,
    goTo: (path) => {
      next.current = idOf(path);
    },
    save: () => void save(),
    discard: () => {
      wish({});
      setProblems({});
      setFailure(undefined);
      setConflict(undefined);
    },
  };
}

/** The value at a path such as `companies[0].domains[1]`. */
const at = (values: object, path: string) => path.split(/[.[\]]+/).reduce<unknown>((value, name) => (name === '' ? value : (value as Readonly<Record<string, unknown>> | undefined)?.[name]), values);

/** Says what is wrong, once for each field: what is wrong with texts of a list is said at the field that holds the list. */
function explainAll(errors: readonly FieldError[], sent: object, explain: Options<Versioned>['explain']): Readonly<Record<string, string>> {
  const listOf = ({ field }: FieldError) => field.replace(/\[\d+\]$/, '');
  const say = (field: string): string => {
    const here = errors.filter((each) => listOf(each) === field);
    return [...new Map(here.map((each) => [each.code, each])).values()]
      .map(({ code, detail }) => {
        const typed = here.filter((each) => each.code === code && each.field !== field).map((each) => at(sent, each.field));
        return explain(field, code, detail, typed.filter((text) => typeof text === 'string'));
      })
      .join(' ');
  };
  return Object.fromEntries(errors.map((each) => [listOf(each), say(listOf(each))]));
}

/** Takes the focus to what is in box whenever count grows, and the page to its beginning: a bar that sticks to the foot of the page covers none of it there. */
export function useFocusOn(count: number) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (count === 0) return;
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: 'start' });
  }, [count]);
  return box;
}
