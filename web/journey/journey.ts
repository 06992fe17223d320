import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Browser, FileChooser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch } from '../dev/browser';
import { LANGUAGES, SPOKEN, loadWords } from '../src/messages/catalogue';
import type { Language } from '../src/messages/catalogue';
import { guessUntilCode } from './network';
import { createAdministrator, mailTo, mailsFor, openRegistration, portal } from './stack';
import { expire } from './table';
import { PICTURES, Visitor } from './visitor';
import type { Width } from './visitor';

const PASSWORD = 'a quiet harbour at dawn';
const NEW_PASSWORD = 'a loud harbour at noon';

/** The way from an agent's invitation to signed in, as administrator, agent and customer, in a window of this width. Each step stands on those before it. */
export function journey(width: Width): void {
  // Nobody else has these addresses. In pictures, whose portal is fresh, they may look like somebody's.
  const tag = !PICTURES ? randomBytes(3).toString('hex') : width === 1280 ? 'group' : 'partners';
  const admin = { name: 'Tomás Lindqvist', email: `tomas@northwind-${tag}.example` };
  const agent = { name: 'Ingrid Sørensen', email: `ingrid@northwind-${tag}.example` };
  const maya = { name: `Maya Okonkwo`, email: `maya@fjordfoods-${tag}.example` };
  const jonas = { name: 'Jonas Pfeiffer', email: `jonas@pfeiffer-und-soehne-${tag}.example` };

  const priya = { name: 'Priya Raghunathan', email: `priya@mangrove-${tag}.example` };

  let browser: Browser;
  let adminAt: Visitor;
  let agentAt: Visitor;
  let mayaAt: Visitor;
  let phone: Visitor;

  const arrive = (locale?: string) => Visitor.arrive(browser, width, locale);

  /** Opens an address as somebody whom nobody knows, and leaves again. */
  async function asStranger(address: string, then: (stranger: Visitor) => Promise<void>, locale?: string): Promise<void> {
    const stranger = await arrive(locale);
    await stranger.open(address);
    await then(stranger);
    await stranger.leave();
  }

  beforeAll(async () => {
    await openRegistration(`olga@northwind-${tag}.example`, PASSWORD);
    browser = await launch();
    [adminAt, agentAt, mayaAt, phone] = await Promise.all([arrive(), arrive(), arrive(), arrive()]);
  });

  afterAll(async () => {
    await browser.close();
  });

  describe(`at ${width} px`, () => {
    test('A0, G12: the first administrator activates by the operator’s link and is signed in', async () => {
      await adminAt.open(createAdministrator(admin.name, admin.email));
      await adminAt.at('Activate Your Account');
      expect(adminAt.page.url(), 'the secret is not in the address bar').toBe(`${portal}/activate`);
      expect(await adminAt.field('Name').inputValue()).toBe(admin.name);
      await adminAt.look('activate');
      await adminAt.activate(PASSWORD);
      await adminAt.at('Queue');
      expect(await adminAt.page.getByRole('banner').locator('summary').innerText()).toContain(admin.name);
      await adminAt.look('queue-first');
      await adminAt.press('Customers', 'link');
      await adminAt.at('Customers');
      await adminAt.look('customers-first');
    });

    test('A0: a second agent is invited, made administrator and suspended, and is out at the next click', async () => {
      await adminAt.press('Team', 'link');
      await adminAt.at('Team');
      await adminAt.look('team');
      await adminAt.press('Invite to team', 'link');
      await adminAt.at('Invite to team');
      await adminAt.press('Send invitation');
      expect(await adminAt.problemAt('Name')).toBe('Enter a name.');
      expect(await adminAt.problemAt('E-mail address')).toBe('Enter an e-mail address.');
      await adminAt.look('team-new-empty');
      await adminAt.type('Name', agent.name);
      await adminAt.type('E-mail address', agent.email);
      await adminAt.look('team-new');
      await adminAt.press('Send invitation');
      await adminAt.at(agent.name);
      await adminAt.look('team-member-pending');

      const mail = await mailTo(agent.email, 1);
      expect(mail.subject).toBe('Join the team at Portico');
      await agentAt.open(mail.link);
      await agentAt.at('Activate Your Account');
      await agentAt.activate(PASSWORD);
      await agentAt.at('Queue');
      expect(await agentAt.page.getByRole('link', { name: 'Team', exact: true }).count(), 'agents do not see the team').toBe(0);

      await adminAt.page.reload();
      await adminAt.press('Make administrator');
      await adminAt.look('team-member-ask-role');
      await adminAt.page.getByRole('dialog').getByRole('button', { name: 'Make administrator' }).click();
      await adminAt.page.getByRole('button', { name: 'Make agent' }).waitFor();
      await agentAt.page.reload();
      await agentAt.press('Team', 'link');
      await agentAt.at('Team');
      // The page has all that it asks for, so only the next click can tell of the suspension.
      await agentAt.page.getByRole('list', { name: 'Team' }).waitFor();

      await adminAt.press('Suspend');
      await adminAt.look('team-member-ask-suspend');
      await adminAt.page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click();
      await adminAt.page.getByRole('button', { name: 'Give access back' }).waitFor();
      await adminAt.look('team-member-suspended');
      await agentAt.press('Customers', 'link');
      await agentAt.at('This account is suspended');
      await agentAt.look('suspended');
    });

    test('X10, X3: a suspended person is told so by the right password; by a wrong one they are refused as everybody is', async () => {
      await agentAt.press('Go to sign-in');
      await agentAt.at('Sign in');
      await agentAt.signIn(agent.email, PASSWORD);
      await agentAt.at('This account is suspended');
      await agentAt.press('Go to sign-in');
      await agentAt.signIn(agent.email, NEW_PASSWORD);
      await agentAt.page.getByRole('alert').waitFor();
      const suspended = await agentAt.page.getByRole('alert').innerText();
      await agentAt.look('sign-in-failed');
      await asStranger('/sign-in', async (stranger) => {
        await stranger.signIn(`nobody@nowhere-${tag}.example`, PASSWORD);
        await stranger.page.getByRole('alert').waitFor();
        expect(await stranger.page.getByRole('alert').innerText()).toBe(suspended);
      });
    });

    test('G7: the settings show the portal’s address and each service’s', async () => {
      await adminAt.press('Settings', 'link');
      await adminAt.at('Portal');
      await adminAt.reads(portal);
      await adminAt.look('settings');
      await adminAt.press('Services', 'link');
      await adminAt.at('Services');
      const addresses = adminAt.page.getByRole('textbox');
      await expect.poll(() => addresses.evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value))).toEqual(
        expect.arrayContaining(['software@portico.example', 'billing@portico.example']),
      );
      await adminAt.look('settings-services');
    });

    test('X1: customers are imported from a file by the keyboard alone, every line of it checked first; progress that is said, report, a second time', async () => {
      const { page } = adminAt;
      const person = (who: string) => `${who}@import-${tag}.example`;
      const file = {
        name: 'people.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(
          `Vorname;Nachname;E-Mail;Sprache;Telefon\r\nZoë;Müller;${person('zoe')};de;1\r\nBob;Berg;${person('bob')};;2\r\n=1+1;;${person('zoe')};;\r\nEve;;not an address;;\r\n`,
          'latin1',
        ),
      };
      await adminAt.press('Customers', 'link');
      await adminAt.at('Customers');
      await adminAt.press('Import', 'link');
      await adminAt.at('Import customers');
      await adminAt.look('imports-empty');
      const choose = async (files: Parameters<FileChooser['setFiles']>[0]) => {
        const chosen = page.waitForEvent('filechooser');
        await adminAt.tabAndPress('button "Choose a file"', 'Space');
        await (await chosen).setFiles(files);
      };
      await choose({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from('') });
      await adminAt.says('This file is empty.');
      await adminAt.hasFocus('alert');
      await adminAt.look('imports-refused');
      await choose({ name: 'people.xlsx', mimeType: 'text/csv', buffer: Buffer.from('PK\u0003\u0004 and so on') });
      await adminAt.at('people.xlsx');
      await adminAt.reads('It is a workbook.');
      await adminAt.look('import-unreadable');
      await adminAt.tabAndPress('link "Choose another file"');
      await adminAt.hasFocus('heading "Import customers"');

      await choose(file);
      await adminAt.hasFocus('heading "people.csv"');
      await adminAt.reads('Read as Windows-1252, separated by semicolons.');
      await adminAt.reads('The address stands further up in the file. (line 2)');
      await page.getByRole('navigation', { name: 'Show lines' }).getByRole('link', { name: /^Refused/ }).click();
      await expect.poll(() => page.getByRole('row').count()).toBe(3);
      await adminAt.look('import-ready');
      await adminAt.tabTo('button "Create 2 customers"', true);
      await page.keyboard.press('Enter');
      await expect.poll(() => adminAt.focused()).toMatch(/^region "(Running|Done)"$/);
      await adminAt.says('Done');
      await adminAt.reads('The import is done');
      await page.reload();
      await adminAt.reads('2 customers were created.');
      await mailTo(person('zoe'), 1);
      await mailTo(person('bob'), 1);
      await adminAt.look('import-done');
      const downloaded = page.waitForEvent('download');
      await adminAt.press('Download report');
      const report = readFileSync(await (await downloaded).path(), 'utf8');
      expect((await downloaded).suggestedFilename()).toBe('people-report.csv');
      expect(report).toContain(`2;Zoë Müller;${person('zoe')};created;`);
      expect(report).toContain(`4;'=1+1;`);

      await adminAt.press('All imports', 'link');
      await adminAt.at('Import customers');
      await adminAt.reads('2 of 4 created');
      await adminAt.look('imports');
      await page.getByLabel('Choose a file').setInputFiles(file);
      await adminAt.reads('There is nobody to create');
      await adminAt.look('import-nobody');
      expect(await mailsFor(person('zoe'))).toHaveLength(1);
    });

    test('G10: what is wrong with a customer’s data is said at each field, by the page and by the server', async () => {
      await adminAt.press('Customers', 'link');
      await adminAt.at('Customers');
      await adminAt.press('New customer', 'link');
      await adminAt.at('New customer');
      await adminAt.look('customer-new');
      await adminAt.press('Create customer');
      expect(await adminAt.problemAt('Name')).toBe('Enter the customer’s name.');
      expect(await adminAt.problemAt('E-mail address')).toBe('Enter the customer’s e-mail address.');
      await adminAt.look('customer-new-empty');
      await adminAt.type('Name', 'x'.repeat(101));
      await adminAt.type('E-mail address', 'maya at fjord foods');
      await adminAt.press('Create customer');
      expect(await adminAt.problemAt('Name')).toBe('Use at most 100 characters for the name.');
      expect(await adminAt.problemAt('E-mail address')).toContain('such as name@example.com');
      await adminAt.type('Name', 'Ma\u0007ya');
      await adminAt.type('E-mail address', `mäyä@fjordfoods-${tag}.example`);
      await adminAt.press('Create customer');
      expect(await adminAt.problemAt('Name')).toContain('characters that cannot be shown');
      expect(await adminAt.problemAt('E-mail address')).toContain('We cannot send mail to this kind of address');
      await adminAt.look('customer-new-refused');
    });

    test('G10: a customer is created with an invitation, or without one and without a mail', async () => {
      await adminAt.type('Name', jonas.name);
      await adminAt.type('E-mail address', jonas.email);
      await adminAt.field('Language').selectOption('de');
      await adminAt.field('Send invitation now').uncheck();
      await adminAt.press('Create customer');
      await adminAt.at(jonas.name);
      await adminAt.reads('No invitation mail has been sent yet.');
      await adminAt.look('customer-not-invited');

      await adminAt.press('All customers', 'link');
      await adminAt.press('New customer', 'link');
      await adminAt.type('Name', maya.name);
      await adminAt.type('E-mail address', maya.email);
      await adminAt.press('Create customer');
      await adminAt.at(maya.name);
      await adminAt.reads('Pending activation');
      await mailTo(maya.email, 1);
      expect(await mailsFor(jonas.email)).toEqual([]);
      await adminAt.look('customer-pending');

      await adminAt.press('All customers', 'link');
      await adminAt.press('New customer', 'link');
      await adminAt.type('Name', 'Maya again');
      await adminAt.type('E-mail address', maya.email.toUpperCase());
      await adminAt.press('Create customer');
      await adminAt.reads('This address is taken');
      await adminAt.look('customer-new-taken');
      await adminAt.press('Open that customer', 'link');
      await adminAt.at(maya.name);
    });

    test('A2: customers are found by the beginnings of their names’ and addresses’ words', async () => {
      await adminAt.press('All customers', 'link');
      await adminAt.at('Customers');
      const search = adminAt.page.getByRole('searchbox');
      const rows = adminAt.page.getByRole('list', { name: 'Customers' }).getByRole('listitem');
      await search.fill(`fjordfoods-${tag}`);
      await expect.poll(() => rows.allInnerTexts()).toEqual([expect.stringContaining(maya.name)]);
      await adminAt.look('customers-found');
      await adminAt.press(maya.name, 'link');
      await adminAt.at(maya.name);
      await adminAt.page.goBack();
      expect(await search.inputValue(), 'back leads to what was searched for').toBe(`fjordfoods-${tag}`);
      await search.fill('zzzzz');
      await adminAt.reads('Nobody matches “zzzzz”');
      await adminAt.look('customers-none-found');
      await adminAt.press('Clear search');
      await rows.first().waitFor();
      await adminAt.look('customers');
    });

    test('G11: until activation the link is there to be copied, and who looked at it is in the history', async () => {
      await adminAt.page.getByRole('searchbox').fill(`fjordfoods-${tag}`);
      await expect.poll(() => adminAt.page.getByRole('list', { name: 'Customers' }).getByRole('listitem').count()).toBe(1);
      await adminAt.press(maya.name, 'link');
      await adminAt.press('Copy link');
      const shown = adminAt.field('Activation link');
      await shown.waitFor();
      expect(await shown.inputValue()).toBe((await mailTo(maya.email, 1)).link);
      await adminAt.reads('Activation link looked at');
      await adminAt.look('customer-link');
    });

    test('H2, E2: after resending, the old link says that there is a newer one', async () => {
      const old = (await mailTo(maya.email, 1)).link;
      await adminAt.press('Resend invitation');
      await adminAt.look('customer-ask-resend');
      await adminAt.press('Send new invitation');
      await adminAt.reads(`The invitation is on its way to ${maya.email}.`);
      await adminAt.look('customer-resent');
      expect((await mailTo(maya.email, 2)).link).not.toBe(old);
      await expect.poll(() => adminAt.page.getByText('Waiting', { exact: true }).count(), { message: 'the page looks again by itself', timeout: 45_000 }).toBe(0);
      await asStranger(old, async (stranger) => {
        await stranger.at('There is a newer link');
        await stranger.look('link-replaced');
        await stranger.press('Mail me a new link');
        await stranger.at('A new link is on its way');
        await stranger.look('link-asked');
      });
      await mailTo(maya.email, 3);
    });

    test('M1: the invitation says in plain words what it is, in text and in HTML', async () => {
      const mail = await mailTo(maya.email, 3);
      expect(mail.subject).toBe('Activate your account at Portico');
      expect(mail.text).toContain('The team at Portico has set up an account for you');
      const page = await mayaAt.read(mail.html, 'mail-invitation');
      expect(await page.getByRole('link', { name: 'Activate your account' }).getAttribute('href')).toBe(mail.link);
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Activate your account');
      await page.close();
    });

    test('E1, G13: opening the link changes nothing; the name can be changed, the address cannot', async () => {
      const { link } = await mailTo(maya.email, 3);
      await asStranger(link, (stranger) => stranger.at('Activate Your Account'));
      await mayaAt.open(link);
      await mayaAt.at('Activate Your Account');
      await mayaAt.page.reload();
      await mayaAt.at('Activate Your Account');
      expect(await mayaAt.field('Name').inputValue()).toBe(maya.name);
      expect(await mayaAt.field('E-mail address').inputValue()).toBe(maya.email);
      expect(await mayaAt.field('E-mail address').isEditable()).toBe(false);
    });

    test('G12: the rule for passwords is there before, holds while typing, and is the server’s too; Save signs in', async () => {
      await mayaAt.reads('At least 12 characters');
      await mayaAt.type('Choose a password', 'too short');
      await mayaAt.reads('3 more characters');
      await mayaAt.look('activate-typing');
      await mayaAt.press('Save');
      expect(await mayaAt.problemAt('Choose a password')).toBe('Choose a password of at least 12 characters.');
      await mayaAt.type('Name', '');
      await mayaAt.press('Save');
      expect(await mayaAt.problemAt('Name')).toBe('Enter your name.');
      await mayaAt.look('activate-wrong');
      await mayaAt.type('Name', 'Maya O. Okonkwo');
      await mayaAt.activate('012345678910');
      await mayaAt.reads('This password is on the list of those tried first.');
      expect(await mayaAt.problemAt('Choose a password')).toContain('on the list');
      await mayaAt.look('activate-common');
      await mayaAt.activate(PASSWORD);
      await mayaAt.at('Hello, Maya O. Okonkwo');
    });

    test('B12: Home has the person’s name at the top right, a place for requests, and the quick links', async () => {
      await mayaAt.reads('No open requests');
      await mayaAt.page.getByRole('region', { name: 'Quick links' }).getByRole('link').first().waitFor();
      await mayaAt.look('home');
      const menu = await mayaAt.openMenu();
      const place = await menu.boundingBox();
      expect(place && place.x + place.width > width * 0.75 && place.y < 64, 'top right').toBe(true);
      await mayaAt.reads(maya.email);
      await mayaAt.look('home-menu');
      await mayaAt.page.keyboard.press('Escape');
      await adminAt.page.reload();
      await adminAt.at('Maya O. Okonkwo');
      expect(await adminAt.page.getByRole('button', { name: 'Copy link' }).count(), 'the link is gone').toBe(0);
      await adminAt.look('customer-active');
    });

    test('customers are told that the team’s pages and unknown addresses are not theirs', async () => {
      await mayaAt.open('/customers');
      await mayaAt.at('This page is not for you');
      await mayaAt.look('no-access');
      await mayaAt.open('/nowhere');
      await mayaAt.at('Page not found');
      await mayaAt.page.getByRole('navigation').getByRole('link', { name: 'Home' }).waitFor();
      await mayaAt.look('not-found');
      await mayaAt.press('Go to Home', 'link');
      await mayaAt.at('Hello, Maya O. Okonkwo');
    });

    test('H3: a person signs out and in again; a reload and a second tab keep the session, signing out ends it in both', async () => {
      await mayaAt.page.reload();
      await mayaAt.at('Hello, Maya O. Okonkwo');
      const tab = await mayaAt.openTab();
      await tab.goto('/');
      await tab.getByRole('heading', { name: 'Hello, Maya O. Okonkwo' }).waitFor();
      await mayaAt.signOut();
      await mayaAt.look('signed-out');
      await tab.getByRole('heading', { name: 'Sign in' }).waitFor();
      await tab.close();
      await mayaAt.page.goBack();
      await mayaAt.at('Page not found');
      await mayaAt.page.goBack();
      await mayaAt.at('Sign in');
      expect(mayaAt.page.url(), 'the back button leads to signing in, and then back').toContain('/sign-in?to=%2Fcustomers');
      await mayaAt.press('Sign in');
      expect(await mayaAt.problemAt('E-mail address')).toBe('Enter your e-mail address.');
      await mayaAt.look('sign-in-empty');
      await mayaAt.signIn(maya.email, PASSWORD);
      await mayaAt.at('This page is not for you');
      await mayaAt.press('Go to Home', 'link');
      await mayaAt.at('Hello, Maya O. Okonkwo');
    });

    test('H3: the keyboard alone signs in and out', async () => {
      const { keyboard } = phone.page;
      await phone.open('/sign-in');
      await phone.at('Sign in');
      await phone.look('sign-in');
      await keyboard.press('Tab');
      await keyboard.type(maya.email);
      await keyboard.press('Tab');
      await keyboard.type(PASSWORD);
      await keyboard.press('Enter');
      await phone.at('Hello, Maya O. Okonkwo');
      expect(await phone.page.evaluate(() => document.activeElement?.tagName), 'the new page’s heading has the focus').toBe('H1');
      await phone.page.reload();
      await phone.at('Hello, Maya O. Okonkwo');
      await keyboard.press('Tab');
      await keyboard.press('Enter');
      expect(await phone.page.evaluate(() => document.activeElement?.id), 'the first stop leads past the bar').toBe('main');
      for (let stop = 0; stop < 5; stop++) await keyboard.press(stop === 0 ? 'Shift+Tab' : 'Escape');
      await keyboard.press('Enter');
      await phone.page.getByRole('button', { name: 'Sign out' }).waitFor();
      for (let stop = 0; stop < 2; stop++) await keyboard.press('Tab');
      expect(await phone.page.evaluate(() => document.activeElement?.textContent), 'the profile comes before').toBe('Sign out');
      await keyboard.press('Enter');
      await phone.reads('You are signed out.');
      await phone.signIn(maya.email, PASSWORD);
      await phone.at('Hello, Maya O. Okonkwo');
    });

    test('H5, X3: a forgotten password is reset by mail, with the same words whoever asks; other sessions end', async () => {
      await mayaAt.signOut();
      await mayaAt.press('Forgot password?', 'link');
      await mayaAt.at('Forgot your password?');
      await mayaAt.look('forgot');
      await mayaAt.type('E-mail address', maya.email);
      await mayaAt.press('Mail me a link');
      await mayaAt.at('Look in your mailbox');
      await mayaAt.look('forgot-sent');
      const said = await mayaAt.page.getByRole('main').innerText();
      await asStranger('/forgot', async (stranger) => {
        const nobody = `nobody@nowhere-${tag}.example`;
        await stranger.type('E-mail address', nobody);
        await stranger.press('Mail me a link');
        await stranger.at('Look in your mailbox');
        const words = (text: string) => text.replace(/\d:\d\d/, '');
        expect(words(await stranger.page.getByRole('main').innerText())).toBe(words(said).replace(maya.email, nobody));
        expect(await mailsFor(nobody)).toEqual([]);
      });

      const mail = await mailTo(maya.email, 4);
      expect(mail.subject).toBe('Choose a new password for Portico');
      await (await mayaAt.read(mail.html, 'mail-reset')).close();
      await mayaAt.open(mail.link);
      await mayaAt.at('Choose a new password');
      await mayaAt.look('reset');
      await mayaAt.type('New password', NEW_PASSWORD);
      await mayaAt.press('Save and sign in');
      await mayaAt.at('Hello, Maya O. Okonkwo');

      await phone.page.reload();
      await phone.at('Sign in');
      await phone.reads('Your session has ended');
      await phone.signIn(maya.email, PASSWORD);
      await phone.page.getByRole('alert').waitFor();
      await phone.signIn(maya.email, NEW_PASSWORD);
      await phone.at('Hello, Maya O. Okonkwo');
      const notice = await mailTo(maya.email, 5);
      expect(notice.subject).toBe('Your password for Portico was changed');
      await (await mayaAt.read(notice.html, 'mail-password-changed')).close();
      await asStranger(mail.link, async (stranger) => {
        await stranger.at('This link was used already');
        await stranger.look('reset-used');
      });
    });

    test('E2: used and forged links have a page that says so and what to do next', async () => {
      const { link } = await mailTo(maya.email, 3);
      await asStranger(link, async (stranger) => {
        await stranger.at('This link was used already');
        await stranger.look('link-used');
        await stranger.press('Go to sign-in', 'link');
        await stranger.at('Sign in');
      });
      await asStranger(`${link.slice(0, -4)}AAAA`, async (stranger) => {
        await stranger.at('This link does not work');
        await stranger.look('link-forged');
        await stranger.press('Choose a new password', 'link');
        await stranger.at('Forgot your password?');
      });
      await asStranger('/activate', async (stranger) => {
        await stranger.at('This link is incomplete');
        await stranger.look('link-incomplete');
      });
    });

    test('G12: the keyboard alone activates, on a page in the language of the person', async () => {
      await adminAt.press('All customers', 'link');
      await adminAt.page.getByRole('searchbox').fill(`soehne-${tag}`);
      await expect.poll(() => adminAt.page.getByRole('link', { name: jonas.name }).count()).toBeGreaterThan(0);
      await adminAt.page.getByRole('searchbox').fill(jonas.email);
      await expect.poll(() => adminAt.page.getByRole('list', { name: 'Customers' }).getByRole('listitem').count()).toBe(1);
      await adminAt.press(jonas.name, 'link');
      await adminAt.press('Send invitation');
      const mail = await mailTo(jonas.email, 1);
      expect(mail.subject).toBe('Aktivieren Sie Ihr Konto bei Portico');
      await asStranger(mail.link, async (stranger) => {
        await (await stranger.read(mail.html, 'mail-invitation-german')).close();
        const { keyboard } = stranger.page;
        await stranger.at('Aktivieren Sie Ihr Konto');
        await stranger.look('activate-german');
        for (let stop = 0; stop < 3; stop++) await keyboard.press('Tab');
        await keyboard.type(PASSWORD);
        await keyboard.press('Enter');
        await stranger.reads('Direkt zu');
        await stranger.look('home-german');
      });
    });

    test('E2: the link of a suspended customer says whom to ask', async () => {
      await adminAt.press('All customers', 'link');
      await adminAt.press('New customer', 'link');
      const luca = { name: 'Luca Bianchi', email: `luca@officina-bianchi-${tag}.example` };
      await adminAt.type('Name', luca.name);
      await adminAt.type('E-mail address', luca.email);
      await adminAt.press('Create customer');
      await adminAt.at(luca.name);
      await adminAt.press('Suspend');
      await adminAt.page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click();
      await adminAt.page.getByRole('button', { name: 'Give access back' }).waitFor();
      await adminAt.look('customer-suspended');
      await asStranger((await mailTo(luca.email, 1)).link, async (stranger) => {
        await stranger.at('This account is suspended');
        await stranger.look('link-suspended');
      });
    });

    test('H1: a temporary password is mailed in place of the link, and is changed at the first sign-in', async () => {
      await adminAt.open('/customers/new');
      const tara = { name: 'Tara Whitfield', email: `tara@whitfield-${tag}.example` };
      await adminAt.type('Name', tara.name);
      await adminAt.type('E-mail address', tara.email);
      await adminAt.page.getByRole('radio', { name: 'A temporary password' }).check();
      await adminAt.look('customer-new-temporary-password');
      await adminAt.press('Create customer');
      await adminAt.at(tara.name);
      await adminAt.reads('Its temporary password works until');
      await adminAt.look('customer-pending-temporary-password');
      const mail = await mailTo(tara.email, 1);
      expect(mail.subject).toBe('Your temporary password for Portico');
      expect(mail.link).toBe(`${portal}/sign-in`);
      const password = /^ +((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})$/m.exec(mail.text)?.[1] ?? '';
      await asStranger(mail.link, async (stranger) => {
        await (await stranger.read(mail.html, 'mail-temporary-password')).close();
        await stranger.signIn(tara.email, password.toLowerCase().replaceAll('-', ' '));
        await stranger.at('Activate Your Account');
        expect(stranger.page.url()).toBe(`${portal}/activate`);
        expect(await stranger.field('Name').inputValue()).toBe(tara.name);
        expect(await stranger.field('E-mail address').inputValue()).toBe(tara.email);
        await stranger.activate(password);
        expect(await stranger.problemAt('Choose a password')).toBe('This is the temporary password. Choose one of your own.');
        await stranger.look('activate-temporary-password');
        await stranger.activate(PASSWORD);
        await stranger.at(`Hello, ${tara.name}`);
        await stranger.signOut();
        await stranger.signIn(tara.email, password);
        await stranger.at('This temporary password was used already');
        await stranger.look('temporary-password-used');
        await stranger.press('Go to sign-in');
        await stranger.signIn(tara.email, PASSWORD);
        await stranger.at(`Hello, ${tara.name}`);
      });
    });

    test('X12: too many tries are told in words, with the time to wait', async () => {
      await asStranger('/sign-in', async (stranger) => {
        for (let n = 0; n < 6; n++) {
          await stranger.signIn(maya.email, `not the password ${n}`);
          await expect.poll(() => stranger.page.getByRole('button', { name: 'Sign in' }).getAttribute('aria-disabled')).toBeNull();
        }
        await stranger.reads('Too many tries');
        await stranger.reads(/Try again in \d+ (minute|second)/);
        await stranger.look('sign-in-too-many');
      });
    });

    test('E2, H2: an expired link says so to both sides, and brings a new one by mail, with which the customer activates', async () => {
      await adminAt.press('All customers', 'link');
      await adminAt.press('New customer', 'link');
      await adminAt.type('Name', priya.name);
      await adminAt.type('E-mail address', priya.email);
      await adminAt.press('Create customer');
      await adminAt.at(priya.name);
      const { link } = await mailTo(priya.email, 1);
      await expire(link);
      await asStranger(link, async (stranger) => {
        await stranger.at('This link has expired');
        await stranger.look('link-expired');
        await adminAt.page.reload();
        await adminAt.reads('The invitation’s link has expired. Send a new one.');
        await adminAt.look('customer-expired');
        await stranger.press('Mail me a new link');
        await stranger.at('A new link is on its way');
        const fresh = (await mailTo(priya.email, 2)).link;
        await stranger.open(fresh);
        await stranger.at('Activate Your Account');
        await stranger.activate(PASSWORD);
        await stranger.at(`Hello, ${priya.name}`);
        await stranger.open(fresh);
        await stranger.at('This link was used already');
        await stranger.reads(`You are signed in as ${priya.email}`);
        await stranger.look('link-used-signed-in');
        await stranger.press('Go to Home', 'link');
        await stranger.at(`Hello, ${priya.name}`);
      });
    });

    test('X12, H3: when somebody guesses from many networks, the mailed code lets the owner in', async () => {
      const before = (await mailsFor(priya.email)).length;
      const asked = await guessUntilCode(priya.email);
      await mailTo(priya.email, before + asked);
      await asStranger('/sign-in', async (owner) => {
        await owner.signIn(priya.email, PASSWORD);
        await owner.at('Enter the code');
        await owner.look('sign-in-code');
        const mail = await mailTo(priya.email, before + asked + 1);
        const code = /\b\d{6}\b/.exec(mail.text)?.[0] ?? '';
        await (await owner.read(mail.html, 'mail-code')).close();
        await owner.type('Code', code === '000000' ? '000001' : '000000');
        await owner.press('Go on');
        await owner.reads('The code is not right');
        await owner.look('sign-in-code-wrong');
        await owner.type('Code', code);
        await owner.press('Go on');
        await owner.at(`Hello, ${priya.name}`);
      });
    });

    test('G15, B1: a stranger creates an account by the keyboard alone, with the mailed code', async () => {
      const email = `nina@fjordfoods-${tag}.example`;
      await asStranger('/sign-in', async (nina) => {
        await nina.look('sign-in-open');
        const { keyboard } = nina.page;
        await nina.page.getByRole('link', { name: 'Create an account' }).focus();
        await keyboard.press('Enter');
        await nina.at('Create an account');
        await nina.look('register');
        await nina.press('Mail me a code');
        expect(await nina.problemAt('Name')).toBe('Enter your name.');
        await nina.look('register-empty');
        await nina.field('Name').focus();
        await keyboard.type('Nina New');
        await keyboard.press('Tab');
        await keyboard.type(email);
        await keyboard.press('Enter');
        await nina.at('Look in your mailbox');
        await nina.look('register-sent');
        const mail = await mailTo(email, 1);
        expect(mail.subject).toBe('Confirm your e-mail address for Portico');
        expect(mail.text).not.toContain('Nina');
        await (await nina.read(mail.html, 'mail-confirmation')).close();
        const code = /\b\d{6}\b/.exec(mail.text)?.[0] ?? '';
        await nina.field('Code').focus();
        await keyboard.type(code === '000000' ? '000001' : '000000');
        await keyboard.press('Enter');
        await nina.reads('The code is not right');
        await nina.look('register-code-wrong');
        await nina.page.reload();
        await nina.at('Look in your mailbox');
        await nina.field('Code').focus();
        await keyboard.type(code);
        await keyboard.press('Enter');
        await nina.at('Choose a password');
        expect(await nina.field('Name').inputValue()).toBe('Nina New');
        await nina.look('register-password');
        await nina.field('Choose a password').focus();
        await keyboard.type(PASSWORD);
        await keyboard.press('Enter');
        expect(await nina.problemAt('Repeat the password')).toBe('This is not the same password. Type it once more.');
        await nina.look('register-password-differs');
        await nina.field('Choose a password').focus();
        for (let i = 0; i < 2; i++) await keyboard.press('Tab');
        await keyboard.type(PASSWORD);
        await keyboard.press('Enter');
        await nina.at('Hello, Nina New');
        await nina.look('register-done');
      });
    });

    test('X2: the link of the mail completes it on another device, in German, too', async () => {
      const email = `oskar@fjordfoods-${tag}.example`;
      await asStranger(
        '/register',
        async (oskar) => {
          await oskar.at('Konto erstellen');
          await oskar.look('register-german');
          await oskar.type('Name', 'Oskar Neu');
          await oskar.type('E-Mail-Adresse', email);
          await oskar.press('Code senden');
          await oskar.at('Sehen Sie in Ihr Postfach');
          await oskar.look('register-sent-german');
        },
        'de-DE',
      );
      const mail = await mailTo(email, 1);
      expect(mail.subject).toBe('Bestätigen Sie Ihre E-Mail-Adresse für Portico');
      await asStranger(mail.link, async (other) => {
        await other.at('Passwort wählen');
        await other.type('Passwort wählen', PASSWORD);
        await other.type('Passwort wiederholen', PASSWORD);
        await other.press('Speichern');
        await other.at('Guten Tag, Oskar Neu');
      });
      await asStranger(mail.link, async (other) => {
        await other.at('This link was used already');
      });
    });

    test('E3: every page before sign-in, and the profile behind it, speak the language that was chosen', async () => {
      await asStranger('/sign-in', async (stranger) => {
        const { page } = stranger;
        const spoken = (language: Language) => expect.poll(() => page.locator('html').getAttribute('lang')).toBe(language);
        for (const language of SPOKEN) {
          await stranger.press(LANGUAGES[language]);
          await spoken(language);
          await stranger.look(`sign-in-${language}`);
          const words = await loadWords(language);
          await page.getByRole('link', { name: words.signIn.register }).click();
          await stranger.at(words.register.title);
          await stranger.look(`register-${language}`);
          await page.goBack();
          await stranger.at(words.signIn.title);
        }
        await stranger.press(LANGUAGES.en);
        await spoken('en');
        await stranger.signIn(`nina@fjordfoods-${tag}.example`, PASSWORD);
        await page.getByRole('banner').locator('summary').waitFor();
        await stranger.open('/profile');
        for (const language of [...SPOKEN.filter((one) => one !== 'en'), 'en'] as const) {
          await page.locator('select').selectOption(language);
          await page.locator('form button[type=submit]').first().click();
          await spoken(language);
          await stranger.look(`profile-${language}`);
        }
      });
    });

    test('X3: whoever has an account is told so by mail, and the screen is the same', async () => {
      const before = (await mailsFor(priya.email)).length;
      await asStranger('/register', async (again) => {
        await again.type('Name', 'Somebody');
        await again.type('E-mail address', priya.email);
        await again.press('Mail me a code');
        await again.at('Look in your mailbox');
        await again.reads(`If ${priya.email} can have an account here`);
        const mail = await mailTo(priya.email, before + 1);
        expect(mail.subject).toBe('You have an account at Portico already');
        expect(mail.text).toContain(`${portal}/sign-in`);
        expect(mail.text).toContain(`${portal}/forgot`);
        await (await again.read(mail.html, 'mail-account-exists')).close();
      });
    });

    test('nothing else came up on anybody’s console', async () => {
      for (const visitor of [adminAt, agentAt, mayaAt, phone]) await visitor.leave();
    });
  });
}
