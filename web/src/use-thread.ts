import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from './api/error';
import type { Conversation, Message } from './api/types';
import { begin, join, prepend } from './conversation';
import type { Thread } from './conversation';
import { useLive } from './live';
import { useSlow } from './load';

export interface Slice {
  readonly before?: number;
  readonly after?: number;
}

interface Options<T> {
  readonly read: (slice: Slice) => Promise<T>;
  readonly conversationOf: (whole: T) => Conversation;
  /** Changes whenever something changes that a look for new messages does not bring. */
  readonly markOf: (whole: T) => string;
  /** Messages that came by themselves, not by what the reader did. */
  readonly onNews: (messages: readonly Message[]) => void;
  readonly onEarlier: (count: number) => void;
}

export interface OpenThread<T> {
  /** What was last read as a whole. */
  readonly whole: T | undefined;
  readonly thread: Thread | undefined;
  readonly error: ApiError | undefined;
  readonly loading: boolean;
  readonly slow: boolean;
  /** The last look for news failed. */
  readonly stale: boolean;
  readonly reload: () => void;
  /** Takes in a whole that an answer to a change brought. */
  readonly take: (whole: T) => void;
  readonly earlier: { readonly load: () => void; readonly busy: boolean; readonly error: ApiError | undefined };
}

/** A conversation that is open on the page: its newest page first, earlier ones on demand, and news by itself. */
export function useThread<T>({ read, conversationOf, markOf, onNews, onEarlier }: Options<T>): OpenThread<T> {
  const [state, setState] = useState<{ whole: T; thread: Thread }>();
  const [error, setError] = useState<ApiError>();
  const [loading, setLoading] = useState(true);
  const [stale, setStale] = useState(false);
  const [fetching, setFetching] = useState(false);
  const [earlierError, setEarlierError] = useState<ApiError>();
  const slow = useSlow(loading && !state);
  const latest = useRef(state);
  const gone = useRef(false);

  function put(whole: T, thread: Thread): void {
    latest.current = { whole, thread };
    setState(latest.current);
  }

  function take(whole: T): void {
    const next = conversationOf(whole);
    put(whole, latest.current ? join(latest.current.thread, next) : begin(next));
  }

  async function load(): Promise<void> {
    setLoading(true);
    try {
      const whole = await read({});
      if (gone.current) return;
      take(whole);
      setError(undefined);
    } catch (failure) {
      if (gone.current) return;
      if (!(failure instanceof ApiError)) throw failure;
      setError(failure);
    } finally {
      if (!gone.current) setLoading(false);
    }
  }

  useEffect(() => {
    void load();
    return () => {
      gone.current = true;
    };
  }, []);

  useLive(async () => {
    const before = latest.current;
    if (!before) return;
    const last = before.thread.messages.at(-1)?.number ?? 0;
    try {
      const news = await read({ after: last });
      const now = latest.current;
      if (gone.current || !now) return;
      if (markOf(news) !== markOf(now.whole)) {
        const whole = await read({});
        take(whole);
      } else {
        put(now.whole, join(now.thread, conversationOf(news)));
      }
      const arrived = (latest.current?.thread.messages ?? []).filter(({ number, author }) => number > last && author.me !== true);
      const shownMeanwhile = now.thread.messages.at(-1)?.number ?? 0;
      const unheard = arrived.filter(({ number }) => number > shownMeanwhile);
      if (unheard.length > 0) onNews(unheard);
      setStale(false);
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      if (!gone.current) setStale(true);
    }
  });

  async function loadEarlier(): Promise<void> {
    const first = latest.current?.thread.messages[0]?.number;
    if (first === undefined || fetching) return;
    setFetching(true);
    try {
      const page = conversationOf(await read({ before: first }));
      if (gone.current || !latest.current) return;
      put(latest.current.whole, prepend(latest.current.thread, page));
      setEarlierError(undefined);
      onEarlier(page.messages.length);
    } catch (failure) {
      if (gone.current) return;
      if (!(failure instanceof ApiError)) throw failure;
      setEarlierError(failure);
    } finally {
      setFetching(false);
    }
  }

  return {
    whole: state?.whole,
    thread: state?.thread,
    error,
    loading,
    slow,
    stale,
    reload: () => void load(),
    take,
    earlier: { load: () => void loadEarlier(), busy: fetching, error: earlierError },
  };
}
