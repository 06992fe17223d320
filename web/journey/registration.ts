import { expect, test } from 'vitest';
import { loadWords } from '../src/messages/catalogue';
import { LANGUAGES, SPOKEN } from '../src/messages/languages';
import type { Language } from '../src/messages/languages';
import { PASSWORD } from './cast';
import type { Cast } from './cast';
import { mailTo, mailsFor, portal } from './stack';

/** How people make accounts by themselves. */
export function registration({ tag, priya, asStranger }: Cast): void {
  test('G15, B1: a stranger creates an account by the keyboard alone, with the mailed code', async () => {
    const email = `nina@fjordfoods-${tag}.example`;
    await asStranger('/sign-in', async (nina) => {
      await nina.at('Sign in');
      await nina.page.getByRole('link', { name: 'Create an account' }).waitFor();
      await nina.look('sign-in-open');
      const { keyboard } = nina.page;
      await nina.page.getByRole('link', { name: 'Create an account' }).focus();
      await keyboard.press('Enter');
      await nina.at('Create an account');
      await nina.look('register');
      await nina.press('Mail me a code');
      await nina.hasProblem('Name', 'Enter your name.');
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
      await nina.hasProblem('Repeat the password', 'This is not the same password. Type it once more.');
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
}
