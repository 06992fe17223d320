import { ApiError } from './error';

const PATIENCE_MS = 30_000;

/** Sends a request and waits for the answer, or fails with `offline` where none comes. */
export async function exchange(request: Request): Promise<Response> {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    throw ApiError.offline();
  }
}
