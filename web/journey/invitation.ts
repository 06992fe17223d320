import { expect, test } from 'vitest';
import { PASSWORD } from './cast';
import type { Cast } from './cast';
import { mailTo, portal } from './stack';
import { expire } from './table';

/** From an invitation to the first page behind sign-in, and every link that does not lead there. */
export function invitation({ width, tag, maya, jonas, priya, at, asStranger }: Cast): void {
  test('G11: until activation the link is there to be copied, and who looked at it is in the history', async () => {
    await at.admin.search(`fjordfoods-${tag}`);
    await expect.poll(() => at.admin.page.getByRole('list', { name: 'Customers' }).getByRole('listitem').count()).toBe(1);
    await at.admin.press(maya.name, 'link');
    await at.admin.press('Copy link');
    const shown = at.admin.field('Activation link');
    await shown.waitFor();
    expect(await shown.inputValue()).toBe((await mailTo(maya.email, 1)).link);
    await at.admin.reads('Activation link looked at');
    await at.admin.look('customer-link');
  });

  test('H2, E2: after resending, the old link says that there is a newer one', async () => {
    const old = (await mailTo(maya.email, 1)).link;
    await at.admin.press('Resend invitation');
    await at.admin.isAsked();
    await at.admin.look('customer-ask-resend');
    await at.admin.press('Send new invitation');
    await at.admin.reads(`The invitation is on its way to ${maya.email}.`);
    await at.admin.look('customer-resent');
    expect((await mailTo(maya.email, 2)).link).not.toBe(old);
    await expect.poll(() => at.admin.page.getByText('Waiting', { exact: true }).count(), { message: 'the page looks again by itself', timeout: 45_000 }).toBe(0);
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
    const page = await at.maya.read(mail.html, 'mail-invitation');
    expect(await page.getByRole('link', { name: 'Activate your account' }).getAttribute('href')).toBe(mail.link);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Activate your account');
    await page.close();
  });

  test('E1, G13: opening the link changes nothing; the name can be changed, the address cannot', async () => {
    const { link } = await mailTo(maya.email, 3);
    await asStranger(link, (stranger) => stranger.at('Activate Your Account'));
    await at.maya.open(link);
    await at.maya.at('Activate Your Account');
    await at.maya.page.reload();
    await at.maya.at('Activate Your Account');
    expect(await at.maya.field('Name').inputValue()).toBe(maya.name);
    expect(await at.maya.field('E-mail address').inputValue()).toBe(maya.email);
    expect(await at.maya.field('E-mail address').isEditable()).toBe(false);
  });

  test('G12: the rule for passwords is there before, holds while typing, and is the server’s too; Save signs in', async () => {
    await at.maya.reads('At least 12 characters');
    await at.maya.type('Choose a password', 'too short');
    await at.maya.reads('3 more characters');
    await at.maya.look('activate-typing');
    await at.maya.press('Save');
    await at.maya.hasProblem('Choose a password', 'Choose a password of at least 12 characters.');
    await at.maya.type('Name', '');
    await at.maya.press('Save');
    await at.maya.hasProblem('Name', 'Enter your name.');
    await at.maya.look('activate-wrong');
    await at.maya.type('Name', 'Maya O. Okonkwo');
    await at.maya.activate('012345678910');
    await at.maya.reads('This password is on the list of those tried first.');
    await at.maya.hasProblem('Choose a password', /on the list/);
    await at.maya.look('activate-common');
    await at.maya.activate(PASSWORD);
    await at.maya.at('Hello, Maya O. Okonkwo');
  });

  test('B12: Home has the person’s name at the top right, a place for requests, and the quick links', async () => {
    await at.maya.reads('No open requests');
    await at.maya.page.getByRole('region', { name: 'Quick links' }).getByRole('link').first().waitFor();
    await at.maya.look('home');
    const menu = await at.maya.openMenu();
    const place = await menu.boundingBox();
    expect(place && place.x + place.width > width * 0.75 && place.y < 64, 'top right').toBe(true);
    await at.maya.reads(maya.email);
    await at.maya.look('home-menu');
    await at.maya.page.keyboard.press('Escape');
    await at.admin.page.reload();
    await at.admin.at('Maya O. Okonkwo');
    expect(await at.admin.page.getByRole('button', { name: 'Copy link' }).count(), 'the link is gone').toBe(0);
    await at.admin.look('customer-active');
  });

  test('customers are told that the team’s pages and unknown addresses are not theirs', async () => {
    await at.maya.open('/customers');
    await at.maya.at('This page is not for you');
    await at.maya.look('no-access');
    await at.maya.open('/nowhere');
    await at.maya.at('Page not found');
    await at.maya.page.getByRole('navigation').getByRole('link', { name: 'Home' }).waitFor();
    await at.maya.look('not-found');
    await at.maya.press('Go to Home', 'link');
    await at.maya.at('Hello, Maya O. Okonkwo');
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
    await at.admin.press('All customers', 'link');
    await at.admin.search(`soehne-${tag}`);
    await expect.poll(() => at.admin.page.getByRole('link', { name: jonas.name }).count()).toBeGreaterThan(0);
    await at.admin.search(jonas.email);
    await expect.poll(() => at.admin.page.getByRole('list', { name: 'Customers' }).getByRole('listitem').count()).toBe(1);
    await at.admin.press(jonas.name, 'link');
    await at.admin.press('Send invitation');
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
    await at.admin.press('All customers', 'link');
    await at.admin.press('New customer', 'link');
    const luca = { name: 'Luca Bianchi', email: `luca@officina-bianchi-${tag}.example` };
    await at.admin.type('Name', luca.name);
    await at.admin.type('E-mail address', luca.email);
    await at.admin.press('Create customer');
    await at.admin.at(luca.name);
    await at.admin.press('Suspend');
    await at.admin.page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click();
    await at.admin.page.getByRole('button', { name: 'Give access back' }).waitFor();
    await at.admin.look('customer-suspended');
    await asStranger((await mailTo(luca.email, 1)).link, async (stranger) => {
      await stranger.at('This account is suspended');
      await stranger.look('link-suspended');
    });
  });

  test('H1: a temporary password is mailed in place of the link, and is changed at the first sign-in', async () => {
    await at.admin.open('/customers/new');
    const tara = { name: 'Tara Whitfield', email: `tara@whitfield-${tag}.example` };
    await at.admin.type('Name', tara.name);
    await at.admin.type('E-mail address', tara.email);
    await at.admin.page.getByRole('radio', { name: 'A temporary password' }).check();
    await at.admin.look('customer-new-temporary-password');
    await at.admin.press('Create customer');
    await at.admin.at(tara.name);
    await at.admin.reads('Its temporary password works until');
    await at.admin.look('customer-pending-temporary-password');
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
      await stranger.hasProblem('Choose a password', 'This is the temporary password. Choose one of your own.');
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

  test('E2, H2: an expired link says so to both sides, and brings a new one by mail, with which the customer activates', async () => {
    await at.admin.press('All customers', 'link');
    await at.admin.press('New customer', 'link');
    await at.admin.type('Name', priya.name);
    await at.admin.type('E-mail address', priya.email);
    await at.admin.press('Create customer');
    await at.admin.at(priya.name);
    const { link } = await mailTo(priya.email, 1);
    await expire(link);
    await asStranger(link, async (stranger) => {
      await stranger.at('This link has expired');
      await stranger.look('link-expired');
      await at.admin.page.reload();
      await at.admin.reads('The invitation’s link has expired. Send a new one.');
      await at.admin.look('customer-expired');
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
}
