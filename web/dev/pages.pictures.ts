import { mkdirSync, readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { preview } from 'vite';
import type { PreviewServer } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Me } from '../src/api/types';
import { axe } from './axe';
import { launch } from './browser';
import { mock, problem } from './mock';
import type { Answers } from './mock';
import { administrator, agent, customer, customers, held, importLines, importOf, portal, requests, team, ticket } from './portal';

const FOLDER = 'screenshots/pages';
const only = process.env['ONLY'];

interface Picture {
  name: string;
  path: string;
  as?: Me;
  answers?: Answers;
  language?: string;
  then?: (page: Page) => Promise<void>;
}

const LINK = 'a.row.1.k1.secret-secret-secret';
const byLabel = (page: Page, label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text);

async function signIn(page: Page): Promise<void> {
  await byLabel(page, 'E-mail address', 'maya@fjordfoods.example');
  await byLabel(page, 'Password', 'not the right one');
  await page.getByRole('button', { name: 'Sign in' }).click();
}

const jonas = customers[1]?.id ?? '';
const maya = customers[0]?.id ?? '';
const luca = customers[3]?.id ?? '';
const ingrid = team[1]?.id ?? '';

const scale = requests[0]?.id ?? '';
const paused = requests[2]?.id ?? '';
const printer = requests[4]?.id ?? '';
const mail = held[0]?.id ?? '';
const scaleTicket = requests[0] && ticket(requests[0]);
const nothing = { status: 200, body: { items: [] } };

const longName: Answers = { 'GET /api/portal': { status: 200, body: { ...portal, name: 'Northwind Industrial Scales and Logistics Support Hub' } } };
const openPortal: Answers = { 'GET /api/portal': { status: 200, body: { ...portal, ways: ['form'] } } };
const confirmed = { status: 200, body: { purpose: 'registration', name: 'Maya Okonkwo', email: 'maya@fjordfoods.example', language: 'en', expiresAt: '2030-01-01T00:00:00Z' } };

async function register(page: Page): Promise<void> {
  await byLabel(page, 'Name', 'Maya Okonkwo');
  await byLabel(page, 'E-mail address', 'maya@fjordfoods.example');
  await page.getByRole('button', { name: 'Mail me a code' }).click();
}

const IMPORT = '/customers/imports/importimportimportimportim';
const imported = (one: ReturnType<typeof importOf>): Answers => ({
  'GET /api/imports': { status: 200, body: { items: [one, importOf({ id: 'importimportimportimportin', fileName: 'spring.csv', state: 'done', startedAt: one.createdAt, counts: { new: 0, created: 80, known: 2, refused: 0 }, lines: 82 })] } },
  [`GET /api/imports/${one.id}`]: { status: 200, body: one },
  [`GET /api/imports/${one.id}/lines`]: { status: 200, body: { items: importLines, next: 'more' } },
});

const pictures: Picture[] = [
  { name: 'sign-in', path: '/sign-in' },
  { name: 'sign-in-german', path: '/sign-in', language: 'de-DE' },
  { name: 'sign-in-ended', path: '/sign-in?ended=1&to=%2Fcustomers' },
  { name: 'sign-in-empty', path: '/sign-in', then: (page) => page.getByRole('button', { name: 'Sign in' }).click() },
  { name: 'sign-in-failed', path: '/sign-in', answers: { 'POST /api/sessions': problem(401, 'sign_in_failed') }, then: signIn },
  { name: 'sign-in-failed-open', path: '/sign-in', answers: { ...openPortal, 'POST /api/sessions': problem(401, 'sign_in_failed') }, then: signIn },
  ...(['person_suspended', 'no_access', 'temporary_password_used', 'temporary_password_expired', 'temporary_password_replaced'] as const).map((code) => ({
    name: `sign-in-${code}`,
    path: '/sign-in',
    answers: { 'POST /api/sessions': problem(410, code, { link: LINK }) },
    then: signIn,
  })),
  { name: 'sign-in-too-many', path: '/sign-in', answers: { 'POST /api/sessions': problem(429, 'too_many_requests', { retryAfter: 240 }) }, then: signIn },
  { name: 'sign-in-offline', path: '/sign-in', answers: { 'POST /api/sessions': 'offline' }, then: signIn },
  { name: 'sign-in-busy', path: '/sign-in', answers: { 'POST /api/sessions': 'never' }, then: signIn },
  {
    name: 'sign-in-code',
    path: '/sign-in',
    answers: { 'POST /api/sessions': problem(403, 'code_required', { flow: 'abcdefghijklmnopqrstuvwxyz' }) },
    then: async (page) => {
      await signIn(page);
      await page.getByLabel('Code').fill('204816');
    },
  },
  {
    name: 'sign-in-code-reloaded',
    path: '/sign-in',
    answers: { 'POST /api/sessions': problem(403, 'code_required', { flow: 'abcdefghijklmnopqrstuvwxyz', trust: true }) },
    then: async (page) => {
      await signIn(page);
      await page.getByLabel('Code').waitFor();
      await page.reload();
      await byLabel(page, 'Password', 'a quiet harbour');
    },
  },
  { name: 'sign-in-open', path: '/sign-in', answers: openPortal },
  { name: 'register', path: '/register', answers: openPortal },
  { name: 'register-german', path: '/register', answers: openPortal, language: 'de-DE' },
  { name: 'register-closed', path: '/register' },
  { name: 'register-empty', path: '/register', answers: openPortal, then: (page) => page.getByRole('button', { name: 'Mail me a code' }).click() },
  { name: 'register-sent', path: '/register', answers: openPortal, then: register },
  {
    name: 'register-too-many',
    path: '/register',
    answers: { ...openPortal, 'POST /api/registrations': problem(429, 'too_many_codes', { retryAfter: 240 }) },
    then: register,
  },
  ...(['code_wrong', 'code_expired', 'code_exhausted', 'code_used'] as const).map((code) => ({
    name: `register-${code}`,
    path: '/register',
    answers: { ...openPortal, 'POST /api/registrations/confirm': problem(410, code) },
    then: async (page: Page) => {
      await register(page);
      await page.getByLabel('Code').fill('204816');
      await page.getByRole('button', { name: 'Go on' }).click();
    },
  })),
  { name: 'register-password', path: `/activate#n${LINK.slice(1)}`, answers: { 'POST /api/verify': confirmed } },
  ...(['link_expired', 'already_registered', 'registration_closed'] as const).map((code) => ({
    name: `register-${code}`,
    path: `/activate#n${LINK.slice(1)}`,
    answers: { 'POST /api/verify': problem(410, code) },
  })),
  { name: 'forgot', path: '/forgot' },
  {
    name: 'forgot-sent',
    path: '/forgot',
    then: async (page) => {
      await byLabel(page, 'E-mail address', 'maya@fjordfoods.example');
      await page.getByRole('button', { name: 'Mail me a link' }).click();
    },
  },
  { name: 'activate', path: `/activate#${LINK}` },
  {
    name: 'activate-typing',
    path: `/activate#${LINK}`,
    then: (page) => page.getByLabel('Choose a password', { exact: true }).fill('seven le'),
  },
  {
    name: 'activate-short',
    path: `/activate#${LINK}`,
    then: async (page) => {
      await page.getByLabel('Name').fill('');
      await page.getByLabel('Choose a password', { exact: true }).fill('seven le');
      await page.getByRole('button', { name: 'Save' }).click();
    },
  },
  ...(['link_used', 'link_expired', 'link_replaced', 'link_forged', 'person_suspended', 'no_access'] as const).map((code) => ({
    name: `activate-${code}`,
    path: `/activate#${LINK}`,
    answers: { 'POST /api/verify': problem(410, code) },
  })),
  {
    name: 'activate-asked',
    path: `/activate#${LINK}`,
    answers: { 'POST /api/verify': problem(410, 'link_expired') },
    then: (page) => page.getByRole('button', { name: 'Mail me a new link' }).click(),
  },
  {
    name: 'reset',
    path: `/reset#${LINK}`,
    answers: { 'POST /api/verify': { status: 200, body: { purpose: 'reset', name: 'Maya', email: 'maya@fjordfoods.example', language: 'en', expiresAt: '2030-01-01T00:00:00Z' } } },
  },
  { name: 'reset-used', path: `/reset#${LINK}`, answers: { 'POST /api/verify': problem(410, 'link_used') } },
  { name: 'sign-in-long-name', path: '/sign-in', answers: longName },
  { name: 'not-found', path: '/nowhere' },
  { name: 'not-found-dutch', path: '/nowhere', as: { ...customer, language: 'nl' }, answers: longName },
  { name: 'portal-down', path: '/', answers: { 'POST /api/sessions/refresh': problem(503, 'unavailable') } },
  { name: 'home', path: '/', as: customer },
  { name: 'home-german', path: '/', as: { ...customer, language: 'de' } },
  { name: 'home-empty', path: '/', as: customer, answers: { 'GET /api/home': { status: 200, body: { person: customer, requests: [], services: [], quickLinks: [] } } } },
  { name: 'home-menu', path: '/', as: customer, then: (page) => page.locator('summary').click() },
  { name: 'home-no-access', path: '/customers', as: customer },
  { name: 'customers', path: '/customers', as: administrator },
  { name: 'customers-search', path: '/customers?q=ai', as: administrator },
  { name: 'customers-no-match', path: '/customers?q=zzz', as: administrator },
  { name: 'customers-none', path: '/customers', as: administrator, answers: { 'GET /api/customers': { status: 200, body: { items: [] } } } },
  { name: 'customers-slow', path: '/customers', as: administrator, answers: { 'GET /api/customers': 'never' } },
  { name: 'customers-error', path: '/customers', as: administrator, answers: { 'GET /api/customers': problem(500, 'internal') } },
  { name: 'customer-new', path: '/customers/new', as: administrator },
  {
    name: 'customer-new-taken',
    path: '/customers/new',
    as: administrator,
    answers: { 'POST /api/customers': problem(409, 'address_taken', { personId: maya }) },
    then: async (page) => {
      await byLabel(page, 'Name', 'Maya O');
      await byLabel(page, 'E-mail address', 'maya@fjordfoods.example');
      await page.getByRole('button', { name: 'Create customer' }).click();
    },
  },
  { name: 'customer-pending', path: `/customers/${jonas}`, as: administrator },
  {
    name: 'customer-link',
    path: `/customers/${jonas}`,
    as: administrator,
    answers: { [`POST /api/customers/${jonas}/link`]: { status: 200, body: { link: `https://support.northwind.example/activate#${LINK}`, expiresAt: '2030-01-01T00:00:00Z' } } },
    then: (page) => page.getByRole('button', { name: 'Copy link' }).click(),
  },
  {
    name: 'customer-resend',
    path: `/customers/${jonas}`,
    as: administrator,
    then: (page) => page.getByRole('button', { name: 'Resend invitation' }).click(),
  },
  { name: 'customer-active', path: `/customers/${maya}`, as: administrator },
  { name: 'customer-suspended', path: `/customers/${luca}`, as: administrator },
  {
    name: 'customer-suspend',
    path: `/customers/${maya}`,
    as: administrator,
    then: (page) => page.getByRole('button', { name: 'Suspend' }).click(),
  },
  {
    name: 'customer-conflict',
    path: `/customers/${maya}`,
    as: administrator,
    answers: {
      [`POST /api/customers/${maya}/access`]: problem(409, 'version_conflict', { current: { ...customers[0], state: 'suspended', name: 'Maya Okonkwo-Reed', version: 2 } }),
    },
    then: async (page) => {
      await page.getByRole('button', { name: 'Suspend' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click();
    },
  },
  { name: 'customer-not-found', path: '/customers/zzzz', as: administrator },
  { name: 'team', path: '/team', as: administrator },
  { name: 'team-new', path: '/team/new', as: administrator },
  { name: 'team-member', path: `/team/${ingrid}`, as: administrator },
  { name: 'requests', path: '/requests', as: customer },
  { name: 'requests-german', path: '/requests', as: { ...customer, language: 'de' } },
  { name: 'requests-closed', path: '/requests?status=closed', as: customer },
  { name: 'requests-search', path: '/requests?q=scale', as: customer },
  { name: 'requests-no-match', path: '/requests?q=zzz', as: customer },
  { name: 'requests-none', path: '/requests', as: customer, answers: { 'GET /api/requests': nothing } },
  { name: 'requests-error', path: '/requests', as: customer, answers: { 'GET /api/requests': problem(503, 'unavailable') } },
  { name: 'request-new', path: '/requests/new', as: customer },
  { name: 'request-new-german', path: '/requests/new', as: { ...customer, language: 'de' } },
  { name: 'request-new-empty', path: '/requests/new', as: customer, then: (page) => page.getByRole('button', { name: 'Send request' }).click() },
  { name: 'request', path: `/requests/${scale}`, as: customer },
  { name: 'request-german', path: `/requests/${scale}`, as: { ...customer, language: 'de' } },
  { name: 'request-earlier', path: `/requests/${paused}`, as: customer },
  { name: 'request-closed', path: `/requests/${printer}`, as: customer },
  { name: 'request-writing', path: `/requests/${scale}`, as: customer, then: (page) => page.getByLabel('Your reply').fill('It happened again.\n\nThis time at night,\nwith nobody there.\n\nMaya\n') },
  { name: 'request-close', path: `/requests/${scale}`, as: customer, then: (page) => page.getByRole('button', { name: 'Close request' }).click() },
  {
    name: 'request-send-failed',
    path: `/requests/${scale}`,
    as: customer,
    answers: { [`POST /api/requests/${scale}/replies`]: 'offline' },
    then: async (page) => {
      await page.getByLabel('Your reply').fill('It happened again.');
      await page.getByRole('button', { name: 'Send reply' }).click();
    },
  },
  { name: 'request-not-found', path: '/requests/zzzz', as: customer },
  { name: 'queue', path: '/queue', as: agent },
  { name: 'queue-german', path: '/queue', as: { ...agent, language: 'de' } },
  { name: 'queue-open', path: '/queue/open', as: agent },
  { name: 'queue-service', path: '/queue/service/billing', as: agent },
  { name: 'queue-mine-empty', path: '/queue/mine', as: agent },
  { name: 'queue-search', path: '/queue/search?q=scale', as: agent },
  { name: 'queue-error', path: '/queue/open', as: agent, answers: { 'GET /api/queue': problem(500, 'internal') } },
  { name: 'queue-keys', path: '/queue/open', as: agent, then: (page) => page.keyboard.press('?') },
  { name: 'ticket', path: `/queue/open/${scale}`, as: agent },
  { name: 'ticket-german', path: `/queue/open/${scale}`, as: { ...agent, language: 'de' } },
  { name: 'ticket-unassigned', path: `/tickets/${requests[1]?.id ?? ''}`, as: agent },
  { name: 'ticket-not-found', path: '/tickets/zzzz', as: agent },
  {
    name: 'ticket-note',
    path: `/queue/open/${scale}`,
    as: agent,
    then: async (page) => {
      await page.getByLabel(/^Answer to/).fill('I send a technician.');
      await page.getByRole('button', { name: 'Internal note' }).click();
      await page.getByLabel('Internal note for the team').fill('Technician is booked for Thursday, 08:00.');
    },
  },
  { name: 'ticket-assign', path: `/queue/open/${scale}`, as: agent, then: (page) => page.getByRole('button', { name: 'Assign', exact: true }).click() },
  { name: 'ticket-status', path: `/queue/open/${scale}`, as: agent, then: (page) => page.getByRole('button', { name: 'Status', exact: true }).click() },
  {
    name: 'ticket-meanwhile',
    path: `/queue/open/${scale}`,
    as: agent,
    answers: {
      [`POST /api/tickets/${scale}/answers`]: problem(409, 'messages_unseen', {
        messages: [{ number: 6, at: new Date().toISOString(), author: { side: 'team', name: 'Ingrid Sørensen' }, text: 'I have booked a technician for Thursday, 08:00. Please leave the scale switched off until then.', via: 'portal' }],
      }),
    },
    then: async (page) => {
      await page.getByLabel(/^Answer to/).fill('I am sorry to hear that. Please switch it off, I will see when somebody can come.');
      await page.getByRole('button', { name: /^Send to/ }).click();
    },
  },
  {
    name: 'ticket-conflict',
    path: `/queue/open/${scale}`,
    as: agent,
    answers: {
      [`POST /api/tickets/${scale}/assignee`]: problem(409, 'version_conflict', {
        current: scaleTicket && { ...scaleTicket, conversation: { ...scaleTicket.conversation, status: 'on_hold', assignee: 'Ravi Menon', version: 5 } },
      }),
    },
    then: async (page) => {
      await page.getByRole('button', { name: 'Take it' }).click();
      const asked = page.getByRole('button', { name: 'Take it over' });
      if (await asked.isVisible()) await asked.click();
    },
  },
  { name: 'ticket-take', path: `/queue/open/${scale}`, as: agent, then: (page) => page.getByRole('button', { name: 'Take it' }).click() },
  {
    name: 'ticket-close-meanwhile',
    path: `/queue/open/${scale}`,
    as: agent,
    answers: {
      [`POST /api/tickets/${scale}/status`]: problem(409, 'messages_unseen', {
        messages: [],
        current: scaleTicket && {
          ...scaleTicket,
          conversation: {
            ...scaleTicket.conversation,
            last: 9,
            messages: [
              ...scaleTicket.conversation.messages,
              {
                number: (scaleTicket.conversation.messages.at(-1)?.number ?? 0) + 1,
                at: new Date().toISOString(),
                author: { side: 'customer', name: 'Maya Okonkwo' },
                text: 'It happened again this morning (see https://scales.example/Error_(E7)), please do not close this yet.',
                via: 'portal',
              },
            ],
          },
        },
      }),
    },
    then: async (page) => {
      await page.locator('h1').click();
      await page.keyboard.press('e');
      await page.getByRole('button', { name: 'Close request' }).click();
    },
  },
  { name: 'queue-time', path: '/queue/open', as: agent, then: (page) => page.locator('.ticket-row').first().focus().then(() => page.keyboard.press('Tab')).then(() => page.keyboard.press('Shift+Tab')) },
  { name: 'queue-time-last', path: '/queue/open', as: agent, then: (page) => page.locator('.ticket-row').last().focus().then(() => page.keyboard.press('Shift+Tab')).then(() => page.keyboard.press('Tab')) },
  { name: 'customer-asks-nothing', path: `/customers/${maya}`, as: agent, answers: { [`GET /api/customers/${maya}/requests`]: nothing } },
  { name: 'held', path: '/held', as: agent },
  { name: 'held-none', path: '/held', as: agent, answers: { 'GET /api/held': nothing } },
  { name: 'held-mail', path: `/held/${mail}`, as: agent },
  { name: 'notifications', path: '/notifications', as: agent },
  { name: 'notifications-changed', path: '/notifications', as: agent, then: (page) => page.getByLabel('New requests').first().click() },
  { name: 'customer-level', path: `/customers/${maya}`, as: agent, then: (page) => page.getByRole('button', { name: 'Change level' }).click() },
  { name: 'imports', path: '/customers/imports', as: administrator, answers: imported(importOf({ state: 'running', startedBy: { id: ingrid, name: 'Ingrid Sørensen' } })) },
  { name: 'imports-empty', path: '/customers/imports', as: administrator, answers: { 'GET /api/imports': nothing } },
  { name: 'imports-german', path: '/customers/imports', as: { ...administrator, language: 'de' }, answers: { 'GET /api/imports': nothing } },
  { name: 'import-ready', path: IMPORT, as: administrator, answers: imported(importOf()) },
  { name: 'import-german', path: `${IMPORT}?result=refused`, as: { ...administrator, language: 'de' }, answers: imported(importOf()) },
  { name: 'import-checking', path: IMPORT, as: administrator, answers: imported(importOf({ state: 'checking', lines: 0 })) },
  { name: 'import-running', path: IMPORT, as: administrator, answers: imported(importOf({ state: 'running', startedAt: new Date().toISOString(), invite: true, counts: { new: 700, created: 498, known: 34, refused: 18 } })) },
  { name: 'import-waiting', path: IMPORT, as: administrator, answers: imported(importOf({ state: 'running', startedAt: new Date().toISOString(), invite: true, waitingUntil: new Date(Date.now() + 800_000).toISOString(), counts: { new: 700, created: 498, known: 34, refused: 18 } })) },
  { name: 'import-stopped', path: IMPORT, as: administrator, answers: imported(importOf({ state: 'stopped', startedAt: new Date().toISOString(), invite: true, stoppedBy: { id: ingrid, name: 'Ingrid Sørensen' } })) },
  { name: 'import-done', path: IMPORT, as: administrator, answers: imported(importOf({ state: 'done', startedAt: new Date().toISOString(), invite: true, counts: { new: 0, created: 1198, known: 34, refused: 18 } })) },
  { name: 'import-unreadable', path: IMPORT, as: administrator, answers: imported(importOf({ state: 'unreadable', lines: 0, fault: 'missing_columns', columns: ['name', 'email'] })) },
  { name: 'settings', path: '/settings', as: administrator },
  { name: 'settings-french', path: '/settings', as: { ...administrator, language: 'fr' }, answers: longName },
];

/** The headers that the front sends, its policy on content above all. */
function edgeHeaders(): Record<string, string> {
  return JSON.parse(readFileSync('edge/headers.json', 'utf8').replace('{storage}', 'https://files.example/')) as Record<string, string>;
}

/** By how many pixels the page must be scrolled sideways. */
function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

let browser: Browser;
let server: PreviewServer;

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  server = await preview({ preview: { port: 4199, strictPort: false, host: '127.0.0.1', headers: edgeHeaders() }, logLevel: 'error' });
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
  await server.close();
});

describe('every page and state in light and dark at 360 and 1280 px', () => {
  for (const picture of pictures.filter(({ name }) => only === undefined || new RegExp(only).test(name))) {
    test(picture.name, async () => {
      for (const scheme of ['light', 'dark'] as const) {
        for (const width of [360, 1280]) {
          const context = await browser.newContext({
            viewport: { width, height: width === 360 ? 740 : 800 },
            colorScheme: scheme,
            locale: picture.language ?? 'en-GB',
            timezoneId: 'Europe/Berlin',
            reducedMotion: 'reduce',
          });
          const page = await context.newPage();
          const wrong: string[] = [];
          page.on('pageerror', (error) => wrong.push(error.message));
          page.on('console', (message) => {
            if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) wrong.push(message.text());
          });
          await mock(page, picture.as, picture.answers);
          await page.goto(new URL(picture.path, server.resolvedUrls?.local[0]).href);
          await page.waitForSelector('h1, .skeleton');
          await page.waitForTimeout(120);
          await picture.then?.(page);
          await page.waitForTimeout(picture.name.endsWith('slow') ? 500 : 150);
          await page.screenshot({ path: `${FOLDER}/${picture.name}.${scheme}.${width}.png`, fullPage: true });
          expect(wrong).toEqual([]);
          expect(await axe(page), `axe at ${width} px, ${scheme}`).toEqual([]);
          expect(await sideways(page), 'nothing is wider than the page').toBe(0);
          await context.close();
        }
      }
    });
  }
});
