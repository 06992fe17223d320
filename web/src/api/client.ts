import createClient from 'openapi-fetch';
import { errorFrom, isClosed, isProblem } from './error';
import { exchange } from './exchange';
import type { paths } from './schema.gen';
import { accessToken, end } from './session';

/** The operations that the contract opens to people who are not signed in. */
const OPEN = /^\/api\/(portal|verify|activate|registrations|resets|undo|sessions)(\/|$)/;

/** The typed client of the contract. Its calls go through `answer`, which throws an ApiError or gives the data. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: send });

/**
 * Sends a request as the signed-in person. Where the server says that the token is stale, or the gateway refuses it, it asks once for a
 * fresh one and repeats the request; the idempotency key stays, so nothing is done twice.
 */
async function send(request: Request): Promise<Response> {
  if (OPEN.test(new URL(request.url).pathname)) return exchange(request);
  const again = request.clone();
  const first = await accessToken();
  const response = await exchange(bearing(request, first));
  if (response.status !== 401) return response;
  const code = await codeOf(response);
  if (code === 'session_ended' || isClosed(code)) {
    end(isClosed(code) ? code : undefined);
    return response;
  }
  const repeated = await exchange(bearing(again, await accessToken(first)));
  if (repeated.status === 401) end();
  return repeated;
}

function bearing(request: Request, token: string): Request {
  request.headers.set('Authorization', `Bearer ${token}`);
  return request;
}

async function codeOf(response: Response): Promise<string | undefined> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  return isProblem(body) ? body.code : undefined;
}

type Call<T> = Promise<{ data?: T; error?: unknown; response: Response }>;

/** Waits for a call of `api` and gives its data. Every failure is an ApiError. */
export async function answer<T>(call: Call<T>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw errorFrom(response, error);
  return data as T;
}
