import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { accessibilityProblems, open } from '../../test/render';
import { person, problem, serve, session } from '../../test/server';

const agent = { ...person, id: 'zyxwvutsrqponmlkjihgfedcba', name: 'Tomás Lindqvist', role: 'agent' } as const;
const signedIn = { 'POST /api/sessions/refresh': session({ person: agent }) };
const ID = 'cbcdefghijklmnopqrstuvwxyz';
const OTHER = 'dbcdefghijklmnopqrstuvwxyz';
const who = { id: agent.id, name: 'Tomás Lindqvist' };

const none = { new: 0, created: 0, known: 0, refused: 0 };
const base = {
  id: ID, fileName: 'people.csv', createdAt: new Date().toISOString(), createdBy: who, lines: 0, counts: none, denied: 0, ignored: [], columns: [],
  expiresAt: '2036-01-01T00:00:00Z',
};
const ready = {
  ...base, state: 'ready', lines: 5, counts: { ...none, new: 2, known: 1, refused: 2 }, encoding: 'windows-1252', separator: 'semicolon', ignored: ['Phone'],
};
const ok = (body: unknown) => ({ status: 200, body });
const lines = [
  { number: 2, name: 'Maya Okonkwo', email: 'maya@x.example', result: 'new' },
  { number: 3, name: 'Known', email: 'known@x.example', result: 'known', personId: OTHER },
  { number: 4, name: 'Again', email: 'maya@x.example', result: 'refused', reason: 'duplicate', of: 2 },
];

/** Stands in for the browser's way to storage. */
class Storage {
  static status = 204;
  static sent: { url: string; fields: [string, unknown][] }[] = [];
  status = 0;
  private url = '';
  private readonly on = new Map<string, () => void>();
  readonly upload = { addEventListener: (_: string, tell: (event: { loaded: number; total: number }) => void) => tell({ loaded: 1, total: 2 }) };
  open(_: string, url: string): void {
    this.url = url;
  }
  addEventListener(name: string, listener: () => void): void {
    this.on.set(name, listener);
  }
  send(body: FormData): void {
    Storage.sent.push({ url: this.url, fields: [...body.entries()] });
    this.status = Storage.status;
    setTimeout(() => this.on.get(this.status === 0 ? 'error' : 'load')?.(), 20);
  }
}

let user: ReturnType<typeof userEvent.setup>;

beforeEach(() => {
  user = userEvent.setup();
  Storage.sent = [];
  Storage.status = 204;
  vi.stubGlobal('XMLHttpRequest', Storage);
});

afterEach(() => vi.useRealTimers());

const upload = { url: 'https://files.example/', fields: { key: 'uploads/x.csv', policy: 'p' }, maxSize: 5 };
const made = { status: 201, body: { import: { ...base, state: 'uploading' }, upload } };
const file = (text: string, name = 'people.csv') => new File([text], name, { type: 'text/csv' });

describe('importing customers', () => {
  test('X1: a chosen file goes to storage by the form, is checked, and its lines are shown', async () => {
    const sent = serve({
      ...signedIn, 'GET /api/imports': ok({ items: [] }), 'POST /api/imports': made, [`POST /api/imports/${ID}/check`]: ok({ ...base, state: 'checking' }),
      [`GET /api/imports/${ID}`]: ok(ready), [`GET /api/imports/${ID}/lines`]: ok({ items: lines }),
    });
    open('/customers/imports');
    const field = await screen.findByLabelText('Choose a file');
    expect(screen.getByRole('link', { name: 'Download a template' }).getAttribute('href')).toBe('/import-template.csv');
    expect(await accessibilityProblems()).toEqual([]);
    await user.upload(field, file('name,email\n'));
    expect(await screen.findByText('Uploading: 50 %')).toBeTruthy();
    expect(await screen.findByRole('heading', { name: 'people.csv' })).toBeTruthy();
    expect(Storage.sent[0]?.url).toBe('https://files.example/');
    expect(Storage.sent[0]?.fields.map(([name]) => name)).toEqual(['key', 'policy', 'file']);
    expect(sent.find(({ call }) => call === 'POST /api/imports')?.body).toEqual({ fileName: 'people.csv', size: 11 });
    const table = await screen.findByRole('table', { name: 'Lines of the file' });
    expect(within(table).getByRole('link', { name: 'Known' }).getAttribute('href')).toBe(`/customers/${OTHER}`);
    expect(within(table).getByText(/The address stands further up in the file\. \(line 2\)/)).toBeTruthy();
    expect(screen.getByText(/Read as Windows-1252, separated by semicolons\..*Phone/)).toBeTruthy();
    expect(await accessibilityProblems()).toEqual([]);
  });

  test('X1: a dropped file is taken as a chosen one is', async () => {
    serve({
      ...signedIn, 'GET /api/imports': ok({ items: [] }), 'POST /api/imports': made, [`POST /api/imports/${ID}/check`]: ok({ ...base, state: 'checking' }),
      [`GET /api/imports/${ID}`]: ok({ ...base, state: 'checking' }),
    });
    open('/customers/imports');
    const place = await screen.findByRole('group', { name: 'Drop a CSV file here' });
    fireEvent.drop(place, { dataTransfer: { files: [file('name,email\n')] } });
    expect(await screen.findByText('Every line is being checked. This takes some seconds.')).toBeTruthy();
    expect(Storage.sent).toHaveLength(1);
  });

  test('X1: a file that cannot be taken, or does not arrive, is told, and nothing is lost', async () => {
    const sent = serve({ ...signedIn, 'GET /api/imports': ok({ items: [] }), 'POST /api/imports': made });
    open('/customers/imports');
    const field = await screen.findByLabelText('Choose a file');
    await user.upload(field, file(''));
    expect((await screen.findByRole('alert')).textContent).toContain('This file is empty.');
    await user.upload(field, file('x'.repeat(5 * 1024 * 1024 + 1)));
    expect(await screen.findByText('This file is larger than 5 MB. Split it into several.')).toBeTruthy();
    expect(sent.some(({ call }) => call === 'POST /api/imports')).toBe(false);
    Storage.status = 403;
    await user.upload(field, file('name'));
    expect(await screen.findByText('The storage did not take the file. Nothing was created. Choose it again.')).toBeTruthy();
    Storage.status = 0;
    await user.upload(await screen.findByLabelText('Choose a file'), file('name'));
    expect(await screen.findByText('The connection broke off. Nothing was created. Choose the file again.')).toBeTruthy();
  });

  test('X1: past the limit of an hour the page says so and for how long', async () => {
    serve({ ...signedIn, 'GET /api/imports': ok({ items: [] }), 'POST /api/imports': problem(429, 'too_many_requests', { retryAfter: 120 }) });
    open('/customers/imports');
    await user.upload(await screen.findByLabelText('Choose a file'), file('name,email\n'));
    const alert = await screen.findByRole('alert');
    expect(within(alert).getByRole('heading', { name: 'Many files in a short time' })).toBeTruthy();
    expect(alert.textContent).toContain('Try again in 2 minutes.');
    expect(await screen.findByLabelText('Choose a file')).toBeTruthy();
  });

  test('X1, G3: addresses on the deny list are counted before the start, and marked in the lines', async () => {
    const marked = [{ ...lines[0], denied: true }, lines[1], { ...lines[2], reason: 'kept', of: undefined }];
    serve({ ...signedIn, [`GET /api/imports/${ID}`]: ok({ ...ready, denied: 1 }), [`GET /api/imports/${ID}/lines`]: ok({ items: marked }) });
    open(`/customers/imports/${ID}`);
    expect(await screen.findByRole('heading', { name: '1 address is on the deny list' })).toBeTruthy();
    const table = await screen.findByRole('table', { name: 'Lines of the file' });
    expect(within(table).getAllByText('Warning: on the deny list.')).toHaveLength(1);
    expect(within(table).getByText('Somebody gave this address up a short while ago. It is still kept for them.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Create 2 customers' })).toBeTruthy();
    expect(await accessibilityProblems()).toEqual([]);
  });

  test('X1: past imports are listed with who and what became of them, and one that runs is shown before another is uploaded', async () => {
    const running = { ...ready, id: OTHER, fileName: 'big.csv', state: 'running', startedBy: { id: OTHER, name: 'Ingrid Berg' }, startedAt: base.createdAt, invite: true };
    const finished = { ...ready, state: 'done', counts: { ...none, created: 3, known: 2 }, startedAt: base.createdAt, invite: false };
    const nobody = { ...ready, id: agent.id, counts: { ...none, known: 5 } };
    serve({ ...signedIn, 'GET /api/imports': [ok({ items: [running], next: 'more' }), ok({ items: [finished, nobody] })] });
    open('/customers/imports');
    expect(await screen.findByText(/Ingrid Berg is importing big\.csv/)).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Look at it' }).getAttribute('href')).toBe(`/customers/imports/${OTHER}`);
    await user.click(screen.getByRole('button', { name: 'Load more' }));
    expect(await screen.findByText('3 of 5 created')).toBeTruthy();
    expect(screen.getByText('Nobody to create')).toBeTruthy();
    expect(screen.queryByText('Ready to start')).toBeNull();
    expect(screen.getAllByText(/by Tomás Lindqvist/)).toHaveLength(3);
  });

  test('X1: it starts with or without invitations, shows progress that is said as well, and ends with what was done', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    user = userEvent.setup({ advanceTimers: (ms) => vi.advanceTimersByTime(ms) });
    // Time goes on by itself, so each answer waits until what stands before it was looked at.
    const looked = () => {
      let goOn: () => void = () => undefined;
      const before = new Promise<void>((resolve) => (goOn = resolve));
      return { goOn, before };
    };
    const [atFirst, halfWay] = [looked(), looked()];
    const started = { ...ready, startedAt: base.createdAt, startedBy: who, invite: false };
    const running = { ...started, state: 'running' };
    const sent = serve({
      ...signedIn, [`GET /api/imports/${ID}/lines`]: ok({ items: lines }), [`POST /api/imports/${ID}/start`]: ok(running),
      [`GET /api/imports/${ID}`]: [
        ok(ready), () => atFirst.before.then(() => ok({ ...running, counts: { ...ready.counts, new: 1, created: 1 } })), problem(503, 'unavailable'),
        () => halfWay.before.then(() => ok({ ...started, state: 'done', counts: { ...ready.counts, new: 0, created: 2 } })),
      ],
    });
    open(`/customers/imports/${ID}`);
    await user.click(await screen.findByRole('checkbox', { name: 'Send invitations' }));
    await user.click(screen.getByRole('button', { name: 'Create 2 customers' }));
    await waitFor(() => expect(sent.find(({ call }) => call.endsWith('/start'))?.body).toEqual({ invite: false }));
    expect(await screen.findByRole('heading', { name: '3 of 5 done' })).toBeTruthy();
    expect(document.activeElement, 'the button is gone, the place is not').toBe(screen.getByRole('region', { name: 'Running' }));
    expect(screen.getByRole<HTMLProgressElement>('progressbar', { name: 'Progress of the import' }).max).toBe(5);
    atFirst.goOn();
    await vi.advanceTimersByTimeAsync(1600);
    expect(await screen.findByRole('heading', { name: '4 of 5 done' })).toBeTruthy();
    await waitFor(() => expect(screen.getAllByRole('status').map((each) => each.textContent)).toContain('4 of 5 done'));
    halfWay.goOn();
    await vi.advanceTimersByTimeAsync(4000);
    expect(await screen.findByRole('heading', { name: 'The import is done' })).toBeTruthy();
    expect(screen.getByText(/2 customers were created\..*No invitations were sent\./)).toBeTruthy();
  });

  test('X1: it is stopped after a question, says by whom, and can go on', async () => {
    const running = { ...ready, state: 'running', startedAt: base.createdAt, startedBy: who, invite: true, waitingUntil: new Date(Date.now() + 600_000).toISOString() };
    const stopped = { ...running, state: 'stopped', stoppedBy: who, waitingUntil: undefined };
    serve({ ...signedIn, [`GET /api/imports/${ID}`]: ok(running), [`GET /api/imports/${ID}/lines`]: ok({ items: lines }), [`POST /api/imports/${ID}/stop`]: ok(stopped) });
    open(`/customers/imports/${ID}`);
    expect(await screen.findByText(/Your mail quota for these 24 hours is used up/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Stop' }));
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Stop the import' }));
    expect(await screen.findByText('Tomás Lindqvist stopped it.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Go on with 2 customers' })).toBeTruthy();
    expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'Send invitations' }).checked).toBe(true);
  });

  test('X1: where another import runs, the page says so and leads there', async () => {
    serve({
      ...signedIn, [`GET /api/imports/${ID}`]: ok(ready), [`GET /api/imports/${ID}/lines`]: ok({ items: lines }),
      [`POST /api/imports/${ID}/start`]: problem(409, 'import_running', { importId: OTHER }),
    });
    open(`/customers/imports/${ID}`);
    await user.click(await screen.findByRole('button', { name: 'Create 2 customers' }));
    expect((await screen.findByRole('alert')).textContent).toContain('One import runs at a time');
    expect(screen.getByRole('link', { name: 'Look at it' }).getAttribute('href')).toBe(`/customers/imports/${OTHER}`);
  });

  test('X1: lines are filtered by result, in the address, and more are loaded', async () => {
    const sent = serve({
      ...signedIn, [`GET /api/imports/${ID}`]: ok(ready),
      [`GET /api/imports/${ID}/lines`]: ({ query }) =>
        query.get('result') === 'refused'
          ? ok(query.has('cursor') ? { items: [{ number: 9, name: '', email: 'x', result: 'refused', reason: 'email_invalid' }] } : { items: [lines[2]], next: 'c' })
          : ok({ items: lines }),
    });
    open(`/customers/imports/${ID}`);
    const filters = await screen.findByRole('navigation', { name: 'Show lines' });
    expect(within(filters).getAllByRole('link').map((link) => link.textContent)).toEqual(['All 5', 'To be created 2', 'Already there 1', 'Refused 2']);
    await user.click(within(filters).getByRole('link', { name: 'Refused 2' }));
    expect(location.search).toBe('?result=refused');
    await waitFor(() => expect(screen.queryByText('Maya Okonkwo')).toBeNull());
    await user.click(await screen.findByRole('button', { name: 'Load more' }));
    expect(await screen.findByText('This is no e-mail address.')).toBeTruthy();
    expect(sent.filter(({ query }) => query.get('cursor') === 'c')).toHaveLength(1);
  });

  test('X1: a file that cannot be read says what to do', async () => {
    serve({ ...signedIn, [`GET /api/imports/${ID}`]: ok({ ...base, state: 'unreadable', fault: 'missing_columns', columns: ['name', 'email'] }) });
    open(`/customers/imports/${ID}`);
    expect(await screen.findByText('Its first line must name the columns. Missing: name, e-mail address. The template shows how.')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Choose another file' }).getAttribute('href')).toBe('/customers/imports');
    expect(await accessibilityProblems()).toEqual([]);
  });

  test('X1: the report is written in the reader’s language and downloaded', async () => {
    const sent = serve({
      ...signedIn, [`GET /api/imports/${ID}`]: ok(ready), [`GET /api/imports/${ID}/lines`]: ok({ items: lines }),
      [`POST /api/imports/${ID}/report`]: ok({ url: 'https://files.example/report' }),
    });
    const followed: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      followed.push(this.href);
    });
    open(`/customers/imports/${ID}`);
    await user.click(await screen.findByRole('button', { name: 'Download report' }));
    await waitFor(() => expect(followed).toEqual(['https://files.example/report']));
    expect(sent.find(({ call }) => call.endsWith('/report'))?.body).toEqual({ language: 'en' });
  });

  test('X1: an import that is no longer there has a page that says so', async () => {
    serve({ ...signedIn, [`GET /api/imports/${ID}`]: problem(404, 'import_not_found') });
    open(`/customers/imports/${ID}`);
    expect(await screen.findByText('There is no such import, or none any more: they are kept for 90 days.')).toBeTruthy();
  });
});
