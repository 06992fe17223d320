import { randomBytes } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch } from '../dev/browser';
import { closeRegistration, createAdministrator } from './stack';
import { PICTURES, Visitor } from './visitor';
import type { Width } from './visitor';

const PASSWORD = 'a quiet harbour at dawn';

/** What two administrators set, what a stranger sees of it, and what the log says, in a window of this width. Everything is as before at the end. */
export function settings(width: Width): void {
  const tag = !PICTURES ? randomBytes(3).toString('hex') : width === 1280 ? 'group' : 'partners';
  const ada = { name: 'Ada Lindqvist', email: `ada@harbour-${tag}.example` };
  const ines = { name: 'Ines Pereira', email: `ines@harbour-${tag}.example` };
  const company = `Fjord Foods ${tag}`;

  let browser: Browser;
  let adaAt: Visitor;
  let inesAt: Visitor;
  let stranger: Visitor;

  const check = async (at: Visitor, role: 'radio' | 'checkbox', name: string) => at.page.getByRole(role, { name, exact: true }).check();
  const saved = (at: Visitor, what: string) => at.page.getByRole('button', { name: `Save: ${what}`, exact: true }).waitFor({ state: 'detached' });

  async function save(at: Visitor, what: string): Promise<void> {
    await at.press(`Save: ${what}`);
    await saved(at, what);
  }

  beforeAll(async () => {
    await closeRegistration(`clara@harbour-${tag}.example`, PASSWORD);
    browser = await launch();
    const arrive = () => Visitor.arrive(browser, width);
    [adaAt, inesAt, stranger] = await Promise.all([arrive(), arrive(), arrive()]);
  });

  afterAll(async () => {
    await browser.close();
  });

  describe(`settings at ${width} px`, () => {
    test('two administrators are there', async () => {
      for (const [at, who] of [[adaAt, ada], [inesAt, ines]] as const) {
        await at.open(createAdministrator(who.name, who.email));
        await at.activate(PASSWORD);
        await at.at('Queue');
      }
    });

    test('G1, G2, G5, G6, A5: whom the policy lets in is offered an account at once, and no longer when it is closed', async () => {
      await adaAt.press('Settings', 'link');
      await adaAt.at('Portal');
      await adaAt.look('settings-portal');
      await adaAt.press('Who may register', 'link');
      await adaAt.at('Who may register');
      await check(adaAt, 'radio', 'Anyone');
      await check(adaAt, 'checkbox', 'Form on the sign-in page');
      await adaAt.reads('Not saved yet: who may register, open ways');
      await adaAt.look('settings-registration-unsaved');
      await save(adaAt, 'Registration');
      await stranger.open('/sign-in');
      await stranger.at('Sign in');
      await stranger.page.getByRole('link', { name: 'Create an account' }).waitFor();
      await stranger.look('sign-in-open');

      await adaAt.type('E-mail address', `sam@stranger-${tag}.example`);
      await adaAt.press('Try');
      await adaAt.reads('May register.');
      await check(adaAt, 'radio', 'People of certain companies');
      await save(adaAt, 'Registration');
      await adaAt.press('Try');
      await adaAt.reads('May not: no company accepts the address’s domain.');
    });

    test('G1, G4: a company is added with its domains; a public mail provider’s is refused at its field', async () => {
      await adaAt.press('Add a company');
      await adaAt.type('Company', company);
      await adaAt.type('Accepted domains', `gmail.com stranger-${tag}.example`);
      await adaAt.press('Save: Companies');
      await adaAt.page.getByRole('alert').getByRole('link', { name: /public mail provider/ }).waitFor();
      await adaAt.look('settings-companies-refused');
      await adaAt.type('Accepted domains', `STRANGER-${tag}.example`);
      await save(adaAt, 'Companies');
      await expect.poll(() => adaAt.field('Accepted domains').inputValue()).toBe(`stranger-${tag}.example`);
      await adaAt.press('Try');
      await adaAt.reads(`May register and joins ${company}.`);
      await adaAt.look('settings-registration');
    });

    test('A5: the second of two administrators is told what the first changed, and what was typed stays', async () => {
      await inesAt.open('/settings');
      await inesAt.at('Portal');
      await adaAt.press('Portal', 'link');
      await adaAt.at('Portal');
      await adaAt.type('Terms of use', 'https://portico.example/terms-2');
      await save(adaAt, 'Name and look');
      await inesAt.type('Accent colour', '#ffd700');
      await inesAt.press('Save: Name and look');
      await inesAt.hasProblem('Accent colour', /^White words on this colour are hard to read/);
      await inesAt.look('settings-contrast');
      await inesAt.type('Accent colour', '#6b3fa0');
      await inesAt.press('Save: Name and look');
      await inesAt.reads(`${ada.name} changed this meanwhile`);
      await inesAt.reads('https://portico.example/terms-2');
      expect(await inesAt.field('Accent colour').inputValue()).toBe('#6b3fa0');
      await inesAt.look('settings-conflict');
      await save(inesAt, 'Name and look');
      await stranger.open('/sign-in');
      await stranger.at('Sign in');
      await stranger.page.emulateMedia({ colorScheme: 'light' }); // in the dark it is a lighter shade
      const colour = () => stranger.page.getByRole('button', { name: 'Sign in', exact: true }).evaluate((button) => getComputedStyle(button).backgroundColor);
      await expect.poll(colour).toBe('rgb(107, 63, 160)');
      await stranger.look('sign-in-coloured');
    });

    test('A5: a picture becomes the logo, and the name when it is taken away', async () => {
      const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="90"><rect width="300" height="90" rx="20" fill="#6b3fa0"/></svg>';
      await inesAt.field('Logo').setInputFiles({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg) });
      await inesAt.page.getByRole('img', { name: 'The logo on a light page' }).waitFor();
      await save(inesAt, 'Name and look');
      await stranger.open('/sign-in');
      const logo = stranger.page.getByRole('img', { name: 'Portico' });
      await logo.waitFor();
      await expect.poll(() => logo.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBe(480);
      await stranger.look('sign-in-logo');
      await inesAt.press('Use the name instead');
      await inesAt.press('Use Portico’s colour');
      await inesAt.type('Terms of use', 'https://portico.example/terms');
      await save(inesAt, 'Name and look');
    });

    test('A5: every other page of the settings can be read and used', async () => {
      await inesAt.press('Signing in', 'link');
      await inesAt.at('Signing in');
      await inesAt.look('settings-sign-in');
      await inesAt.press('Services', 'link');
      await inesAt.at('Services');
      await inesAt.look('settings-services');
      await inesAt.press('Quick links', 'link');
      await inesAt.at('Quick links');
      await inesAt.look('settings-links');
    });

    test('A5: by the keyboard alone a setting is changed; what is wrong, what is not saved and what is saved are said', async () => {
      const { keyboard } = inesAt.page;
      await inesAt.tabTo('link "Portal"', true);
      await keyboard.press('Enter');
      await inesAt.hasFocus('heading "Portal"');
      await inesAt.tabTo('textbox "Terms of use"');
      await inesAt.retype('no address');
      await inesAt.says(/^Not saved yet: terms of use/);
      await inesAt.tabAndPress('button "Save: Name and look"');
      await inesAt.hasFocus('alert');
      await inesAt.hasProblem('Terms of use', /./);
      await inesAt.look('settings-portal-refused');
      await inesAt.tabTo('textbox "Terms of use"');
      await inesAt.retype('https://portico.example/terms-3');
      await inesAt.tabAndPress('button "Save: Name and look"');
      await inesAt.says('Saved');
      await inesAt.hasFocus('heading "Name and look"');
      await inesAt.tabTo('textbox "Terms of use"');
      await inesAt.retype('https://portico.example/terms-4');
      await inesAt.tabAndPress('button "Discard"');
      await inesAt.hasFocus('heading "Name and look"');
      await inesAt.tabTo('textbox "Terms of use"');
      expect(await inesAt.field('Terms of use').inputValue()).toBe('https://portico.example/terms-3');
      await inesAt.retype('https://portico.example/terms');
      await keyboard.press('Enter');
      await saved(inesAt, 'Name and look');
      await inesAt.hasFocus('textbox "Terms of use"');
    });

    test('A6: the log says who changed what, and is searched by person and action', async () => {
      await inesAt.press('Audit log', 'link');
      await inesAt.at('Audit log');
      await inesAt.type('E-mail address', ada.email);
      await inesAt.field('Action').selectOption('Settings changed');
      const answered = inesAt.page.waitForResponse((response) => new URL(response.url()).searchParams.get('person') === ada.email);
      await inesAt.press('Search the log');
      await answered;
      await inesAt.settled(); // until then the list is the one from before the search
      await inesAt.page.getByText('Settings changed: Name and look').first().waitFor();
      await inesAt.page.getByRole('listitem').filter({ hasText: 'Name and look' }).first().locator('summary').click();
      await inesAt.reads('https://portico.example/terms-2');
      expect(await inesAt.page.getByText(`by ${ines.name}`).count()).toBe(0);
      await inesAt.look('settings-audit');
    });

    test('everything is as before', async () => {
      await adaAt.press('Who may register', 'link');
      await adaAt.at('Who may register');
      await check(adaAt, 'radio', 'Nobody');
      await adaAt.page.getByRole('checkbox', { name: 'Form on the sign-in page', exact: true }).uncheck();
      await save(adaAt, 'Registration');
      await adaAt.press(`Remove: ${company}`);
      await save(adaAt, 'Companies');
      await stranger.open('/sign-in');
      await stranger.at('Sign in');
      expect(await stranger.page.getByRole('link', { name: 'Create an account' }).count()).toBe(0);
      await stranger.open('/register');
      await stranger.at('Accounts are made by invitation');
      await stranger.look('register-closed');
      for (const visitor of [adaAt, inesAt, stranger]) await visitor.leave();
    });
  });
}
