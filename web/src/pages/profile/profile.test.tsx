import { screen, waitFor, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import { accessibilityProblems, open } from '../../../test/render';
import { person, problem, serve, session } from '../../../test/server';

const signedIn = { 'POST /api/sessions/refresh': session({ person }) };
const profile = { name: person.name, email: person.email, language: 'en', version: 3 } as const;
const now = new Date().toISOString();
const here = { id: 'a'.repeat(26), browser: 'Firefox', system: 'Windows', network: '203.0.113.0/24', began: now, lastUsed: now, current: true };
const phone = { ...here, id: 'b'.repeat(26), browser: 'Safari', system: 'iPhone', current: false };
const list = (...items: object[]) => ({ status: 200, body: { items } });
const loaded = { ...signedIn, 'GET /api/profile': { status: 200, body: profile }, 'GET /api/profile/sessions': list(here, phone) };

let user: ReturnType<typeof userEvent.setup>;

beforeEach(() => {
  user = userEvent.setup();
});

describe('the profile', () => {
  test('X11: shows where somebody is signed in, this device first, and ends one', async () => {
    const sent = serve({ ...loaded, [`POST /api/profile/sessions/${phone.id}/end`]: list(here) });
    const { container } = open('/profile');
    const first = within((await screen.findByText('Firefox on Windows')).closest('li')!);
    expect(first.getByText('This device')).toBeTruthy();
    expect(first.queryByRole('button', { name: /Sign out/ })).toBeNull();
    expect(await accessibilityProblems(container)).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Sign out: Safari on iPhone' }));
    await waitFor(() => expect(screen.queryByText('Safari on iPhone')).toBeNull());
    expect(screen.getByText('You are signed in here and nowhere else.')).toBeTruthy();
    expect(sent.some(({ call }) => call.endsWith(`/${phone.id}/end`))).toBe(true);
  });

  test('X11: signs out everywhere else only after a question', async () => {
    const sent = serve({ ...loaded, 'POST /api/profile/sessions/end': list(here) });
    open('/profile');
    await user.click(await screen.findByRole('button', { name: 'Sign out everywhere else' }));
    const dialog = within(screen.getByRole('dialog'));
    expect(sent.some(({ call }) => call === 'POST /api/profile/sessions/end')).toBe(false);
    await user.click(dialog.getByRole('button', { name: 'Sign out everywhere else' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sent.some(({ call }) => call === 'POST /api/profile/sessions/end')).toBe(true);
  });

  test('X11: a new password wants the present one, and says at the field where that is wrong', async () => {
    const wrong = problem(422, 'invalid_fields', { errors: [{ field: 'currentPassword', code: 'invalid', detail: 'x' }] });
    const sent = serve({ ...loaded, 'POST /api/profile/password': [wrong, { status: 204 }] });
    open('/profile');
    await user.click(await screen.findByRole('button', { name: 'Change password' }));
    await user.click(screen.getByRole('button', { name: 'Change password' }));
    expect(await screen.findAllByText('Enter your present password.')).not.toHaveLength(0);
    await user.type(screen.getByLabelText('Present password'), 'not this one');
    await user.type(screen.getByLabelText('New password'), 'a quiet harbour at dawn');
    await user.click(screen.getByRole('button', { name: 'Change password' }));
    expect(await screen.findAllByText('This is not your present password.')).not.toHaveLength(0);
    await user.clear(screen.getByLabelText('Present password'));
    await user.type(screen.getByLabelText('Present password'), 'this one');
    await user.click(screen.getByRole('button', { name: 'Change password' }));
    expect(await screen.findAllByText(/You are signed out everywhere else/)).not.toHaveLength(0);
    const keys = sent.filter(({ call }) => call === 'POST /api/profile/password').map(({ headers }) => headers.get('Idempotency-Key'));
    expect(new Set(keys).size).toBe(2);
    await waitFor(() => expect(sent.filter(({ call }) => call === 'GET /api/profile/sessions'), 'what ended is not shown any more').toHaveLength(2));
  });

  test('X11: name and language are saved; what was changed elsewhere is told of', async () => {
    const sent = serve({
      ...loaded,
      'POST /api/profile/details': [problem(409, 'version_conflict'), { status: 200, body: { ...profile, name: 'Maya O', version: 4 } }],
    });
    open('/profile');
    const name = await screen.findByLabelText('Name');
    await user.clear(name);
    await user.type(name, 'Maya O');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByRole('heading', { name: 'This changed in the meantime' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findAllByText('Saved.')).not.toHaveLength(0);
    const saved = sent.filter(({ call }) => call === 'POST /api/profile/details');
    expect(saved.at(-1)?.body).toEqual({ name: 'Maya O', language: 'en', version: 3 });
  });
});
