import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from './api/error';

/** A skeleton appears only after this long; what is faster than that needs none. */
const SLOW_MS = 300;

export interface Load<T> {
  readonly data: T | undefined;
  readonly error: ApiError | undefined;
  readonly loading: boolean;
  /** Loading has taken so long that the page should show it. */
  readonly slow: boolean;
  readonly reload: () => void;
  /** Shows what is newer than anything that is still being loaded. */
  readonly set: (data: T) => void;
}

/** Loads something whenever `key` changes. What an earlier key brings too late is dropped. */
export function useLoad<T>(key: string, load: () => Promise<T>): Load<T> {
  const [data, setData] = useState<T>();
  const [error, setError] = useState<ApiError>();
  const [loading, setLoading] = useState(true);
  const [round, setRound] = useState(0);
  const slow = useSlow(loading);
  const wanted = useRef(key);
  const latest = useRef(0);

  useEffect(() => {
    let dropped = false;
    const mine = ++latest.current;
    if (wanted.current !== key) setData(undefined);
    wanted.current = key;
    setLoading(true);
    load()
      .then((got) => {
        if (dropped || latest.current !== mine) return;
        setData(got);
        setError(undefined);
      })
      .catch((failure: unknown) => {
        if (dropped) return;
        if (!(failure instanceof ApiError)) throw failure;
        setError(failure);
      })
      .finally(() => {
        if (!dropped) setLoading(false);
      });
    return () => {
      dropped = true;
    };
  }, [key, round]);

  const set = (next: T) => {
    latest.current++;
    setData(next);
  };

  return { data, error, loading, slow, reload: () => setRound((n) => n + 1), set };
}

/** Whether something has been going on for long enough to be shown. */
export function useSlow(going: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!going) {
      setSlow(false);
      return undefined;
    }
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, [going]);
  return slow;
}
