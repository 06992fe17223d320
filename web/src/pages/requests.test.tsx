import { act, fireEvent, screen, waitFor, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { begin } from '../api/session';
import type { Conversation, Message, RequestSummary } from '../api/types';
import { accessibilityProblems, open } from '../../test/render';
import { person, problem, serve, session } from '../../test/server';

const agent = { ...person, id: 'zyxwvutsrqponmlkjihgfedcba', name: 'Tomás Lindqvist', role: 'agent' } as const;
const as = (who: object) => ({ 'POST /api/sessions/refresh': session({ person: who }), [`GET /api/customers/${person.id}/requests`]: { status: 200, body: { items: [] } } });
const ok = (body: unknown, status = 200) => ({ status, body });
const summary: RequestSummary = {
  id: 'bcdefghijklmnopqrstuvwxyza',
  reference: '7KQ2-P4VZ',
  subject: 'The scale shows an error',
  status: 'open',
  service: 'main',
  updatedAt: new Date(Date.now() - 7_200_000).toISOString(),
};
const second: RequestSummary = { ...summary, id: 'cdefghijklmnopqrstuvwxyzab', reference: '3MFD-9A2C', subject: 'Invoice', updatedAt: new Date(Date.now() - 9_200_000).toISOString() };
const home = (more: object = {}) => ok({ person, requests: [summary], services: [{ id: 'main', name: 'Support' }, { id: 'billing', name: 'Billing' }], quickLinks: [], ...more });
const said = (number: number, side: 'customer' | 'team', text: string, me = false): Message => ({
  number,
  at: new Date(Date.now() - (60 - number) * 60_000).toISOString(),
  author: { side, name: side === 'team' ? 'Ingrid' : 'Maya Okonkwo', ...(me && { me }) },
  text,
  via: 'portal',
});
const conversation = (more: Partial<Conversation> = {}): Conversation => ({
  ...summary,
  createdAt: summary.updatedAt,
  version: 1,
  last: 2,
  participants: ['Maya Okonkwo'],
  messages: [said(1, 'customer', 'It beeps.', true), said(2, 'team', 'Since when?')],
  events: [],
  earlier: false,
  ...more,
});
const maya = { ...person, state: 'active', createdAt: summary.updatedAt, version: 3, level: 'standard' } as const;
const ticket = (more: Partial<Conversation> = {}, rest: object = {}) => ({
  conversation: conversation({ messages: [said(1, 'customer', 'It beeps.'), said(2, 'team', 'Since when?')], ...more }),
  requester: maya,
  notes: [],
  noteCount: 0,
  earlierNotes: false,
  others: [second],
  ...rest,
});
const at = `/requests/${summary.id}`;
const get = `GET /api/requests/${summary.id}`;
const getTicket = `GET /api/tickets/${summary.id}`;
const counts = ok({ open: 2, unassigned: 1, mine: 0, held: 1, services: [{ service: 'main', count: 100 }] });
const desk = {
  ...as(agent),
  'GET /api/home': home(),
  'GET /api/queue': ok({ items: [{ request: summary, requester: 'Maya Okonkwo' }, { request: second, requester: 'Jonas Pfeiffer' }] }),
  'GET /api/queue/counts': counts,
};
const bodyOf = (sent: { call: string; body: unknown }[], call: string) => sent.filter((each) => each.call === call).at(-1)?.body;

let user: ReturnType<typeof userEvent.setup>;

beforeEach(() => {
  user = userEvent.setup();
});

describe('a customer’s requests', () => {
  test('H15: Home shows open requests with status in words, the last update, and the first step', async () => {
    serve({ ...as(person), 'GET /api/home': home() });
    open('/');
    const row = (await screen.findByRole('link', { name: 'The scale shows an error' })).closest('li');
    expect(row?.textContent).toMatch(/Open.*2 hours ago/);
    expect(screen.getAllByRole('link', { name: 'New request' })).toHaveLength(1);
    expect(await accessibilityProblems()).toEqual([]);
  });

  test('H16: are filtered by status and searched, with both in the address', async () => {
    const sent = serve({ ...as(person), 'GET /api/requests': ok({ items: [summary] }) });
    open('/requests');
    await screen.findByText('7KQ2-P4VZ');
    await user.selectOptions(screen.getByLabelText('Status'), 'closed');
    await waitFor(() => expect(location.search).toBe('?status=closed'));
    await user.type(screen.getByLabelText('Search requests'), 'scale');
    await waitFor(() => expect(sent.at(-1)?.query.get('query')).toBe('scale'));
    expect(sent.some(({ query }) => query.get('status') === 'closed')).toBe(true);
    expect(await accessibilityProblems()).toEqual([]);
  });

  test('H16: what a search found is announced once, not with each look for news', async () => {
    const sent = serve({ ...as(person), 'GET /api/requests': ok({ items: [summary] }) });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], shouldAdvanceTime: true });
    open('/requests?q=scale');
    const region = await screen.findByText('1 request', { selector: '[role="status"]' });
    const said: string[] = [];
    new MutationObserver(() => said.push(region.textContent)).observe(region, { childList: true, characterData: true, subtree: true });
    const looks = sent.length;
    await vi.advanceTimersByTimeAsync(21_000);
    await waitFor(() => expect(sent.length).toBeGreaterThan(looks));
    await vi.advanceTimersByTimeAsync(1000);
    expect(said).toEqual([]);
  });

  test('H16: more are loaded by the cursor; what is there already comes once', async () => {
    const sent = serve({ ...as(person), 'GET /api/requests': [ok({ items: [summary], next: 'c2' }), ok({ items: [summary, second] })] });
    open('/requests');
    await user.click(await screen.findByRole('button', { name: 'Load more' }));
    await waitFor(() => expect(within(screen.getByRole('list', { name: 'Requests' })).getAllByRole('listitem')).toHaveLength(2));
    expect(sent.at(-1)?.query.get('cursor')).toBe('c2');
  });

  test.each([
    ['/requests', 'No requests yet'],
    ['/requests?status=closed', 'No request is closed'],
    ['/requests?q=zzz', 'No request matches “zzz”'],
  ])('H16: where there are none at %s, the page says so and how to go on', async (address, words) => {
    serve({ ...as(person), 'GET /api/requests': ok({ items: [] }) });
    open(address);
    expect(await screen.findByText(words)).toBeTruthy();
    expect(await accessibilityProblems()).toEqual([]);
  });

  test('H18, G36: are opened for a service that the customer may use; what is typed outlives a reload', async () => {
    const sent = serve({ ...as(person), 'GET /api/home': home(), 'POST /api/requests': ok(conversation(), 201), [get]: ok(conversation()) });
    const { unmount } = open('/requests/new');
    await user.click(await screen.findByLabelText('Billing'));
    await user.type(screen.getByLabelText('Subject'), 'The scale shows an error');
    await user.type(screen.getByLabelText('Your message'), 'It beeps.');
    expect(screen.getByText(/You get a mail that says your request has arrived/)).toBeTruthy();
    expect(await accessibilityProblems()).toEqual([]);
    unmount();
    open('/requests/new');
    expect((await screen.findByLabelText<HTMLTextAreaElement>('Your message')).value).toBe('It beeps.');
    await user.click(screen.getByRole('button', { name: 'Send request' }));
    expect(await screen.findByRole('heading', { name: 'The scale shows an error' })).toBeTruthy();
    expect(bodyOf(sent, 'POST /api/requests')).toEqual({ service: 'billing', subject: 'The scale shows an error', text: 'It beeps.' });
    expect(location.pathname).toBe(at);
  });

  test('what one person typed is never there for another who is signed in meanwhile in the same browser', async () => {
    const other = { ...person, id: 'zyxwvutsrqponmlkjihgfedcbb', name: 'Jonas Pfeiffer', email: 'jonas@fjord.example' };
    serve({ ...as(person), 'GET /api/home': home() });
    open('/requests/new');
    await user.type(await screen.findByLabelText('Your message'), 'My salary is wrong.');
    await act(() => begin({ accessToken: 'token-2', expiresAt: new Date(Date.now() + 900_000).toISOString(), person: other }));
    expect(await screen.findByText('Jonas Pfeiffer')).toBeTruthy();
    expect((await screen.findByLabelText<HTMLTextAreaElement>('Your message')).value).toBe('');
    await act(() => begin({ accessToken: 'token-3', expiresAt: new Date(Date.now() + 900_000).toISOString(), person }));
    await waitFor(() => expect(screen.getByLabelText<HTMLTextAreaElement>('Your message').value, 'it waits for its own').toBe('My salary is wrong.'));
  });

  test('H18: an incomplete request says what is missing', async () => {
    serve({ ...as(person), 'GET /api/home': home() });
    open('/requests/new');
    await user.click(await screen.findByRole('button', { name: 'Send request' }));
    expect(screen.getByRole('alert').textContent).toContain('3 things need another look');
  });

  test('G36: who may use no service is told so', async () => {
    serve({ ...as(person), 'GET /api/home': home({ services: [] }) });
    open('/requests/new');
    expect(await screen.findByText('There is nothing to ask for yet')).toBeTruthy();
  });
});

describe('a request', () => {
  test('H17: shows the conversation in order, who looks after it and who can read it', async () => {
    serve({ ...as(person), 'GET /api/home': home(), [get]: ok(conversation({ assignee: 'Ingrid', events: [{ after: 1, at: summary.updatedAt, status: 'in_progress', author: { side: 'team', name: 'Ingrid' } }] })) });
    open(at);
    const items = within(await screen.findByRole('list', { name: 'Conversation' })).getAllByRole('listitem');
    expect(items.map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining('It beeps.'),
      expect.stringContaining('Ingrid changed the status to: In progress'),
      expect.stringContaining('Since when?'),
    ]);
    expect(screen.getByText('Ingrid is looking after it')).toBeTruthy();
    expect(screen.getByText(/Can read this: You, The team/)).toBeTruthy();
    expect(await accessibilityProblems()).toEqual([]);
  });

  test('H17: earlier messages are loaded upwards', async () => {
    const sent = serve({
      ...as(person),
      'GET /api/home': home(),
      [get]: [ok(conversation({ messages: [said(2, 'team', 'Since when?')], earlier: true })), ok(conversation({ messages: [said(1, 'customer', 'It beeps.', true)] }))],
    });
    open(at);
    await user.click(await screen.findByRole('button', { name: 'Show earlier messages' }));
    expect(await screen.findByText('It beeps.')).toBeTruthy();
    expect(sent.at(-1)?.query.get('before')).toBe('2');
    expect(screen.queryByRole('button', { name: 'Show earlier messages' })).toBeNull();
  });

  test('H18: a reply is kept over a reload and a failed send, is sent once by one key, and then the field is empty', async () => {
    const sent = serve({
      ...as(person),
      'GET /api/home': home(),
      [get]: ok(conversation()),
      [`POST /api/requests/${summary.id}/replies`]: [new Error('gone'), ok(conversation({ last: 3, messages: [said(1, 'customer', 'It beeps.', true), said(2, 'team', 'Since when?'), said(3, 'customer', 'Monday.', true)] }), 201)],
    });
    const { unmount } = open(at);
    await user.type(await screen.findByLabelText('Your reply'), 'Monday.');
    unmount();
    open(at);
    expect((await screen.findByLabelText<HTMLTextAreaElement>('Your reply')).value).toBe('Monday.');
    await user.click(screen.getByRole('button', { name: 'Send reply' }));
    expect(await screen.findByText(/Nothing you typed is lost/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Send reply' }));
    await waitFor(() => expect(screen.getByLabelText<HTMLTextAreaElement>('Your reply').value).toBe(''));
    const keys = sent.filter(({ call }) => call.endsWith('/replies')).map(({ headers }) => headers.get('Idempotency-Key'));
    expect(keys[0]).toBe(keys[1]);
    expect(within(screen.getByRole('list', { name: 'Conversation' })).getByText('Monday.')).toBeTruthy();
  });

  test('H18: a reply that the server finds too long says so with the most that it takes, and is not lost', async () => {
    const wrong = problem(422, 'invalid_fields', { errors: [{ field: 'text', code: 'too_long', detail: 'This is longer than 20000 characters.' }] });
    serve({ ...as(person), 'GET /api/home': home(), [get]: ok(conversation()), [`POST /api/requests/${summary.id}/replies`]: wrong });
    open(at);
    const field = await screen.findByLabelText('Your reply');
    await user.type(field, 'From the log');
    await user.click(screen.getByRole('button', { name: 'Send reply' }));
    expect((await screen.findAllByText(/Use at most 20,000 characters/)).length).toBeGreaterThan(0);
    expect((field as HTMLTextAreaElement).value).toBe('From the log');
  });

  test('H18: is closed after a question, and opened again', async () => {
    const sent = serve({
      ...as(person),
      'GET /api/home': home(),
      [get]: ok(conversation()),
      [`POST /api/requests/${summary.id}/status`]: [ok(conversation({ status: 'closed', version: 2 })), ok(conversation({ version: 3 }))],
    });
    open(at);
    await user.click(await screen.findByRole('button', { name: 'Close request' }));
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Close request' }));
    expect(await screen.findByText(/Sending a reply opens it again/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Open again' }));
    expect(await screen.findByRole('button', { name: 'Close request' })).toBeTruthy();
    expect(bodyOf(sent, `POST /api/requests/${summary.id}/status`)).toEqual({ status: 'open', seen: 2, version: 2 });
  });

  test('H18: an answer that came meanwhile is shown before the request is closed', async () => {
    const all = [said(1, 'customer', 'It beeps.', true), said(2, 'team', 'Since when?'), said(3, 'team', 'Please leave it open until Monday.')];
    const sent = serve({
      ...as(person),
      'GET /api/home': home(),
      [get]: ok(conversation()),
      [`POST /api/requests/${summary.id}/status`]: [
        problem(409, 'messages_unseen', { messages: all.slice(2), current: conversation({ last: 3, messages: all }) }),
        ok(conversation({ status: 'closed', version: 2, last: 3, messages: all })),
      ],
    });
    open(at);
    await user.click(await screen.findByRole('button', { name: 'Close request' }));
    const question = within(screen.getByRole('dialog'));
    await user.click(question.getByRole('button', { name: 'Close request' }));
    expect((await question.findByRole('alert')).textContent).toContain('Please leave it open until Monday.');
    await waitFor(() => expect(document.activeElement).toBe(question.getByRole('alert')));
    expect(await accessibilityProblems()).toEqual([]);
    await user.click(question.getByRole('button', { name: 'I have read it, close' }));
    await waitFor(() => expect(bodyOf(sent, `POST /api/requests/${summary.id}/status`)).toEqual({ status: 'closed', seen: 3, version: 1 }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  test('H18: where the team was faster, the page says what changed', async () => {
    serve({
      ...as(person),
      'GET /api/home': home(),
      [get]: ok(conversation()),
      [`POST /api/requests/${summary.id}/status`]: problem(409, 'version_conflict', { current: conversation({ status: 'in_progress', version: 2, assignee: 'Ingrid' }) }),
    });
    open(at);
    await user.click(await screen.findByRole('button', { name: 'Close request' }));
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Close request' }));
    expect(await screen.findByText('Status: was Open, is now In progress')).toBeTruthy();
    expect(screen.getByText('Assigned: was nobody, is now Ingrid')).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByRole('alert'));
  });

  test('H17: new messages come by themselves while the page is seen, and are announced', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], shouldAdvanceTime: true });
    const sent = serve({ ...as(person), 'GET /api/home': home(), [get]: [ok(conversation()), ok(conversation({ last: 3, messages: [said(3, 'team', 'Try page 12.')] }))] });
    open(at);
    await screen.findByText('Since when?');
    await vi.advanceTimersByTimeAsync(21_000);
    expect(await screen.findByText('Try page 12.')).toBeTruthy();
    expect(sent.filter(({ call }) => call === get).at(-1)?.query.get('after')).toBe('2');
    await waitFor(() => expect(screen.getByText('New message from Ingrid.')).toBeTruthy());

    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    document.dispatchEvent(new Event('visibilitychange'));
    const before = sent.length;
    await vi.advanceTimersByTimeAsync(120_000);
    expect(sent).toHaveLength(before);
    hidden.mockReturnValue(false);
    document.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(100);
    expect(sent.length).toBeGreaterThan(before);
  });

  test('H17: another person’s request is not there', async () => {
    serve({ ...as(person), [get]: problem(404, 'request_not_found') });
    open(at);
    expect(await screen.findByRole('heading', { name: 'Not found' })).toBeTruthy();
  });

  test('each side’s address of a request leads the other side to its own', async () => {
    serve({ ...as(person), 'GET /api/home': home(), [get]: ok(conversation()) });
    open(`/tickets/${summary.id}`);
    await screen.findByText('Since when?');
    expect(location.pathname).toBe(at);
  });
});

describe('the queue', () => {
  test('A1: is where agents begin, with views, counts and the list', async () => {
    serve(desk);
    open('/');
    expect(await screen.findByRole('link', { name: /^Unassigned.*1 request$/ })).toBeTruthy();
    expect(screen.getByRole('link', { name: /^Support.*100 or more requests$/ }).getAttribute('href')).toBe('/queue/service/main');
    expect(within(await screen.findByRole('list', { name: 'Open' })).getAllByRole('listitem')).toHaveLength(2);
    expect(location.pathname).toBe('/queue');
    expect(await accessibilityProblems()).toEqual([]);
  });

  test('A1: a customer has no queue', async () => {
    serve(as(person));
    open('/queue');
    expect(await screen.findByRole('heading', { name: 'This page is not for you' })).toBeTruthy();
  });

  test('A1: a search that is emptied keeps the field, and what is typed next is no key', async () => {
    serve({ ...desk, 'GET /api/queue/search': ok({ items: [{ request: summary, requester: 'Maya Okonkwo' }] }) });
    open('/queue/open');
    await screen.findByRole('list', { name: 'Open' });
    const field = screen.getByRole<HTMLInputElement>('searchbox', { name: 'Search every request' });
    await user.type(field, 'harbour');
    await waitFor(() => expect(location.search).toBe('?q=harbour'));
    await user.clear(field);
    await waitFor(() => expect(location.pathname).toBe('/queue'));
    await screen.findByRole('heading', { name: 'Queue', level: 1 });
    expect(document.activeElement).toBe(field);
    await user.keyboard('jk');
    expect(field.value).toBe('jk');
  });

  test('A1: keys lead through the list, to the field and to the list of keys, and none acts in a field', async () => {
    serve({ ...desk, [getTicket]: ok(ticket()) });
    open('/queue/open');
    await screen.findByRole('list', { name: 'Open' });
    await user.keyboard('j');
    await waitFor(() => expect(location.pathname).toBe(`/queue/open/${summary.id}`));
    await screen.findByLabelText('Answer to Maya Okonkwo');
    await waitFor(() => expect(document.activeElement?.tagName, 'a page that opens is read from its heading on').toBe('H1'));
    await user.keyboard('r');
    const field = screen.getByLabelText<HTMLTextAreaElement>('Answer to Maya Okonkwo');
    await waitFor(() => expect(document.activeElement).toBe(field));
    await user.keyboard('nja?');
    expect(field.value).toBe('nja?');
    expect(screen.queryByRole('dialog')).toBeNull();
    field.blur();
    await user.keyboard('n');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Internal note for the team')));
    (document.activeElement as HTMLElement).blur();
    fireEvent.keyDown(document.body, { key: '?' });
    expect(await screen.findByRole('dialog', { name: 'Keys' })).toBeTruthy();
    expect(await accessibilityProblems()).toEqual([]);
  });

  test('H19, A1: a note has another label, line and button than an answer, its own draft, and goes to the notes alone', async () => {
    const note = { id: 'n1', at: new Date().toISOString(), author: agent.name, text: 'Ask Ravi.' };
    const sent = serve({ ...desk, [getTicket]: ok(ticket()), [`POST /api/tickets/${summary.id}/notes`]: ok(ticket({}, { notes: [note], noteCount: 1 }), 201) });
    open(`/queue/open/${summary.id}`);
    await user.type(await screen.findByLabelText('Answer to Maya Okonkwo'), 'We look into it.');
    await user.click(screen.getByRole('button', { name: 'Internal note' }));
    expect(screen.getByText(/Only the team will read this/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Send to/ })).toBeNull();
    await user.type(screen.getByLabelText('Internal note for the team'), 'Ask Ravi.');
    expect(await accessibilityProblems()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Save for the team only' }));
    expect((await screen.findAllByText('The note is saved. Only the team can read it.')).length).toBeGreaterThan(0);
    expect(sent.some(({ call }) => call.endsWith('/answers'))).toBe(false);
    await user.click(screen.getByRole('button', { name: /^Answer/ }));
    expect(screen.getByLabelText<HTMLTextAreaElement>('Answer to Maya Okonkwo').value).toBe('We look into it.');
    expect(within(screen.getByRole('list', { name: 'Conversation' })).getByText('Internal note')).toBeTruthy();
  });

  test('A1: who answers second is shown what was written meanwhile, loses nothing, and then sends', async () => {
    const meanwhile = said(3, 'team', 'I have booked a technician.');
    const all = [said(1, 'customer', 'It beeps.'), said(2, 'team', 'Since when?'), meanwhile];
    const sent = serve({
      ...desk,
      [getTicket]: [ok(ticket()), ok(ticket({ last: 3, messages: all }))],
      [`POST /api/tickets/${summary.id}/answers`]: [problem(409, 'messages_unseen', { messages: [meanwhile] }), ok(ticket({ last: 4, messages: [...all, said(4, 'team', 'Please wait.', true)] }), 201)],
    });
    open(`/queue/open/${summary.id}`);
    await user.type(await screen.findByLabelText('Answer to Maya Okonkwo'), 'Please wait.');
    await user.selectOptions(screen.getByLabelText('Status after sending'), 'on_hold');
    await user.click(screen.getByRole('button', { name: 'Send to Maya Okonkwo' }));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('I have booked a technician.');
    expect(screen.getByLabelText<HTMLTextAreaElement>('Answer to Maya Okonkwo').value).toBe('Please wait.');
    expect(await accessibilityProblems()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'I have read it, send to Maya Okonkwo' }));
    await waitFor(() => expect(bodyOf(sent, `POST /api/tickets/${summary.id}/answers`)).toEqual({ text: 'Please wait.', seen: 3, status: 'on_hold' }));
    await waitFor(() => expect(screen.getByLabelText<HTMLTextAreaElement>('Answer to Maya Okonkwo').value).toBe(''));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test('A1: a request is taken, and who is second is told who was first', async () => {
    const ravi = { id: 'ddefghijklmnopqrstuvwxyzab', name: 'Ravi Menon' };
    const sent = serve({
      ...desk,
      [getTicket]: ok(ticket()),
      [`POST /api/tickets/${summary.id}/assignee`]: [
        problem(409, 'version_conflict', { current: ticket({ assignee: ravi.name, version: 2 }, { assignee: ravi }) }),
        ok(ticket({ assignee: agent.name, version: 3 }, { assignee: { id: agent.id, name: agent.name } })),
      ],
    });
    open(`/queue/open/${summary.id}`);
    await user.click(await screen.findByRole('button', { name: 'Take it' }));
    expect(await screen.findByText('Assigned: was nobody, is now Ravi Menon')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Take it' }));
    const question = within(await screen.findByRole('dialog', { name: 'Take this over from Ravi Menon?' }));
    expect(sent.filter(({ call }) => call.endsWith('/assignee')), 'nothing is taken from anybody without asking').toHaveLength(1);
    expect(await accessibilityProblems()).toEqual([]);
    await user.click(question.getByRole('button', { name: 'Take it over' }));
    await waitFor(() => expect(bodyOf(sent, `POST /api/tickets/${summary.id}/assignee`)).toEqual({ agent: agent.id, version: 2 }));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Take it' })).toBeNull());
  });

  test('A1: it is assigned to a colleague, and the status is set, with a word on who is told', async () => {
    const sent = serve({
      ...desk,
      [getTicket]: ok(ticket()),
      'GET /api/colleagues': ok({ items: [{ id: agent.id, name: agent.name }, { id: 'ddefghijklmnopqrstuvwxyzab', name: 'Ravi Menon' }] }),
      [`POST /api/tickets/${summary.id}/assignee`]: ok(ticket({ assignee: 'Ravi Menon', version: 2 }, { assignee: { id: 'ddefghijklmnopqrstuvwxyzab', name: 'Ravi Menon' } })),
      [`POST /api/tickets/${summary.id}/status`]: ok(ticket({ status: 'on_hold', version: 3 })),
    });
    open(`/queue/open/${summary.id}`);
    await user.click(await screen.findByRole('button', { name: 'Assign' }));
    await screen.findByRole('option', { name: 'Ravi Menon' });
    await user.selectOptions(screen.getByLabelText('Assigned to'), 'Ravi Menon');
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Assign' }));
    await waitFor(() => expect(bodyOf(sent, `POST /api/tickets/${summary.id}/assignee`)).toEqual({ agent: 'ddefghijklmnopqrstuvwxyzab', version: 1 }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await user.click(screen.getByRole('button', { name: 'Status' }));
    await user.click(screen.getByLabelText('On hold'));
    expect(await accessibilityProblems()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Set status' }));
    await waitFor(() => expect(bodyOf(sent, `POST /api/tickets/${summary.id}/status`)).toEqual({ status: 'on_hold', seen: 2, version: 2 }));
  });

  test('A1: the status that it has already is not set again, and nothing says that it changed', async () => {
    const sent = serve({ ...desk, [getTicket]: ok(ticket()) });
    open(`/queue/open/${summary.id}`);
    await user.click(await screen.findByRole('button', { name: 'Status' }));
    await user.click(screen.getByRole('button', { name: 'Set status' }));
    expect((await screen.findAllByText('The status stays: Open.')).length).toBeGreaterThan(0);
    expect(screen.queryByText(/status is now/)).toBeNull();
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(sent.some(({ call }) => call.startsWith('POST /api/tickets'))).toBe(false);
  });

  test('A1: who closes over a reply is shown it in the question, and closes only after that', async () => {
    const reply = said(3, 'customer', 'It beeps again.');
    const all = [said(1, 'customer', 'It beeps.'), said(2, 'team', 'Since when?'), reply];
    const now = ticket({ last: 3, messages: all });
    const sent = serve({
      ...desk,
      [getTicket]: ok(ticket()),
      [`POST /api/tickets/${summary.id}/status`]: [problem(409, 'messages_unseen', { messages: [reply], current: now }), ok(ticket({ status: 'closed', version: 2, last: 3, messages: all }))],
    });
    open(`/queue/open/${summary.id}`);
    await screen.findByRole('button', { name: 'Status' });
    await user.keyboard('e');
    const question = within(await screen.findByRole('dialog', { name: 'Close this request?' }));
    await user.click(question.getByRole('button', { name: 'Close request' }));
    expect((await question.findByRole('alert')).textContent).toMatch(/Something was written meanwhile.*It beeps again\./);
    expect(await accessibilityProblems()).toEqual([]);
    await user.click(question.getByRole('button', { name: 'I have read it, close' }));
    await waitFor(() => expect(bodyOf(sent, `POST /api/tickets/${summary.id}/status`)).toEqual({ status: 'closed', seen: 3, version: 1 }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sent.filter(({ call }) => call.endsWith('/status')).map(({ body }) => (body as { seen: number }).seen)).toEqual([2, 3]);
  });

  test('A1: the customer stands beside it, with state and other requests', async () => {
    serve({ ...desk, [getTicket]: ok(ticket()) });
    open(`/tickets/${summary.id}`);
    const side = within(await screen.findByRole('complementary', { name: 'Customer' }));
    expect(side.getByText('Active')).toBeTruthy();
    expect(side.getByRole('link', { name: 'Invoice' }).getAttribute('href')).toBe(`/tickets/${second.id}`);
    expect(side.getByRole('link', { name: 'Customer’s page' }).getAttribute('href')).toBe(`/customers/${person.id}`);
    expect(await accessibilityProblems()).toEqual([]);
  });
});

test('M6: an agent chooses for each service what they are told of, and sees what is not saved yet', async () => {
  const choices = { version: 1, services: [{ service: 'main', newRequests: true, replies: 'mine' }] };
  const sent = serve({ ...as(agent), 'GET /api/home': home(), 'GET /api/notifications': ok(choices), 'POST /api/notifications': ok({ ...choices, version: 2 }) });
  open('/notifications');
  await user.click(await screen.findByLabelText('To every request of this service'));
  expect(screen.getByText('One change is not saved yet')).toBeTruthy();
  expect(await accessibilityProblems()).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(bodyOf(sent, 'POST /api/notifications')).toEqual({ version: 1, services: [{ service: 'main', newRequests: true, replies: 'all' }] }));
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Save' })).toBeNull());
});

test('M6: more services than can be changed at once are told in words, and what is chosen stays', async () => {
  const refused = problem(422, 'invalid_fields', { errors: [{ field: 'services', code: 'too_long', detail: 'Choose anew for 49 services at most at once.' }] });
  const choices = { version: 1, services: [{ service: 'main', newRequests: true, replies: 'mine' }] };
  serve({ ...as(agent), 'GET /api/home': home(), 'GET /api/notifications': ok(choices), 'POST /api/notifications': refused });
  open('/notifications');
  await user.click(await screen.findByLabelText('To every request of this service'));
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect((await screen.findByRole('alert')).textContent).toContain('Save after choosing for up to 49 services');
  expect(screen.getByLabelText<HTMLInputElement>('To every request of this service').checked).toBe(true);
});

test('G36: a new customer gets a level and services; without a level nobody is invited', async () => {
  const sent = serve({ ...as(agent), 'GET /api/home': home(), 'POST /api/customers': ok(maya, 201), [`GET /api/customers/${maya.id}`]: ok({ person: maya, mails: [], history: [] }) });
  open('/customers/new');
  await user.type(await screen.findByLabelText('Name'), maya.name);
  await user.type(screen.getByLabelText('E-mail address'), maya.email);
  await user.click(screen.getByLabelText('Only these'));
  await user.click(screen.getByRole('button', { name: 'Create customer' }));
  expect((await screen.findAllByText('Choose one service at least.')).length).toBe(2); // in the summary and at the field
  expect(await accessibilityProblems()).toEqual([]);
  await user.click(await screen.findByLabelText('Billing'));
  await user.click(screen.getByLabelText(/^None/));
  expect(screen.queryByLabelText('Send invitation now')).toBeNull();
  await user.click(screen.getByLabelText(/^Standard/));
  await user.click(screen.getByRole('button', { name: 'Create customer' }));
  await waitFor(() => expect(bodyOf(sent, 'POST /api/customers')).toMatchObject({ invite: true, level: 'standard', services: ['billing'] }));
});

test('A4: held mail is listed with its reason, and each says what to do next', async () => {
  const held = { id: 'eefghijklmnopqrstuvwxyzabc', at: summary.updatedAt, reason: 'unknown_sender', from: 'who@example.com', subject: 'Help' };
  serve({ ...as(agent), 'GET /api/held': ok({ items: [held] }), [`GET /api/held/${held.id}`]: ok({ summary: held, text: 'Hello', recipients: ['support@example.com'] }) });
  open('/held');
  expect(await screen.findByText('Unknown sender')).toBeTruthy();
  expect(await accessibilityProblems()).toEqual([]);
  await user.click(screen.getByRole('link', { name: 'Help' }));
  expect(await screen.findByText(/create them as a customer and invite them/)).toBeTruthy();
  expect(await accessibilityProblems()).toEqual([]);
});

test('A4: an unknown sender is made a customer with the address and the name of the mail', async () => {
  const held = { id: 'eefghijklmnopqrstuvwxyzabc', at: summary.updatedAt, reason: 'unknown_sender', from: 'who+x@example.com', subject: 'Help' };
  const sent = serve({
    ...as(agent),
    'GET /api/home': home(),
    [`GET /api/held/${held.id}`]: ok({ summary: held, text: 'Hello', recipients: ['support@example.com'], name: 'Who & Co' }),
    'POST /api/customers': ok(maya, 201),
    [`GET /api/customers/${maya.id}`]: ok({ person: maya, mails: [], history: [] }),
  });
  open(`/held/${held.id}`);
  await user.click(await screen.findByRole('link', { name: 'Create this customer' }));
  expect((await screen.findByLabelText<HTMLInputElement>('Name')).value).toBe('Who & Co');
  expect(screen.getByLabelText<HTMLInputElement>('E-mail address').value).toBe('who+x@example.com');
  await user.click(screen.getByRole('button', { name: 'Create customer' }));
  await waitFor(() => expect(bodyOf(sent, 'POST /api/customers')).toMatchObject({ name: 'Who & Co', email: 'who+x@example.com', invite: true }));
});

test.each([
  ['not_authenticated', 0],
  ['unknown_sender', 1],
] as const)('A4: a mail held as %s offers to make its sender a customer only where it is proven who they are', async (reason, links) => {
  const held = { id: 'eefghijklmnopqrstuvwxyzabc', at: summary.updatedAt, reason, from: 'who@example.com', subject: 'Help' };
  serve({ ...as(agent), [`GET /api/held/${held.id}`]: ok({ summary: held, text: 'Hello', recipients: ['support@example.com'] }) });
  open(`/held/${held.id}`);
  await screen.findByRole('heading', { name: 'What to do' });
  expect(screen.queryAllByRole('link', { name: 'Create this customer' })).toHaveLength(links);
});

test('A2: a customer’s page lists their requests, more on request, and each leads to the ticket', async () => {
  const sent = serve({
    ...as(agent),
    'GET /api/home': home(),
    [`GET /api/customers/${maya.id}`]: ok({ person: maya, mails: [], history: [] }),
    [`GET /api/customers/${maya.id}/requests`]: [ok({ items: [summary], next: 'c2' }), ok({ items: [second] })],
  });
  open(`/customers/${maya.id}`);
  const list = await screen.findByRole('list', { name: 'Requests' });
  expect(list.textContent).toMatch(/The scale shows an error.*7KQ2-P4VZ.*Open.*2 hours ago/);
  expect(within(list).getByRole('link').getAttribute('href')).toBe(`/tickets/${summary.id}`);
  expect(await accessibilityProblems()).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Load more' }));
  expect(await screen.findByRole('link', { name: 'Invoice' })).toBeTruthy();
  expect(sent.at(-1)?.query.get('cursor')).toBe('c2');
  expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull();
});

test('A2: a customer who has asked nothing has a page that says so', async () => {
  serve({ ...as(agent), [`GET /api/customers/${maya.id}`]: ok({ person: maya, mails: [], history: [] }), [`GET /api/customers/${maya.id}/requests`]: ok({ items: [] }) });
  open(`/customers/${maya.id}`);
  expect(await screen.findByRole('heading', { name: 'No requests yet' })).toBeTruthy();
  expect(await accessibilityProblems()).toEqual([]);
});

test.each([
  ['unknown_sender', 1],
  ['team_sender', 0],
  ['ambiguous_sender', 0],
] as const)('A4: a mail held as %s offers to look for its sender only where that can find somebody', async (reason, links) => {
  const held = { id: 'eefghijklmnopqrstuvwxyzabc', at: summary.updatedAt, reason, from: 'who@example.com', subject: 'Help' };
  serve({ ...as(agent), [`GET /api/held/${held.id}`]: ok({ summary: held, text: 'Hello', recipients: ['support@example.com'] }) });
  open(`/held/${held.id}`);
  await screen.findByRole('heading', { name: 'What to do' });
  expect(screen.queryAllByRole('link', { name: 'Look for the sender among customers' })).toHaveLength(links);
});

test('G36: a customer without a level is given one before there is anything to send or to copy', async () => {
  const pending = { since: summary.updatedAt, expiresAt: new Date(Date.now() + 86_400_000).toISOString(), expired: false };
  const nora = { ...maya, state: 'invited', level: 'none' };
  serve({ ...as(agent), 'GET /api/home': home(), [`GET /api/customers/${maya.id}`]: ok({ person: nora, pending, mails: [], history: [] }) });
  open(`/customers/${maya.id}`);
  expect(await screen.findByText(/Give them a level first/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: /Send invitation|Copy link/ })).toBeNull();
  expect(screen.getByRole('button', { name: 'Change level' })).toBeTruthy();
});

test('G36: an agent sets a customer’s level and services', async () => {
  const detail = (who: object) => ok({ person: who, mails: [], history: [] });
  const sent = serve({ ...as(agent), 'GET /api/home': home(), [`GET /api/customers/${maya.id}`]: detail(maya), [`POST /api/customers/${maya.id}/level`]: detail({ ...maya, services: ['billing'], version: 4 }) });
  open(`/customers/${maya.id}`);
  await user.click(await screen.findByRole('button', { name: 'Change level' }));
  await user.click(screen.getByLabelText('Only these'));
  await user.click(screen.getByRole('button', { name: 'Save level' }));
  expect(screen.getByText('Choose one service at least.')).toBeTruthy();
  await user.click(await screen.findByLabelText('Billing'));
  expect(await accessibilityProblems()).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Save level' }));
  await waitFor(() => expect(bodyOf(sent, `POST /api/customers/${maya.id}/level`)).toEqual({ level: 'standard', services: ['billing'], version: 3 }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});
