import { readFileSync } from 'node:fs';
import type { FileChooser } from 'playwright-core';
import { expect, test } from 'vitest';
import { NEW_PASSWORD, PASSWORD } from './cast';
import type { Cast } from './cast';
import { createAdministrator, mailTo, mailsFor, portal } from './stack';

/** The team comes together, and has people to look after. */
export function theTeam({ tag, admin, agent, maya, jonas, at, asStranger }: Cast): void {
  test('A0, G12: the first administrator activates by the operator’s link and is signed in', async () => {
    await at.admin.open(createAdministrator(admin.name, admin.email));
    await at.admin.at('Activate Your Account');
    expect(at.admin.page.url(), 'the secret is not in the address bar').toBe(`${portal}/activate`);
    expect(await at.admin.field('Name').inputValue()).toBe(admin.name);
    await at.admin.look('activate');
    await at.admin.activate(PASSWORD);
    await at.admin.at('Queue');
    expect(await at.admin.page.getByRole('banner').locator('summary').innerText()).toContain(admin.name);
    await at.admin.look('queue-first');
    await at.admin.press('Customers', 'link');
    await at.admin.at('Customers');
    await at.admin.look('customers-first');
  });

  test('A0: a second agent is invited, made administrator and suspended, and is out at the next click', async () => {
    await at.admin.press('Team', 'link');
    await at.admin.at('Team');
    await at.admin.look('team');
    await at.admin.press('Invite to team', 'link');
    await at.admin.at('Invite to team');
    await at.admin.press('Send invitation');
    await at.admin.hasProblem('Name', 'Enter a name.');
    await at.admin.hasProblem('E-mail address', 'Enter an e-mail address.');
    await at.admin.look('team-new-empty');
    await at.admin.type('Name', agent.name);
    await at.admin.type('E-mail address', agent.email);
    await at.admin.look('team-new');
    await at.admin.press('Send invitation');
    await at.admin.at(agent.name);
    await at.admin.look('team-member-pending');

    const mail = await mailTo(agent.email, 1);
    expect(mail.subject).toBe('Join the team at Portico');
    await at.agent.open(mail.link);
    await at.agent.at('Activate Your Account');
    await at.agent.activate(PASSWORD);
    await at.agent.at('Queue');
    expect(await at.agent.page.getByRole('link', { name: 'Team', exact: true }).count(), 'agents do not see the team').toBe(0);

    await at.admin.page.reload();
    await at.admin.press('Make administrator');
    await at.admin.isAsked();
    await at.admin.look('team-member-ask-role');
    await at.admin.page.getByRole('dialog').getByRole('button', { name: 'Make administrator' }).click();
    await at.admin.page.getByRole('button', { name: 'Make agent' }).waitFor();
    await at.agent.page.reload();
    await at.agent.press('Team', 'link');
    await at.agent.at('Team');
    // The page has all that it asks for, so only the next click can tell of the suspension.
    await at.agent.page.getByRole('list', { name: 'Team' }).waitFor();

    await at.admin.press('Suspend');
    await at.admin.isAsked();
    await at.admin.look('team-member-ask-suspend');
    await at.admin.page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click();
    await at.admin.page.getByRole('button', { name: 'Give access back' }).waitFor();
    await at.admin.look('team-member-suspended');
    await at.agent.press('Customers', 'link');
    await at.agent.at('This account is suspended');
    await at.agent.look('suspended');
  });

  test('X10, X3: a suspended person is told so by the right password; by a wrong one they are refused as everybody is', async () => {
    await at.agent.press('Go to sign-in');
    await at.agent.at('Sign in');
    await at.agent.signIn(agent.email, PASSWORD);
    await at.agent.at('This account is suspended');
    await at.agent.press('Go to sign-in');
    await at.agent.signIn(agent.email, NEW_PASSWORD);
    await at.agent.page.getByRole('alert').waitFor();
    const suspended = await at.agent.page.getByRole('alert').innerText();
    await at.agent.look('sign-in-failed');
    await asStranger('/sign-in', async (stranger) => {
      await stranger.signIn(`nobody@nowhere-${tag}.example`, PASSWORD);
      await stranger.page.getByRole('alert').waitFor();
      expect(await stranger.page.getByRole('alert').innerText()).toBe(suspended);
    });
  });

  test('G7: the settings show the portal’s address and each service’s', async () => {
    await at.admin.press('Settings', 'link');
    await at.admin.at('Portal');
    await at.admin.reads(portal);
    await at.admin.look('settings');
    await at.admin.press('Services', 'link');
    await at.admin.at('Services');
    const addresses = at.admin.page.getByRole('textbox');
    await expect.poll(() => addresses.evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value))).toEqual(
      expect.arrayContaining(['software@portico.example', 'billing@portico.example']),
    );
    await at.admin.look('settings-services');
  });

  test('X1: customers are imported from a file by the keyboard alone, every line of it checked first; progress that is said, report, a second time', async () => {
    const { page } = at.admin;
    const person = (who: string) => `${who}@import-${tag}.example`;
    const file = {
      name: 'people.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        `Vorname;Nachname;E-Mail;Sprache;Telefon\r\nZoë;Müller;${person('zoe')};de;1\r\nBob;Berg;${person('bob')};;2\r\n=1+1;;${person('zoe')};;\r\nEve;;not an address;;\r\n`,
        'latin1',
      ),
    };
    await at.admin.press('Customers', 'link');
    await at.admin.at('Customers');
    await at.admin.press('Import', 'link');
    await at.admin.at('Import customers');
    await at.admin.look('imports-empty');
    const choose = async (files: Parameters<FileChooser['setFiles']>[0]) => {
      const chosen = page.waitForEvent('filechooser');
      await at.admin.tabAndPress('button "Choose a file"', 'Space');
      await (await chosen).setFiles(files);
    };
    await choose({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from('') });
    await at.admin.says('This file is empty.');
    await at.admin.hasFocus('alert');
    await at.admin.look('imports-refused');
    await choose({ name: 'people.xlsx', mimeType: 'text/csv', buffer: Buffer.from('PK\u0003\u0004 and so on') });
    await at.admin.at('people.xlsx');
    await at.admin.reads('It is a workbook.');
    await at.admin.look('import-unreadable');
    await at.admin.tabAndPress('link "Choose another file"');
    await at.admin.hasFocus('heading "Import customers"');

    await choose(file);
    await at.admin.hasFocus('heading "people.csv"');
    await at.admin.reads('Read as Windows-1252, separated by semicolons.');
    await at.admin.reads('The address stands further up in the file. (line 2)');
    await page.getByRole('navigation', { name: 'Show lines' }).getByRole('link', { name: /^Refused/ }).click();
    await expect.poll(() => page.getByRole('row').count()).toBe(3);
    await at.admin.look('import-ready');
    await at.admin.tabTo('button "Create 2 customers"', true);
    await page.keyboard.press('Enter');
    await expect.poll(() => at.admin.focused()).toMatch(/^region "(Running|Done)"$/);
    await at.admin.says('Done');
    await at.admin.reads('The import is done');
    await page.reload();
    await at.admin.reads('2 customers were created.');
    await mailTo(person('zoe'), 1);
    await mailTo(person('bob'), 1);
    await at.admin.look('import-done');
    const downloaded = page.waitForEvent('download');
    await at.admin.press('Download report');
    const report = readFileSync(await (await downloaded).path(), 'utf8');
    expect((await downloaded).suggestedFilename()).toBe('people-report.csv');
    expect(report).toContain(`2;Zoë Müller;${person('zoe')};created;`);
    expect(report).toContain(`4;'=1+1;`);

    await at.admin.press('All imports', 'link');
    await at.admin.at('Import customers');
    await at.admin.reads('2 of 4 created');
    await at.admin.look('imports');
    await page.getByLabel('Choose a file').setInputFiles(file);
    await at.admin.reads('There is nobody to create');
    await at.admin.look('import-nobody');
    expect(await mailsFor(person('zoe'))).toHaveLength(1);
  });

  test('G10: what is wrong with a customer’s data is said at each field, by the page and by the server', async () => {
    await at.admin.press('Customers', 'link');
    await at.admin.at('Customers');
    await at.admin.press('New customer', 'link');
    await at.admin.at('New customer');
    await at.admin.look('customer-new');
    await at.admin.press('Create customer');
    await at.admin.hasProblem('Name', 'Enter the customer’s name.');
    await at.admin.hasProblem('E-mail address', 'Enter the customer’s e-mail address.');
    await at.admin.look('customer-new-empty');
    await at.admin.type('Name', 'x'.repeat(101));
    await at.admin.type('E-mail address', 'maya at fjord foods');
    await at.admin.press('Create customer');
    await at.admin.hasProblem('Name', 'Use at most 100 characters for the name.');
    await at.admin.hasProblem('E-mail address', /such as name@example\.com/);
    await at.admin.type('Name', 'Ma\u0007ya');
    await at.admin.type('E-mail address', `mäyä@fjordfoods-${tag}.example`);
    await at.admin.press('Create customer');
    await at.admin.hasProblem('Name', /characters that cannot be shown/);
    await at.admin.hasProblem('E-mail address', /We cannot send mail to this kind of address/);
    await at.admin.look('customer-new-refused');
  });

  test('G10: a customer is created with an invitation, or without one and without a mail', async () => {
    await at.admin.type('Name', jonas.name);
    await at.admin.type('E-mail address', jonas.email);
    await at.admin.field('Language').selectOption('de');
    await at.admin.field('Send invitation now').uncheck();
    await at.admin.press('Create customer');
    await at.admin.at(jonas.name);
    await at.admin.reads('No invitation mail has been sent yet.');
    await at.admin.look('customer-not-invited');

    await at.admin.press('All customers', 'link');
    await at.admin.press('New customer', 'link');
    await at.admin.type('Name', maya.name);
    await at.admin.type('E-mail address', maya.email);
    await at.admin.press('Create customer');
    await at.admin.at(maya.name);
    await at.admin.reads('Pending activation');
    await mailTo(maya.email, 1);
    expect(await mailsFor(jonas.email)).toEqual([]);
    await at.admin.look('customer-pending');

    await at.admin.press('All customers', 'link');
    await at.admin.press('New customer', 'link');
    await at.admin.type('Name', 'Maya again');
    await at.admin.type('E-mail address', maya.email.toUpperCase());
    await at.admin.press('Create customer');
    await at.admin.reads('This address is taken');
    await at.admin.look('customer-new-taken');
    await at.admin.press('Open that customer', 'link');
    await at.admin.at(maya.name);
  });

  test('A2: customers are found by the beginnings of their names’ and addresses’ words', async () => {
    await at.admin.press('All customers', 'link');
    await at.admin.at('Customers');
    const search = at.admin.page.getByRole('searchbox');
    const rows = at.admin.page.getByRole('list', { name: 'Customers' }).getByRole('listitem');
    await at.admin.search(`fjordfoods-${tag}`);
    await expect.poll(() => rows.allInnerTexts()).toEqual([expect.stringContaining(maya.name)]);
    await at.admin.look('customers-found');
    await at.admin.press(maya.name, 'link');
    await at.admin.at(maya.name);
    await at.admin.page.goBack();
    await at.admin.at('Customers');
    await expect.poll(() => search.inputValue(), { message: 'back leads to what was searched for' }).toBe(`fjordfoods-${tag}`);
    await at.admin.search('zzzzz');
    await at.admin.reads('Nobody matches “zzzzz”');
    await at.admin.look('customers-none-found');
    await at.admin.press('Clear search');
    await rows.first().waitFor();
    await at.admin.look('customers');
  });
}
