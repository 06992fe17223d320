import { screen, waitFor, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import { settings } from '../../dev/portal';
import { accessibilityProblems, open, portal } from '../../test/render';
import { person, problem, serve, session } from '../../test/server';

const administrator = { ...person, id: 'zyxwvutsrqponmlkjihgfedcba', name: 'Tomás Lindqvist', role: 'administrator' } as const;
const as = (who: object) => ({ 'POST /api/sessions/refresh': session({ person: who }) });
const loaded = { ...as(administrator), 'GET /api/settings': { status: 200, body: settings } };
const ok = (body: object) => ({ status: 200, body });

let user: ReturnType<typeof userEvent.setup>;

beforeEach(() => {
  user = userEvent.setup();
  sessionStorage.clear();
});

const panel = async (name: string) => within(await screen.findByRole('region', { name }));

describe('the settings', () => {
  test('G7: show the portal’s address and each service’s support address, to copy', async () => {
    serve(loaded);
    open('/settings');
    expect(await screen.findByText('https://support.northwind.example')).toBeTruthy();
    expect(await accessibilityProblems()).toEqual([]);
    await user.click(screen.getByRole('link', { name: 'Services' }));
    await user.click(await screen.findByRole('button', { name: 'Copy: Support' }));
    expect(await navigator.clipboard.readText()).toBe('support@in.northwind.example');
    expect(await accessibilityProblems()).toEqual([]);
  });

  test('A5, G1, G2: what is changed is said, saved with the version that was seen, and confirmed', async () => {
    const sent = serve({
      ...loaded,
      'POST /api/settings/registration': ok({ version: 1, mode: 'anyone', ways: ['form'], companyMailboxOnly: false, changedAt: '2026-11-01T10:00:00Z', changedBy: 'Tomás Lindqvist' }),
    });
    open('/settings/registration');
    const who = await panel('Registration');
    expect(who.queryByRole('button', { name: 'Save: Registration' })).toBeNull();
    await user.click(who.getByRole('radio', { name: 'Anyone' }));
    await user.click(who.getByRole('checkbox', { name: 'Form on the sign-in page' }));
    expect(who.getByText('Not saved yet: who may register, open ways')).toBeTruthy();
    await user.click(who.getByRole('button', { name: 'Save: Registration' }));
    expect(await who.findByText(/Last changed by Tomás Lindqvist/)).toBeTruthy();
    expect(sent.at(-1)?.body).toEqual({ mode: 'anyone', ways: ['form'], companyMailboxOnly: false, version: 0 });
    expect(screen.getAllByText('Registration: saved. It holds from now on.').length).toBeGreaterThan(0);
    expect(await accessibilityProblems()).toEqual([]);
  });

  test('A5: what is not saved stays over a look at another page, and can be discarded', async () => {
    serve(loaded);
    open('/settings/sign-in');
    const first = await panel('Signing in');
    await user.click(first.getByRole('radio', { name: 'Always' }));
    await user.click(screen.getByRole('link', { name: 'Portal' }));
    await screen.findByRole('heading', { name: 'Portal', level: 1 });
    await user.click(screen.getByRole('link', { name: 'Signing in' }));
    const again = await panel('Signing in');
    expect(again.getByRole<HTMLInputElement>('radio', { name: 'Always' }).checked).toBe(true);
    const asks = () => !dispatchEvent(new Event('beforeunload', { cancelable: true }));
    await waitFor(() => expect(asks()).toBe(true));
    await user.click(again.getByRole('button', { name: 'Discard' }));
    expect(again.getByRole<HTMLInputElement>('radio', { name: 'Off' }).checked).toBe(true);
    await waitFor(() => expect(asks()).toBe(false));
  });

  test('A5: the second of two administrators is told what the first changed, and loses nothing', async () => {
    const now = { version: 4, name: 'Fjord Help', termsUrl: 'https://fjord.example/terms', changedAt: '2026-11-01T10:00:00Z', changedBy: 'Ines Pereira' };
    const sent = serve({
      ...loaded,
      'GET /api/portal': ok(portal),
      'POST /api/settings/portal': [problem(409, 'version_conflict', { current: now }), ok({ ...now, version: 5, privacyUrl: 'https://fjord.example/privacy' })],
    });
    open('/settings');
    const look = await panel('Name and look');
    await user.type(look.getByRole('textbox', { name: 'Privacy notice' }), 'https://fjord.example/privacy');
    await user.click(look.getByRole('button', { name: 'Save: Name and look' }));
    const told = await screen.findByRole('alert');
    expect(within(told).getByText('Ines Pereira changed this meanwhile')).toBeTruthy();
    expect(within(told).getByText('terms of use').nextElementSibling?.textContent.trim()).toBe('https://fjord.example/terms');
    const name = within(told).getByText('name').nextElementSibling;
    expect(name?.querySelector('del')?.textContent).toBe(settings.portal.name);
    expect(name?.querySelector('ins')?.textContent).toBe('Fjord Help');
    expect(document.activeElement).toBe(told);
    expect(look.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value).toBe('Fjord Help');
    expect(await accessibilityProblems()).toEqual([]);
    await user.click(look.getByRole('button', { name: 'Save: Name and look' }));
    await waitFor(() => expect(sent.filter(({ call }) => call === 'POST /api/settings/portal').at(-1)?.body).toEqual({
      name: 'Fjord Help', termsUrl: 'https://fjord.example/terms', privacyUrl: 'https://fjord.example/privacy', version: 4,
    }));
    await waitFor(() => expect(document.activeElement, 'the button is gone, the place is not').toBe(screen.getByRole('heading', { name: 'Name and look' })));
  });

  test('A5: a colour on which white words cannot be read is not sent; a darker shade is offered', async () => {
    const sent = serve({ ...loaded, 'GET /api/portal': ok(portal) });
    open('/settings');
    const look = await panel('Name and look');
    await user.type(look.getByRole('textbox', { name: 'Accent colour' }), '#ffd700');
    expect(look.getByText(/White words on this colour are hard to read/)).toBeTruthy();
    await user.type(look.getByRole('textbox', { name: 'Terms of use' }), 'javascript:alert(1)');
    await user.click(look.getByRole('button', { name: 'Save: Name and look' }));
    const summary = await screen.findByRole('alert');
    expect(within(summary).getAllByRole('link').map((link) => link.textContent)).toEqual([expect.stringMatching(/^Enter the address of a page/), expect.stringMatching(/^White words/)]);
    expect(look.getAllByText(/White words on this colour/), 'in the summary and at the field').toHaveLength(2);
    expect(sent.some(({ call }) => call === 'POST /api/settings/portal')).toBe(false);
    await user.click(look.getByRole('button', { name: /Use the darker shade/ }));
    expect(look.queryByText(/White words on this colour/)).toBeNull();
  });

  test('G1: companies are added with their domains; what the server refuses is said at its field', async () => {
    const sent = serve({
      ...loaded,
      'POST /api/settings/companies': [
        problem(422, 'invalid_fields', { errors: [{ field: 'companies[0].domains[1]', code: 'unsupported', detail: 'gmail.com is public' }, { field: 'companies[0].domains[2]', code: 'invalid', detail: 'no domain' }] }),
        ok({ version: 1, companies: [{ id: 'acme', name: 'Acme', domains: ['acme.example', 'xn--bcher-kva.example'] }] }),
      ],
    });
    open('/settings/registration');
    const companies = await panel('Companies');
    await user.click(companies.getByRole('button', { name: 'Add a company' }));
    await user.type(companies.getByRole('textbox', { name: 'Company' }), 'Acme');
    await user.type(companies.getByRole('textbox', { name: 'Accepted domains' }), 'acme.example, gmail.com localhost');
    await user.click(companies.getByRole('button', { name: 'Save: Companies' }));
    const summary = await screen.findByRole('alert');
    expect(within(summary).getByRole('link', { name: /Entry 1: A public mail provider’s: gmail.com. .*Not accepted: localhost\./ })).toBeTruthy();
    await user.click(within(summary).getByRole('link'));
    expect(document.activeElement).toBe(companies.getByRole('textbox', { name: 'Accepted domains' }));
    expect(await accessibilityProblems()).toEqual([]);
    await user.clear(companies.getByRole('textbox', { name: 'Accepted domains' }));
    await user.type(companies.getByRole('textbox', { name: 'Accepted domains' }), 'acme.example, bücher.example');
    await user.click(companies.getByRole('button', { name: 'Save: Companies' }));
    await companies.findByDisplayValue('acme.example xn--bcher-kva.example');
    expect(sent.at(-1)?.body).toEqual({ version: 0, companies: [{ name: 'Acme', domains: ['acme.example', 'bücher.example'] }] });
  });

  test('G3: the deny list is one entry a line', async () => {
    const refused = problem(422, 'invalid_fields', { errors: [{ field: 'entries[1]', code: 'invalid', detail: 'neither' }] });
    const sent = serve({ ...loaded, 'POST /api/settings/denied': [refused, ok({ version: 1, entries: ['evil.example', 'mallory@acme.example'] })] });
    open('/settings/registration');
    const denied = await panel('Deny list');
    await user.type(denied.getByRole('textbox', { name: 'Addresses and domains' }), 'mallory@acme.example{enter}{enter} evil.example ');
    await user.click(denied.getByRole('button', { name: 'Save: Deny list' }));
    const wrong = 'Neither an e-mail address nor a domain: evil.example';
    expect(await denied.findByRole('link', { name: wrong })).toBeTruthy();
    expect(denied.getAllByText(wrong)).toHaveLength(2);
    await user.click(denied.getByRole('button', { name: 'Save: Deny list' }));
    await waitFor(() => expect(sent.at(-1)?.body).toEqual({ version: 0, entries: ['mallory@acme.example', 'evil.example'] }));
  });

  test('G5: an address can be tried, and the answer says why', async () => {
    serve({ ...loaded, 'POST /api/settings/decisions': [ok({ allowed: false, reason: 'mode_nobody' }), ok({ allowed: true, company: 'Acme' })] });
    open('/settings/registration');
    const tried = await panel('Try an address');
    await user.type(tried.getByRole('textbox', { name: 'E-mail address' }), 'ada@acme.example');
    await user.click(tried.getByRole('button', { name: 'Try' }));
    expect(await tried.findByText('May not: nobody registers by themselves.')).toBeTruthy();
    await user.click(tried.getByRole('button', { name: 'Try' }));
    expect(await tried.findByText('May register and joins Acme.')).toBeTruthy();
    await user.clear(tried.getByRole('textbox', { name: 'E-mail address' }));
    await user.type(tried.getByRole('textbox', { name: 'E-mail address' }), 'nobody');
    await user.click(tried.getByRole('button', { name: 'Try' }));
    expect(tried.queryByText('May register and joins Acme.')).toBeNull();
  });
});

describe('the quick links', () => {
  const quickLinks = [
    { label: 'Status', url: 'https://status.example/' },
    { label: 'Manual', url: 'https://manual.example/' },
    { label: 'News', url: 'https://news.example/' },
  ];

  test('A5, H15: are put into another order by the keyboard, which is said and saved', async () => {
    const saved = { ...settings.quickLinks, quickLinks };
    const sent = serve({ ...as(administrator), 'GET /api/settings': ok({ ...settings, quickLinks: saved }), 'POST /api/settings/quick-links': ok({ ...saved, version: 2 }) });
    open('/settings/links');
    const down = await screen.findByRole('button', { name: 'Move down: Status' });
    expect(screen.getByRole('button', { name: 'Move up: Status' }).getAttribute('aria-disabled')).toBe('true');
    down.focus();
    await user.keyboard('{Enter}{Enter}');
    expect(await screen.findByText('Status is number 3 now.')).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Move down: Status' }));
    expect(document.activeElement?.getAttribute('aria-disabled')).toBe('true');
    expect(await accessibilityProblems()).toEqual([]);
    await user.click(screen.getByRole('button', { name: /^Save/ }));
    await waitFor(() => expect(sent.at(-1)?.body).toEqual({ version: saved.version, quickLinks: ['Manual', 'News', 'Status'].map((label) => quickLinks.find((link) => link.label === label)) }));
  });
});

describe('rows of the settings', () => {
  const quickLinks = [
    { label: 'Status', url: 'status' },
    { label: 'Manual', url: 'manual' },
  ];
  const withLinks = { ...as(administrator), 'GET /api/settings': ok({ ...settings, quickLinks: { ...settings.quickLinks, quickLinks } }) };

  test.each([
    ['/settings/links', 'Add a link', 'Label'],
    ['/settings/services', 'Add a service', 'Service'],
    ['/settings/registration', 'Add a company', 'Company'],
  ])('A5, H15, G1, G7: a new row of %s has the focus in its first field', async (path, add, label) => {
    serve(withLinks);
    open(path);
    await user.click(await screen.findByRole('button', { name: add }));
    await waitFor(() => expect(document.activeElement).toBe(screen.getAllByRole('textbox', { name: label }).at(-1)));
    expect((document.activeElement as HTMLInputElement).value).toBe('');
  });

  test('A5: what is wrong with one row stays said while another is put right', async () => {
    const wrong = (row: number) => ({ field: `quickLinks[${row}].url`, code: 'invalid', detail: 'no page' });
    serve({ ...withLinks, 'POST /api/settings/quick-links': problem(422, 'invalid_fields', { errors: [wrong(0), wrong(1)] }) });
    open('/settings/links');
    await user.type((await screen.findAllByRole('textbox', { name: 'Address' }))[0] as Element, 'x');
    await user.click(screen.getByRole('button', { name: /^Save/ }));
    const summary = await screen.findByRole('alert');
    expect(within(summary).getAllByRole('link')).toHaveLength(2);
    await user.type(screen.getAllByRole('textbox', { name: 'Address' })[0] as Element, 'y');
    expect(within(screen.getByRole('alert')).getAllByRole('link').map((link) => link.textContent)).toEqual([expect.stringMatching(/^Entry 2/)]);
    const states = screen.getAllByRole('textbox', { name: 'Address' }).map((field) => field.getAttribute('aria-invalid'));
    expect(states).toEqual([null, 'true']);
    await user.click(screen.getByRole('button', { name: 'Move up: Manual' }));
    expect(screen.queryByRole('alert'), 'rows that change places take no old words along').toBeNull();
  });
});

describe('the audit log', () => {
  const entry = {
    id: 'e1', at: '2026-11-01T10:00:00Z', action: 'settings_changed', actor: { kind: 'person', id: administrator.id, name: administrator.name }, network: '192.0.2.0/24',
    detail: 'companies', changes: [{ field: 'companies.Acme Inc. 2.domains', after: 'acme.example' }, { field: 'mode', before: 'nobody', after: 'anyone' }],
  };
  const suspended = { ...entry, id: 'e2', action: 'suspended', detail: undefined, subject: { id: person.id, name: person.name, side: 'customer' }, changes: [{ field: 'state', before: 'active', after: 'suspended' }] };

  test('A6: says who did what to whom, with what was before and after, page by page', async () => {
    const sent = serve({ ...as(administrator), 'GET /api/audit': [ok({ items: [entry], next: 'more' }), ok({ items: [suspended] })] });
    open('/settings/audit');
    expect(await screen.findByText('from 192.0.2.0/24')).toBeTruthy();
    expect(screen.getByText('Settings changed', { selector: 'strong' })).toBeTruthy();
    await user.click(screen.getByText('2 changes'));
    expect(screen.getByText('companies › Acme Inc. 2 › accepted domains')).toBeTruthy();
    expect(screen.getByText('Nobody').tagName).toBe('DEL');
    expect(screen.getByText('Anyone').tagName).toBe('INS');
    await user.click(screen.getByRole('button', { name: 'Load more' }));
    expect((await screen.findByRole('link', { name: 'Maya Okonkwo' })).getAttribute('href')).toBe(`/customers/${person.id}`);
    expect(sent.at(-1)?.query.get('cursor')).toBe('more');
    expect(await accessibilityProblems()).toEqual([]);
  });

  test('A6: says values in the words in which they are chosen', async () => {
    const changes = [
      { field: 'ways', after: 'form' },
      { field: 'companyMailboxOnly', before: 'true', after: 'false' },
      { field: 'secondFactor', before: 'off', after: 'optional' },
      { field: 'logo', before: 'a'.repeat(26), after: 'b'.repeat(26) },
    ];
    const factor = { ...suspended, id: 'e3', action: 'second_factor_set', changes: [{ field: 'secondFactor', before: 'portal', after: 'required' }, { field: 'language', before: 'en', after: 'de' }] };
    serve({ ...as(administrator), 'GET /api/audit': ok({ items: [{ ...entry, changes }, factor] }) });
    open('/settings/audit');
    await screen.findByText('4 changes');
    const said = [...document.querySelectorAll('.changes dd')].map((each) => each.textContent.trim());
    expect(said).toEqual(['Form on the sign-in page', 'Yes No', 'Off Each person chooses', 'Logo replaced', 'As the portal says Required', 'English German']);
  });

  test('A6: a name that is pressed narrows the log to that person, says so, and can be taken back', async () => {
    const sent = serve({ ...as(administrator), 'GET /api/audit': ok({ items: [entry, suspended] }) });
    open('/settings/audit');
    await screen.findByRole('link', { name: 'Maya Okonkwo' });
    await user.click(screen.getAllByRole('button', { name: 'by Tomás Lindqvist' })[0] as Element);
    expect(await screen.findByText('Only what concerns Tomás Lindqvist')).toBeTruthy();
    await waitFor(() => expect(sent.at(-1)?.query.get('person')).toBe(administrator.id));
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'E-mail address' }).value).toBe('');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Action' }), 'Suspended');
    await user.click(screen.getByRole('button', { name: 'Search the log' }));
    await waitFor(() => expect(sent.at(-1)?.query.get('action')).toBe('suspended'));
    expect(sent.at(-1)?.query.get('person')).toBe(administrator.id);
    expect(await accessibilityProblems()).toEqual([]);
    await user.click(await screen.findByRole('button', { name: 'Remove: Only what concerns Tomás Lindqvist' }));
    await waitFor(() => expect(location.search).toBe('?action=suspended'));
  });

  test('A6: keeps the keyboard’s place where what was pressed gives way, and says what was found', async () => {
    const sent = serve({ ...as(administrator), 'GET /api/audit': [ok({ items: [entry, suspended] }), ok({ items: [suspended] }), ok({ items: [] }), ok({ items: [entry] })] });
    open('/settings/audit');
    await screen.findByRole('link', { name: 'Maya Okonkwo' });
    await user.click(screen.getAllByRole('button', { name: 'by Tomás Lindqvist' })[0] as Element);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Only what concerns Tomás Lindqvist' })));
    expect(await screen.findByText('1 entry')).toBeTruthy();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Action' }), 'Suspended');
    const search = screen.getByRole('button', { name: 'Search the log' });
    await user.click(search);
    await screen.findByRole('heading', { name: 'Nothing found' });
    expect(screen.getByText('Only what concerns Tomás Lindqvist'), 'whose entries were looked for is known from before').toBeTruthy();
    await waitFor(() => expect(screen.getAllByText('Nothing found')).toHaveLength(2));
    expect(document.activeElement).toBe(search);
    await user.click(screen.getByRole('button', { name: 'Remove: Only what concerns Tomás Lindqvist' }));
    await waitFor(() => expect(sent.at(-1)?.query.has('person')).toBe(false));
    expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Audit log' }));
    await user.click(screen.getByRole('button', { name: 'Show everything' }));
    await waitFor(() => expect(location.search).toBe(''));
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'E-mail address' }));
    await waitFor(() => expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'Action' }).value).toBe(''));
  });

  test('A6: a search about somebody that finds nothing does not call them gone', async () => {
    serve({ ...as(administrator), 'GET /api/audit': ok({ items: [] }) });
    open(`/settings/audit?person=${person.id}`);
    expect(await screen.findByText('Only what concerns one person')).toBeTruthy();
  });

  test('A6: is searched by person, action and day; the search stands in the address', async () => {
    const sent = serve({ ...as(administrator), 'GET /api/audit': ok({ items: [] }) });
    open('/settings/audit');
    await user.type(await screen.findByRole('textbox', { name: 'E-mail address' }), 'maya@fjord.example');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Action' }), 'Suspended');
    await user.type(screen.getByLabelText('From day'), '2026-11-01');
    await user.click(screen.getByRole('button', { name: 'Search the log' }));
    await waitFor(() => expect(sent.at(-1)?.query.get('person')).toBe('maya@fjord.example'));
    expect(sent.at(-1)?.query.get('action')).toBe('suspended');
    expect(sent.at(-1)?.query.get('from')).toBe(new Date('2026-11-01T00:00:00').toISOString());
    expect(location.search).toContain('action=suspended');
    expect(await screen.findByRole('heading', { name: 'Nothing found' })).toBeTruthy();
    expect(screen.getByText('Enter the whole address: a part of one finds nobody.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Show everything' }));
    await waitFor(() => expect(location.search).toBe(''));
  });
});

describe('before sign-in', () => {
  const stranger = { 'POST /api/sessions/refresh': problem(401, 'session_ended') };

  test('G5, G6: Create an account is there only where the policy opens the form', async () => {
    serve(stranger);
    const first = open('/sign-in');
    await screen.findByRole('heading', { name: 'Sign in' });
    expect(screen.queryByRole('link', { name: 'Create an account' })).toBeNull();
    first.unmount();
    open('/sign-in', { ways: ['form'] });
    expect((await screen.findByRole('link', { name: 'Create an account' })).getAttribute('href')).toBe('/register');
    expect(await accessibilityProblems()).toEqual([]);
  });

  test('A5: the logo stands in place of the name and says it', async () => {
    serve(stranger);
    open('/sign-in', { logo: 'a'.repeat(26) });
    const logo = await screen.findByRole('img', { name: 'Northwind Support' });
    expect(logo.getAttribute('src')).toBe(`/api/portal/logos/${'a'.repeat(26)}`);
  });
});
