import { randomBytes } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch } from '../dev/browser';
import { createAdministrator, mailTo, mailsFor, sendMail } from './stack';
import { PICTURES, Visitor } from './visitor';
import type { Width } from './visitor';

const PASSWORD = 'a quiet harbour at dawn';
const NOTE = 'She pays on time. Ravi knows the old tills.';

/** A request's whole way, as its customer and two agents, in a window of this width. Each step stands on those before it. */
export function requests(width: Width): void {
  const tag = !PICTURES ? randomBytes(3).toString('hex') : width === 1280 ? 'retail' : 'works';
  // The team at one width is not told of requests at the other.
  const [service, otherService] = width === 1280 ? ['Software support', 'Accounts and billing'] : ['Accounts and billing', 'Software support'];
  const tomas = { name: 'Tomás Lindqvist', email: `tomas@meridian-${tag}.example` };
  const ingrid = { name: 'Ingrid Sørensen', email: `ingrid@meridian-${tag}.example` };
  const maya = { name: 'Maya Okonkwo', email: `maya@coastbakery-${tag}.example` };
  const jonas = { name: 'Jonas Pfeiffer', email: `jonas@druckhaus-${tag}.example` };
  const subject = `Terminals lose their connection every morning (${tag})`;

  let browser: Browser;
  let tomasAt: Visitor;
  let ingridAt: Visitor;
  let mayaAt: Visitor;
  let jonasAt: Visitor;

  /** How a mail's reader goes on: its link, in their own browser. */
  async function follow(visitor: Visitor, link: string): Promise<void> {
    await visitor.open(link);
    await visitor.at(subject);
  }

  async function createCustomer(who: { name: string; email: string }): Promise<void> {
    await tomasAt.open('/customers/new');
    await tomasAt.type('Name', who.name);
    await tomasAt.type('E-mail address', who.email);
    await tomasAt.press('Create customer');
    await tomasAt.at(who.name);
  }

  beforeAll(async () => {
    browser = await launch();
    const arrive = () => Visitor.arrive(browser, width);
    [tomasAt, ingridAt, mayaAt, jonasAt] = await Promise.all([arrive(), arrive(), arrive(), arrive()]);
  });

  afterAll(async () => {
    await browser.close();
  });

  describe(`requests at ${width} px`, () => {
    test('two agents and two customers are there', async () => {
      await tomasAt.open(createAdministrator(tomas.name, tomas.email));
      await tomasAt.activate(PASSWORD);
      await tomasAt.at('Queue');
      await tomasAt.open('/team/new');
      await tomasAt.type('Name', ingrid.name);
      await tomasAt.type('E-mail address', ingrid.email);
      await tomasAt.press('Send invitation');
      await tomasAt.at(ingrid.name);
      await ingridAt.open((await mailTo(ingrid.email, 1)).link);
      await ingridAt.activate(PASSWORD);
      await ingridAt.at('Queue');
      for (const [who, visitor] of [[maya, mayaAt], [jonas, jonasAt]] as const) {
        await createCustomer(who);
        await visitor.open((await mailTo(who.email, 1)).link);
        await visitor.activate(PASSWORD);
        await visitor.at(`Hello, ${who.name}`);
      }
    });

    test('M6: an agent chooses to be told of new requests and of replies', async () => {
      await ingridAt.openMenu();
      await ingridAt.press('Notifications', 'link');
      await ingridAt.at('Notifications');
      const choices = ingridAt.page.getByRole('region', { name: service });
      await choices.getByRole('checkbox', { name: 'New requests' }).check();
      await choices.getByRole('radio', { name: 'To every request of this service' }).check();
      await ingridAt.reads('2 changes are not saved yet');
      await ingridAt.look('notifications-changed');
      await ingridAt.press('Save');
      await ingridAt.page.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });
      await ingridAt.look('notifications');
    });

    test('H18: a customer opens a request; what is missing is said, and what is typed outlives a reload', async () => {
      await mayaAt.page.getByRole('main').getByRole('link', { name: 'New request' }).click();
      await mayaAt.at('New request');
      await mayaAt.look('request-new');
      await mayaAt.press('Send request');
      await mayaAt.hasProblem('Subject', 'Enter a subject.');
      await mayaAt.hasProblem('Your message', 'Write your message.');
      await mayaAt.look('request-new-empty');
      await mayaAt.field(service).check();
      await mayaAt.type('Subject', subject);
      await mayaAt.type('Your message', 'Every morning at about eight, all four terminals in the shop lose their connection for ten minutes.\n\nIt began on Monday. The details are at https://status.example.com/shop.');
      await mayaAt.page.reload();
      await mayaAt.at('New request');
      expect(await mayaAt.field('Subject').inputValue(), 'the draft is there after a reload').toBe(subject);
      expect(await mayaAt.field(service).isChecked()).toBe(true);
      await mayaAt.look('request-new-filled');
      await mayaAt.press('Send request');
      await mayaAt.at(subject);
      await mayaAt.reads('Nobody has taken it yet');
      await mayaAt.look('request-opened');
    });

    test('M5, M6: the customer is told that it has arrived, and the agent who asked to be told of it', async () => {
      const received = await mailTo(maya.email, 2);
      expect(received.subject).toContain(subject);
      expect(received.link).toBe(mayaAt.page.url());
      await (await mayaAt.read(received.html, 'mail-request-received')).close();
      const news = await mailTo(ingrid.email, 2);
      expect(news.text).toContain(`${maya.name} needs help with ${service}`);
      expect(news.text).toContain('all four terminals');
      await (await ingridAt.read(news.html, 'mail-agent-new-request')).close();
      expect((await mailsFor(tomas.email)).length, 'who did not ask to be told is not').toBe(0);
    });

    test('H15, H16: it stands on Home and in the list, and is found by its reference and by words', async () => {
      const reference = (await mayaAt.page.locator('.reference').first().innerText()).trim();
      await mayaAt.press('Home', 'link');
      await mayaAt.at(`Hello, ${maya.name}`);
      await mayaAt.page.getByRole('list', { name: 'Open requests' }).getByRole('link', { name: subject }).waitFor();
      await mayaAt.look('home-requests');
      await mayaAt.page.getByRole('navigation').getByRole('link', { name: 'Requests', exact: true }).click();
      await mayaAt.at('Requests');
      const rows = mayaAt.page.getByRole('list', { name: 'Requests' }).getByRole('listitem');
      await rows.first().waitFor();
      await mayaAt.look('requests');
      for (const words of [reference, reference.toLowerCase().replace('-', ''), 'terminals conn']) {
        await mayaAt.search(words);
        await mayaAt.reads('1 request');
        await expect.poll(() => rows.count()).toBe(1);
      }
      await mayaAt.look('requests-found');
      await mayaAt.search('zzzzz');
      await mayaAt.reads('No request matches “zzzzz”');
      await mayaAt.look('requests-none-found');
      await mayaAt.press('Clear search');
      await mayaAt.field('Status').selectOption('closed');
      await mayaAt.reads('No request is closed');
      await mayaAt.look('requests-none-closed');
    });

    test('A1: the mail leads to the request; it is taken, and who comes second is told who was first', async () => {
      const { link } = await mailTo(ingrid.email, 2);
      await follow(ingridAt, link);
      await follow(tomasAt, link);
      await ingridAt.look('ticket');
      // A page that finds out by itself asks before anything is refused.
      await tomasAt.unseen(async () => {
        await ingridAt.press('Take it');
        await ingridAt.page.getByRole('button', { name: 'Take it' }).waitFor({ state: 'detached' });
        await tomasAt.press('Assign');
        const dialog = tomasAt.page.getByRole('dialog');
        await dialog.getByLabel('Assigned to').selectOption({ label: ingrid.name });
        await tomasAt.look('ticket-ask-assign');
        await dialog.getByRole('button', { name: 'Cancel' }).click();
        await tomasAt.press('Take it');
        await tomasAt.reads('This changed in the meantime');
      });
      await tomasAt.reads(`Assigned: was nobody, is now ${ingrid.name}`);
      await tomasAt.look('ticket-conflict');
      await tomasAt.press('Take it');
      await tomasAt.page.getByRole('dialog', { name: `Take this over from ${ingrid.name}?` }).waitFor();
      await tomasAt.look('ticket-ask-take');
      await tomasAt.press('Cancel');
      await mayaAt.open(link.replace('/tickets/', '/requests/'));
      await mayaAt.reads(`${ingrid.name} is looking after it`);
    });

    test('A2: the customer’s page lists it, and leads to it', async () => {
      await tomasAt.press('Customer’s page', 'link');
      await tomasAt.at(maya.name);
      await tomasAt.page.getByRole('list', { name: 'Requests' }).getByRole('link', { name: subject }).waitFor();
      await tomasAt.look('customer-requests');
      await tomasAt.press(subject, 'link');
      await tomasAt.at(subject);
    });

    test('A1: the views hold it and are counted; the list, the views and the keys are there', async () => {
      await ingridAt.open('/queue/open');
      await ingridAt.at('Open');
      const row = ingridAt.page.getByRole('list', { name: 'Open' }).getByRole('link', { name: subject });
      await row.waitFor();
      await ingridAt.look('queue-open');
      await ingridAt.open('/queue/mine');
      await ingridAt.at('Mine');
      await ingridAt.page.getByRole('link', { name: subject }).click();
      await ingridAt.at(subject);
      await ingridAt.open('/queue/unassigned');
      await ingridAt.at('Unassigned');
      await ingridAt.open('/queue');
      await ingridAt.at('Queue');
      await ingridAt.look('queue');
      await ingridAt.search(`terminals ${tag}`);
      await ingridAt.reads(`Search: terminals ${tag}`);
      await ingridAt.page.getByRole('link', { name: subject }).waitFor();
      await ingridAt.look('queue-search');
      await ingridAt.page.getByRole('link', { name: subject }).click();
      await ingridAt.at(subject);
      if (width === 1280) {
        await ingridAt.page.keyboard.press('?');
        await ingridAt.page.getByRole('dialog', { name: 'Keys' }).waitFor();
        await ingridAt.look('keys');
        await ingridAt.page.keyboard.press('Escape');
      }
    });

    test('H19: an internal note looks like none of the answers and is for the team alone', async () => {
      await ingridAt.press('Internal note');
      await ingridAt.type('Internal note for the team', NOTE);
      await ingridAt.reads('Only the team will read this. It is never shown or mailed to a customer.');
      await ingridAt.look('ticket-note-writing');
      await ingridAt.press('Save for the team only');
      await ingridAt.page.getByRole('listitem').filter({ hasText: NOTE }).waitFor();
      await ingridAt.look('ticket-note');
      await follow(tomasAt, (await mailTo(ingrid.email, 2)).link);
      await tomasAt.reads(NOTE);
    });

    test('A1: of two agents who answer at once the second is shown the first’s answer before anything is sent', async () => {
      await tomasAt.type(`Answer to ${maya.name}`, 'Please restart the router. I have had a look at the logs.');
      await ingridAt.press('Answer');
      await ingridAt.type(`Answer to ${maya.name}`, 'Thank you, Maya. We have seen the fault in our network and mend it tonight.\n\nYou need to do nothing.');
      await ingridAt.page.reload();
      await ingridAt.at(subject);
      expect(await ingridAt.field(`Answer to ${maya.name}`).inputValue(), 'the draft is there after a reload').toContain('mend it tonight');
      await ingridAt.field('Status after sending').selectOption({ label: 'In progress' });
      await ingridAt.look('ticket-answering');
      // A page that finds out by itself says so before anything is sent.
      await tomasAt.unseen(async () => {
        await ingridAt.press(`Send to ${maya.name}`);
        await ingridAt.page.getByRole('listitem').filter({ hasText: 'mend it tonight' }).waitFor();
        await tomasAt.press(`Send to ${maya.name}`);
        await tomasAt.reads('Something was written meanwhile');
      });
      await tomasAt.page.getByRole('alert').getByText('mend it tonight').waitFor();
      expect(await tomasAt.field(`Answer to ${maya.name}`).inputValue(), 'nothing is lost').toContain('restart the router');
      await tomasAt.look('ticket-meanwhile');
      await tomasAt.type(`Answer to ${maya.name}`, 'I add: it is the router in your cellar. It restarts by itself.');
      await tomasAt.press(`I have read it, send to ${maya.name}`);
      await tomasAt.page.getByRole('listitem').filter({ hasText: 'router in your cellar' }).waitFor();
      await tomasAt.look('ticket-answered');
    });

    test('M5: each answer comes by mail, once, and leads to the conversation', async () => {
      const first = await mailTo(maya.email, 3);
      const second = await mailTo(maya.email, 4);
      expect(first.text).toContain(`${ingrid.name} wrote`);
      expect(first.text).toContain('mend it tonight');
      expect(second.text).toContain('router in your cellar');
      expect(first.subject, 'they stand together').toBe(second.subject);
      await (await mayaAt.read(first.html, 'mail-request-answered')).close();
      await follow(mayaAt, second.link);
      await mayaAt.reads('router in your cellar');
      await mayaAt.reads('changed the status to: In progress');
      await mayaAt.look('request-answered');
    });

    test('H19: the note reaches the customer by no road', async () => {
      expect(await mayaAt.page.locator('body').innerText()).not.toContain('Ravi');
      expect(await mayaAt.page.content()).not.toContain('Ravi');
      const said = await mayaAt.page.evaluate(() => JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)]));
      expect(said).not.toContain('Ravi');
      for (const mail of await mailsFor(maya.email)) expect(mail.text + mail.html).not.toContain('Ravi');
      await mayaAt.page.getByRole('navigation').getByRole('link', { name: 'Requests', exact: true }).click();
      await mayaAt.at('Requests');
      await mayaAt.search('Ravi');
      await mayaAt.reads('No request matches “Ravi”');
    });

    test('H17: another customer’s request is not there', async () => {
      const { link } = await mailTo(maya.email, 2);
      await jonasAt.open(link);
      await jonasAt.at('Not found');
      await jonasAt.reads('There is no such request here.');
      expect(await jonasAt.page.content()).not.toContain(subject);
      await jonasAt.look('request-not-found');
    });

    test('H18: a reply outlives a reload and an expired session, and the open page of an agent shows it by itself', async () => {
      const { link } = await mailTo(maya.email, 2);
      await follow(mayaAt, link);
      await mayaAt.type('Your reply', 'It happened again today, at ten past eight.');
      await mayaAt.reads('Not sent yet. It is kept in this tab.');
      await mayaAt.page.reload();
      await mayaAt.at(subject);
      expect(await mayaAt.field('Your reply').inputValue()).toContain('ten past eight');
      await mayaAt.context.clearCookies();
      await mayaAt.page.reload();
      await mayaAt.at('Sign in');
      await mayaAt.signIn(maya.email, PASSWORD);
      await mayaAt.at(subject);
      expect(await mayaAt.field('Your reply').inputValue(), 'the draft is there after signing in again').toContain('ten past eight');
      await mayaAt.look('request-replying');
      await mayaAt.press('Send reply');
      await mayaAt.page.getByRole('listitem').filter({ hasText: 'ten past eight' }).waitFor();
      await expect.poll(() => mayaAt.field('Your reply').inputValue(), { message: 'the field is empty after sending' }).toBe('');
      await ingridAt.touch();
      await ingridAt.page.getByRole('listitem').filter({ hasText: 'ten past eight' }).waitFor({ timeout: 45_000 });
      const news = await mailTo(ingrid.email, 3);
      expect(news.text).toContain('ten past eight');
      await (await ingridAt.read(news.html, 'mail-agent-reply')).close();
    });

    test('H18: the customer closes it after a question, finds it among the closed ones, and opens it again by a reply', async () => {
      await mayaAt.press('Close request');
      await mayaAt.isAsked();
      await mayaAt.look('request-ask-close');
      await mayaAt.page.getByRole('dialog').getByRole('button', { name: 'Close request' }).click();
      await mayaAt.reads(`${maya.name} closed this request`);
      await mayaAt.reads('This request is closed. Sending a reply opens it again.');
      await mayaAt.look('request-closed');
      await mayaAt.press('All requests', 'link');
      await mayaAt.at('Requests');
      await mayaAt.field('Status').selectOption('closed');
      await mayaAt.page.getByRole('link', { name: subject }).click();
      await mayaAt.at(subject);
      await mayaAt.type('Your reply', 'Sorry, I was too quick: one terminal still fails.');
      await mayaAt.press('Send reply');
      await mayaAt.reads(`${maya.name} opened this request again`);
      await mailTo(ingrid.email, 4);
    });

    test('A1, M5: an agent closes it, which the customer is told of, and who opens it again', async () => {
      await follow(ingridAt, (await mailTo(ingrid.email, 4)).link);
      await ingridAt.reads('one terminal still fails');
      await ingridAt.press('Status');
      const dialog = ingridAt.page.getByRole('dialog');
      await dialog.getByRole('radio', { name: 'Closed' }).check();
      await ingridAt.look('ticket-ask-status');
      await ingridAt.unseen(async () => {
        await mayaAt.type('Your reply', 'Wait, it is the till by the door.');
        await mayaAt.press('Send reply');
        await mayaAt.page.getByRole('listitem').filter({ hasText: 'the till by the door' }).waitFor();
        await dialog.getByRole('button', { name: 'Set status', exact: true }).click();
        await dialog.getByRole('alert').filter({ hasText: 'the till by the door' }).waitFor();
      });
      await ingridAt.look('ticket-close-meanwhile');
      await dialog.getByRole('button', { name: 'I have read it, set status' }).click();
      await ingridAt.reads(`${ingrid.name} closed this request`);
      const closed = await mailTo(maya.email, 5);
      expect(closed.text).toContain(`has closed your request “${subject}”`);
      await (await mayaAt.read(closed.html, 'mail-request-closed')).close();
      await follow(mayaAt, closed.link);
      await mayaAt.press('Open again');
      await mayaAt.page.getByRole('button', { name: 'Close request' }).waitFor();
      await mayaAt.look('request-reopened');
      await ingridAt.page.reload();
      await ingridAt.reads(`${maya.name} opened this request again`);
      await ingridAt.look('ticket-reopened');
      expect((await mailsFor(maya.email)).length, 'nothing was told twice').toBe(5);
    });

    test('E3, H16, H17: a customer who speaks German reads the list and a conversation in it', async () => {
      const [visitor, lena] = [await Visitor.arrive(browser, width, 'de-DE'), { name: 'Lena Königsberger', email: `lena@verpackungshof-${tag}.example` }];
      await tomasAt.open('/customers/new');
      await tomasAt.type('Name', lena.name);
      await tomasAt.type('E-mail address', lena.email);
      await tomasAt.field('Language').selectOption('de');
      await tomasAt.press('Create customer');
      await tomasAt.at(lena.name);
      await visitor.open((await mailTo(lena.email, 1)).link);
      await visitor.type('Passwort wählen', PASSWORD);
      await visitor.press('Speichern');
      await visitor.at(`Guten Tag, ${lena.name}`);
      await visitor.open('/requests/new');
      await visitor.at('Neue Anfrage');
      await visitor.field(service).check();
      await visitor.type('Betreff', 'Der Etikettendrucker verschiebt jede zweite Zeile');
      await visitor.type('Ihre Nachricht', 'Seit dem Rollenwechsel am Montag. Die Anleitung (https://docs.example.com/Drucker_(Etiketten)) half nicht.');
      await visitor.press('Anfrage senden');
      await visitor.at('Der Etikettendrucker verschiebt jede zweite Zeile');
      await visitor.reads('Noch hat sie niemand übernommen');
      expect(await visitor.page.locator('.said-text a').getAttribute('href')).toBe('https://docs.example.com/Drucker_(Etiketten)');
      await visitor.look('request-german');
      await visitor.press('Alle Anfragen', 'link');
      await visitor.at('Anfragen');
      await visitor.page.getByRole('list', { name: 'Anfragen' }).getByRole('link', { name: /Etikettendrucker/ }).waitFor();
      await visitor.look('requests-german');
      expect(await visitor.page.locator('html').getAttribute('lang')).toBe('de');
      await visitor.leave();
    });

    test('G36: a customer without access to a service is told so where they ask', async () => {
      await tomasAt.open('/customers');
      await tomasAt.search(jonas.email);
      await expect.poll(() => tomasAt.page.getByRole('list', { name: 'Customers' }).getByRole('listitem').count()).toBe(1);
      await tomasAt.press(jonas.name, 'link');
      await tomasAt.at(jonas.name);
      await tomasAt.press('Change level');
      const dialog = tomasAt.page.getByRole('dialog');
      await dialog.getByRole('radio', { name: 'Only these' }).check();
      await dialog.getByRole('checkbox', { name: otherService }).check();
      await tomasAt.look('customer-level');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.waitFor({ state: 'detached' });
      await tomasAt.reads('Access level changed');
      await tomasAt.look('customer-level-changed');
      await jonasAt.open('/requests/new');
      await jonasAt.at('New request');
      await jonasAt.field('Subject').waitFor();
      expect(await jonasAt.page.getByText(service).count(), 'only what is allowed is offered').toBe(0);
      await jonasAt.look('request-new-one-service');
    });

    test('X13, A4: a customer’s mail becomes a request; one in her name is held with its reason', async () => {
      const to = width === 1280 ? 'software@portico.example' : 'billing@portico.example';
      const mailed = `The drawer stays shut (${tag})`;
      const forged = `Send me her password (${tag})`;
      const before = (await mailsFor(maya.email)).length;
      await sendMail({ from: maya.email, to }, [`From: ${maya.name} <${maya.email}>`, `Subject: ${mailed}`], 'The drawer of the till stays shut.\nSince noon.');
      await expect.poll(async () => (await mailsFor(ingrid.email)).some(({ text }) => text.includes('stays shut')), { timeout: 45_000 }).toBe(true);
      await mayaAt.open('/requests');
      await mayaAt.at('Requests');
      await mayaAt.page.getByRole('link', { name: mailed }).click();
      await mayaAt.at(mailed);
      await mayaAt.reads('Since noon.');
      await mayaAt.look('request-by-mail');
      expect((await mailsFor(maya.email)).length, 'no mail is answered').toBe(before);

      await sendMail({ from: 'mallory@evil.example', to }, [`From: ${maya.name} <${maya.email}>`, `Subject: ${forged}`], '<script>alert(1)</script>');
      await ingridAt.open('/queue');
      await ingridAt.at('Queue');
      await ingridAt.page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: /^Held mail/ }).click();
      await ingridAt.at('Held mail');
      await expect
        .poll(
          async () => {
            await ingridAt.page.reload();
            await ingridAt.at('Held mail');
            await ingridAt.settled();
            return ingridAt.page.getByRole('link', { name: forged }).count();
          },
          { timeout: 45_000, interval: 1000 },
        )
        .toBe(1);
      await ingridAt.look('held');
      await ingridAt.page.getByRole('link', { name: forged }).click();
      await ingridAt.at(forged);
      await ingridAt.reads('Sender not proven');
      await ingridAt.reads('<script>alert(1)</script>');
      await ingridAt.look('held-mail');
    });

    test('A4: an unknown sender is made a customer from the held mail', async () => {
      const to = width === 1280 ? 'software@portico.example' : 'billing@portico.example';
      const [stranger, asked] = [{ name: 'Nora Neumann', email: `nora@packhaus-${tag}.example` }, `May we be served as well (${tag})`];
      await sendMail({ from: stranger.email, to }, [`From: ${stranger.name} <${stranger.email}>`, `Subject: ${asked}`], 'We have seven tills.');
      await expect
        .poll(
          async () => {
            await ingridAt.open('/held');
            await ingridAt.at('Held mail');
            await ingridAt.settled();
            return ingridAt.page.getByRole('link', { name: asked }).count();
          },
          { timeout: 45_000, interval: 1000 },
        )
        .toBe(1);
      await ingridAt.page.getByRole('link', { name: asked }).click();
      await ingridAt.at(asked);
      await ingridAt.reads('Unknown sender');
      await ingridAt.look('held-mail-unknown');
      await ingridAt.press('Create this customer', 'link');
      await ingridAt.at('New customer');
      expect(await ingridAt.field('Name').inputValue()).toBe(stranger.name);
      expect(await ingridAt.field('E-mail address').inputValue()).toBe(stranger.email);
      await ingridAt.press('Create customer');
      await ingridAt.at(stranger.name);
      await mailTo(stranger.email, 1);
    });

    test('nothing else came up on anybody’s console at the requests', async () => {
      for (const visitor of [tomasAt, ingridAt, mayaAt, jonasAt]) await visitor.leave();
    });
  });
}
