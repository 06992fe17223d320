import { useId, useRef, useState } from 'preact/hooks';
import { Attempts } from './api/attempt';
import { ApiError } from './api/error';
import type { FieldError } from './api/types';
import { readDraft, writeDraft } from './draft';

export interface Field<T> {
  readonly id: string;
  readonly name: string;
  readonly value: T;
  readonly problem: string | undefined;
  readonly set: (value: T) => void;
}

type Problems<V> = { [K in keyof V]?: string | undefined };

interface Options<V, R> {
  readonly initial: V;
  /** Finds what is wrong, in our words; the server has the last word. */
  readonly check: (values: V) => Problems<V>;
  /** Puts what the server found wrong with a field into our words. */
  readonly explain: (error: FieldError, values: V) => string;
  /** `key` names this attempt: the same values keep it over retries. */
  readonly send: (values: V, key: string) => Promise<R>;
  readonly done: (result: R, values: V) => void;
  /** What a failure that the server tells without fields says of fields all the same; the summary has the fuller words. */
  readonly blame?: (error: ApiError) => Problems<V>;
  /** Told of each failure that is not about fields. */
  readonly failed?: (error: ApiError, values: V) => void;
  /** Keeps what is typed in this browser tab under this name, until it is sent. Never for passwords. */
  readonly draft?: string;
}

export interface Form<V> {
  readonly values: V;
  readonly busy: boolean;
  /** Counts submits that failed, so that the summary can take the focus each time. */
  readonly failures: number;
  readonly problems: readonly { readonly id: string; readonly text: string }[];
  /** What failed for another reason than a field. */
  readonly failure: ApiError | undefined;
  readonly field: <K extends keyof V & string>(name: K) => Field<V[K]>;
  readonly submit: (changes?: Partial<V>) => void;
  /** Whether these fields alone are good; what is wrong with them is said as after a submit. For what needs them without being the form's own submit. */
  readonly check: (...names: (keyof V & string)[]) => boolean;
  readonly clear: () => void;
  /** Begins anew, for a form that stays after it was sent. */
  readonly reset: () => void;
}

/** The state of one form: values, problems, one submit at a time, and the idempotency key that belongs to what is in it. */
export function useForm<V extends Record<string, unknown>, R>(options: Options<V, R>): Form<V> {
  const id = useId();
  const [values, setValues] = useState<V>(() => ({ ...options.initial, ...readDraft<V>(options.draft) }));
  const [problems, setProblems] = useState<Problems<V>>({});
  const [failure, setFailure] = useState<ApiError>();
  const [failures, setFailures] = useState(0);
  const [busy, setBusy] = useState(false);
  const attempts = useRef(new Attempts()).current;
  const sending = useRef(false);
  const latest = useRef(values);
  latest.current = values;

  function set<K extends keyof V>(name: K, value: V[K]): void {
    const next = { ...latest.current, [name]: value };
    latest.current = next;
    setValues(next);
    writeDraft(options.draft, next);
    if (problems[name] !== undefined && options.check(next)[name] === undefined) setProblems({ ...problems, [name]: undefined });
  }

  function fail(found: Problems<V>, error?: ApiError): void {
    setProblems(found);
    setFailure(error);
    setFailures((n) => n + 1);
  }

  async function send(sent: V): Promise<void> {
    sending.current = true;
    setBusy(true);
    try {
      const result = await options.send(sent, attempts.keyFor(sent));
      attempts.succeeded();
      writeDraft(options.draft, undefined);
      setProblems({});
      setFailure(undefined);
      options.done(result, sent);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const found: Problems<V> = {};
      for (const each of error.errors) if (each.field in sent) found[each.field as keyof V] = options.explain(each, sent);
      const aboutFields = Object.keys(found).length > 0;
      fail(aboutFields ? found : (options.blame?.(error) ?? {}), aboutFields ? undefined : error);
      if (!aboutFields) options.failed?.(error, sent);
    } finally {
      sending.current = false;
      setBusy(false);
    }
  }

  const fieldId = (name: string) => `${id}-${name}`;

  return {
    values,
    busy,
    failures,
    failure,
    problems: Object.entries<string | undefined>(problems).flatMap(([name, text]) => (text === undefined ? [] : [{ id: fieldId(name), text }])),
    field: (name) => ({ id: fieldId(name), name, value: values[name], problem: problems[name], set: (value) => set(name, value) }),
    submit(changes) {
      if (sending.current) return;
      const sent = { ...latest.current, ...changes };
      const found = options.check(sent);
      if (Object.values(found).some((text) => text !== undefined)) fail(found);
      else void send(sent);
    },
    check(...names) {
      const all = options.check(latest.current);
      const found: Problems<V> = {};
      for (const name of names) if (all[name] !== undefined) found[name] = all[name];
      if (Object.keys(found).length === 0) return true;
      fail(found);
      return false;
    },
    clear() {
      setProblems({});
      setFailure(undefined);
    },
    reset() {
      latest.current = options.initial;
      setValues(options.initial);
      writeDraft(options.draft, undefined);
    },
  };
}
