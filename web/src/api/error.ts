import type { FieldError, Message, Problem } from './types';

/**
 * The one error that the API's client throws. `code` is the problem document's, or one of ours where there was none:
 * `offline` (nothing came back), `unauthenticated`, `too_large`, `too_many_requests`, `unavailable`, `server`.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly detail: string | undefined;
  readonly errors: readonly FieldError[];
  /** Seconds. */
  readonly retryAfter: number | undefined;
  /** What a person can tell the team, so that they find what happened. */
  readonly requestId: string | undefined;
  /** With `address_taken`: who has the address. With `address_kept`: who gave it up. */
  readonly personId: string | undefined;
  /** With `address_kept`: until when nobody else gets the address. */
  readonly keptUntil: string | undefined;
  /** With `code_required`: the flow that the mailed code belongs to. */
  readonly flow: string | undefined;
  /** With `code_required`: whether the device can be trusted. */
  readonly trust: boolean;
  /** With `password_change_required` and the problems of temporary passwords: the secret part of the invitation’s link. */
  readonly link: string | undefined;
  /** With `import_running`: the import that runs. */
  readonly importId: string | undefined;
  /** With `version_conflict`: the state as it is now, as the operation shows it. */
  readonly current: unknown;
  /** With `messages_unseen`: what was written meanwhile. */
  readonly messages: readonly Message[];

  constructor(status: number, problem: Partial<Problem> & { code: string }, retryAfter?: number) {
    super(`${status} ${problem.code}`);
    this.status = status;
    this.code = problem.code;
    this.detail = problem.detail;
    this.errors = problem.errors ?? [];
    this.retryAfter = problem.retryAfter ?? retryAfter;
    this.requestId = problem.instance;
    this.personId = problem.personId;
    this.keptUntil = problem.keptUntil;
    this.flow = problem.flow;
    this.trust = problem.trust ?? false;
    this.link = problem.link;
    this.importId = problem.importId;
    this.current = problem.current;
    this.messages = problem.messages ?? [];
  }

  static offline(): ApiError {
    return new ApiError(0, { code: 'offline' });
  }

  /** Whether the same request may well succeed later, unchanged. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Makes the error from an answer and its body, which is no problem document where the gateway answered in the functions' place. */
export function errorFrom(response: Response, body: unknown): ApiError {
  const wait = Number(response.headers.get('Retry-After'));
  const retryAfter = Number.isFinite(wait) && wait > 0 ? wait : undefined;
  if (isProblem(body)) return new ApiError(response.status, body, retryAfter);
  const id = response.headers.get('apigw-requestid');
  const given = id ? { instance: id } : {};
  return new ApiError(response.status, { code: codeWithoutDocument(response.status), ...given }, retryAfter);
}

export function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string';
}

/** Why somebody who has proven who they are has no access. */
export type Closed = 'person_suspended' | 'no_access';

export function isClosed(code: string | undefined): code is Closed {
  return code === 'person_suspended' || code === 'no_access';
}

function codeWithoutDocument(status: number): string {
  switch (status) {
    case 401:
      return 'unauthenticated';
    case 403:
      return 'forbidden';
    case 404:
      return 'not_found';
    case 413:
      return 'too_large';
    case 429:
      return 'too_many_requests';
    case 503:
      return 'unavailable';
    default:
      return 'server';
  }
}
