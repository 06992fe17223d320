import { randomBytes } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch } from '../dev/browser';
import { createAdministrator, mailTo, openRegistration } from './stack';
import { PICTURES, Visitor } from './visitor';
import type { Staged, Width } from './visitor';

const PASSWORD = 'a quiet harbour at dawn';
/** Has the form of a link, and is nobody's. */
const LINK = `${'a'.repeat(26)}.1.00000000.${'A'.repeat(43)}`;

const STAFF = [
  ['/customers', '/api/customers', 'customers'],
  ['/team', '/api/agents', 'team'],
  ['/queue/open', '/api/queue', 'queue'],
  ['/held', '/api/held', 'held'],
  ['/customers/imports', '/api/imports', 'imports'],
  ['/notifications', '/api/notifications', 'notifications'],
  ['/settings', '/api/settings', 'settings'],
  ['/settings/audit', '/api/audit', 'settings-audit'],
  ['/customers/zzzz', '/api/customers/zzzz', 'customer'],
  ['/team/zzzz', '/api/agents/zzzz', 'team-member'],
  ['/tickets/zzzz', '/api/tickets/zzzz', 'ticket'],
  ['/held/zzzz', '/api/held/zzzz', 'held-mail'],
  ['/customers/imports/zzzz', '/api/imports/zzzz', 'import'],
] as const;

const CUSTOMER = [
  ['/', '/api/home', 'home'],
  ['/requests', '/api/requests', 'requests'],
  ['/requests/new', '/api/home', 'request-new'],
  ['/requests/zzzz', '/api/requests/zzzz', 'request'],
] as const;

const nothing: Staged = { status: 200, body: { items: [] } };
const problem = (status: number, code: string): Staged => ({ status, body: { status, code, title: code } });

/**
 * The states of pages that no journey comes by: what takes long, what fails, what is not there, what is empty, and refusals that want hours to pass. In a
 * window of this width.
 */
export function states(width: Width): void {
  const tag = !PICTURES ? randomBytes(3).toString('hex') : width === 1280 ? 'group' : 'partners';
  const sofia = { name: 'Sofia Brandt', email: `sofia@lighthouse-${tag}.example` };
  const lena = { name: 'Lena Fischer', email: `lena@fischer-netze-${tag}.example` };

  let browser: Browser;
  let sofiaAt: Visitor;
  let lenaAt: Visitor;
  let stranger: Visitor;

  /** A page while it waits for what it shows, and when that does not come. */
  async function waitAndFail(at: Visitor, [page, api, name]: readonly [string, string, string]): Promise<void> {
    await at.staging(api, 'no answer', async (breakOff) => {
      await at.open(page);
      await at.page.locator('#main').getByRole('status').filter({ hasText: 'Loading…' }).first().waitFor();
      await at.look(`${name}-loading`);
      await breakOff();
      await at.says('No connection');
      await at.look(`${name}-failed`);
    });
    await at.page.getByRole('button', { name: 'Try again' }).first().click();
    await at.page.getByRole('alert').first().waitFor({ state: 'detached' });
  }

  async function without(at: Visitor, page: string, api: string, title: string, name: string): Promise<void> {
    await at.staging(api, nothing, async () => {
      await at.open(page);
      await at.page.getByRole('heading', { name: title }).waitFor();
      await at.look(name);
    });
  }

  beforeAll(async () => {
    await openRegistration(`otto@lighthouse-${tag}.example`, PASSWORD);
    browser = await launch();
    const arrive = () => Visitor.arrive(browser, width);
    [sofiaAt, lenaAt, stranger] = await Promise.all([arrive(), arrive(), arrive()]);
  });

  afterAll(async () => {
    await browser.close();
  });

  describe(`states at ${width} px`, () => {
    test('an administrator and a customer are there', async () => {
      await sofiaAt.open(createAdministrator(sofia.name, sofia.email));
      await sofiaAt.activate(PASSWORD);
      await sofiaAt.at('Queue');
      await sofiaAt.open('/customers/new');
      await sofiaAt.type('Name', lena.name);
      await sofiaAt.type('E-mail address', lena.email);
      await sofiaAt.press('Create customer');
      await sofiaAt.at(lena.name);
      await lenaAt.open((await mailTo(lena.email, 1)).link);
      await lenaAt.activate(PASSWORD);
      await lenaAt.at(`Hello, ${lena.name}`);
    });

    test('what takes long says so, and what fails says so and is asked for again', async () => {
      for (const page of STAFF) await waitAndFail(sofiaAt, page);
      for (const page of CUSTOMER) await waitAndFail(lenaAt, page);
    });

    test('what is empty says what will be there', async () => {
      await without(sofiaAt, '/customers', '/api/customers', 'No customers yet', 'customers-none');
      await without(sofiaAt, '/held', '/api/held', 'No mail is held', 'held-none');
      await without(sofiaAt, '/queue/mine', '/api/queue', 'Nothing is yours', 'queue-none');
      await without(sofiaAt, '/settings/audit', '/api/audit', 'Nothing found', 'settings-audit-none');
      await lenaAt.open('/requests');
      await lenaAt.page.getByRole('heading', { name: 'No requests yet' }).waitFor();
      await lenaAt.look('requests-none');
    });

    test('what is not there says so', async () => {
      for (const [page, name] of [
        ['/customers/zzzz', 'customer'],
        ['/team/zzzz', 'team-member'],
        ['/tickets/zzzz', 'ticket'],
        ['/held/zzzz', 'held-mail'],
        ['/customers/imports/zzzz', 'import'],
      ] as const) {
        await sofiaAt.open(page);
        await sofiaAt.at('Not found');
        await sofiaAt.look(`${name}-not-found`);
      }
      await lenaAt.open('/requests/zzzz');
      await lenaAt.at('Not found');
      await lenaAt.look('request-not-found');
      await stranger.open('/nowhere');
      await stranger.at('Page not found');
      await stranger.look('not-found-stranger');
    });

    test('X1: an import is shown while it is checked, while it runs and waits for the quota, and when it was stopped', async () => {
      await sofiaAt.open('/customers/imports');
      const people = Array.from({ length: 40 }, (_, n) => `Person ${n},person${n}@states-${tag}.example`).join('\n');
      await sofiaAt.page.getByLabel('Choose a file').setInputFiles({ name: 'spring.csv', mimeType: 'text/csv', buffer: Buffer.from(`name,email\n${people}\n`) });
      await sofiaAt.at('spring.csv');
      await sofiaAt.reads('Create 40 customers');
      await sofiaAt.look('import-ready-40');
      const path = `/api${new URL(sofiaAt.page.url()).pathname.replace('/customers', '')}`;
      const answered = sofiaAt.page.waitForResponse((response) => new URL(response.url()).pathname === path);
      await sofiaAt.page.reload();
      const ready = (await (await answered).json()) as object;
      const counts = { new: 28, created: 12, known: 0, refused: 0 };
      const running = { state: 'running', counts, startedAt: new Date().toISOString(), startedBy: { id: 'a'.repeat(26), name: sofia.name }, invite: true };
      for (const [name, change, text] of [
        ['import-checking', { state: 'checking', lines: 0 }, 'Every line is being checked.'],
        ['import-running', running, '12 of 40 done'],
        ['import-waiting', { ...running, waitingUntil: new Date(Date.now() + 800_000).toISOString() }, 'Your mail quota for these 24 hours is used up.'],
        ['import-stopped', { ...running, state: 'stopped', stoppedBy: running.startedBy }, `${sofia.name} stopped it.`],
      ] as const) {
        await sofiaAt.staging(path, { status: 200, body: { ...ready, ...change } }, async () => {
          await sofiaAt.page.reload();
          await sofiaAt.reads(text);
          await sofiaAt.look(name);
        });
      }
    });

    test('X10, X3: whoever has no access is told so by the right password, and at the next click', async () => {
      await sofiaAt.open('/customers');
      await sofiaAt.search(lena.email);
      await expect.poll(() => sofiaAt.page.getByRole('list', { name: 'Customers' }).getByRole('listitem').count()).toBe(1);
      await sofiaAt.press(lena.name, 'link');
      await sofiaAt.at(lena.name);
      await sofiaAt.press('Change level');
      const dialog = sofiaAt.page.getByRole('dialog');
      await dialog.getByRole('radio', { name: 'None' }).check();
      await sofiaAt.look('customer-level-none');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.waitFor({ state: 'detached' });
      await lenaAt.press('Home', 'link');
      await lenaAt.at('This account has no access now');
      await lenaAt.look('no-access-now');
      await lenaAt.press('Go to sign-in');
      await lenaAt.signIn(lena.email, PASSWORD);
      await lenaAt.at('This account has no access now');
    });

    test('B2, E2: refusals that want time to pass each have words of their own', async () => {
      for (const [code, status, title] of [
        ['already_registered', 409, 'There is an account for this address'],
        ['registration_closed', 403, 'This address cannot register any more'],
        ['link_expired', 410, 'This link has expired'],
      ] as const) {
        await stranger.staging('/api/verify', problem(status, code), async () => {
          await stranger.open('about:blank'); // or only the fragment changes
          await stranger.open(`/activate#n.${LINK}`);
          await stranger.at(title);
          await stranger.look(`register-${code.replaceAll('_', '-')}`);
        });
      }
      for (const code of ['temporary_password_expired', 'temporary_password_replaced'] as const) {
        await stranger.staging('/api/sessions', problem(410, code), async () => {
          await stranger.open('/sign-in');
          await stranger.signIn(lena.email, PASSWORD);
          await stranger.at(code === 'temporary_password_expired' ? 'This temporary password has expired' : 'There is a newer invitation');
          await stranger.look(code.replaceAll('_', '-'));
        });
      }
      await stranger.open('/register');
      await stranger.at('Create an account');
      await stranger.type('Name', 'Nils Neu');
      await stranger.type('E-mail address', `nils@fischer-netze-${tag}.example`);
      await stranger.staging('/api/registrations', problem(429, 'too_many_codes'), async () => {
        await stranger.press('Mail me a code');
        await stranger.says('Too many mails were asked for');
        await stranger.look('register-too-many');
      });
      await stranger.press('Mail me a code');
      await stranger.at('Look in your mailbox');
      for (const [code, status, title] of [
        ['code_expired', 410, 'The code has expired'],
        ['code_exhausted', 410, 'This code was tried too often'],
        ['code_used', 410, 'This code was used already'],
      ] as const) {
        await stranger.staging('/api/registrations/confirm', problem(status, code), async () => {
          await stranger.type('Code', '123456');
          await stranger.press('Go on');
          await stranger.says(title);
          await stranger.look(`register-${code.replaceAll('_', '-')}`);
        });
      }
    });

    test('without a connection, with a busy portal or a link that cannot be checked, the page says so and loses nothing', async () => {
      await stranger.open('/sign-in');
      await stranger.staging('/api/sessions', 'no connection', async () => {
        await stranger.signIn(lena.email, PASSWORD);
        await stranger.says('No connection');
        expect(await stranger.field('E-mail address').inputValue()).toBe(lena.email);
        await stranger.look('sign-in-offline');
      });
      await stranger.staging('/api/sessions/refresh', problem(503, 'unavailable'), async () => {
        await stranger.open('/');
        await stranger.says('The portal is busy');
        await stranger.look('portal-busy');
      });
      await stranger.staging('/api/verify', 'no answer', async (breakOff) => {
        await stranger.open(`/activate#a.${LINK}`);
        await stranger.says('Loading…');
        await stranger.look('link-checking');
        await breakOff();
        await stranger.says('No connection');
        await stranger.look('link-check-failed');
      });
    });

    test('nothing else came up on anybody’s console', async () => {
      for (const visitor of [sofiaAt, lenaAt, stranger]) await visitor.leave();
    });
  });
}
