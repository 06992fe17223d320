import { screen, waitFor, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import { accessibilityProblems, open } from '../../../test/render';
import { person, problem, serve, session } from '../../../test/server';
import { takeLink } from '../../link';

const signedIn = { 'POST /api/sessions/refresh': session({ person }) };
const profile = { name: person.name, email: person.email, language: 'en', version: 3, secondFactor: { mode: 'optional', on: true, trusts: true } } as const;
const laptop = { id: 'c'.repeat(26), browser: 'Edge', system: 'Windows', network: '203.0.113.0/24', since: new Date().toISOString(), until: '2036-01-01T00:00:00Z' };
const now = new Date().toISOString();
const here = { id: 'a'.repeat(26), browser: 'Firefox', system: 'Windows', network: '203.0.113.0/24', began: now, lastUsed: now, current: true };
const phone = { ...here, id: 'b'.repeat(26), browser: 'Safari', system: 'iPhone', current: false };
const list = (...items: object[]) => ({ status: 200, body: { items } });
const loaded = { ...signedIn, 'GET /api/profile': { status: 200, body: profile }, 'GET /api/profile/sessions': list(here, phone), 'GET /api/profile/devices': list(laptop) };

let user: ReturnType<typeof userEvent.setup>;

/** Puts a text into a field at once, as a password manager does. */
async function fill(field: HTMLElement, text: string): Promise<void> {
  await user.click(field);
  await user.paste(text);
}

beforeEach(() => {
  user = userEvent.setup();
});

describe('the profile', () => {
  test('X11: shows where somebody is signed in, this device first, and ends one', async () => {
    const sent = serve({
      ...loaded,
      'GET /api/profile/sessions': [list(here, phone), list(here)],
      [`POST /api/profile/sessions/${phone.id}/end`]: list(here),
    });
    open('/profile');
    await screen.findByText('Firefox on Windows');
    const first = within(screen.getAllByRole('listitem').find((item) => item.textContent.includes('Firefox on Windows')) as HTMLElement);
    expect(first.getByText('This device')).toBeTruthy();
    expect(first.queryByRole('button', { name: /Sign out/ })).toBeNull();
    expect(await accessibilityProblems()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Sign out: Safari on iPhone' }));
    await waitFor(() => expect(screen.queryByText('Safari on iPhone')).toBeNull());
    expect(screen.getByText('You are signed in here and nowhere else.')).toBeTruthy();
    expect(document.activeElement, 'the keyboard does not lose its place').toBe(screen.getByRole('heading', { name: 'Where you are signed in' }));
    expect(sent.some(({ call }) => call.endsWith(`/${phone.id}/end`))).toBe(true);
  });

  test('X9, X11: whoever signs a device out is told that it is not trusted any more, and sees it', async () => {
    const mode = (trusts: boolean) => ({ 'GET /api/profile': { status: 200, body: { ...profile, secondFactor: { ...profile.secondFactor, trusts } } } });
    const ends = { 'GET /api/profile/sessions': [list(here, phone), list(here)], [`POST /api/profile/sessions/${phone.id}/end`]: list(here) };
    serve({ ...loaded, ...mode(true), ...ends, 'GET /api/profile/devices': [list(laptop), list()] });
    const { unmount } = open('/profile');
    await screen.findByRole('button', { name: 'End trust: Edge on Windows' });
    await user.click(screen.getByRole('button', { name: 'Sign out: Safari on iPhone' }));
    expect(await screen.findByText('Safari on iPhone is signed out and not trusted any more.')).toBeTruthy();
    expect(await screen.findByText('You trust no device. You can when you type a code.')).toBeTruthy();
    unmount();
    serve({ ...loaded, ...mode(false), ...ends });
    open('/profile');
    await user.click(await screen.findByRole('button', { name: 'Sign out: Safari on iPhone' }));
    expect(await screen.findByText('Safari on iPhone is signed out.'), 'where no device can be trusted, nothing is said of it').toBeTruthy();
  });

  test('X11: signs out everywhere else only after a question', async () => {
    const sent = serve({ ...loaded, 'POST /api/profile/sessions/end': list(here) });
    open('/profile');
    await user.click(await screen.findByRole('button', { name: 'Sign out everywhere else' }));
    const dialog = within(screen.getByRole('dialog'));
    expect(sent.some(({ call }) => call === 'POST /api/profile/sessions/end')).toBe(false);
    await user.click(dialog.getByRole('button', { name: 'Sign out everywhere else' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(document.activeElement, 'the button is gone').toBe(screen.getByRole('heading', { name: 'Where you are signed in' }));
    expect(sent.some(({ call }) => call === 'POST /api/profile/sessions/end')).toBe(true);
  });

  test('X11: a new password wants the present one, and says at the field where that is wrong', async () => {
    const wrong = problem(422, 'invalid_fields', { errors: [{ field: 'currentPassword', code: 'invalid', detail: 'x' }] });
    const sent = serve({ ...loaded, 'POST /api/profile/password': [wrong, { status: 204 }] });
    open('/profile');
    await user.click(await screen.findByRole('button', { name: 'Change password' }));
    expect(document.activeElement, 'the form has the focus').toBe(screen.getByLabelText('Present password'));
    await user.click(screen.getByRole('button', { name: 'Change password' }));
    expect(await screen.findAllByText('Enter your present password.')).not.toHaveLength(0);
    await fill(screen.getByLabelText('Present password'), 'not this one');
    await fill(screen.getByLabelText('New password'), 'a quiet harbour at dawn');
    await user.click(screen.getByRole('button', { name: 'Change password' }));
    expect(await screen.findAllByText('This is not your present password.')).not.toHaveLength(0);
    await user.clear(screen.getByLabelText('Present password'));
    await fill(screen.getByLabelText('Present password'), 'this one');
    await user.click(screen.getByRole('button', { name: 'Change password' }));
    expect(await screen.findAllByText(/You are signed out everywhere else/)).not.toHaveLength(0);
    expect(document.activeElement, 'back where it was').toBe(screen.getByRole('button', { name: 'Change password' }));
    const keys = sent.filter(({ call }) => call === 'POST /api/profile/password').map(({ headers }) => headers.get('Idempotency-Key'));
    expect(new Set(keys).size).toBe(2);
    await waitFor(() => expect(sent.filter(({ call }) => call === 'GET /api/profile/sessions'), 'what ended is not shown any more').toHaveLength(2));
  });

  test('X11: name and language are saved; what was changed elsewhere is told of, and taken over where nobody has typed', async () => {
    const sent = serve({
      ...loaded,
      'GET /api/profile': [{ status: 200, body: profile }, { status: 200, body: { ...profile, name: 'Maya Elsewhere', language: 'de', version: 4 } }],
      'POST /api/profile/details': [problem(409, 'version_conflict'), { status: 200, body: { ...profile, name: 'Maya O', language: 'de', version: 5 } }],
    });
    open('/profile');
    const name = await screen.findByLabelText<HTMLInputElement>('Name');
    await user.clear(name);
    await fill(name, 'Maya O');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByRole('heading', { name: 'This changed in the meantime' })).toBeTruthy();
    await waitFor(() => expect(screen.getByLabelText<HTMLSelectElement>('Language').value).toBe('de'));
    expect(name.value, 'what was typed stays').toBe('Maya O');
    expect(screen.getByRole('heading', { name: 'This changed in the meantime' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findAllByText('Saved.')).not.toHaveLength(0);
    const saved = sent.filter(({ call }) => call === 'POST /api/profile/details');
    expect(saved.at(-1)?.body).toEqual({ name: 'Maya O', language: 'de', version: 4 });
    expect(document.activeElement, 'the keyboard does not lose its place').toBe(screen.getByRole('button', { name: 'Save' }));
  });

  test('B9: where the account has a second step, turning it off and another address want a sign-in with a code, and the page says how', async () => {
    const refused = problem(403, 'code_proof_required');
    serve({ ...loaded, 'POST /api/profile/second-factor': refused, 'POST /api/profile/email': refused });
    open('/profile');
    await user.click(await screen.findByRole('button', { name: 'Turn off' }));
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Turn off' }));
    expect(await screen.findByText(/sign in again with the mailed code, and come back within ten minutes/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Change address' }));
    await fill(screen.getByLabelText('New e-mail address'), 'new@fjord.example');
    await user.click(screen.getByRole('button', { name: 'Send a code' }));
    await waitFor(() => expect(screen.getAllByRole('heading', { name: 'Sign in again with a code first' })).toHaveLength(2));
    expect(screen.queryByLabelText('Password')).toBeNull();
    expect(await accessibilityProblems()).toEqual([]);
  });

  test('B9: the second step is turned off only after a question', async () => {
    const off = { ...profile, secondFactor: { ...profile.secondFactor, on: false } };
    const sent = serve({
      ...loaded,
      'POST /api/profile/second-factor': { status: 200, body: off },
    });
    open('/profile');
    await user.click(await screen.findByRole('button', { name: 'Turn off' }));
    expect(await accessibilityProblems()).toEqual([]);
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Turn off' }));
    expect(await screen.findByText('Off: your password is enough.')).toBeTruthy();
    expect(sent.filter(({ call }) => call === 'POST /api/profile/second-factor').map(({ body }) => body)).toEqual([{ on: false }]);
  });

  test('X9: trusted devices are listed, and the trust in each is ended by itself', async () => {
    serve({ ...loaded, [`POST /api/profile/devices/${laptop.id}/end`]: list() });
    open('/profile');
    await user.click(await screen.findByRole('button', { name: 'End trust: Edge on Windows' }));
    expect(await screen.findByText('You trust no device. You can when you type a code.')).toBeTruthy();
  });

  test('B9: where it is required there is nothing to choose', async () => {
    serve({ ...loaded, 'GET /api/profile': { status: 200, body: { ...profile, secondFactor: { mode: 'required', on: false, trusts: false } } } });
    open('/profile');
    expect(await screen.findByText(/^Required by the team/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Turn/ })).toBeNull();
    expect(screen.queryByText('Trusted devices')).toBeNull();
  });

  test('X11: another address wants a proof of just now and the code that went there', async () => {
    const sent = serve({
      ...loaded,
      'GET /api/profile': [{ status: 200, body: profile }, { status: 200, body: { ...profile, email: 'new@fjord.example', version: 4 } }],
      'POST /api/profile/email': [problem(403, 'proof_required'), { status: 202, body: { accepted: true } }],
      'POST /api/profile/proof': { status: 204 },
      'POST /api/profile/email/confirm': [problem(403, 'code_wrong'), problem(409, 'address_taken'), { status: 204 }],
    });
    open('/profile');
    await user.click(await screen.findByRole('button', { name: 'Change address' }));
    await fill(screen.getByLabelText('New e-mail address'), 'new@fjord.example');
    await user.click(screen.getByRole('button', { name: 'Send a code' }));
    const password = await screen.findByLabelText('Password');
    await waitFor(() => expect(document.activeElement).toBe(password));
    await fill(password, 'a quiet harbour');
    await user.click(screen.getByRole('button', { name: 'Go on' }));
    await user.click(await screen.findByRole('button', { name: 'Send a code' })); // what was typed is still there
    await user.type(await screen.findByLabelText('Code'), '123456');
    expect(await accessibilityProblems()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Change address' }));
    expect(await screen.findByRole('heading', { name: 'The code is not right' })).toBeTruthy();
    expect(screen.getByText('This is not the code in the newest mail.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Change address' }));
    expect(await screen.findByRole('heading', { name: 'This address cannot be used' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Change address' }));
    expect(await screen.findByText('new@fjord.example')).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Change address' }));
    expect(sent.filter(({ call }) => call === 'POST /api/profile/email').map(({ body }) => body)).toEqual([{ email: 'new@fjord.example' }, { email: 'new@fjord.example' }]);
  });

  test('G4, X11: an address that the policy refuses says at its field what to do, and stays', async () => {
    const refused = (code: string) => problem(422, 'invalid_fields', { errors: [{ field: 'email', code, detail: 'x' }] });
    const sent = serve({ ...loaded, 'POST /api/profile/email': [refused('public_mailbox'), refused('other_company'), { status: 202, body: { accepted: true } }] });
    open('/profile');
    await user.click(await screen.findByRole('button', { name: 'Change address' }));
    const field = screen.getByLabelText<HTMLInputElement>('New e-mail address');
    await fill(field, 'maya@private.example');
    await user.click(screen.getByRole('button', { name: 'Send a code' }));
    await waitFor(() => expect(field.getAttribute('aria-invalid')).toBe('true'));
    expect(screen.getAllByText('This is an address of a public mail provider. Use your mailbox at your company, or ask the support team.')).toHaveLength(2); // at the field and above
    expect(await accessibilityProblems()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Send a code' }));
    expect(await screen.findAllByText('This is not an address of your company. Use your mailbox there, or ask the support team.')).toHaveLength(2);
    expect(field.value).toBe('maya@private.example');
    await user.clear(field);
    await fill(field, 'maya.lind@fjord.example');
    await user.click(screen.getByRole('button', { name: 'Send a code' }));
    expect(await screen.findByText(/^If this address can be used here, a code is on its way to maya.lind@fjord.example/)).toBeTruthy();
    expect(sent.filter(({ call }) => call === 'POST /api/profile/email')).toHaveLength(3);
  });

  test('G4, X11: a new code for an address that the policy refuses meanwhile says what to do', async () => {
    const waiting = { ...profile, pendingEmail: { email: 'new@private.example', expiresAt: '2036-01-01T12:00:00Z' } };
    const refused = problem(422, 'invalid_fields', { errors: [{ field: 'email', code: 'public_mailbox', detail: 'x' }] });
    serve({ ...loaded, 'GET /api/profile': { status: 200, body: waiting }, 'POST /api/profile/email': refused });
    open('/profile');
    await user.click(await screen.findByRole('button', { name: 'Send a new code' }));
    expect(await screen.findByRole('heading', { name: 'This address cannot be used' })).toBeTruthy();
    expect(screen.getByText(/your mailbox at your company, or ask the support team/)).toBeTruthy();
    expect(await accessibilityProblems()).toEqual([]);
  });

  test('X11: a change that waits for its code is shown after a reload, gets a new code, and is cancelled', async () => {
    const waiting = { ...profile, pendingEmail: { email: 'new@fjord.example', expiresAt: '2036-01-01T12:00:00Z' } };
    const sent = serve({
      ...loaded,
      'GET /api/profile': [{ status: 200, body: waiting }, { status: 200, body: profile }],
      'POST /api/profile/email': { status: 202, body: { accepted: true } },
      'POST /api/profile/email/cancel': [problem(503, 'unavailable'), { status: 204 }],
    });
    open('/profile');
    expect(await screen.findByText(/^Your change to new@fjord.example waits for its code/)).toBeTruthy();
    expect(screen.getByLabelText('Code')).toBeTruthy();
    expect(await accessibilityProblems()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Send a new code' }));
    expect(await screen.findByText(/^If this address can be used here, a code is on its way to new@fjord.example/)).toBeTruthy();
    expect(sent.find(({ call }) => call === 'POST /api/profile/email')?.body).toEqual({ email: 'new@fjord.example' });
    await user.click(screen.getByRole('button', { name: 'Keep the present address' }));
    expect(await screen.findByRole('alert')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Keep the present address' }));
    expect(await screen.findByRole('button', { name: 'Change address' })).toBeTruthy();
    expect(screen.queryByLabelText('Code')).toBeNull();
  });

  test('X11: a new code after a while wants the password first', async () => {
    const waiting = { ...profile, pendingEmail: { email: 'new@fjord.example', expiresAt: '2036-01-01T12:00:00Z' } };
    serve({ ...loaded, 'GET /api/profile': { status: 200, body: waiting }, 'POST /api/profile/email': problem(403, 'proof_required') });
    open('/profile');
    await user.click(await screen.findByRole('button', { name: 'Send a new code' }));
    expect(await screen.findByLabelText('Password')).toBeTruthy();
  });

  test('E1: the link to the earlier address changes nothing before its button is pressed, and then leads to a new password', async () => {
    const verified = { purpose: 'email_undo', name: person.name, email: 'old@fjord.example', language: 'en', expiresAt: '2036-01-01T00:00:00Z' };
    const sent = serve({
      'POST /api/sessions/refresh': problem(401, 'session_ended'),
      'POST /api/verify': { status: 200, body: verified },
      'POST /api/undo': { status: 204 },
    });
    history.replaceState(null, '', '/undo#u.aaaaaaaaaaaaaaaaaaaaaaaaaa.1.00000000.AAAA');
    takeLink();
    open('/undo');
    expect(await screen.findByRole('heading', { name: 'Take the change back?' })).toBeTruthy();
    expect(await accessibilityProblems()).toEqual([]);
    expect(sent.some(({ call }) => call === 'POST /api/undo')).toBe(false);
    await user.click(screen.getByRole('button', { name: 'Take the change back' }));
    expect(await screen.findByRole('heading', { name: 'The change is taken back' })).toBeTruthy();
    expect(screen.getByText(/opens nothing any more. A link to choose a new one is on its way/)).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Mail me another link' }).getAttribute('href')).toBe('/forgot');
  });
});
