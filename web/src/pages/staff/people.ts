import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from '../../api/error';
import type { Person, PersonPage } from '../../api/types';

interface Kept {
  readonly items: readonly Person[];
  readonly next: string | undefined;
  readonly scroll: number;
}

/** What lists looked like when they were left, so that coming back finds the same place. */
const kept = new Map<string, Kept>();

export interface People {
  readonly items: readonly Person[] | undefined;
  readonly more: boolean;
  readonly loading: boolean;
  readonly error: ApiError | undefined;
  readonly loadMore: () => void;
  readonly reload: () => void;
}

/**
 * A list of people that is loaded page by page. `key` names the list; an answer that belongs to an earlier key is dropped, and a list that
 * was there before is shown at once, at its place, while its first page is looked at again.
 */
export function usePeople(key: string, load: (cursor: string | undefined) => Promise<PersonPage>, onMore: (added: number) => void): People {
  const [state, setState] = useState<{ key: string } & Partial<Kept>>(() => ({ key, ...kept.get(key) }));
  const [loading, setLoading] = useState(true);
  const [error, setError] = useState<ApiError>();
  const wanted = useRef(key);
  wanted.current = key;
  const shown = state.key === key ? state : { key, ...kept.get(key) };

  async function get(cursor: string | undefined, before: readonly Person[]): Promise<void> {
    setLoading(true);
    try {
      const page = await load(cursor);
      if (wanted.current !== key) return;
      const known = new Set(before.map(({ id }) => id));
      const fresh = page.items.filter(({ id }) => !known.has(id));
      const next = { items: [...before, ...fresh], next: page.next, scroll: 0 };
      kept.set(key, next);
      setState({ key, ...next });
      setError(undefined);
      if (cursor !== undefined) onMore(fresh.length);
    } catch (failure) {
      if (wanted.current !== key) return;
      if (!(failure instanceof ApiError)) throw failure;
      setError(failure);
    } finally {
      if (wanted.current === key) setLoading(false);
    }
  }

  /** Looks at the first page again without losing the pages after it, which are still what they were. */
  async function again(old: Kept): Promise<void> {
    setLoading(true);
    try {
      const page = await load(undefined);
      if (wanted.current !== key) return;
      const fresh = new Map(page.items.map((person) => [person.id, person]));
      const rest = old.items.filter(({ id }) => !fresh.has(id));
      const whole = page.next === undefined;
      const next = { items: whole ? page.items : [...page.items, ...rest], next: whole ? undefined : (old.next ?? page.next), scroll: old.scroll };
      kept.set(key, next);
      setState({ key, ...next });
      setError(undefined);
    } catch (failure) {
      if (wanted.current !== key) return;
      if (!(failure instanceof ApiError)) throw failure;
      setError(failure);
    } finally {
      if (wanted.current === key) setLoading(false);
    }
  }

  useEffect(() => {
    const old = kept.get(key);
    if (old) void again(old);
    else void get(undefined, []);
  }, [key]);

  useLayoutEffect(() => {
    const old = kept.get(key);
    if (old && old.scroll > 0) scrollTo(0, old.scroll);
    const remember = () => {
      const now = kept.get(wanted.current);
      if (now) kept.set(wanted.current, { ...now, scroll: scrollY });
    };
    addEventListener('click', remember, { capture: true });
    return () => removeEventListener('click', remember, { capture: true });
  }, []);

  return {
    items: shown.items,
    more: shown.next !== undefined,
    loading,
    error,
    loadMore: () => {
      if (!loading) void get(shown.next, shown.items ?? []);
    },
    reload: () => void get(undefined, []),
  };
}

/** For tests and for a new sign-in: nothing was seen before. */
export function forgetPeople(): void {
  kept.clear();
}
