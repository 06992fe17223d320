import { screen, waitFor, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { accessibilityProblems, open } from '../../test/render';
import { person, problem, serve, session } from '../../test/server';

const administrator = { ...person, id: 'zyxwvutsrqponmlkjihgfedcba', name: 'Tomás Lindqvist', role: 'administrator' } as const;
const nothing = { status: 200, body: { items: [] } };
const as = (who: object) => ({
  'POST /api/sessions/refresh': session({ person: who }),
  [`GET /api/customers/${person.id}/requests`]: nothing,
  'GET /api/customers/bbcdefghijklmnopqrstuvwxyz/requests': nothing,
});
const maya = { ...person, state: 'active', createdAt: new Date().toISOString(), version: 3 } as const;
const jonas = { ...maya, id: 'bbcdefghijklmnopqrstuvwxyz', name: 'Jonas Pfeiffer', email: 'jonas@example.com', state: 'invited' } as const;
const mails = [{ id: 'm1', kind: 'invitation', state: 'sent', at: '2026-11-01T10:00:00Z' }];
const detail = (who: object, more: object = {}) => ({ status: 200, body: { person: who, mails: [], history: [], ...more } });
const pending = { since: '2026-11-01T10:00:00Z', expiresAt: '2036-11-15T10:00:00Z', expired: false, invitation: 'link' };
const page = (items: readonly object[], next?: string) => ({ status: 200, body: { items, ...(next !== undefined && { next }) } });

let user: ReturnType<typeof userEvent.setup>;

beforeEach(() => {
  // userEvent brings a clipboard that can be read here.
  user = userEvent.setup();
});

describe('behind sign-in', () => {
  test('nobody gets in without a session, and the way back is kept', async () => {
    serve({ 'POST /api/sessions/refresh': problem(401, 'session_ended') });
    open('/customers?q=maya');
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeTruthy();
    expect(location.search).toBe(`?to=${encodeURIComponent('/customers?q=maya')}`);
    expect(screen.queryByText('Your session has ended')).toBeNull();
  });

  test('a session that ends meanwhile leads to sign-in, which says so', async () => {
    serve({ ...as(administrator), 'GET /api/customers': problem(401, 'session_ended') });
    open('/customers');
    expect(await screen.findByRole('heading', { name: 'Your session has ended' })).toBeTruthy();
    expect(new URLSearchParams(location.search).get('to')).toBe('/customers');
  });

  test.each([
    ['person_suspended', 'This account is suspended'],
    ['no_access', 'This account has no access now'],
  ])('X10: whoever is signed in and then %s sees that page at the next click, and can go to sign-in', async (code, title) => {
    serve({ ...as(person), 'GET /api/home': problem(401, code) });
    open('/');
    const heading = await screen.findByRole('heading', { name: title });
    expect(document.activeElement).toBe(heading);
    expect(screen.queryByText('Your session has ended')).toBeNull();
    expect(await accessibilityProblems()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Go to sign-in' }));
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeTruthy();
    expect(screen.queryByText('Your session has ended')).toBeNull();
  });

  test('a session that was ended elsewhere is told of when the person comes back', async () => {
    localStorage.setItem('portico.signed-in', 'yes');
    serve({ 'POST /api/sessions/refresh': problem(401, 'session_ended') });
    open('/');
    expect(await screen.findByRole('heading', { name: 'Your session has ended' })).toBeTruthy();
    await waitFor(() => expect(localStorage.getItem('portico.signed-in'), 'it is said once').toBeNull());
  });

  test('when nobody can tell who is there, the page says so and tries again', async () => {
    serve({ 'POST /api/sessions/refresh': [problem(503, 'unavailable'), session()], 'GET /api/home': { status: 200, body: { person, requests: [], services: [], quickLinks: [] } } });
    open('/');
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('No open requests')).toBeTruthy();
  });

  test('signing out ends the session at the server, says so, and forgets drafts', async () => {
    sessionStorage.setItem('portico.draft.x', '{}');
    const sent = serve({ ...as(person), 'GET /api/home': { status: 200, body: { person, requests: [], services: [], quickLinks: [] } }, 'POST /api/sessions/end': { status: 204 } });
    open('/');
    await user.click(await screen.findByText('Maya Okonkwo'));
    await user.click(screen.getByRole('button', { name: 'Sign out' }));
    expect(await screen.findAllByText('You are signed out.')).not.toHaveLength(0);
    expect(sent.some(({ call }) => call === 'POST /api/sessions/end')).toBe(true);
    expect(sessionStorage.getItem('portico.draft.x')).toBeNull();
  });

  test('a customer on a page of the team is told that it is not for them, and asks the server nothing', async () => {
    const sent = serve(as(person));
    open('/customers');
    expect(await screen.findByRole('heading', { name: 'This page is not for you' })).toBeTruthy();
    expect(screen.getByText(/^Only the support team can open it/)).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Go to Home' })).toBeTruthy();
    expect(sent.map(({ call }) => call)).toEqual(['POST /api/sessions/refresh']);
    expect(await accessibilityProblems()).toEqual([]);
  });

  test('an unknown address keeps the bar for who is signed in, and signing out there leads to sign-in', async () => {
    serve({ ...as(person), 'POST /api/sessions/end': { status: 204 } });
    open('/nowhere');
    expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeTruthy();
    expect(within(screen.getByRole('navigation')).getByRole('link', { name: 'Home' })).toBeTruthy();
    expect(await accessibilityProblems()).toEqual([]);
    await user.click(screen.getByText('Maya Okonkwo'));
    await user.click(screen.getByRole('button', { name: 'Sign out' }));
    expect(await screen.findAllByText('You are signed out.')).not.toHaveLength(0);
  });

  test('an agent sees neither the team nor the settings', async () => {
    serve({ ...as({ ...administrator, role: 'agent' }), 'GET /api/customers': page([]) });
    open('/team');
    expect(await screen.findByRole('heading', { name: 'This page is not for you' })).toBeTruthy();
    expect(screen.getByText(/^Only administrators can open it/)).toBeTruthy();
    expect(within(screen.getByRole('navigation')).queryByText('Team')).toBeNull();
  });

  test.each(['/requests', '/requests/new'])('an agent at a customer’s %s is led to the queue', async (path) => {
    serve({ ...as({ ...administrator, role: 'agent' }), 'GET /api/queue': page([]), 'GET /api/queue/counts': { status: 200, body: { open: 0, unassigned: 0, mine: 0, held: 0, services: [] } } });
    open(path);
    await waitFor(() => expect(location.pathname).toBe('/queue'));
  });

  test('a person’s own language wins over the browser’s', async () => {
    serve({ ...as({ ...person, language: 'de' }), 'GET /api/home': { status: 200, body: { person, requests: [], services: [], quickLinks: [] } } });
    open('/');
    expect(await screen.findByText('Keine offenen Anfragen')).toBeTruthy();
    expect(document.documentElement.lang).toBe('de');
  });
});

describe('Home', () => {
  test('H15: shows what will be here, and the quick links', async () => {
    serve({ ...as(person), 'GET /api/home': { status: 200, body: { person, requests: [], services: [], quickLinks: [{ label: 'Status', url: 'https://status.example/' }] } } });
    open('/');
    expect(await screen.findByRole('link', { name: /Status/ })).toBeTruthy();
    expect(screen.getByText('No open requests')).toBeTruthy();
    expect(await accessibilityProblems()).toEqual([]);
  });
});

describe('customers', () => {
  test('A2: are listed with their state in words, and more are loaded on request', async () => {
    const sent = serve({ ...as(administrator), 'GET /api/customers': [page([maya], 'c2'), page([jonas])] });
    open('/customers');
    await user.click(await screen.findByRole('button', { name: 'Load more' }));
    const rows = await waitFor(() => {
      const found = within(screen.getByRole('list', { name: 'Customers' })).getAllByRole('listitem');
      expect(found).toHaveLength(2);
      return found;
    });
    expect(rows.map((row) => row.textContent)).toEqual([expect.stringContaining('Active'), expect.stringContaining('Pending activation')]);
    expect(sent.at(-1)?.query.get('cursor')).toBe('c2');
    expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull();
    expect(await accessibilityProblems()).toEqual([]);
  });

  test('A2: are searched for after a pause in typing, with the words in the address', async () => {
    const sent = serve({ ...as(administrator), 'GET /api/customers': [page([maya, jonas]), page([])] });
    open('/customers');
    await screen.findByText('Maya Okonkwo');
    await user.type(screen.getByLabelText('Search customers'), 'nobody');
    expect(await screen.findByText('Nobody matches “nobody”')).toBeTruthy();
    expect(sent.filter(({ call }) => call === 'GET /api/customers').map(({ query }) => query.get('query'))).toEqual([null, 'nobody']);
    expect(location.search).toBe('?q=nobody');
  });

  test.each(['o', ' O ', 'a. b', 'ö'])('A2: a search for "%s" says that it takes two letters, whether it finds anybody or not', async (typed) => {
    serve({ ...as(administrator), 'GET /api/customers': [page([maya]), page([])] });
    const { unmount } = open(`/customers?q=${encodeURIComponent(typed)}`);
    expect(await screen.findAllByText(/^Type at least two letters/)).not.toHaveLength(0);
    expect(screen.queryByText('1 customer')).toBeNull();
    unmount();
    open(`/customers?q=${encodeURIComponent(typed)}`);
    expect(await screen.findByText(`Nobody matches “${typed.trim()}”`)).toBeTruthy();
    expect(screen.getAllByText(/^Type at least two letters/)).not.toHaveLength(0);
  });

  test.each(['ok', 'o neil', 'o@'])('A2: a search for "%s" does not', async (typed) => {
    serve({ ...as(administrator), 'GET /api/customers': page([maya]) });
    open(`/customers?q=${encodeURIComponent(typed)}`);
    expect(await screen.findByText('1 customer')).toBeTruthy();
    expect(screen.queryByText(/^Type at least two letters/)).toBeNull();
  });

  test('A2: where there are none yet, the page offers the first step', async () => {
    serve({ ...as(administrator), 'GET /api/customers': page([]) });
    open('/customers');
    expect(await screen.findByText('No customers yet')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'New customer' }).getAttribute('href')).toBe('/customers/new');
  });

  test('G10: are created with or without an invitation, as ticked', async () => {
    const sent = serve({ ...as(administrator), 'POST /api/customers': { status: 201, body: jonas }, [`GET /api/customers/${jonas.id}`]: detail(jonas) });
    open('/customers/new');
    await user.type(await screen.findByLabelText('Name'), 'Jonas Pfeiffer');
    await user.type(screen.getByLabelText('E-mail address'), 'jonas@example.com');
    await user.selectOptions(screen.getByLabelText('Language'), 'de');
    await user.click(screen.getByLabelText('Send invitation now'));
    expect(await accessibilityProblems()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Create customer' }));
    expect(await screen.findByRole('heading', { name: 'Jonas Pfeiffer' })).toBeTruthy();
    expect(sent.find(({ call }) => call === 'POST /api/customers')?.body).toEqual({
      name: 'Jonas Pfeiffer',
      email: 'jonas@example.com',
      language: 'de',
      invite: false,
      level: 'standard',
      services: [],
    });
  });

  test('G10: a taken address leads to the customer who has it, and nothing typed is lost, not even by a reload', async () => {
    serve({ ...as(administrator), 'POST /api/customers': problem(409, 'address_taken', { personId: maya.id }) });
    const { unmount } = open('/customers/new');
    await user.type(await screen.findByLabelText('Name'), 'Maya');
    await user.type(screen.getByLabelText('E-mail address'), 'maya@fjord.example');
    await user.click(screen.getByRole('button', { name: 'Create customer' }));
    expect((await screen.findByRole('link', { name: 'Open that customer' })).getAttribute('href')).toBe(`/customers/${maya.id}`);
    unmount();
    open('/customers/new');
    expect((await screen.findByLabelText<HTMLInputElement>('E-mail address')).value).toBe('maya@fjord.example');
  });
});

test('G10, X11: an address that is kept for who gave it up says until when, and leads there', async () => {
  serve({ ...as(administrator), 'POST /api/customers': problem(409, 'address_kept', { personId: maya.id, keptUntil: '2036-03-01T12:00:00Z' }) });
  open('/customers/new');
  await user.type(await screen.findByLabelText('Name'), 'Maya');
  await user.type(screen.getByLabelText('E-mail address'), 'maya@fjord.example');
  await user.click(screen.getByRole('button', { name: 'Create customer' }));
  expect(await screen.findByText(/Nobody else gets it before .*2036/)).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Open that customer' }).getAttribute('href')).toBe(`/customers/${maya.id}`);
});

describe('a customer’s page', () => {
  const address = `/customers/${jonas.id}`;
  const get = `GET /api/customers/${jonas.id}`;

  test('B9: a code is required of one customer, and left to the portal again, with the version that was seen', async () => {
    const required = { ...jonas, secondFactor: 'required', version: jonas.version + 1 };
    const sent = serve({
      ...as(administrator),
      [get]: detail({ ...jonas, secondFactor: 'portal' }),
      [`POST ${address.replace('/customers', '/api/customers')}/second-factor`]: [detail(required), problem(409, 'version_conflict', { current: { ...jonas, secondFactor: 'portal', version: 9 } })],
    });
    open(address);
    expect(await screen.findByText('As the portal says')).toBeTruthy();
    expect(await accessibilityProblems()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Require a code' }));
    expect(await screen.findByText('Required')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Leave it to the portal' }));
    expect(await screen.findByText(/Second step at sign-in: was Required, is now As the portal says/)).toBeTruthy();
    expect(sent.filter(({ call }) => call.endsWith('/second-factor')).map(({ body }) => body)).toEqual([
      { secondFactor: 'required', version: jonas.version },
      { secondFactor: 'portal', version: jonas.version + 1 },
    ]);
  });

  test('G11: shows Pending activation and copies the link, which is fetched only then', async () => {
    const sent = serve({
      ...as(administrator),
      [get]: detail(jonas, { pending }),
      [`POST /api/customers/${jonas.id}/link`]: { status: 200, body: { link: 'https://portal.example/activate#secret', expiresAt: pending.expiresAt } },
    });
    open(address);
    expect(await screen.findByRole('heading', { name: 'Pending activation' })).toBeTruthy();
    expect(sent.some(({ call }) => call.endsWith('/link'))).toBe(false);
    await user.click(screen.getByRole('button', { name: 'Copy link' }));
    expect((await screen.findByLabelText<HTMLInputElement>('Activation link')).value).toBe('https://portal.example/activate#secret');
    expect(await navigator.clipboard.readText()).toBe('https://portal.example/activate#secret');
    await waitFor(() => expect(screen.getAllByText('The link is copied.').length).toBe(2));
    expect(await accessibilityProblems()).toEqual([]);
  });

  test('G11: after activation neither the words nor the link are there', async () => {
    serve({ ...as(administrator), [get]: detail({ ...jonas, state: 'active' }) });
    open(address);
    await screen.findByRole('heading', { name: 'Jonas Pfeiffer' });
    expect(screen.queryByText('Pending activation')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Copy link' })).toBeNull();
  });

  test('G10: a customer without a mail has a link all the same, and the first mail needs no question', async () => {
    serve({
      ...as(administrator),
      [get]: detail(jonas, { pending }),
      [`POST /api/customers/${jonas.id}/invitation`]: detail(jonas, { pending, mails }),
    });
    open(address);
    expect(await screen.findByText(/No invitation mail has been sent yet/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Copy link' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Send invitation' }));
    expect(await screen.findByRole('button', { name: 'Resend invitation' })).toBeTruthy();
  });

  test('X1, A6: the history of a customer leads to the import that created and invited them', async () => {
    const of = 'cbcdefghijklmnopqrstuvwxyz';
    const entry = (id: string, action: string, detail?: string) => ({ id, action, at: pending.since, actor: { kind: 'person', name: 'Tomás Lindqvist' }, changes: [], ...(detail !== undefined && { detail }) });
    serve({ ...as(administrator), [get]: detail(jonas, { history: [entry('h1', 'created', of), entry('h2', 'invited', of), entry('h3', 'invited', 'temporary_password'), entry('h4', 'invited')] }) });
    open(`/customers/${jonas.id}`);
    expect((await screen.findAllByRole('link', { name: 'from an import' })).map((link) => link.getAttribute('href'))).toEqual([`/customers/imports/${of}`, `/customers/imports/${of}`]);
    expect(await accessibilityProblems()).toEqual([]);
  });

  test('A6: the history of a customer says how they signed in, which device is trusted and what was refused', async () => {
    const at = pending.since;
    const actor = { kind: 'person', name: 'Jonas Pfeiffer' };
    const history = [
      { id: 'h1', action: 'signed_in', detail: 'password', at, actor, changes: [] },
      { id: 'h2', action: 'signed_in', detail: 'code password', at, actor, changes: [] },
      { id: 'h3', action: 'signed_in', detail: 'device password', at, actor, changes: [] },
      { id: 'h4', action: 'device_trusted', at, actor, changes: [] },
      { id: 'h5', action: 'sign_in_refused', at, actor: { kind: 'system' }, changes: [] },
    ];
    serve({ ...as(administrator), [get]: detail(jonas, { history }) });
    open(`/customers/${jonas.id}`);
    for (const line of [
      'Signed in with password by',
      'Signed in with password and mailed code by',
      'Signed in with password on a trusted device by',
      'A device is trusted by',
      'Sign-in refused by the portal',
    ]) {
      expect(await screen.findByText((_, element) => element?.parentElement?.tagName === 'LI' && element.textContent.startsWith(line))).toBeTruthy();
    }
  });

  test('H1: the invitation can carry a temporary password, for a new customer and when it is sent again', async () => {
    const one = { ...pending, invitation: 'temporary_password' };
    const history = [{ id: 'h1', action: 'invited', detail: 'temporary_password', at: pending.since, actor: { kind: 'person', name: 'Tomás Lindqvist' }, changes: [] }];
    const sent = serve({
      ...as(administrator),
      'GET /api/services': { status: 200, body: { items: [] } },
      'POST /api/customers': { status: 201, body: jonas },
      [get]: detail(jonas, { pending: one, mails, history }),
      [`POST /api/customers/${jonas.id}/invitation`]: detail(jonas, { pending: { ...pending, since: '2026-11-02T10:00:00Z' }, mails }),
    });
    open('/customers/new');
    await user.type(await screen.findByLabelText('Name'), 'Jonas Pfeiffer');
    await user.type(screen.getByLabelText('E-mail address'), 'jonas@example.com');
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'A link' }).checked).toBe(true);
    await user.click(screen.getByRole('radio', { name: 'A temporary password' }));
    expect(await accessibilityProblems()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Create customer' }));
    expect(await screen.findByText(/Its temporary password works until/)).toBeTruthy();
    expect(sent.find(({ call }) => call === 'POST /api/customers')?.body).toMatchObject({ invite: true, invitation: 'temporary_password' });
    expect(screen.getByText(/Nobody but the customer sees the temporary password/)).toBeTruthy();
    expect(screen.getByText(/Invitation with a temporary password sent/)).toBeTruthy();
    expect(await accessibilityProblems()).toEqual([]);
    const again = async (way: string) => {
      await user.click(screen.getByRole('radio', { name: way }));
      await user.click(screen.getByRole('button', { name: 'Resend invitation' }));
      return screen.getByRole('dialog');
    };
    expect(within(await again('A temporary password')).getByText(/new temporary password goes to jonas@example.com/)).toBeTruthy();
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Cancel' }));
    expect(within(await again('A link')).getByText(/new link goes to jonas@example.com/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Send new invitation' }));
    expect(await screen.findByText(/Its link works until/)).toBeTruthy();
    expect(sent.find(({ call }) => call.endsWith('/invitation'))?.body).toEqual({ invitation: 'link' });
  });

  test('H2: a new invitation is sent only after saying that the old link dies', async () => {
    const sent = serve({
      ...as(administrator),
      [get]: detail(jonas, { pending, mails }),
      [`POST /api/customers/${jonas.id}/invitation`]: detail(jonas, { pending: { ...pending, since: '2026-11-02T10:00:00Z' }, mails }),
    });
    open(address);
    await user.click(await screen.findByRole('button', { name: 'Resend invitation' }));
    const dialog = screen.getByRole('dialog');
    expect(within(dialog).getByText(/stops working at once/)).toBeTruthy();
    await user.click(within(dialog).getByRole('button', { name: 'Cancel' }));
    expect(sent.some(({ call }) => call.endsWith('/invitation'))).toBe(false);
    await user.click(screen.getByRole('button', { name: 'Resend invitation' }));
    await user.click(screen.getByRole('button', { name: 'Send new invitation' }));
    expect(await screen.findAllByText('The invitation is on its way to jonas@example.com.')).not.toHaveLength(0);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('a mail that waits is looked at again until it is gone, at growing pauses and not for ever', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], shouldAdvanceTime: true });
    const waiting = detail(jonas, { pending, mails: [{ ...mails[0], state: 'waiting' }] });
    const sent = serve({ ...as(administrator), [get]: waiting });
    open(address);
    await screen.findByText('Waiting');
    const looks = () => sent.filter(({ call }) => call === get).length;
    for (let minute = 0; minute < 10; minute++) await vi.advanceTimersByTimeAsync(60_000);
    expect(looks()).toBe(8);
    serve({ ...as(administrator), [get]: detail(jonas, { pending, mails }) });
    dispatchEvent(new Event('focus'));
    expect(await screen.findByText('Sent')).toBeTruthy();
  });

  test('what somebody else did is seen on coming back to the window, but not while a question is asked', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const sent = serve({ ...as(administrator), [get]: [detail(jonas, { pending, mails }), detail({ ...jonas, state: 'active', version: 4 })] });
    open(address);
    await user.click(await screen.findByRole('button', { name: 'Suspend' }));
    vi.setSystemTime(Date.now() + 10_000);
    dispatchEvent(new Event('focus'));
    expect(sent.filter(({ call }) => call === get)).toHaveLength(1);
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Cancel' }));
    vi.setSystemTime(Date.now() + 10_000);
    dispatchEvent(new Event('focus'));
    expect(await screen.findByText('Active')).toBeTruthy();
    dispatchEvent(new Event('focus'));
    expect(sent.filter(({ call }) => call === get), 'coming back at once is not news').toHaveLength(2);
  });

  test('a look that was under way does not undo what was done meanwhile', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    let reply: (answer: ReturnType<typeof detail>) => void = () => undefined;
    const late = new Promise<ReturnType<typeof detail>>((resolve) => (reply = resolve));
    serve({
      ...as(administrator),
      [`GET /api/customers/${maya.id}`]: [detail(maya), () => late],
      [`POST /api/customers/${maya.id}/access`]: detail({ ...maya, state: 'suspended', version: 4 }),
    });
    open(`/customers/${maya.id}`);
    await screen.findByRole('heading', { name: 'Maya Okonkwo' });
    vi.setSystemTime(Date.now() + 10_000);
    dispatchEvent(new Event('focus'));
    await user.click(screen.getByRole('button', { name: 'Suspend' }));
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Suspend' }));
    await screen.findByRole('button', { name: 'Give access back' });
    reply(detail(maya));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(screen.getByRole('button', { name: 'Give access back' })).toBeTruthy();
  });

  test('the history says who did what and from where, in whole sentences', async () => {
    const entry = (id: string, action: string, actor: object, more: object = {}) => ({ id, action, at: '2026-11-01T10:00:00Z', actor, changes: [], ...more });
    serve({
      ...as(administrator),
      [get]: detail(jonas, {
        pending: { ...pending, expired: true },
        mails,
        history: [
          entry('h1', 'created', { kind: 'operator' }),
          entry('h2', 'invited', { kind: 'system' }),
          entry('h3', 'link_shown', { kind: 'person', name: 'Tomás Lindqvist' }, { network: '::/56' }),
        ],
      }),
    });
    open(address);
    const history = (await screen.findByRole('heading', { name: 'History' })).closest('section');
    expect(history?.textContent).toContain('Created by an operator');
    expect(history?.textContent).toContain('Invitation sent by the portal');
    expect(history?.textContent).toContain('Activation link looked at by Tomás Lindqvistfrom the portal’s own machine');
    expect(screen.getByText(/has expired. Send a new one/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Copy link' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Resend invitation' }).className).toContain('primary');
  });

  test('A2, A6: the history says from what to what, mails say where they went, and the company is named', async () => {
    const entry = (id: string, action: string, changes: object[]) => ({ id, action, at: '2026-11-01T10:00:00Z', actor: { kind: 'person', name: maya.name }, changes });
    serve({
      ...as(administrator),
      [`GET /api/customers/${maya.id}`]: detail(maya, {
        company: 'Fjord Logistics',
        mails: [
          { id: 'm1', kind: 'reset', state: 'sent', at: '2026-11-01T10:00:00Z' },
          { id: 'm2', kind: 'email_changed', state: 'sent', at: '2026-11-01T10:00:00Z', email: 'old@fjord.example' },
        ],
        history: [
          entry('h1', 'email_changed', [{ field: 'email', before: 'old@fjord.example', after: maya.email }]),
          entry('h2', 'details_changed', [{ field: 'name', before: 'Maya', after: maya.name }, { field: 'language', before: 'de', after: 'en' }]),
          entry('h3', 'registered', []),
        ],
      }),
    });
    open(`/customers/${maya.id}`);
    const section = async (name: string) => (await screen.findByRole('heading', { name })).closest('section')?.textContent ?? '';
    expect(await section('History')).toContain(`E-mail address changed by ${maya.name}e-mail addressold@fjord.example ${maya.email}`);
    expect(await section('History')).toContain('languageGerman English');
    expect(await section('History')).toContain(`Account created without an invitation by ${maya.name}`);
    expect(await section('Mails sent')).toContain('Notice: address changed to old@fjord.example');
    expect(screen.getByText('Company').nextElementSibling?.textContent).toBe('Fjord Logistics');
    expect(await accessibilityProblems()).toEqual([]);
  });

  test('a change that somebody else forestalled says what is different and can be repeated', async () => {
    const suspended = { ...maya, state: 'suspended', version: 4 };
    const sent = serve({
      ...as(administrator),
      [`GET /api/customers/${maya.id}`]: [detail(maya), detail(suspended)],
      [`POST /api/customers/${maya.id}/access`]: [problem(409, 'version_conflict', { current: suspended }), detail({ ...maya, version: 5 })],
    });
    open(`/customers/${maya.id}`);
    await user.click(await screen.findByRole('button', { name: 'Suspend' }));
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Suspend' }));
    expect(await screen.findByText('State: was Active, is now Suspended')).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByRole('alert'));
    await user.click(screen.getByRole('button', { name: 'Give access back' }));
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Give access back' }));
    await waitFor(() => expect(sent.at(-1)?.body).toEqual({ suspended: false, version: 4 }));
  });

  test('an unknown customer is told apart from a fault', async () => {
    serve({ ...as(administrator), [get]: problem(404, 'not_found') });
    open(address);
    expect(await screen.findByRole('heading', { name: 'Not found' })).toBeTruthy();
  });

  test('a fault shows the request’s number and can be tried again', async () => {
    serve({ ...as(administrator), [get]: [problem(500, 'internal'), detail(jonas)] });
    open(address);
    expect(await screen.findByText('req-42')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { name: 'Jonas Pfeiffer' })).toBeTruthy();
  });
});

describe('the team', () => {
  const ravi = { ...jonas, name: 'Ravi Menon', role: 'agent', state: 'active' };

  test('A0: an administrator invites, with a role', async () => {
    const sent = serve({ ...as(administrator), 'POST /api/agents': { status: 201, body: ravi }, [`GET /api/agents/${ravi.id}`]: detail(ravi) });
    open('/team/new');
    await user.type(await screen.findByLabelText('Name'), 'Ravi Menon');
    await user.type(screen.getByLabelText('E-mail address'), 'ravi@example.com');
    await user.click(screen.getByLabelText('Administrator'));
    expect(await accessibilityProblems()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Send invitation' }));
    await waitFor(() => expect(sent.find(({ call }) => call === 'POST /api/agents')?.body).toMatchObject({ role: 'administrator', language: 'en' }));
  });

  test.each([
    ['leads to whoever on the team has it', { personId: ravi.id }, 'Somebody on the team has this e-mail address already.', `/team/${ravi.id}`],
    ['does not say who a customer is', {}, 'Somebody in this portal has this e-mail address already.', undefined],
  ])('A0: a taken address %s', async (_, more, text, href) => {
    serve({ ...as(administrator), 'POST /api/agents': problem(409, 'address_taken', more) });
    open('/team/new');
    await user.type(await screen.findByLabelText('Name'), 'Ravi Menon');
    await user.type(screen.getByLabelText('E-mail address'), 'ravi@example.com');
    await user.click(screen.getByRole('button', { name: 'Send invitation' }));
    expect(await screen.findByText(text)).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'Open that person' })?.getAttribute('href')).toBe(href);
  });

  test('A0: an agent is made an administrator after a question', async () => {
    const sent = serve({
      ...as(administrator),
      [`GET /api/agents/${ravi.id}`]: detail(ravi),
      [`POST /api/agents/${ravi.id}/role`]: detail({ ...ravi, role: 'administrator', version: 4 }),
    });
    open(`/team/${ravi.id}`);
    await user.click(await screen.findByRole('button', { name: 'Make administrator' }));
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Make administrator' }));
    expect(await screen.findByRole('button', { name: 'Make agent' })).toBeTruthy();
    expect(sent.at(-1)?.body).toEqual({ role: 'administrator', version: 3 });
  });

  test('A0: the last administrator stays, and the page says why', async () => {
    serve({
      ...as(administrator),
      [`GET /api/agents/${ravi.id}`]: detail({ ...ravi, role: 'administrator' }),
      [`POST /api/agents/${ravi.id}/access`]: problem(409, 'last_administrator'),
    });
    open(`/team/${ravi.id}`);
    await user.click(await screen.findByRole('button', { name: 'Suspend' }));
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Suspend' }));
    expect(await screen.findByRole('heading', { name: 'The last administrator stays' })).toBeTruthy();
  });
});

test('a confirmation goes away by itself', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
  serve({ ...as(administrator), [`GET /api/customers/${maya.id}`]: detail(maya), [`POST /api/customers/${maya.id}/access`]: detail({ ...maya, state: 'suspended' }) });
  open(`/customers/${maya.id}`);
  const quick = userEvent.setup({ advanceTimers: (ms) => vi.advanceTimersByTime(ms) });
  await quick.click(await screen.findByRole('button', { name: 'Suspend' }));
  await quick.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Suspend' }));
  await waitFor(() => expect(document.querySelector('.toast')?.textContent).toContain('Maya Okonkwo is suspended.'));
  vi.advanceTimersByTime(7_000);
  await waitFor(() => expect(document.querySelector('.toast')).toBeNull());
});

test('a confirmation ends with the page on which something was done', async () => {
  serve({
    ...as(administrator),
    'GET /api/customers': page([maya]),
    [`GET /api/customers/${maya.id}`]: detail(maya),
    [`POST /api/customers/${maya.id}/access`]: detail({ ...maya, state: 'suspended' }),
  });
  open(`/customers/${maya.id}`);
  await user.click(await screen.findByRole('button', { name: 'Suspend' }));
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Suspend' }));
  await waitFor(() => expect(document.querySelector('.toast')?.textContent).toContain('Maya Okonkwo is suspended.'));
  await user.click(screen.getByRole('link', { name: 'All customers' }));
  await screen.findByRole('heading', { name: 'Customers' });
  await waitFor(() => expect(document.querySelector('.toast')).toBeNull());
});

test('a confirmation that leads to another page is seen there, and ends with that', async () => {
  serve({
    ...as(administrator),
    'GET /api/customers': page([jonas]),
    'POST /api/customers': { status: 201, body: jonas },
    [`GET /api/customers/${jonas.id}`]: detail(jonas),
  });
  open('/customers/new');
  await user.type(await screen.findByLabelText('Name'), 'Jonas Pfeiffer');
  await user.type(screen.getByLabelText('E-mail address'), 'jonas@example.com');
  await user.click(screen.getByRole('button', { name: 'Create customer' }));
  await screen.findByRole('heading', { name: 'Jonas Pfeiffer' });
  expect(document.querySelector('.toast')?.textContent).toContain('Jonas Pfeiffer is created');
  await user.click(screen.getByRole('link', { name: 'All customers' }));
  await screen.findByRole('heading', { name: 'Customers' });
  await waitFor(() => expect(document.querySelector('.toast')).toBeNull());
});
