import { expect, test } from 'vitest';
import { NEW_PASSWORD, PASSWORD } from './cast';
import type { Cast } from './cast';
import { guessUntilCode } from './network';
import { mailTo, mailsFor } from './stack';

/** Signing in and out, a forgotten password, and guessing. */
export function signingIn({ tag, maya, priya, at, asStranger }: Cast): void {
  test('H3: a person signs out and in again; a reload and a second tab keep the session, signing out ends it in both', async () => {
    await at.maya.page.reload();
    await at.maya.at('Hello, Maya O. Okonkwo');
    const tab = await at.maya.openTab();
    await tab.goto('/');
    await tab.getByRole('heading', { name: 'Hello, Maya O. Okonkwo' }).waitFor();
    await at.maya.signOut();
    await at.maya.look('signed-out');
    await tab.getByRole('heading', { name: 'Sign in' }).waitFor();
    await tab.close();
    await at.maya.page.goBack();
    await at.maya.at('Page not found');
    await at.maya.page.goBack();
    await at.maya.at('Sign in');
    expect(at.maya.page.url(), 'the back button leads to signing in, and then back').toContain('/sign-in?to=%2Fcustomers');
    await at.maya.press('Sign in');
    await at.maya.hasProblem('E-mail address', 'Enter your e-mail address.');
    await at.maya.look('sign-in-empty');
    await at.maya.signIn(maya.email, PASSWORD);
    await at.maya.at('This page is not for you');
    await at.maya.press('Go to Home', 'link');
    await at.maya.at('Hello, Maya O. Okonkwo');
  });

  test('H3: the keyboard alone signs in and out', async () => {
    const { keyboard } = at.phone.page;
    await at.phone.open('/sign-in');
    await at.phone.at('Sign in');
    await at.phone.look('sign-in');
    await keyboard.press('Tab');
    await keyboard.type(maya.email);
    await keyboard.press('Tab');
    await keyboard.type(PASSWORD);
    await keyboard.press('Enter');
    await at.phone.at('Hello, Maya O. Okonkwo');
    expect(await at.phone.page.evaluate(() => document.activeElement?.tagName), 'the new page’s heading has the focus').toBe('H1');
    await at.phone.page.reload();
    await at.phone.at('Hello, Maya O. Okonkwo');
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    expect(await at.phone.page.evaluate(() => document.activeElement?.id), 'the first stop leads past the bar').toBe('main');
    for (let stop = 0; stop < 5; stop++) await keyboard.press(stop === 0 ? 'Shift+Tab' : 'Escape');
    await keyboard.press('Enter');
    await at.phone.page.getByRole('button', { name: 'Sign out' }).waitFor();
    for (let stop = 0; stop < 2; stop++) await keyboard.press('Tab');
    expect(await at.phone.page.evaluate(() => document.activeElement?.textContent), 'the profile comes before').toBe('Sign out');
    await keyboard.press('Enter');
    await at.phone.reads('You are signed out.');
    await at.phone.signIn(maya.email, PASSWORD);
    await at.phone.at('Hello, Maya O. Okonkwo');
  });

  test('H5, X3: a forgotten password is reset by mail, with the same words whoever asks; other sessions end', async () => {
    await at.maya.signOut();
    await at.maya.press('Forgot password?', 'link');
    await at.maya.at('Forgot your password?');
    await at.maya.look('forgot');
    await at.maya.type('E-mail address', maya.email);
    await at.maya.press('Mail me a link');
    await at.maya.at('Look in your mailbox');
    const said = await at.maya.page.getByRole('main').innerText();
    await at.maya.look('forgot-sent');
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
    await (await at.maya.read(mail.html, 'mail-reset')).close();
    await at.maya.open(mail.link);
    await at.maya.at('Choose a new password');
    await at.maya.look('reset');
    await at.maya.type('New password', NEW_PASSWORD);
    await at.maya.press('Save and sign in');
    await at.maya.at('Hello, Maya O. Okonkwo');

    await at.phone.page.reload();
    await at.phone.at('Sign in');
    await at.phone.reads('Your session has ended');
    await at.phone.signIn(maya.email, PASSWORD);
    await at.phone.page.getByRole('alert').waitFor();
    await at.phone.signIn(maya.email, NEW_PASSWORD);
    await at.phone.at('Hello, Maya O. Okonkwo');
    const notice = await mailTo(maya.email, 5);
    expect(notice.subject).toBe('Your password for Portico was changed');
    await (await at.maya.read(notice.html, 'mail-password-changed')).close();
    await asStranger(mail.link, async (stranger) => {
      await stranger.at('This link was used already');
      await stranger.look('reset-used');
    });
  });

  test('X12: too many tries are told in words, with the time to wait', async () => {
    await asStranger('/sign-in', async (stranger) => {
      for (let n = 0; n < 6; n++) {
        // Before the answer the button may not say yet that it is busy.
        const answered = stranger.page.waitForResponse('**/api/sessions');
        await stranger.signIn(maya.email, `not the password ${n}`);
        await answered;
        await expect.poll(() => stranger.page.getByRole('button', { name: 'Sign in' }).getAttribute('aria-disabled')).toBeNull();
      }
      await stranger.reads('Too many tries');
      await stranger.reads(/Try again in \d+ (minute|second)/);
      await stranger.look('sign-in-too-many');
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
}
