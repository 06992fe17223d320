import type { Page, Route } from 'playwright-core';
import type { Me } from '../src/api/types';
import { colleagues, conversation, counts, customers, detail, held, heldMail, home, notifications, portal, queue, requests, session, settings, team, ticket } from './portal';

type Answer = { status: number; body?: unknown; headers?: Record<string, string> };
export type Answers = Record<string, Answer | 'offline' | 'never'>;

export const problem = (status: number, code: string, more: object = {}): Answer => ({
  status,
  body: { type: 'about:blank', title: code, status, code, detail: 'What the server says.', instance: '7f3a2c90', ...more },
});

/** Answers the API's routes in the browser, as if `person` were signed in. `answers` has the last word: "POST /api/sessions". */
export async function mock(page: Page, person: Me | undefined, answers: Answers = {}): Promise<void> {
  await page.route('**/api/**', async (route) => {
    const url = new URL(route.request().url());
    const call = `${route.request().method()} ${url.pathname}`;
    const own = answers[call];
    if (own === 'offline') return route.abort();
    if (own === 'never') return undefined;
    return fulfill(route, own ?? usual(call, url, person));
  });
}

function fulfill(route: Route, { status, body, headers }: Answer): Promise<void> {
  return route.fulfill({ status, contentType: status < 400 ? 'application/json' : 'application/problem+json', body: body === undefined ? '' : JSON.stringify(body), ...(headers && { headers }) });
}

function usual(call: string, url: URL, person: Me | undefined): Answer {
  const ok = (body: unknown): Answer => ({ status: 200, body });
  const one = /^GET \/api\/(customers|agents)\/(\w+)$/.exec(call)?.[2];
  if (one !== undefined) {
    const found = [...customers, ...team].find(({ id }) => id === one);
    return found ? ok(detail(found)) : problem(404, 'not_found');
  }
  if (/^GET \/api\/customers\/\w+\/requests$/.test(call)) return ok({ items: requests, ...(!url.searchParams.has('cursor') && { next: 'more' }) });
  const [, part, key] = /^\w+ \/api\/(requests|tickets|held)\/(\w+)/.exec(call) ?? [];
  if (part !== undefined) return oneOf(part, key, url, ok);
  switch (call) {
    case 'GET /api/portal':
      return ok(portal);
    case 'POST /api/sessions/refresh':
      return person ? ok(session(person)) : problem(401, 'session_ended');
    case 'POST /api/sessions/end':
      return { status: 204 };
    case 'GET /api/home':
      return person ? ok(home(person)) : problem(401, 'session_ended');
    case 'GET /api/customers': {
      const words = (url.searchParams.get('query') ?? '').toLowerCase();
      const items = customers.filter(({ name, email }) => `${name} ${email}`.toLowerCase().includes(words));
      return ok({ items, ...(words === '' && !url.searchParams.has('cursor') && { next: 'more' }) });
    }
    case 'GET /api/requests': {
      const status = url.searchParams.get('status');
      const words = (url.searchParams.get('query') ?? '').toLowerCase();
      const items = requests.filter((each) => (status === null || each.status === status) && each.subject.toLowerCase().includes(words));
      return ok({ items, ...(words === '' && status === null && !url.searchParams.has('cursor') && { next: 'more' }) });
    }
    case 'GET /api/queue':
      return ok({ items: queue(url.searchParams.get('view') ?? '') });
    case 'GET /api/queue/search':
      return ok({ items: queue('open').filter(({ request }) => request.subject.toLowerCase().includes((url.searchParams.get('query') ?? '').toLowerCase())) });
    case 'GET /api/queue/counts':
      return ok(counts);
    case 'GET /api/colleagues':
      return ok({ items: colleagues });
    case 'GET /api/notifications':
      return ok(notifications);
    case 'GET /api/held':
      return ok({ items: held });
    case 'GET /api/agents':
      return ok({ items: team });
    case 'GET /api/settings':
      return ok(settings);
    case 'POST /api/verify':
      return ok({ purpose: 'activation', name: 'Maya Okonkwo', email: 'maya@fjordfoods.example', language: 'en', expiresAt: new Date(Date.now() + 1e9).toISOString() });
    case 'POST /api/registrations':
    case 'POST /api/registrations/resend':
      return { status: 202, body: { flow: 'abcdefghijklmnopqrstuvwxyz' } };
    case 'POST /api/verify/renewals':
    case 'POST /api/resets':
      return { status: 202, body: { accepted: true } };
    default:
      return problem(404, 'not_found');
  }
}

function oneOf(part: string, key: string | undefined, url: URL, ok: (body: unknown) => Answer): Answer {
  const later = url.searchParams.has('after') ? { messages: [], events: [] } : {};
  const request = requests.find(({ id }) => id === key);
  const mail = held.find(({ id }) => id === key);
  if (part === 'held') return mail ? ok(heldMail(mail)) : problem(404, 'not_found');
  if (!request) return problem(404, 'request_not_found');
  if (part === 'requests') return ok({ ...conversation(request), ...later });
  const whole = ticket(request);
  return ok({ ...whole, conversation: { ...whole.conversation, ...later } });
}
