import { ApiError, errorFrom } from './error';
import type { Closed } from './error';
import { exchange } from './exchange';
import type { Me, Session } from './types';

/**
 * Who is signed in. The access token lives in this module's memory and nowhere else; the cookie, which no script can read, brings a new one.
 * `ended` is for a person who was signed in here and is not any more, for whatever reason but their own. That somebody is signed in, and nothing
 * about who, is remembered in this browser, so that whoever comes back after their session was ended elsewhere is told so.
 */
export type SessionState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'signed-in'; readonly person: Me }
  | { readonly kind: 'ended'; readonly why?: Closed };

const REMEMBERED = 'portico.signed-in';

/** A token that has less than this left is renewed before it is used. */
const MARGIN_MS = 15_000;

let state: SessionState = { kind: 'unknown' };
let token: { readonly value: string; readonly expiresAt: number } | undefined;
let running: Promise<void> | undefined;
/** The person is signing out: what the server refuses meanwhile is no news to them. */
let leaving = false;
/** Raised whenever somebody signs in or out, so that a refresh that was under way meanwhile does not undo it. */
let era = 0;

const listeners = new Set<() => void>();
const others = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('portico');
others?.addEventListener('message', (event: MessageEvent<unknown>) => {
  if (event.data === 'signed-out' && state.kind === 'signed-in') end();
});

export function sessionState(): SessionState {
  return state;
}

export function onSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function become(next: SessionState): void {
  state = next;
  if (next.kind !== 'signed-in') token = undefined;
  if (next.kind === 'signed-in') remember(true);
  if (next.kind === 'anonymous') remember(false);
  for (const listener of listeners) listener();
}

function remember(signedIn: boolean): void {
  try {
    if (signedIn) localStorage.setItem(REMEMBERED, 'yes');
    else localStorage.removeItem(REMEMBERED);
  } catch {
    // storage is forbidden: then a session that was ended elsewhere ends without a word
  }
}

function wasSignedIn(): boolean {
  if (state.kind === 'signed-in' || state.kind === 'ended') return true;
  try {
    return state.kind === 'unknown' && localStorage.getItem(REMEMBERED) !== null;
  } catch {
    return false;
  }
}

/** Takes over the session that a sign-in, an activation or a reset gave. */
export function begin(session: Session): void {
  era++;
  take(session);
}

function take(session: Session): void {
  token = { value: session.accessToken, expiresAt: Date.parse(session.expiresAt) };
  become({ kind: 'signed-in', person: session.person });
}

/** The server says that the session is over, and perhaps why. Of several answers the one that says why counts. */
export function end(why?: Closed): void {
  if (!wasSignedIn() || leaving) {
    become({ kind: 'anonymous' });
    return;
  }
  const known = why ?? (state.kind === 'ended' ? state.why : undefined);
  become({ kind: 'ended', ...(known && { why: known }) });
}

/** For a page that has said that the session ended: from here on nobody is simply signed in. */
export function forget(): void {
  if (state.kind === 'ended') become({ kind: 'anonymous' });
}

/** Ends the session at the server, then here and in this browser's other tabs. */
export async function signOut(): Promise<void> {
  leaving = true;
  try {
    await post('/api/sessions/end');
    era++;
    others?.postMessage('signed-out');
    become({ kind: 'anonymous' });
  } finally {
    leaving = false;
  }
}

/**
 * Gets a fresh token with the session cookie: one request at a time in this tab and, by a lock, in this browser.
 * Fails with `session_ended` where there is no session to speak of, and with what came where nobody can tell.
 */
export function refresh(): Promise<void> {
  running ??= alone(renew).finally(() => (running = undefined));
  return running;
}

async function alone(work: () => Promise<void>): Promise<void> {
  const locks = (navigator as { locks?: LockManager }).locks;
  await (locks ? locks.request('portico-refresh', work) : work());
}

async function renew(): Promise<void> {
  const before = era;
  try {
    const session = (await (await post('/api/sessions/refresh')).json()) as Session;
    if (era === before) take(session);
  } catch (error) {
    if (error instanceof ApiError && (error.status === 401 || error.status === 403)) {
      if (era === before) end();
      throw new ApiError(401, { code: 'session_ended' });
    }
    throw error;
  }
}

/** A token that is good for now. `refused` is one that the server did not take: the answer is another. */
export async function accessToken(refused?: string): Promise<string> {
  const good = token && token.value !== refused && token.expiresAt - MARGIN_MS > Date.now();
  if (!good) await refresh();
  if (!token) throw new ApiError(401, { code: 'session_ended' });
  return token.value;
}

async function post(path: string): Promise<Response> {
  const request = new Request(new URL(path, location.origin), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
  });
  const response = await exchange(request);
  if (response.ok) return response;
  throw errorFrom(response, await response.json().catch(() => undefined));
}

/** For tests: as after loading the page. */
export function resetSession(): void {
  era++;
  running = undefined;
  become({ kind: 'unknown' });
}
