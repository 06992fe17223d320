import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Locator, Page, Request, Route } from 'playwright-core';
import { expect } from 'vitest';
import { axe } from '../dev/axe';
import { openNetwork } from './network';
import type { Network } from './network';
import { portal } from './stack';

export const PICTURES = import.meta.env.MODE === 'pictures';
const FOLDER = fileURLToPath(new URL('../../dist/screenshots', import.meta.url));
/** A mail is shown inside the page of a program for mails, which has the landmarks. */
const LANDMARKS = ['landmark-one-main', 'region'];
const HEIGHT = { 360: 740, 1280: 800 };

const WIDE_TEXT = '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }';

export type Width = keyof typeof HEIGHT;
/** What is answered in the portal's place: nothing at all, an error of the connection, or this. */
export type Staged = 'no answer' | 'no connection' | { readonly status: number; readonly body: object };
type Role = Parameters<Page['getByRole']>[0];

/** A person at a browser of their own, on a network of their own. Whatever the console says against a page fails the next look at it. */
export class Visitor {
  private readonly wrong: string[] = [];
  /** The requests that something else than the portal answers. */
  private readonly staged = new WeakSet<Request>();
  /** The requests that each tab waits for. */
  private readonly underWay = new WeakMap<Page, Set<Request>>();

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly network: Network,
    private readonly width: Width,
  ) {}

  /** `device` is what the browser says it is; without it, what it really is. */
  static async arrive(browser: Browser, width: Width, locale = 'en-GB', device?: string): Promise<Visitor> {
    const network = await openNetwork();
    const context = await browser.newContext({
      // Without the second, browsers do not ask a proxy for what is on this machine.
      proxy: { server: network.proxy, bypass: '<-loopback>' },
      viewport: { width, height: HEIGHT[width] },
      hasTouch: width === 360,
      baseURL: portal,
      locale,
      ...(device !== undefined && { userAgent: device }),
      timezoneId: 'Europe/Berlin',
      reducedMotion: 'reduce',
      // Each way of seeing is looked at on one of the two.
      colorScheme: width === 360 ? 'dark' : 'light',
    });
    context.setDefaultTimeout(45_000);
    const visitor = new Visitor(context, await context.newPage(), network, width);
    visitor.watch(visitor.page);
    return visitor;
  }

  /** Another tab of the same browser. */
  async openTab(): Promise<Page> {
    const tab = await this.context.newPage();
    this.watch(tab);
    return tab;
  }

  private watch(page: Page): void {
    const waiting = new Set<Request>();
    this.underWay.set(page, waiting);
    page.on('request', (request) => {
      // A page that is left waits for nothing any more.
      if (request.isNavigationRequest() && request.frame() === page.mainFrame()) waiting.clear();
      waiting.add(request);
    });
    page.on('requestfinished', (request) => waiting.delete(request));
    page.on('requestfailed', (request) => waiting.delete(request));
    page.on('pageerror', (error) => this.wrong.push(error.message));
    page.on('console', (message) => {
      // The API's refusals are part of the journey; a page or a script that is missing is not.
      const refused = message.text().startsWith('Failed to load resource') && new URL(message.location().url).pathname.startsWith('/api/');
      if ((message.type() === 'error' || message.type() === 'warning') && !refused) this.wrong.push(message.text());
    });
    page.on('response', (response) => {
      if (response.status() >= 500 && !this.staged.has(response.request())) this.wrong.push(`${response.status()} from ${response.url()}`);
    });
  }

  /**
   * Has a path answered otherwise than by the portal, as long as `then` goes on. For what a page must bear and no journey can bring about in its time. `breakOff` ends the wait for no answer.
   */
  async staging(path: string, answer: Staged, then: (breakOff: () => Promise<void>) => Promise<void>): Promise<void> {
    const pattern = (url: URL) => url.pathname === path;
    const waiting: Route[] = [];
    await this.page.route(pattern, async (route) => {
      this.staged.add(route.request());
      if (answer === 'no answer') waiting.push(route);
      else if (answer === 'no connection') await route.abort();
      else await route.fulfill({ status: answer.status, json: answer.body });
    });
    await then(async () => {
      // First, so that a request that comes meanwhile is not among those that wait for ever.
      answer = 'no connection';
      for (const route of waiting.splice(0)) await route.abort();
    });
    await this.page.unrouteAll({ behavior: 'ignoreErrors' });
  }

  /** Waits until the page has all that it has asked for, and has drawn it. What is staged to have no answer is not waited for. */
  async settled(): Promise<void> {
    const { page } = this;
    const open = () => [...(this.underWay.get(page) ?? [])].filter((request) => !this.staged.has(request)).map((request) => request.url());
    await expect.poll(open, { message: 'what the page waits for', interval: 20 }).toEqual([]);
    await drawn(page);
  }

  /**
   * Has the page count as one that nobody sees, in a tab behind others, as long as `then` goes on: it does not look for news by itself. For what depends on a
   * page that does not know what others did meanwhile.
   */
  async unseen(then: () => Promise<void>): Promise<void> {
    const hide = (hidden: boolean) =>
      this.page.evaluate((value) => {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    await hide(true);
    await this.settled(); // a look that was under way
    await then();
    await hide(false);
  }

  /** Does what keeps a page looking for news: one that nobody touches for minutes looks less often. */
  async touch(): Promise<void> {
    await this.page.keyboard.press('Shift');
  }

  async leave(): Promise<void> {
    await this.context.close();
    this.network.close();
    expect(this.wrong, 'what the console said').toEqual([]);
  }

  async open(address: string): Promise<void> {
    await this.page.goto(address);
  }

  field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true });
  }

  async type(label: string, text: string): Promise<void> {
    await this.field(label).fill(text);
  }

  /** Presses a button or follows a link, by its name. */
  async press(name: string, role: Role = 'button'): Promise<void> {
    await this.page.getByRole(role, { name, exact: true }).click();
  }

  /** Waits until there is such a heading. */
  async at(heading: string): Promise<void> {
    await this.page.getByRole('heading', { name: heading, exact: true, level: 1 }).waitFor();
  }

  /** Waits until a text is there. */
  async reads(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  /** Waits until a live region says something, so that a screen reader does. */
  async says(text: string | RegExp): Promise<void> {
    await this.page.locator('[role="status"], [role="alert"], [aria-live="polite"]').filter({ hasText: text }).first().waitFor({ state: 'attached' });
  }

  /** What has the focus, as a screen reader is told of it: role and name, such as `button "Sign in"`. */
  async focused(): Promise<string> {
    const focus = this.page.locator(':focus');
    if ((await focus.count()) === 0) return 'nothing';
    const [, role = '', name = ''] = /^- '?([a-z]+)( "(?:[^"\\]|\\.)*")?/.exec(await focus.ariaSnapshot()) ?? [];
    return role + name;
  }

  /** Waits until something has the focus. */
  async hasFocus(what: string): Promise<void> {
    await expect.poll(() => this.focused()).toBe(what);
  }

  /** Goes on by the Tab key, or back, until something has the focus, and gives the stops on the way, it included. */
  async tabTo(what: string, back = false): Promise<string[]> {
    const stops: string[] = [];
    for (let tabs = 0; tabs < 60; tabs++) {
      await this.page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
      const stop = await this.focused();
      stops.push(stop);
      if (stop === what) return stops;
    }
    throw new Error(`the Tab key does not lead to ${what}, only to ${stops.join(', ')}`);
  }

  /** Goes to something by the Tab key and presses a key there. */
  async tabAndPress(what: string, key = 'Enter'): Promise<void> {
    await this.tabTo(what);
    await this.page.keyboard.press(key);
  }

  /** Puts a text in the place of what is in the field that has the focus, key by key. */
  async retype(text: string): Promise<void> {
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.type(text);
  }

  /** The cookie of the session that this browser has. */
  async sessionCookie(): Promise<string> {
    const cookie = (await this.context.cookies()).find(({ name }) => name === '__Host-portico');
    if (!cookie) throw new Error('nobody is signed in at this browser');
    return cookie.value;
  }

  /** Pastes a text where the focus is. */
  async paste(text: string): Promise<void> {
    await this.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: portal });
    await this.page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await this.page.keyboard.press('Control+V');
  }

  /** Waits until a field says that this is wrong with it. */
  async hasProblem(label: string, text: string | RegExp): Promise<void> {
    const said = () =>
      this.field(label).evaluate((field) => {
        const id = (field.getAttribute('aria-describedby') ?? '').split(' ').find((one) => one.endsWith('-problem'));
        return field.getAttribute('aria-invalid') === 'true' ? document.getElementById(id ?? '')?.innerText.trim() : undefined;
      });
    await expect.poll(said, { message: `what is wrong at ${label}` }).toEqual(typeof text === 'string' ? text : expect.stringMatching(text));
  }

  /** Waits until a question stands in front of the page. */
  async isAsked(): Promise<void> {
    await this.page.getByRole('dialog').waitFor();
  }

  /** Searches, and waits until the search stands in the address and the page has what was found. */
  async search(words: string): Promise<void> {
    await this.page.getByRole('searchbox').fill(words);
    await expect.poll(() => new URL(this.page.url()).searchParams.get('q')).toBe(words);
    await this.settled();
  }

  /** Opens one's own menu, at the top right. */
  async openMenu(): Promise<Locator> {
    const menu = this.page.getByRole('banner').locator('summary');
    await menu.click();
    return menu;
  }

  async signOut(): Promise<void> {
    await this.openMenu();
    await this.press('Sign out');
    await this.reads('You are signed out.');
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.type('E-mail address', email);
    await this.type('Password', password);
    await this.press('Sign in');
  }

  /** Completes an activation whose page is open. */
  async activate(password: string): Promise<void> {
    await this.type('Choose a password', password);
    await this.press('Save');
  }

  /** Holds the page, once it has settled, to what every page must be: accessible, no wider than its window, with nothing against it in the console. */
  async look(name: string): Promise<void> {
    const { page } = this;
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await this.settled();
    if (PICTURES) await this.draw(page, name);
    expect(await axe(page), `axe, ${name}`).toEqual([]);
    expect(await sideways(page), `${name} is wider than its window`).toBe(0);
    if (this.width === 360) expect(await this.enlarged(), `${name} is wider than its window at 400 % with wide text`).toBe(0);
    expect(this.wrong, `what the console said, ${name}`).toEqual([]);
  }

  /** By how many pixels the page is too wide at 400 % in a window of 1280 px, with the text spacing of WCAG 1.4.12. */
  private async enlarged(): Promise<number> {
    const { page, width } = this;
    await page.setViewportSize({ width: 320, height: 256 });
    await page.evaluate((css) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      document.adoptedStyleSheets.push(sheet);
    }, WIDE_TEXT);
    await drawn(page);
    const wide = await sideways(page);
    await page.evaluate(() => void document.adoptedStyleSheets.pop());
    await page.setViewportSize({ width, height: HEIGHT[width] });
    await drawn(page);
    return wide;
  }

  /** Shows a mail's HTML as a program for mails would, and looks at that. */
  async read(html: string, name: string): Promise<Page> {
    const page = await this.context.newPage();
    await page.setContent(html);
    if (PICTURES) await this.draw(page, name);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await axe(page, LANDMARKS), `axe, ${name}, ${colorScheme}`).toEqual([]);
    }
    expect(await sideways(page), `${name} is wider than its window`).toBe(0);
    return page;
  }

  /** Draws a page in both schemes, without what passes by over it. */
  private async draw(page: Page, name: string): Promise<void> {
    mkdirSync(FOLDER, { recursive: true });
    const toast = (hidden: boolean) => page.evaluate((hide) => document.querySelector('.toast')?.toggleAttribute('hidden', hide), hidden);
    await toast(true);
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(250);
      await drawn(page);
      await page.screenshot({ path: `${FOLDER}/${name}.${colorScheme}.${this.width}.png`, fullPage: true });
    }
    await toast(false);
  }
}

/** Waits until what the page knows is drawn, and its movements are over. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((next) => requestAnimationFrame(next));
    await frame();
    await frame();
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
  });
}

/** By how many pixels a page must be scrolled sideways. */
function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
