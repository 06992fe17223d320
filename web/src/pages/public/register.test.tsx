import { act, screen, waitFor, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { describe, expect, test, vi } from 'vitest';
import { accessibilityProblems, open } from '../../../test/render';
import { problem, serve, session } from '../../../test/server';
import { heldLink } from '../../link';

const nobody = { 'POST /api/sessions/refresh': problem(401, 'session_ended') };
const FLOW = 'abcdefghijklmnopqrstuvwxyz';
const LINK = 'n.abcdefghijklmnopqrstuvwxyz.1.k1.secret';
const asked = { 'POST /api/registrations': { status: 202, body: { flow: FLOW } } };
const good = { status: 200, body: { purpose: 'registration', name: 'Nina New', email: 'nina@fjord.example', language: 'en', expiresAt: '2030-01-01T00:00:00Z' } };

async function ask(user = userEvent.setup()): Promise<void> {
  await user.type(await screen.findByLabelText('Name'), 'Nina New');
  await user.type(screen.getByLabelText('E-mail address'), ' nina@fjord.example ');
  await user.click(screen.getByRole('button', { name: 'Mail me a code' }));
  await screen.findByRole('heading', { name: 'Look in your mailbox' });
}

describe('creating an account', () => {
  test('G15, G5: the way there is shown only where it is open', async () => {
    serve({ ...nobody, 'POST /api/sessions': problem(401, 'sign_in_failed') });
    const { unmount } = open('/sign-in', { ways: ['form'] });
    expect((await screen.findByRole('link', { name: 'Create an account' })).getAttribute('href')).toBe('/register');
    await userEvent.type(screen.getByLabelText('E-mail address'), 'nina@fjord.example');
    await userEvent.type(screen.getByLabelText('Password'), 'no password yet');
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(within(await screen.findByRole('alert')).getByRole('link', { name: 'Create an account' })).toBeTruthy();
    expect(screen.getAllByRole('link', { name: 'Create an account' }), 'once is enough').toHaveLength(1);
    unmount();
    open('/sign-in');
    await screen.findByText('Northwind Support');
    expect(screen.queryByRole('link', { name: 'Create an account' })).toBeNull();
  });

  test('G5: an old address of it says that accounts are made by invitation, and what to do', async () => {
    const sent = serve(nobody);
    open('/register');
    expect(await screen.findByRole('heading', { name: 'Accounts are made by invitation' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Go to sign-in' })).toBeTruthy();
    expect(sent).toEqual([]);
    expect(await accessibilityProblems()).toEqual([]);
  });

  test('X10: whoever has not proven the address yet has a page that says where the mail is and what to do if none comes, in both languages', async () => {
    serve({ ...nobody, ...asked });
    open('/register', { ways: ['form'] });
    await ask();
    expect(screen.getByLabelText('Code')).toBeTruthy();
    expect(await accessibilityProblems()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Deutsch' }));
    expect(await screen.findByRole('heading', { name: 'Sehen Sie in Ihr Postfach' })).toBeTruthy();
    expect(await accessibilityProblems()).toEqual([]);
  });

  test('B1: name and address, then the code, then the password, one thing a screen', async () => {
    const sent = serve({
      ...nobody,
      ...asked,
      'POST /api/registrations/confirm': { status: 200, body: { link: LINK } },
      'POST /api/verify': good,
      'POST /api/activate': session({ person: { name: 'Nina New' } }),
      'GET /api/home': { status: 200, body: { person: { name: 'Nina New', email: 'nina@fjord.example', role: 'customer', language: 'en', id: FLOW }, quickLinks: [] } },
    });
    open('/register', { ways: ['form'] });
    expect(await screen.findByRole('heading', { name: 'Create an account' })).toBeTruthy();
    expect(screen.queryByLabelText(/password/i)).toBeNull();
    expect(await accessibilityProblems()).toEqual([]);
    await ask();
    expect(sent[0]?.body).toEqual({ name: 'Nina New', email: 'nina@fjord.example', language: 'en' });
    expect(sent[0]?.headers.get('Idempotency-Key')).toMatch(/^[\w-]{16,}$/);
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
    expect(screen.getByText(/If nina@fjord.example can have an account here/)).toBeTruthy();
    expect(screen.queryByLabelText(/password/i)).toBeNull();
    expect(await accessibilityProblems()).toEqual([]);
    screen.getByLabelText('Code').focus();
    await userEvent.paste(' 204 816 ');
    expect(await screen.findByRole('heading', { name: 'Choose a password' })).toBeTruthy();
    expect(sent.find(({ call }) => call.endsWith('/confirm'))?.body).toEqual({ flow: FLOW, code: '204816' });
    expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('Nina New');
    expect(screen.getByLabelText<HTMLInputElement>('E-mail address').readOnly).toBe(true);
    await userEvent.type(screen.getByLabelText('Choose a password'), 'a quiet harbour at dawn');
    await userEvent.type(screen.getByLabelText('Repeat the password'), 'a quiet harbor at dawn');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(screen.getByLabelText('Repeat the password').getAttribute('aria-invalid')).toBe('true');
    expect(screen.getAllByText('This is not the same password. Type it once more.').length).toBeGreaterThan(0);
    expect(sent.some(({ call }) => call === 'POST /api/activate')).toBe(false);
    await userEvent.clear(screen.getByLabelText('Repeat the password'));
    await userEvent.type(screen.getByLabelText('Repeat the password'), 'a quiet harbour at dawn');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByRole('heading', { name: 'Hello, Nina New' })).toBeTruthy();
    expect(sent.find(({ call }) => call === 'POST /api/activate')?.body).toMatchObject({ link: LINK, name: 'Nina New' });
    expect(heldLink('activate')).toBeUndefined();
  });

  test('what is missing is said at the field, and nothing is sent', async () => {
    const sent = serve(nobody);
    open('/register', { ways: ['form'] });
    await userEvent.click(await screen.findByRole('button', { name: 'Mail me a code' }));
    const alert = await screen.findByRole('alert');
    expect(document.activeElement).toBe(alert);
    expect(within(alert).getByRole('link', { name: 'Enter your name.' })).toBeTruthy();
    expect(within(alert).getByRole('link', { name: 'Enter your e-mail address.' })).toBeTruthy();
    expect(sent).toEqual([]);
  });

  test.each([
    ['code_wrong', 403, 'The code is not right'],
    ['code_expired', 410, 'The code has expired'],
    ['code_exhausted', 410, 'This code was tried too often'],
    ['code_used', 410, 'This code was used already'],
    ['too_many_requests', 429, 'Too many tries'],
  ])('B2: %s says so on its own and takes the focus', async (code, status, title) => {
    serve({ ...nobody, ...asked, 'POST /api/registrations/confirm': problem(status, code) });
    open('/register', { ways: ['form'] });
    await ask();
    await userEvent.type(screen.getByLabelText('Code'), '123456{Enter}');
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain(title);
    expect(document.activeElement).toBe(alert);
    const atOnce = code === 'code_expired' || code === 'code_exhausted';
    expect(screen.getByRole('button', { name: 'Mail it again' }).getAttribute('aria-disabled')).toBe(atOnce ? null : 'true');
    expect(screen.getByLabelText('Code').getAttribute('aria-invalid')).toBe(code === 'code_wrong' ? 'true' : null);
    expect(await accessibilityProblems()).toEqual([]);
  });

  test('B1, B2: whoever finished by the link on another device is led to sign-in, and begins anew here', async () => {
    serve({ ...nobody, ...asked, 'POST /api/registrations/confirm': problem(410, 'code_used') });
    open('/register', { ways: ['form'] });
    await ask();
    await userEvent.type(screen.getByLabelText('Code'), '123456{Enter}');
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('If you have finished on another device, sign in.');
    await userEvent.click(within(alert).getByRole('link', { name: 'Go to sign-in' }));
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeTruthy();
    await userEvent.click(screen.getByRole('link', { name: 'Create an account' }));
    expect(await screen.findByLabelText('Name')).toBeTruthy();
  });

  test('an address with other letters than ASCII is shown as it was typed', async () => {
    const typed = 'juergen@müller-söhne.example';
    const sent = serve({ ...nobody, ...asked });
    open('/register', { ways: ['form'] });
    await userEvent.type(await screen.findByLabelText('Name'), 'Jürgen');
    const field = screen.getByLabelText('E-mail address');
    expect(field.getAttribute('type'), 'of an address the browser would make an A-label').toBe('text');
    await userEvent.type(field, `${typed} {Enter}`);
    expect(await screen.findByText(new RegExp(`^If ${typed} can have an account here`))).toBeTruthy();
    expect(sent.at(-1)?.body).toMatchObject({ email: typed });
  });

  test('B2: the mail can be asked for again after a countdown, in the same flow, and too many of them are told', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
    const user = userEvent.setup({ delay: null });
    const sent = serve({
      ...nobody,
      ...asked,
      'POST /api/registrations/resend': [
        { status: 202, body: { flow: FLOW } },
        problem(429, 'too_many_codes', { retryAfter: 300 }),
        problem(410, 'registration_expired'),
      ],
    });
    open('/register', { ways: ['form'] });
    await ask(user);
    expect(screen.getByText(/^You can ask for another mail in (1:00|0:59)\.$/)).toBeTruthy();
    const again = async () => {
      await screen.findByText(/^You can ask for another mail in/);
      // Vitest's own waiting: Testing Library's stands on the interval that is moved here.
      const button = await vi.waitFor(() => {
        void act(() => {
          vi.advanceTimersByTime(61_000);
        });
        const found = screen.getByRole('button', { name: 'Mail it again' });
        expect(found.getAttribute('aria-disabled')).toBeNull();
        return found;
      });
      await user.click(button);
      expect(document.activeElement, 'the keyboard does not lose its place').toBe(button);
    };
    await again();
    expect((await screen.findAllByText(/another mail is on its way/)).length).toBeGreaterThan(0);
    expect(sent.find(({ call }) => call.endsWith('/resend'))?.body).toEqual({ flow: FLOW, email: 'nina@fjord.example' });
    await again();
    expect((await screen.findByRole('alert')).textContent).toContain('Too many mails were asked for');
    expect(screen.getByText('Try again in 5 minutes.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Mail it again' }));
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('This has taken too long'));
    const keys = sent.filter(({ call }) => call.endsWith('/resend')).map(({ headers }) => headers.get('Idempotency-Key'));
    expect(new Set(keys).size).toBe(2); // the one that failed keeps its key
    vi.useRealTimers();
  });

  test('too many mails for an address are told before anything is lost', async () => {
    serve({ ...nobody, 'POST /api/registrations': problem(429, 'too_many_codes', { retryAfter: 240 }) });
    open('/register', { ways: ['form'] });
    await userEvent.type(await screen.findByLabelText('Name'), 'Nina New');
    await userEvent.type(screen.getByLabelText('E-mail address'), 'nina@fjord.example');
    await userEvent.click(screen.getByRole('button', { name: 'Mail me a code' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Too many mails were asked for');
    expect(screen.getByLabelText<HTMLInputElement>('E-mail address').value).toBe('nina@fjord.example');
  });

  test('a reload keeps the place where the code goes; another address begins anew', async () => {
    serve({ ...nobody, ...asked });
    const { unmount } = open('/register', { ways: ['form'] });
    await ask();
    unmount();
    open('/register', { ways: ['form'] });
    expect(await screen.findByText(/If nina@fjord.example can have an account here/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Use another address' }));
    expect(await screen.findByRole('heading', { name: 'Create an account' })).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
  });

  test.each([
    ['link_expired', 410, 'This link has expired', 'Create an account', '/register'],
    ['link_used', 410, 'This link was used already', 'Go to sign-in', '/sign-in'],
    ['already_registered', 409, 'There is an account for this address', 'Choose a new password', '/forgot'],
    ['registration_closed', 403, 'This address cannot register any more', 'Go to sign-in', '/sign-in'],
  ])('E2: its link that is %s says so and leads on', async (code, status, title, next, to) => {
    serve({ ...nobody, 'POST /api/verify': problem(status, code) });
    history.replaceState(null, '', `/activate#${LINK}`);
    const { takeLink } = await import('../../link');
    takeLink();
    open('/activate', { ways: ['form'] });
    expect(await screen.findByRole('heading', { name: title })).toBeTruthy();
    expect(screen.getByRole('link', { name: next }).getAttribute('href')).toBe(to);
    expect(screen.queryByRole('button', { name: 'Mail me a new link' })).toBeNull();
    expect(await accessibilityProblems()).toEqual([]);
  });
});
