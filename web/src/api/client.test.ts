import { describe, expect, test, vi } from 'vitest';
import { problem, serve, session } from '../../test/server';
import { answer, api } from './client';
import { ApiError } from './error';
import { begin, forget, onSession, refresh, resetSession, sessionState, signOut } from './session';
import type { Session } from './types';

const home = { status: 200, body: { person: {}, quickLinks: [] } };
const signedIn = (lives?: number) => begin(session({ token: 'old', ...(lives !== undefined && { lives }) }).body as Session);
const getHome = () => answer(api.GET('/api/home'));

async function failure(call: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await call.then(
    () => undefined,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

describe('the API client', () => {
  test('carries the access token, and asks for no other while it is good', async () => {
    const sent = serve({ 'GET /api/home': home });
    signedIn();
    await getHome();
    await getHome();
    expect(sent.map(({ call }) => call)).toEqual(['GET /api/home', 'GET /api/home']);
    expect(sent[0]?.headers.get('Authorization')).toBe('Bearer old');
  });

  test('gets a fresh token once and repeats the request when the server says that its token is stale', async () => {
    const sent = serve({
      'POST /api/customers': [problem(401, 'stale'), { status: 201, body: { id: 'x' } }],
      'POST /api/sessions/refresh': session({ token: 'new' }),
    });
    signedIn();
    await answer(
      api.POST('/api/customers', { params: { header: { 'Idempotency-Key': 'k'.repeat(16) } }, body: { name: 'A', email: 'a@b.example', invite: true } }),
    );
    expect(sent.map(({ call }) => call)).toEqual(['POST /api/customers', 'POST /api/sessions/refresh', 'POST /api/customers']);
    expect(sent[2]?.headers.get('Authorization')).toBe('Bearer new');
    expect(sent[2]?.body).toEqual(sent[0]?.body);
    expect(sent[2]?.headers.get('Idempotency-Key')).toBe('k'.repeat(16));
  });

  test('treats the gateway’s own 401, which has no problem document, like a stale token', async () => {
    const sent = serve({
      'GET /api/home': [{ status: 401, body: { message: 'Unauthorized' } }, home],
      'POST /api/sessions/refresh': session({ token: 'new' }),
    });
    signedIn();
    await getHome();
    expect(sent).toHaveLength(3);
  });

  test('renews a token that is about to expire before using it', async () => {
    const sent = serve({ 'GET /api/home': home, 'POST /api/sessions/refresh': session({ token: 'new' }) });
    signedIn(5);
    await getHome();
    expect(sent.map(({ call }) => call)).toEqual(['POST /api/sessions/refresh', 'GET /api/home']);
  });

  test('asks for one fresh token however many requests need it', async () => {
    const sent = serve({ 'GET /api/home': home, 'GET /api/settings': home, 'POST /api/sessions/refresh': session({ token: 'new' }) });
    signedIn(1);
    await Promise.all([getHome(), getHome(), answer(api.GET('/api/settings'))]);
    expect(sent.filter(({ call }) => call === 'POST /api/sessions/refresh')).toHaveLength(1);
  });

  test('takes turns with the browser’s other tabs', async () => {
    const request = vi.fn((_name: string, work: () => Promise<void>) => work());
    vi.stubGlobal('navigator', { locks: { request }, languages: ['en'] });
    serve({ 'POST /api/sessions/refresh': session() });
    await refresh();
    expect(request).toHaveBeenCalledOnce();
  });

  test('says that the session ended, once the server says so, and asks for no token then', async () => {
    const sent = serve({ 'GET /api/home': problem(401, 'session_ended') });
    signedIn();
    expect((await failure(getHome())).code).toBe('session_ended');
    expect(sessionState().kind).toBe('ended');
    expect(sent).toHaveLength(1);
  });

  test('says that the session ended when no fresh token is given', async () => {
    serve({ 'GET /api/home': problem(401, 'stale'), 'POST /api/sessions/refresh': problem(401, 'session_ended') });
    signedIn();
    await failure(getHome());
    expect(sessionState().kind).toBe('ended');
  });

  test('finds nobody signed in, without calling it an ended session, when a page is loaded without a cookie', async () => {
    serve({ 'POST /api/sessions/refresh': problem(401, 'session_ended') });
    await failure(refresh());
    expect(sessionState().kind).toBe('anonymous');
  });

  test('says that the session ended to somebody who was signed in here, comes back, and has lost it meanwhile', async () => {
    serve({ 'POST /api/sessions/refresh': [session(), problem(401, 'session_ended')] });
    await refresh();
    resetSession();
    await failure(refresh());
    expect(sessionState().kind).toBe('ended');
    forget();
    resetSession();
    await failure(refresh());
    expect(sessionState().kind, 'it is said once').toBe('anonymous');
  });

  test('does not call it an ended session when somebody signs out, whatever else is refused meanwhile', async () => {
    serve({ 'POST /api/sessions/end': { status: 204 }, 'GET /api/home': problem(401, 'session_ended'), 'POST /api/sessions/refresh': problem(401, 'session_ended') });
    signedIn();
    const kinds: string[] = [];
    const stop = onSession(() => kinds.push(sessionState().kind));
    await Promise.all([signOut(), failure(getHome())]);
    stop();
    expect(new Set(kinds)).toEqual(new Set(['anonymous']));
    resetSession();
    await failure(refresh());
    expect(sessionState().kind).toBe('anonymous');
  });

  test('keeps the session when the network fails while the token is renewed', async () => {
    serve({ 'GET /api/home': home, 'POST /api/sessions/refresh': [new TypeError('fetch failed'), session({ token: 'new' })] });
    signedIn(1);
    expect((await failure(getHome())).code).toBe('offline');
    expect(sessionState().kind).toBe('signed-in');
    await getHome();
  });

  test('lets a sign-in win over a refresh that was under way before it', async () => {
    let reply: (value: ReturnType<typeof problem>) => void = () => undefined;
    const answered = new Promise<ReturnType<typeof problem>>((resolve) => (reply = resolve));
    serve({ 'POST /api/sessions/refresh': () => answered });
    const refreshing = failure(refresh());
    signedIn();
    reply(problem(401, 'session_ended'));
    await refreshing;
    expect(sessionState().kind).toBe('signed-in');
  });

  test('tells everybody who listens that the session changed', () => {
    const kinds: string[] = [];
    const stop = onSession(() => kinds.push(sessionState().kind));
    signedIn();
    stop();
    expect(kinds).toEqual(['signed-in']);
  });

  test('makes an error of the problem document: code, fields, wait, request id and what comes with it', async () => {
    serve({
      'POST /api/sessions': problem(429, 'too_many_requests', {
        detail: 'Slow down.',
        retryAfter: 240,
        flow: 'f',
        personId: 'p',
        errors: [{ field: 'email', code: 'invalid', detail: 'No.' }],
      }),
    });
    const error = await failure(answer(api.POST('/api/sessions', { body: { email: 'a', password: 'b' } })));
    expect(error).toMatchObject({ status: 429, code: 'too_many_requests', detail: 'Slow down.', retryAfter: 240, requestId: 'req-42', flow: 'f', personId: 'p' });
    expect(error.errors[0]?.field).toBe('email');
  });

  test.each([
    [401, 'unauthenticated'],
    [413, 'too_large'],
    [429, 'too_many_requests'],
    [503, 'unavailable'],
    [500, 'server'],
  ])('gives a %i of the gateway, which has no problem document, the code %s', async (status, code) => {
    serve({ 'GET /api/portal': { status, body: { message: 'x' }, headers: { 'Retry-After': '7' } } });
    expect(await failure(answer(api.GET('/api/portal')))).toMatchObject({ status, code, retryAfter: 7 });
  });

  test('sends no token where nobody needs to be signed in', async () => {
    const sent = serve({ 'POST /api/verify': problem(410, 'link_used') });
    signedIn();
    await failure(answer(api.POST('/api/verify', { body: { link: 'x'.repeat(20) } })));
    expect(sent[0]?.headers.has('Authorization')).toBe(false);
  });
});
