import { vi } from 'vitest';

export interface Sent {
  readonly call: string;
  readonly body: unknown;
  readonly headers: Headers;
  readonly query: URLSearchParams;
}

type Reply = { status: number; body?: unknown; headers?: Record<string, string> };
type Handler = Reply | Error | ((sent: Sent) => Reply | Error | Promise<Reply>);

export const problem = (status: number, code: string, more: object = {}): Reply => ({
  status,
  body: { type: 'about:blank', title: code, status, code, instance: 'req-42', ...more },
});

export const person = { id: 'abcdefghijklmnopqrstuvwxyz', name: 'Maya Okonkwo', email: 'maya@fjord.example', role: 'customer', language: 'en' } as const;

export const session = (more: { token?: string; lives?: number; person?: object } = {}): Reply => ({
  status: 200,
  body: {
    accessToken: more.token ?? 'token-1',
    expiresAt: new Date(Date.now() + (more.lives ?? 900) * 1000).toISOString(),
    person: { ...person, ...more.person },
  },
});

/** Stands in for the network: answers by "METHOD /path", one handler after another (the last stays), and keeps what was sent. */
export function serve(handlers: Record<string, Handler | Handler[]>): Sent[] {
  const sent: Sent[] = [];
  const counts = new Map<string, number>();
  vi.stubGlobal('fetch', async (input: Request) => {
    const url = new URL(input.url);
    const call = `${input.method} ${url.pathname}`;
    const text = await input.clone().text();
    const request: Sent = { call, body: text === '' ? undefined : JSON.parse(text), headers: input.headers, query: url.searchParams };
    sent.push(request);
    const found = handlers[call];
    const n = counts.get(call) ?? 0;
    counts.set(call, n + 1);
    const handler = Array.isArray(found) ? found[Math.min(n, found.length - 1)] : found;
    if (handler === undefined) throw new Error(`nobody answers ${call}`);
    const reply = typeof handler === 'function' ? await handler(request) : handler;
    if (reply instanceof Error) throw reply;
    return new Response(reply.body === undefined ? null : JSON.stringify(reply.body), {
      status: reply.status,
      headers: { 'Content-Type': reply.status < 400 ? 'application/json' : 'application/problem+json', ...reply.headers },
    });
  });
  return sent;
}
