import { screen, waitFor, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { describe, expect, test, vi } from 'vitest';
import { accessibilityProblems, open } from '../../../test/render';
import { person, problem, serve, session } from '../../../test/server';
import { sessionState } from '../../api/session';
import { takeLink } from '../../link';

const nobody = { 'POST /api/sessions/refresh': problem(401, 'session_ended') };
const home = { 'GET /api/home': { status: 200, body: { person, requests: [], services: [], quickLinks: [] } } };
const LINK = 'a.abcdefghijklmnop.1.k1.secret';
const good = { status: 200, body: { purpose: 'activation', name: 'Maya Okonkwo', email: 'maya@fjord.example', language: 'en', expiresAt: '2030-01-01T00:00:00Z' } };

function openLink(page: 'activate' | 'reset', link = LINK) {
  history.replaceState(null, '', `/${page}#${link}`);
  takeLink();
  return open(location.pathname);
}

async function signIn(password = 'a password that is right') {
  await userEvent.type(await screen.findByLabelText('E-mail address'), 'maya@fjord.example');
  await userEvent.type(screen.getByLabelText('Password'), password);
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
}

describe('the sign-in page', () => {
  test('H3: address and password lead to Home, with the person’s name at the top', async () => {
    const sent = serve({ ...nobody, ...home, 'POST /api/sessions': session() });
    open('/sign-in');
    await signIn();
    expect(await screen.findByRole('heading', { name: 'Hello, Maya Okonkwo' })).toBeTruthy();
    expect(within(screen.getByRole('banner')).getByText('Maya Okonkwo')).toBeTruthy();
    expect(sent.find(({ call }) => call === 'POST /api/sessions')?.body).toEqual({ email: 'maya@fjord.example', password: 'a password that is right' });
    expect(document.title).toBe('Home – Northwind Support');
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
  });

  test('goes straight on when a session exists', async () => {
    serve({ ...home, 'POST /api/sessions/refresh': session() });
    open('/');
    expect(await screen.findByText('No open requests')).toBeTruthy();
  });

  test('H4: a refusal names every way on and does not say whether the address exists', async () => {
    serve({ ...nobody, 'POST /api/sessions': problem(401, 'sign_in_failed') });
    open('/sign-in');
    await signIn();
    const alert = await screen.findByRole('alert');
    expect(document.activeElement).toBe(alert);
    expect(alert.textContent).toContain('The address and the password do not go together, or this address cannot sign in here.');
    expect(within(alert).getByRole('link', { name: 'Choose a new password' }).getAttribute('href')).toBe('/forgot');
    expect((screen.getByLabelText<HTMLInputElement>('Password')).value).toBe('a password that is right');
    expect(await accessibilityProblems()).toEqual([]);
  });

  test('says what is missing at the field and in a summary that takes the focus, and sends nothing', async () => {
    const sent = serve(nobody);
    open('/sign-in');
    await userEvent.click(await screen.findByRole('button', { name: 'Sign in' }));
    const alert = await screen.findByRole('alert');
    expect(document.activeElement).toBe(alert);
    const email = screen.getByLabelText('E-mail address');
    expect(email.getAttribute('aria-invalid')).toBe('true');
    const described = email.getAttribute('aria-describedby') ?? '';
    expect(document.getElementById(described)?.textContent).toBe('Enter your e-mail address.');
    await userEvent.click(within(alert).getByRole('link', { name: 'Enter your password.' }));
    expect(document.activeElement).toBe(screen.getByLabelText('Password'));
    expect(sent.map(({ call }) => call)).toEqual([]);
    expect(await accessibilityProblems()).toEqual([]);
  });

  test('X12: too many tries are told in words, with the time to wait counting down', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
    const ticks = vi.spyOn(globalThis, 'setInterval');
    const user = userEvent.setup({ delay: null });
    serve({ ...nobody, 'POST /api/sessions': problem(429, 'too_many_requests', { retryAfter: 240 }) });
    open('/sign-in');
    await user.type(await screen.findByLabelText('E-mail address'), 'maya@fjord.example');
    await user.type(screen.getByLabelText('Password'), 'x');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByText('Try again in 4 minutes.')).toBeTruthy();
    while (!ticks.mock.calls.some(([, pause]) => pause === 1000)) await new Promise((resolve) => setTimeout(resolve, 5)); // it begins after the page is drawn
    vi.advanceTimersByTime(200_000);
    expect(await screen.findByText('Try again in 40 seconds.')).toBeTruthy();
    vi.advanceTimersByTime(40_000);
    expect(await screen.findByText('You can try again now.')).toBeTruthy();
  });

  test('keeps what was typed when there is no connection', async () => {
    serve({ ...nobody, 'POST /api/sessions': new TypeError('fetch failed') });
    open('/sign-in');
    await signIn();
    expect(await screen.findByRole('heading', { name: 'No connection' })).toBeTruthy();
    expect((screen.getByLabelText<HTMLInputElement>('E-mail address')).value).toBe('maya@fjord.example');
  });

  test('submits once however often the button is pressed', async () => {
    const sent = serve({ ...nobody, 'POST /api/sessions': () => new Promise(() => undefined) });
    open('/sign-in');
    await signIn();
    const button = screen.getByRole('button', { name: /Sign in/ });
    await userEvent.click(button);
    await userEvent.type(screen.getByLabelText('Password'), '{Enter}');
    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect(sent.filter(({ call }) => call === 'POST /api/sessions')).toHaveLength(1);
  });

  test('X12: a code is asked for where the server wants one, a pasted code is sent with its flow, and a wrong one can be tried again', async () => {
    const sent = serve({
      ...nobody,
      ...home,
      'POST /api/sessions': [problem(403, 'code_required', { flow: 'f'.repeat(26) }), problem(403, 'code_wrong'), session()],
    });
    open('/sign-in');
    await signIn();
    const code = await screen.findByLabelText('Code');
    expect(code.getAttribute('autocomplete')).toBe('one-time-code');
    expect(await accessibilityProblems()).toEqual([]);
    await userEvent.type(code, '12 34-5x6');
    expect((code as HTMLInputElement).value).toBe('123456');
    await userEvent.click(screen.getByRole('button', { name: 'Go on' }));
    expect(await screen.findByRole('heading', { name: 'The code is not right' })).toBeTruthy();
    expect(code.getAttribute('aria-invalid'), 'the field says so, too').toBe('true');
    expect(screen.getByText('This is not the code in the newest mail.')).toBeTruthy();
    expect(await accessibilityProblems()).toEqual([]);
    await userEvent.clear(code);
    await userEvent.click(code);
    await userEvent.paste(' 654 321 ');
    expect(await screen.findByRole('heading', { name: 'Hello, Maya Okonkwo' })).toBeTruthy();
    expect(sent.filter(({ call }) => call === 'POST /api/sessions').map(({ body }) => (body as { code?: string }).code)).toEqual([undefined, '123456', '654321']);
  });

  test('X12: a reload on the page of the code keeps address and flow, never the password, which is asked for with the code; no other code is mailed', async () => {
    const calls = () => sent.filter(({ call }) => call === 'POST /api/sessions').map(({ body }) => body);
    const sent = serve({
      ...nobody,
      ...home,
      'POST /api/sessions': [problem(403, 'code_required', { flow: 'f'.repeat(26), trust: true }), problem(401, 'sign_in_failed'), session()],
    });
    const { unmount } = open('/sign-in');
    await signIn();
    await screen.findByLabelText('Code');
    expect(screen.queryByLabelText('Password'), 'the page still has it').toBeNull();
    expect(JSON.stringify([Object.values(sessionStorage), Object.values(localStorage)])).not.toContain('a password that is right');
    unmount();
    open('/sign-in');
    const code = await screen.findByLabelText('Code');
    expect(screen.getByText(/maya@fjord.example/)).toBeTruthy();
    expect(screen.getByLabelText('Trust this device for 30 days')).toBeTruthy();
    expect(await accessibilityProblems()).toEqual([]);
    await userEvent.click(code);
    await userEvent.paste('123456');
    expect(calls(), 'nothing goes out without the password').toHaveLength(1);
    await userEvent.click(screen.getByRole('button', { name: 'Go on' }));
    expect(await screen.findByRole('link', { name: 'Enter your password.' })).toBeTruthy();
    await userEvent.type(screen.getByLabelText('Password'), 'a wrong one');
    await userEvent.click(screen.getByRole('button', { name: 'Go on' }));
    expect(await screen.findByText(/The address and the password do not go together/)).toBeTruthy();
    await userEvent.clear(screen.getByLabelText('Password'));
    await userEvent.type(screen.getByLabelText('Password'), 'a password that is right');
    await userEvent.click(screen.getByRole('button', { name: 'Go on' }));
    expect(await screen.findByRole('heading', { name: 'Hello, Maya Okonkwo' })).toBeTruthy();
    expect(calls().at(-1)).toEqual({ email: 'maya@fjord.example', password: 'a password that is right', flow: 'f'.repeat(26), code: '123456' });
    expect(sessionStorage.length, 'nothing is kept of a sign-in that is done').toBe(0);
  });

  test('X12: after a reload a new code wants the password', async () => {
    const sent = serve({
      ...nobody,
      'POST /api/sessions': [problem(403, 'code_required', { flow: 'f'.repeat(26) }), problem(410, 'code_expired'), problem(403, 'code_required', { flow: 'g'.repeat(26) })],
    });
    const { unmount } = open('/sign-in');
    await signIn();
    await screen.findByLabelText('Code');
    unmount();
    open('/sign-in');
    await userEvent.type(await screen.findByLabelText('Code'), '123456');
    const password = screen.getByLabelText('Password');
    await userEvent.type(password, 'right');
    await userEvent.click(screen.getByRole('button', { name: 'Go on' }));
    await screen.findByRole('heading', { name: 'The code has expired' });
    await userEvent.clear(password);
    await userEvent.click(screen.getByRole('button', { name: 'Mail a new code' }));
    expect(await screen.findByRole('link', { name: 'Enter your password.' })).toBeTruthy();
    await userEvent.type(password, 'right');
    await userEvent.click(screen.getByRole('button', { name: 'Mail a new code' }));
    expect(await screen.findAllByText(/a new code is on its way/)).not.toHaveLength(0);
    const calls = sent.filter(({ call }) => call === 'POST /api/sessions');
    expect(calls).toHaveLength(3);
    expect(calls.at(-1)?.body).toEqual({ email: 'maya@fjord.example', password: 'right' });
  });

  test('X12: a code that is over is not asked for after a reload', async () => {
    serve({ ...nobody, 'POST /api/sessions': problem(403, 'code_required', { flow: 'f'.repeat(26) }) });
    const { unmount } = open('/sign-in');
    await signIn();
    await screen.findByLabelText('Code');
    unmount();
    const later = Date.now() + 11 * 60_000;
    vi.spyOn(Date, 'now').mockReturnValue(later);
    open('/sign-in');
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeTruthy();
    expect(screen.queryByLabelText('Code')).toBeNull();
    vi.restoreAllMocks();
  });

  test('X9: a device is trusted only where that is possible and wished', async () => {
    const sent = serve({
      ...nobody,
      ...home,
      'POST /api/sessions': [problem(403, 'code_required', { flow: 'f'.repeat(26), trust: true }), session()],
    });
    open('/sign-in');
    await signIn();
    await userEvent.type(await screen.findByLabelText('Code'), '123456');
    const trust = screen.getByLabelText('Trust this device for 30 days');
    expect((trust as HTMLInputElement).checked).toBe(false);
    expect(await accessibilityProblems()).toEqual([]);
    await userEvent.click(trust);
    await userEvent.click(screen.getByRole('button', { name: 'Go on' }));
    expect(await screen.findByRole('heading', { name: 'Hello, Maya Okonkwo' })).toBeTruthy();
    expect(sent.findLast(({ call }) => call === 'POST /api/sessions')?.body).toMatchObject({ code: '123456', trust: true });
  });

  test.each([
    [410, 'code_expired', 'The code has expired'],
    [410, 'code_exhausted', 'This code was tried too often'],
  ])('X12: after %i %s the page says which, and a new code can be asked for at once', async (status, code, title) => {
    const flow = (letter: string) => ({ flow: letter.repeat(26) });
    const sent = serve({
      ...nobody,
      'POST /api/sessions': [problem(403, 'code_required', flow('f')), problem(status, code), problem(403, 'code_required', flow('g')), problem(403, 'code_wrong')],
    });
    open('/sign-in');
    await signIn();
    await userEvent.type(await screen.findByLabelText('Code'), '123456');
    await userEvent.click(screen.getByRole('button', { name: 'Go on' }));
    expect(await screen.findByRole('heading', { name: title })).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Mail a new code' }));
    expect(await screen.findAllByText(/a new code is on its way/)).not.toHaveLength(0);
    expect(screen.queryByRole('heading', { name: title }), 'what was wrong with the earlier one is over').toBeNull();
    expect(document.activeElement, 'the button waits, and keeps the focus').toBe(screen.getByRole('button', { name: 'Mail a new code' }));
    expect(document.activeElement?.getAttribute('aria-disabled')).toBe('true');
    await userEvent.click(screen.getByRole('button', { name: 'Go on' }));
    await waitFor(() => expect(sent.at(-1)?.body).toMatchObject(flow('g')));
  });

  test('says that a session ended, and leads back to where the person was', async () => {
    serve({ ...nobody, 'POST /api/sessions': session({ person: { role: 'administrator' } }), 'GET /api/settings': problem(503, 'unavailable') });
    open('/sign-in?to=%2Fsettings&ended=1');
    expect(await screen.findByRole('heading', { name: 'Your session has ended' })).toBeTruthy();
    await signIn();
    await waitFor(() => expect(location.pathname).toBe('/settings'));
  });

  test.each(['//evil.example', '/\\evil.example', 'https://evil.example', '/sign-in'])('does not follow %s after sign-in', async (to) => {
    serve({ ...nobody, ...home, 'POST /api/sessions': session() });
    open(`/sign-in?to=${encodeURIComponent(to)}`);
    await signIn();
    await waitFor(() => expect(location.pathname).toBe('/'));
    expect(location.host).toBe('portal.example');
  });

  test('E3: speaks German when asked, remembers it, and says so to the browser', async () => {
    serve(nobody);
    open('/sign-in');
    await userEvent.click(await screen.findByRole('button', { name: 'Deutsch' }));
    expect(await screen.findByRole('heading', { name: 'Anmelden' })).toBeTruthy();
    expect(document.documentElement.lang).toBe('de');
    expect(localStorage.getItem('portico.language')).toBe('de');
  });

  test('H1: a right temporary password leads to Activate Your Account with the name filled in, and Save signs in', async () => {
    const sent = serve({
      ...nobody,
      ...home,
      'POST /api/sessions': problem(403, 'password_change_required', { link: LINK }),
      'POST /api/verify': good,
      'POST /api/activate': [problem(422, 'invalid_fields', { errors: [{ field: 'password', code: 'temporary', detail: 'Temporary.' }] }), session()],
    });
    open('/sign-in');
    await signIn('7kq4 m2xz 9rtb 3wfc');
    expect(await screen.findByRole('heading', { name: 'Activate Your Account' })).toBeTruthy();
    expect(sent.find(({ call }) => call === 'POST /api/sessions')?.body).toEqual({ email: 'maya@fjord.example', password: '7kq4 m2xz 9rtb 3wfc' });
    expect(`${location.pathname}${location.hash}`, 'the link is not in the address').toBe('/activate');
    expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('Maya Okonkwo');
    expect(screen.getByLabelText<HTMLInputElement>('E-mail address').value).toBe('maya@fjord.example');
    expect(await accessibilityProblems()).toEqual([]);
    const chosen = screen.getByLabelText('Choose a password');
    await userEvent.type(chosen, '7KQ4-M2XZ-9RTB-3WFC');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findAllByText('This is the temporary password. Choose one of your own.')).toHaveLength(2);
    await userEvent.clear(chosen);
    await userEvent.type(chosen, 'four small words here');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByRole('heading', { name: 'Hello, Maya Okonkwo' })).toBeTruthy();
    expect(sent.findLast(({ call }) => call === 'POST /api/activate')?.body).toMatchObject({ link: LINK, password: 'four small words here' });
  });

  test.each([
    ['temporary_password_expired', 'This temporary password has expired'],
    ['temporary_password_replaced', 'There is a newer invitation'],
  ])('H1, X10: after %s the page says so, offers a new one, and leads back', async (code, title) => {
    const sent = serve({ ...nobody, 'POST /api/sessions': problem(410, code, { link: LINK }), 'POST /api/verify/renewals': { status: 202, body: { accepted: true } } });
    open('/sign-in');
    await signIn();
    const heading = await screen.findByRole('heading', { name: title });
    expect(document.activeElement).toBe(heading);
    expect(await accessibilityProblems()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Mail me a new one' }));
    expect(await screen.findByRole('heading', { name: 'A new mail is on its way' })).toBeTruthy();
    expect(sent.at(-1)?.body).toEqual({ link: LINK });
    await userEvent.click(screen.getByRole('button', { name: 'Go to sign-in' }));
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeTruthy();
  });

  test('H1, X10: whoever has activated and types the temporary password once more is told to use their own', async () => {
    serve({ ...nobody, 'POST /api/sessions': problem(410, 'temporary_password_used', { link: LINK }) });
    open('/sign-in');
    await signIn();
    expect(await screen.findByText('Your account is active. Sign in with the password that you chose then.')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Choose a new password' }).getAttribute('href')).toBe('/forgot');
    expect(await accessibilityProblems()).toEqual([]);
  });

  test.each([
    ['person_suspended', 'This account is suspended', 'Dieses Konto ist gesperrt'],
    ['no_access', 'This account has no access now', 'Dieses Konto hat zurzeit keinen Zugang'],
  ])('X10: %s has its own page after a right password, in both languages, and leads back', async (code, title, german) => {
    serve({ ...nobody, 'POST /api/sessions': problem(403, code) });
    open('/sign-in');
    await signIn();
    const heading = await screen.findByRole('heading', { name: title });
    expect(document.activeElement).toBe(heading);
    expect(screen.getByText(/please contact them/)).toBeTruthy();
    expect(screen.queryByLabelText('Password')).toBeNull();
    expect(await accessibilityProblems()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Deutsch' }));
    expect(await screen.findByRole('heading', { name: german })).toBeTruthy();
    expect(await accessibilityProblems()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Zur Anmeldung' }));
    expect(await screen.findByRole('heading', { name: 'Anmelden' })).toBeTruthy();
  });

  test('X10: after a mailed code, too, somebody without access is told so', async () => {
    serve({ ...nobody, 'POST /api/sessions': [problem(403, 'code_required', { flow: 'abcdefghijklmnopqrstuvwxyz' }), problem(403, 'person_suspended')] });
    open('/sign-in');
    await signIn();
    await userEvent.type(await screen.findByLabelText('Code'), '204816');
    await userEvent.click(screen.getByRole('button', { name: 'Go on' }));
    expect(await screen.findByRole('heading', { name: 'This account is suspended' })).toBeTruthy();
  });

  test.each([
    ['invited', good, 'Activate Your Account', 'Aktivieren Sie Ihr Konto'],
    ['active', problem(410, 'link_used'), 'This link was used already', 'Dieser Link wurde schon benutzt'],
    ['suspended', problem(403, 'person_suspended'), 'This account is suspended', 'Dieses Konto ist gesperrt'],
    ['no access', problem(403, 'no_access'), 'This account has no access now', 'Dieses Konto hat zurzeit keinen Zugang'],
  ])('X10: whoever opens the right link of somebody who is %s sees the page of that state, in both languages', async (_, answer, title, german) => {
    serve({ ...nobody, 'POST /api/verify': answer });
    openLink('activate');
    expect(await screen.findByRole('heading', { name: title })).toBeTruthy();
    expect(await accessibilityProblems()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Deutsch' }));
    expect(await screen.findByRole('heading', { name: german })).toBeTruthy();
    expect(await accessibilityProblems()).toEqual([]);
  });

  test('shows and hides the password', async () => {
    serve(nobody);
    open('/sign-in');
    const field = await screen.findByLabelText('Password');
    expect(field.getAttribute('autocomplete')).toBe('current-password');
    await userEvent.click(screen.getByRole('button', { name: 'Show password' }));
    expect(field.getAttribute('type')).toBe('text');
    await userEvent.click(screen.getByRole('button', { name: 'Hide password' }));
    expect(field.getAttribute('type')).toBe('password');
  });
});

describe('a forgotten password', () => {
  test('H5, X3: the screen is the same whatever the address is, and says what to do if no mail comes', async () => {
    const sent = serve({ ...nobody, 'POST /api/resets': { status: 202, body: { accepted: true } } });
    open('/forgot');
    await userEvent.type(await screen.findByLabelText('E-mail address'), ' maya@fjord.example ');
    await userEvent.click(screen.getByRole('button', { name: 'Mail me a link' }));
    expect(await screen.findByRole('heading', { name: 'Look in your mailbox' })).toBeTruthy();
    expect(screen.getByText(/If maya@fjord.example has an account here/)).toBeTruthy();
    expect(screen.getByText('If no mail comes')).toBeTruthy();
    expect(sent.at(-1)?.body).toEqual({ email: 'maya@fjord.example' });
    expect(sent.at(-1)?.headers.get('Idempotency-Key')).toMatch(/^[\w-]{16,64}$/);
    expect(await accessibilityProblems()).toEqual([]);
  });

  test('keeps the idempotency key when the same address is sent again after a lost answer', async () => {
    const sent = serve({ ...nobody, 'POST /api/resets': [new TypeError('fetch failed'), { status: 202, body: { accepted: true } }] });
    open('/forgot');
    await userEvent.type(await screen.findByLabelText('E-mail address'), 'maya@fjord.example');
    await userEvent.click(screen.getByRole('button', { name: 'Mail me a link' }));
    await screen.findByRole('heading', { name: 'No connection' });
    await userEvent.click(screen.getByRole('button', { name: 'Mail me a link' }));
    await screen.findByRole('heading', { name: 'Look in your mailbox' });
    const keys = sent.map(({ headers }) => headers.get('Idempotency-Key')).filter((key) => key !== null);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
  });
});

describe('a link', () => {
  test('E1: opening it asks what it is and changes nothing; its secret leaves the address bar', async () => {
    const sent = serve({ ...nobody, 'POST /api/verify': good });
    openLink('activate');
    expect(await screen.findByRole('heading', { name: 'Activate Your Account' })).toBeTruthy();
    expect(sent).toMatchObject([{ call: 'POST /api/verify', body: { link: LINK } }]);
    expect(location.href).toBe('https://portal.example/activate');
  });

  test('works again after a reload, although the address does not have the secret any more', async () => {
    serve({ ...nobody, 'POST /api/verify': good });
    openLink('activate').unmount();
    open('/activate');
    expect(await screen.findByRole('heading', { name: 'Activate Your Account' })).toBeTruthy();
  });

  test('G12: Save completes the registration and signs in', async () => {
    const sent = serve({ ...home, 'POST /api/verify': good, 'POST /api/activate': session() });
    openLink('activate');
    const name = await screen.findByLabelText<HTMLInputElement>('Name');
    expect(name.value).toBe('Maya Okonkwo');
    await userEvent.clear(name);
    await userEvent.type(name, 'Maya O.');
    await userEvent.type(screen.getByLabelText('Choose a password'), 'four small words here');
    expect(await accessibilityProblems()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('No open requests')).toBeTruthy();
    const request = sent.find(({ call }) => call === 'POST /api/activate');
    expect(request?.body).toEqual({ link: LINK, name: 'Maya O.', password: 'four small words here', language: 'en' });
    expect(sessionStorage.length).toBe(0);
  });

  test('speaks the language of the person whom it is for, and remembers nothing', async () => {
    serve({ 'POST /api/verify': { ...good, body: { ...good.body, language: 'de' } } });
    openLink('activate');
    expect(await screen.findByRole('heading', { name: 'Aktivieren Sie Ihr Konto' })).toBeTruthy();
    expect(localStorage.length).toBe(0);
  });

  test('stays with the language that the reader chose, and stores that at activation', async () => {
    const sent = serve({ ...home, 'POST /api/verify': good, 'POST /api/activate': session({ person: { language: 'de' } }) });
    openLink('activate');
    await screen.findByRole('heading', { name: 'Activate Your Account' });
    await userEvent.click(screen.getByRole('button', { name: 'Deutsch' }));
    expect(await screen.findByRole('heading', { name: 'Aktivieren Sie Ihr Konto' })).toBeTruthy();
    await userEvent.type(screen.getByLabelText('Passwort wählen'), 'four small words here');
    expect(localStorage.getItem('portico.language.chosen')).toBe('yes');
    await userEvent.click(screen.getByRole('button', { name: 'Speichern' }));
    await waitFor(() => expect(sent.find(({ call }) => call === 'POST /api/activate')?.body).toMatchObject({ language: 'de' }));
  });

  test('keeps to a language that was chosen before, whomever it is for', async () => {
    localStorage.setItem('portico.language', 'en');
    localStorage.setItem('portico.language.chosen', 'yes');
    serve({ 'POST /api/verify': { ...good, body: { ...good.body, language: 'de' } } });
    openLink('activate');
    expect(await screen.findByRole('heading', { name: 'Activate Your Account' })).toBeTruthy();
  });

  test('G13: the e-mail address is shown and cannot be typed over', async () => {
    serve({ 'POST /api/verify': good });
    openLink('activate');
    const email = await screen.findByLabelText<HTMLInputElement>('E-mail address');
    expect(email.value).toBe('maya@fjord.example');
    expect(email.readOnly).toBe(true);
  });

  test('G12: the password’s rule is shown before, checked while typing, and told at the field when the server refuses', async () => {
    serve({
      'POST /api/verify': good,
      'POST /api/activate': problem(422, 'invalid_fields', { errors: [{ field: 'password', code: 'common', detail: 'Common.' }] }),
    });
    openLink('activate');
    const password = await screen.findByLabelText('Choose a password');
    expect(screen.getByText(/At least 12 characters/)).toBeTruthy();
    await userEvent.type(password, 'elevenchars');
    expect(screen.getByText('1 more character')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findAllByText('Choose a password of at least 12 characters.')).toHaveLength(2);
    await userEvent.type(password, '1');
    expect(screen.getByText('Long enough')).toBeTruthy();
    expect(screen.queryByText('Choose a password of at least 12 characters.')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findAllByText(/on the list of those tried first/)).toHaveLength(2);
    expect(password.getAttribute('aria-invalid')).toBe('true');
  });

  test.each([
    ['link_used', 410, 'This link was used already', 'Go to sign-in'],
    ['link_expired', 410, 'This link has expired', 'Mail me a new link'],
    ['link_replaced', 410, 'There is a newer link', 'Mail me a new link'],
    ['link_forged', 404, 'This link does not work', 'Go to sign-in'],
    ['person_suspended', 403, 'This account is suspended', 'Go to sign-in'],
    ['no_access', 403, 'This account has no access now', 'Go to sign-in'],
  ])('E2: %s has a page that says so and names the next step', async (code, status, title, step) => {
    serve({ 'POST /api/verify': problem(status, code) });
    openLink('activate');
    expect(await screen.findByRole('heading', { name: title })).toBeTruthy();
    expect(screen.queryByRole('link', { name: step }) ?? screen.queryByRole('button', { name: step })).toBeTruthy();
    expect(await accessibilityProblems()).toEqual([]);
  });

  test('H2, E2: a new link is asked for in place of a dead one, and goes to the address on record', async () => {
    const sent = serve({ 'POST /api/verify': problem(410, 'link_expired'), 'POST /api/verify/renewals': { status: 202, body: { accepted: true } } });
    openLink('activate');
    await userEvent.click(await screen.findByRole('button', { name: 'Mail me a new link' }));
    const heading = await screen.findByRole('heading', { name: 'A new link is on its way' });
    expect(document.activeElement).toBe(heading);
    expect(sent.at(-1)?.body).toEqual({ link: LINK });
    expect(screen.getByText(/to the address on record and to no other/)).toBeTruthy();
  });

  test('E2: a link that dies while its page is open says so after Save', async () => {
    serve({ 'POST /api/verify': good, 'POST /api/activate': problem(410, 'link_replaced') });
    openLink('activate');
    await userEvent.type(await screen.findByLabelText('Choose a password'), 'four small words here');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByRole('heading', { name: 'There is a newer link' })).toBeTruthy();
  });

  test('E2: a page without its link says that the link is incomplete', async () => {
    serve({});
    open('/activate');
    expect(await screen.findByRole('heading', { name: 'This link is incomplete' })).toBeTruthy();
  });

  test.each([
    ['/activate', 1],
    ['/reset', 0],
    ['/undo', 0],
  ])('E2: %s without its link speaks of an invitation only where there was one', async (path, times) => {
    serve(nobody);
    open(path);
    expect(await screen.findByRole('heading', { name: 'This link is incomplete' })).toBeTruthy();
    expect(screen.queryAllByText(/invitation/)).toHaveLength(times);
  });

  test('E2: a used link leads somebody who is signed in to Home, whoever they are', async () => {
    serve({ ...home, 'POST /api/sessions/refresh': session(), 'POST /api/verify': problem(410, 'link_used') });
    openLink('activate');
    expect(await screen.findByText(/You are signed in as maya@fjord.example/)).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'Go to sign-in' })).toBeNull();
    expect(await accessibilityProblems()).toEqual([]);
    await userEvent.click(screen.getByRole('link', { name: 'Go to Home' }));
    expect(await screen.findByText('No open requests')).toBeTruthy();
  });

  test('is opened on its own page when it was opened on the other, which has none from then on', async () => {
    serve({ ...nobody, 'POST /api/verify': good });
    const { unmount } = openLink('reset');
    expect(await screen.findByRole('heading', { name: 'Activate Your Account' })).toBeTruthy();
    expect(location.pathname).toBe('/activate');
    unmount();
    const again = open('/activate');
    expect(await screen.findByRole('heading', { name: 'Activate Your Account' })).toBeTruthy();
    again.unmount();
    open('/reset');
    expect(await screen.findByRole('heading', { name: 'This link is incomplete' })).toBeTruthy();
  });

  test('can be checked again when there was no connection', async () => {
    serve({ 'POST /api/verify': [new TypeError('fetch failed'), good] });
    openLink('activate');
    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { name: 'Activate Your Account' })).toBeTruthy();
  });

  test('H5: a reset link sets a new password and signs in', async () => {
    const sent = serve({
      ...home,
      'POST /api/verify': { status: 200, body: { ...good.body, purpose: 'reset' } },
      'POST /api/resets/complete': session(),
    });
    openLink('reset');
    await userEvent.type(await screen.findByLabelText('New password'), 'four small words here');
    await userEvent.click(screen.getByRole('button', { name: 'Save and sign in' }));
    expect(await screen.findByText('No open requests')).toBeTruthy();
    expect(sent.find(({ call }) => call === 'POST /api/resets/complete')?.body).toEqual({ link: LINK, password: 'four small words here' });
    expect(sessionState().kind).toBe('signed-in');
  });
});

test.each([
  ['nobody is signed in', nobody],
  ['nobody can tell who is there', { 'POST /api/sessions/refresh': problem(503, 'unavailable') }],
])('an unknown address says so when %s', async (_, handlers) => {
  serve(handlers);
  open('/nowhere');
  expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeTruthy();
  expect(screen.queryByRole('navigation')).toBeNull();
});
