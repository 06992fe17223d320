import { randomBytes } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch } from '../dev/browser';
import { createAdministrator, mailTo, mailsFor, offerSecondFactor } from './stack';
import type { Mail } from './stack';
import { forgetProof } from './table';
import { PICTURES, Visitor } from './visitor';
import type { Width } from './visitor';

const PASSWORD = 'a quiet harbour at dawn';
const NEW_PASSWORD = 'a loud harbour at noon';
const WRONG = 'not this one at all';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';

const codeIn = (mail: Mail) => /\b\d{6}\b/.exec(mail.text)?.[0] ?? '';
const wrong = (code: string) => (code === '000000' ? '000001' : '000000');
/** The stops of the keyboard without those that only say when something was. */
const controls = (stops: readonly string[]) => stops.filter((stop) => !/^button "(.* ago|just now)"$/.test(stop));

/**
 * The second factor and what somebody does for the safety of their own account, in a window of this width. At the laptop there is no mouse: each step goes by
 * the keyboard alone, looks where the focus is, and listens to what is said.
 */
export function security(width: Width): void {
  const tag = !PICTURES ? randomBytes(3).toString('hex') : width === 1280 ? 'group' : 'partners';
  const vera = { name: 'Vera Lindholm', email: `vera@castellan-${tag}.example` };
  const nadia = { name: 'Nadia Haddad', email: `nadia@oasisfoods-${tag}.example` };
  const omar = { name: 'Omar Rossi', email: `omar@rossi-figli-${tag}.example` };
  const moved = `o.rossi@rossi-${tag}.example`;

  let browser: Browser;
  let veraAt: Visitor;
  let laptop: Visitor;
  let phone: Visitor;
  let omarAt: Visitor;
  /** How many mails Nadia has; each step that causes one counts on. */
  let mails = 0;

  const nextMail = () => mailTo(nadia.email, ++mails);
  const hello = (who: { name: string }) => `Hello, ${who.name}`;

  async function createCustomer(who: { name: string; email: string }): Promise<void> {
    await veraAt.open('/customers/new');
    await veraAt.type('Name', who.name);
    await veraAt.type('E-mail address', who.email);
    await veraAt.press('Create customer');
    await veraAt.at(who.name);
  }

  /** Types address and password, by the keyboard alone, on the page that is open. */
  async function typeCredentials(at: Visitor, email: string, password: string): Promise<void> {
    await at.at('Sign in');
    await at.tabTo('textbox "E-mail address"');
    await at.page.keyboard.type(email);
    await at.tabTo('textbox "Password"');
    await at.page.keyboard.type(password);
    await at.page.keyboard.press('Enter');
  }

  /** Goes to the profile by one's own menu, by the keyboard alone. */
  async function openProfile(at: Visitor): Promise<void> {
    await at.page.getByRole('banner').locator('summary').focus();
    await at.page.keyboard.press('Enter');
    await at.tabAndPress('link "Your profile"');
    await at.hasFocus('heading "Your profile"');
  }

  /** Signs in with the mailed code that a device without trust is asked for, and is back on the page where the session ended. */
  async function signInWithCode(at: Visitor, password: string): Promise<void> {
    await at.signIn(nadia.email, password);
    await at.at('Enter the code');
    await at.type('Code', codeIn(await nextMail()));
    await at.press('Go on');
    await at.page.getByRole('banner').locator('summary').waitFor();
  }

  const row = (at: Visitor, device: string) => at.page.getByRole('listitem').filter({ hasText: device });

  beforeAll(async () => {
    await offerSecondFactor(`oscar@castellan-${tag}.example`, PASSWORD);
    browser = await launch();
    const arrive = (device?: string) => Visitor.arrive(browser, width, 'en-GB', device);
    [veraAt, laptop, phone, omarAt] = await Promise.all([arrive(), arrive(), arrive(IPHONE), arrive()]);
  });

  afterAll(async () => {
    await browser.close();
  });

  describe(`security at ${width} px`, () => {
    test('B9: an agent requires a code of one customer', async () => {
      await veraAt.open(createAdministrator(vera.name, vera.email));
      await veraAt.activate(PASSWORD);
      await veraAt.at('Queue');
      await createCustomer(omar);
      await createCustomer(nadia);
      await veraAt.press('Require a code');
      await veraAt.says(`${nadia.name} types a code from the next sign-in on.`);
      await veraAt.reads('A mailed code follows the password, whatever the settings say.');
      await veraAt.look('customer-code-required');
    });

    test('X9: no second code is asked for right after activation', async () => {
      await laptop.open((await nextMail()).link);
      await laptop.at('Activate Your Account');
      await laptop.tabTo('textbox "Choose a password"');
      await laptop.page.keyboard.type(PASSWORD);
      await laptop.page.keyboard.press('Enter');
      await laptop.hasFocus(`heading "${hello(nadia)}"`);
      await laptop.page.reload();
      await laptop.at(hello(nadia));
      expect(await mailsFor(nadia.email), 'no code was mailed').toHaveLength(mails);
      await laptop.signOut();
    });

    test('H3, B9, B2: the mailed code follows the password; a wrong one says so at its field, a pasted one is sent at once', async () => {
      const { keyboard } = laptop.page;
      await typeCredentials(laptop, nadia.email, PASSWORD);
      await laptop.hasFocus('heading "Enter the code"');
      await laptop.reads(/You can ask for a new code in [01]:\d\d/);
      await laptop.look('sign-in-second-step');
      expect(await laptop.tabTo('button "Use another address or password"'), 'the order of the stops').toEqual([
        'textbox "Code"',
        'checkbox "Trust this device for 30 days"',
        'button "Go on"',
        'button "Mail a new code"',
        'button "Use another address or password"',
      ]);
      await laptop.tabTo('textbox "Code"', true);
      await keyboard.press('Enter');
      await laptop.hasFocus('alert');
      await laptop.hasProblem('Code', 'Enter the code from the mail.');
      await laptop.tabAndPress('link "Enter the code from the mail."');
      await laptop.hasFocus('textbox "Code"');
      const code = codeIn(await nextMail());
      await keyboard.type(wrong(code));
      await keyboard.press('Enter');
      await laptop.says('The code is not right');
      await laptop.hasFocus('alert');
      await laptop.hasProblem('Code', 'This is not the code in the newest mail.');
      await laptop.look('sign-in-second-step-wrong');
      expect(await laptop.tabTo('checkbox "Trust this device for 30 days"')).toHaveLength(2);
      await keyboard.press('Space');
      expect(await laptop.field('Trust this device for 30 days').isChecked()).toBe(true);
      await laptop.tabTo('textbox "Code"', true);
      await laptop.paste(code);
      await laptop.hasFocus(`heading "${hello(nadia)}"`);
    });

    test('X9: a trusted device is asked for no code, another one is', async () => {
      await laptop.signOut();
      await typeCredentials(laptop, nadia.email, PASSWORD);
      await laptop.hasFocus(`heading "${hello(nadia)}"`);
      expect(await mailsFor(nadia.email), 'no code was mailed').toHaveLength(mails);
      await phone.open('/sign-in');
      await phone.signIn(nadia.email, PASSWORD);
      await phone.at('Enter the code');
      await nextMail();
    });

    test('B2: a code that was tried too often says so, and a new one can be asked for at once', async () => {
      const first = codeIn(await mailTo(nadia.email, mails));
      const over = phone.page.getByRole('heading', { name: 'This code was tried too often' });
      for (let tries = 0; tries < 6 && !(await over.isVisible()); tries++) {
        await phone.type('Code', wrong(first));
        const answered = phone.page.waitForResponse('**/api/sessions');
        await phone.press('Go on');
        await answered;
        await expect.poll(() => phone.page.getByRole('button', { name: 'Go on' }).getAttribute('aria-disabled')).toBeNull();
      }
      await phone.says('This code was tried too often');
      await phone.look('sign-in-second-step-exhausted');
      await phone.press('Mail a new code');
      await phone.says('a new code is on its way');
      await phone.type('Code', codeIn(await nextMail()));
      await phone.press('Go on');
      await phone.at(hello(nadia));
    });

    test('B2: after a countdown the code can be asked for again; the button keeps the focus, and the earlier code is void', async () => {
      const stranger = await Visitor.arrive(browser, width);
      await stranger.page.clock.install();
      await stranger.open('/sign-in');
      await stranger.signIn(nadia.email, PASSWORD);
      await stranger.at('Enter the code');
      const resend = stranger.page.getByRole('button', { name: 'Mail a new code' });
      expect(await resend.getAttribute('aria-disabled'), 'it waits').toBe('true');
      const first = codeIn(await nextMail());
      await stranger.page.clock.fastForward('01:00');
      await expect.poll(() => resend.getAttribute('aria-disabled')).toBeNull();
      await stranger.tabAndPress('button "Mail a new code"');
      await stranger.says('a new code is on its way');
      await stranger.hasFocus('button "Mail a new code"');
      await expect.poll(() => resend.getAttribute('aria-disabled'), { message: 'it waits again' }).toBe('true');
      await stranger.reads(/You can ask for a new code in/);
      const second = codeIn(await nextMail());
      if (first !== second) {
        await stranger.type('Code', first);
        await stranger.press('Go on');
        await stranger.says('The code is not right');
      }
      await stranger.type('Code', second);
      await stranger.press('Go on');
      await stranger.at(hello(nadia));
      await stranger.signOut();
      await stranger.leave();
    });

    test('X11: the profile lists where somebody is signed in, this device marked, and what is ended there is out at its next click', async () => {
      await openProfile(laptop);
      await row(laptop, 'Safari on iPhone').waitFor();
      await row(laptop, 'This device').filter({ hasText: 'Chrome on Linux' }).waitFor();
      await laptop.reads('Required by the team');
      await laptop.look('profile');
      expect(controls(await laptop.tabTo('button "End trust: Chrome on Linux"')), 'the order of the stops').toEqual([
        'textbox "Name"',
        'combobox "Language"',
        'button "Save"',
        'button "Change address"',
        'button "Change password"',
        'button "Sign out: Safari on iPhone"',
        'button "Sign out everywhere else"',
        'button "End trust: Chrome on Linux"',
      ]);
      await laptop.tabTo('button "Sign out: Safari on iPhone"', true);
      await laptop.page.keyboard.press('Enter');
      await laptop.says('Safari on iPhone is signed out and not trusted any more.');
      await laptop.hasFocus('heading "Where you are signed in"');
      await laptop.reads('You are signed in here and nowhere else.');
      await phone.press('Requests', 'link');
      await phone.at('Sign in');
      await phone.reads('Your session has ended');
      await phone.look('sign-in-ended');
    });

    test('X9, X11: trust in a device is ended in the profile, and a code is asked for there again', async () => {
      await laptop.tabAndPress('button "End trust: Chrome on Linux"');
      await laptop.says('Chrome on Linux is not trusted any more.');
      await laptop.hasFocus('heading "Trusted devices"');
      await laptop.reads('You trust no device.');
      await laptop.look('profile-no-trust');
      await laptop.signOut();
      await typeCredentials(laptop, nadia.email, PASSWORD);
      await laptop.hasFocus('heading "Enter the code"');
      await laptop.tabAndPress('checkbox "Trust this device for 30 days"', 'Space');
      await laptop.tabTo('textbox "Code"', true);
      await laptop.paste(codeIn(await nextMail()));
      await laptop.hasFocus(`heading "${hello(nadia)}"`);
    });

    test('X11: all others end at once, after a question, and the trust in devices with them', async () => {
      const { keyboard } = laptop.page;
      await signInWithCode(phone, PASSWORD);
      await openProfile(laptop);
      await row(laptop, 'Safari on iPhone').waitFor();
      await laptop.page.getByRole('button', { name: 'End trust: Chrome on Linux' }).waitFor();
      await laptop.tabAndPress('button "Sign out everywhere else"');
      await laptop.hasFocus('heading "Sign out everywhere else?"');
      await laptop.look('profile-ask-end-others');
      await keyboard.press('Escape');
      await laptop.hasFocus('button "Sign out everywhere else"');
      await keyboard.press('Enter');
      await laptop.hasFocus('heading "Sign out everywhere else?"');
      expect(await laptop.tabTo('button "Sign out everywhere else"'), 'what leaves all as it is comes first').toEqual([
        'button "Cancel"',
        'button "Sign out everywhere else"',
      ]);
      await keyboard.press('Enter');
      await laptop.says('You are signed out everywhere else.');
      await laptop.hasFocus('heading "Where you are signed in"');
      await laptop.reads('You are signed in here and nowhere else.');
      await laptop.reads('You trust no device.');
      await phone.page.reload();
      await phone.at('Sign in');
      await signInWithCode(phone, PASSWORD);
    });

    test('X11: a new password wants the present one, whose field says where it is wrong; every other device is out', async () => {
      const { keyboard } = laptop.page;
      await laptop.tabTo('button "Change password"', true);
      await keyboard.press('Enter');
      await laptop.hasFocus('textbox "Present password"');
      await laptop.look('profile-password');
      await keyboard.type(WRONG);
      expect(await laptop.tabTo('textbox "New password"'), 'the order of the stops').toEqual([
        'button "Show password"',
        'link "Get a link by mail"',
        'textbox "New password"',
      ]);
      await keyboard.type('short');
      await laptop.says('7 more characters');
      await keyboard.press('Enter');
      await laptop.hasFocus('alert');
      await laptop.hasProblem('New password', 'Choose a password of at least 12 characters.');
      await laptop.tabAndPress('link "Choose a password of at least 12 characters."');
      await laptop.hasFocus('textbox "New password"');
      await laptop.retype(NEW_PASSWORD);
      await keyboard.press('Enter');
      await laptop.says('This is not your present password.');
      await laptop.hasFocus('alert');
      await laptop.hasProblem('Present password', 'This is not your present password.');
      await laptop.look('profile-password-wrong');
      await laptop.tabAndPress('link "This is not your present password."');
      await laptop.hasFocus('textbox "Present password"');
      await laptop.retype(PASSWORD);
      await keyboard.press('Enter');
      await laptop.says('Your new password is set. You are signed out everywhere else.');
      await laptop.hasFocus('button "Change password"');
      expect((await nextMail()).subject).toBe('Your password for Portico was changed');
      await phone.page.reload();
      await phone.at('Sign in');
      await phone.signIn(nadia.email, PASSWORD);
      await phone.says('The address and the password do not go together');
      await signInWithCode(phone, NEW_PASSWORD);
    });

    test('X11: name and language are changed, and the page speaks the language at once', async () => {
      const { keyboard } = laptop.page;
      nadia.name = 'Nadia Haddad-Weber';
      await laptop.tabTo('textbox "Name"', true);
      await laptop.retype('');
      await keyboard.press('Delete');
      await keyboard.press('Enter');
      await laptop.hasFocus('alert');
      await laptop.hasProblem('Name', 'Enter your name.');
      await laptop.look('profile-name-missing');
      await laptop.tabAndPress('link "Enter your name."');
      await laptop.hasFocus('textbox "Name"');
      await keyboard.type(nadia.name);
      await laptop.tabTo('combobox "Language"');
      await keyboard.type('Deutsch');
      await laptop.tabAndPress('button "Save"');
      await laptop.at('Ihr Profil');
      await laptop.hasFocus('button "Speichern"');
      await expect.poll(() => laptop.page.getByRole('banner').locator('summary').innerText()).toContain(nadia.name);
      await expect.poll(() => laptop.page.locator('html').getAttribute('lang')).toBe('de');
      await laptop.look('profile-german');
      await laptop.tabTo('combobox "Sprache"', true);
      await keyboard.type('English');
      await laptop.tabAndPress('button "Speichern"');
      await laptop.at('Your profile');
      await laptop.hasFocus('button "Save"');
    });

    test('B9, X11: with a second step another address wants a sign-in with a code of just now, and the page says how', async () => {
      await forgetProof(await laptop.sessionCookie());
      await laptop.tabAndPress('button "Change address"');
      await laptop.hasFocus('textbox "New e-mail address"');
      await laptop.page.keyboard.type(moved);
      await laptop.page.keyboard.press('Enter');
      await laptop.says('Sign in again with a code first');
      await laptop.hasFocus('alert');
      await laptop.look('profile-email-code-first');
      expect(await mailsFor(moved), 'nothing was mailed').toEqual([]);
    });

    test('B9: where the portal leaves it to each person, they turn the second step on, and off after a question', async () => {
      const { keyboard } = omarAt.page;
      await omarAt.open((await mailTo(omar.email, 1)).link);
      await omarAt.at('Activate Your Account');
      await omarAt.activate(PASSWORD);
      await omarAt.at(hello(omar));
      await openProfile(omarAt);
      await omarAt.reads('Off: your password is enough.');
      await omarAt.look('profile-second-step-off');
      await omarAt.tabAndPress('button "Turn on"');
      await omarAt.says('The second step is on.');
      await omarAt.hasFocus('button "Turn off"');
      await omarAt.look('profile-second-step-on');
      await keyboard.press('Enter');
      await omarAt.hasFocus('heading "Turn off the second step?"');
      await omarAt.look('profile-ask-second-step-off');
      await omarAt.tabTo('button "Turn off"');
      await keyboard.press('Enter');
      await omarAt.says('The second step is off.');
      await omarAt.hasFocus('button "Turn on"');
      const notice = await mailTo(omar.email, 2);
      expect(notice.subject).toBe('The second step at sign-in to Portico is off');
      await (await omarAt.read(notice.html, 'mail-second-step-off')).close();
    });

    test('X11: another address wants the password where none was typed lately, and the code that went there', async () => {
      const { keyboard } = omarAt.page;
      await forgetProof(await omarAt.sessionCookie());
      await omarAt.tabTo('button "Change address"', true);
      await keyboard.press('Enter');
      await omarAt.hasFocus('textbox "New e-mail address"');
      await omarAt.look('profile-email');
      await keyboard.type(omar.email);
      await keyboard.press('Enter');
      await omarAt.hasFocus('alert');
      await omarAt.hasProblem('New e-mail address', 'This is your address already.');
      await omarAt.tabAndPress('link "This is your address already."');
      await omarAt.hasFocus('textbox "New e-mail address"');
      await omarAt.retype(moved);
      await keyboard.press('Enter');
      await omarAt.hasFocus('textbox "Password"');
      await omarAt.says('Is it you?');
      await omarAt.look('profile-email-proof');
      await keyboard.type(WRONG);
      await keyboard.press('Enter');
      await omarAt.says('This is not your present password.');
      await omarAt.hasProblem('Password', 'This is not your present password.');
      await omarAt.tabAndPress('link "This is not your present password."');
      await omarAt.retype(PASSWORD);
      await keyboard.press('Enter');
      await omarAt.hasFocus('textbox "New e-mail address"');
      expect(await omarAt.field('New e-mail address').inputValue(), 'what was typed is still there').toBe(moved);
      await keyboard.press('Enter');
      await omarAt.hasFocus('textbox "Code"');
      await omarAt.says(`a code is on its way to ${moved}.`);
      await omarAt.look('profile-email-code');
      const mail = await mailTo(moved, 1);
      expect(mail.subject).toBe('Your code to use this address at Portico');
      await (await omarAt.read(mail.html, 'mail-email-change')).close();
      await keyboard.type(wrong(codeIn(mail)));
      await keyboard.press('Enter');
      await omarAt.says('The code is not right');
      await omarAt.hasProblem('Code', 'This is not the code in the newest mail.');
      await omarAt.look('profile-email-code-wrong');
      await omarAt.page.reload();
      await omarAt.reads(`Your change to ${moved} waits for its code.`);
      await omarAt.look('profile-email-waiting');
      await omarAt.tabTo('textbox "Code"');
      await omarAt.paste(codeIn(mail));
      await omarAt.says(`Your address is now ${moved}.`);
      await omarAt.hasFocus('button "Change address"');
      await omarAt.page.getByRole('main').getByText(moved, { exact: true }).waitFor();
    });

    test('E1, X11: the notice at the earlier address takes the change back; opening its page changes nothing, its button does', async () => {
      const notice = await mailTo(omar.email, 3);
      expect(notice.subject).toBe('Your e-mail address at Portico was changed');
      const owner = await Visitor.arrive(browser, width);
      await (await owner.read(notice.html, 'mail-email-changed')).close();
      await owner.open(notice.link);
      await owner.at('Take the change back?');
      await owner.look('undo');
      await omarAt.page.reload();
      await omarAt.page.getByRole('main').getByText(moved, { exact: true }).waitFor();
      expect(await mailsFor(omar.email), 'opening changes nothing').toHaveLength(3);
      await owner.tabAndPress('button "Take the change back"');
      await owner.hasFocus('heading "The change is taken back"');
      await owner.reads(`Your account belongs to ${omar.email} again, and everybody is signed out.`);
      await owner.look('undo-done');

      await omarAt.page.reload();
      await omarAt.at('Sign in');
      for (const email of [moved, omar.email]) {
        const answered = omarAt.page.waitForResponse('**/api/sessions');
        await omarAt.signIn(email, PASSWORD);
        expect((await answered).status()).toBe(401);
        await omarAt.says('The address and the password do not go together');
      }

      const restored = await mailTo(omar.email, 4);
      expect(restored.subject).toBe('Your e-mail address at Portico is this one again');
      await (await owner.read(restored.html, 'mail-email-restored')).close();
      await owner.open(restored.link);
      await owner.at('Choose a new password');
      await owner.reads(`For ${omar.email}.`);
      await owner.tabTo('textbox "New password"');
      await owner.page.keyboard.type(NEW_PASSWORD);
      await owner.page.keyboard.press('Enter');
      await owner.hasFocus(`heading "${hello(omar)}"`);
      await openProfile(owner);
      await owner.page.getByRole('main').getByText(omar.email, { exact: true }).waitFor();
      await owner.leave();

      const late = await Visitor.arrive(browser, width);
      await late.open(notice.link);
      await late.at('This link was used already');
      await late.look('undo-used');
      await late.leave();
    });

    test('X11: a profile that is slow or cannot be loaded says so, and is asked for again', async () => {
      await phone.staging('/api/profile', 'no answer', async (breakOff) => {
        await openProfile(phone);
        await phone.says('Loading…');
        await phone.look('profile-loading');
        await breakOff();
        await phone.says('No connection');
        await phone.look('profile-failed');
      });
      await phone.tabAndPress('button "Try again"');
      await phone.field('Name').waitFor();
    });

    test('nothing came up on anybody’s console', async () => {
      for (const visitor of [veraAt, laptop, phone, omarAt]) await visitor.leave();
    });
  });
}
