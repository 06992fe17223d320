import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from './api/error';

interface Item {
  readonly id: string;
}

interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

interface Kept<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
  readonly scroll: number;
}

/** What lists looked like when they were left, so that coming back finds the same place. */
const kept = new Map<string, Kept<Item>>();

const recall = <T extends Item>(key: string) => kept.get(key) as Kept<T> | undefined;

interface Options<T> {
  readonly onMore: (added: number) => void;
  /** The instant that the list is ordered by, newest first; items that left the list are then known when it is looked at again. */
  readonly at?: (item: T) => string;
}

export interface List<T> {
  readonly items: readonly T[] | undefined;
  readonly more: boolean;
  readonly loading: boolean;
  readonly error: ApiError | undefined;
  readonly loadMore: () => void;
  readonly reload: () => void;
  /** Looks at the first page again and keeps the pages after it. */
  readonly refresh: () => void;
}

/**
 * A list that is loaded page by page. `key` names the list; an answer that belongs to an earlier key is dropped, and a list that was there
 * before is shown at once, at its place, while its first page is looked at again.
 */
export function useList<T extends Item>(key: string, load: (cursor: string | undefined) => Promise<Page<T>>, { onMore, at }: Options<T>): List<T> {
  const [state, setState] = useState<{ key: string } & Partial<Kept<T>>>(() => ({ key, ...recall<T>(key) }));
  const [loading, setLoading] = useState(true);
  const [error, setError] = useState<ApiError>();
  const wanted = useRef(key);
  wanted.current = key;
  const going = useRef(false);
  const shown = state.key === key ? state : { key, ...recall<T>(key) };

  async function take(cursor: string | undefined, join: (page: Page<T>) => Kept<T>): Promise<void> {
    setLoading(true);
    going.current = true;
    try {
      const page = await load(cursor);
      if (wanted.current !== key) return;
      const next = join(page);
      kept.set(key, next);
      setState({ key, ...next });
      setError(undefined);
    } catch (failure) {
      if (wanted.current !== key) return;
      if (!(failure instanceof ApiError)) throw failure;
      setError(failure);
    } finally {
      if (wanted.current === key) {
        setLoading(false);
        going.current = false;
      }
    }
  }

  const get = (cursor: string | undefined, before: readonly T[]) =>
    take(cursor, (page) => {
      const known = new Set(before.map(({ id }) => id));
      const fresh = page.items.filter(({ id }) => !known.has(id));
      if (cursor !== undefined) onMore(fresh.length);
      return { items: [...before, ...fresh], next: page.next, scroll: 0 };
    });

  /** Looks at the first page again without losing the pages after it, which are still what they were. */
  const again = (old: Kept<T>) =>
    take(undefined, (page) => {
      const fresh = new Set(page.items.map(({ id }) => id));
      const last = page.items.at(-1);
      const since = at && last && Date.parse(at(last));
      const rest = old.items.filter((item) => !fresh.has(item.id) && (!at || since === undefined || Date.parse(at(item)) <= since));
      const whole = page.next === undefined;
      return { items: whole ? page.items : [...page.items, ...rest], next: whole ? undefined : (old.next ?? page.next), scroll: old.scroll };
    });

  useEffect(() => {
    const old = recall<T>(key);
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
      if (!going.current) void get(shown.next, shown.items ?? []);
    },
    reload: () => void get(undefined, []),
    refresh: () => {
      const old = recall<T>(key);
      if (old && !going.current) void again(old);
    },
  };
}

/** For tests and for a new sign-in: nothing was seen before. */
export function forgetLists(): void {
  kept.clear();
}
