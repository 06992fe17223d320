import { randomBytes } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launch } from '../dev/browser';
import { openRegistration } from './stack';
import { PICTURES, Visitor } from './visitor';
import type { Width } from './visitor';

export const PASSWORD = 'a quiet harbour at dawn';
export const NEW_PASSWORD = 'a loud harbour at noon';

interface Person {
  readonly name: string;
  readonly email: string;
}

/** Who takes part in the journey, and the browsers they sit at. */
export interface Cast {
  readonly width: Width;
  /** Stands in every address, so that nobody else has it. */
  readonly tag: string;
  readonly admin: Person;
  readonly agent: Person;
  readonly maya: Person;
  readonly jonas: Person;
  readonly priya: Person;
  /** There once the tests have begun. The phone is Maya's second browser. */
  readonly at: { admin: Visitor; agent: Visitor; maya: Visitor; phone: Visitor };
  /** Opens an address as somebody whom nobody knows, and leaves again. */
  readonly asStranger: (address: string, then: (stranger: Visitor) => Promise<void>, locale?: string) => Promise<void>;
}

/** Gives the cast, and has its browsers opened before the tests of this file and closed after them. */
export function assemble(width: Width): Cast {
  // In pictures, whose portal is fresh, addresses may look like somebody's.
  const tag = !PICTURES ? randomBytes(3).toString('hex') : width === 1280 ? 'group' : 'partners';
  const at = {} as Cast['at'];
  let browser: Browser;
  const arrive = (locale?: string) => Visitor.arrive(browser, width, locale);

  beforeAll(async () => {
    await openRegistration(`olga@northwind-${tag}.example`, PASSWORD);
    browser = await launch();
    [at.admin, at.agent, at.maya, at.phone] = await Promise.all([arrive(), arrive(), arrive(), arrive()]);
  });

  afterAll(async () => {
    await browser.close();
  });

  return {
    width,
    tag,
    admin: { name: 'Tomás Lindqvist', email: `tomas@northwind-${tag}.example` },
    agent: { name: 'Ingrid Sørensen', email: `ingrid@northwind-${tag}.example` },
    maya: { name: 'Maya Okonkwo', email: `maya@fjordfoods-${tag}.example` },
    jonas: { name: 'Jonas Pfeiffer', email: `jonas@pfeiffer-und-soehne-${tag}.example` },
    priya: { name: 'Priya Raghunathan', email: `priya@mangrove-${tag}.example` },
    at,
    async asStranger(address, then, locale) {
      const stranger = await arrive(locale);
      await stranger.open(address);
      await then(stranger);
      await stranger.leave();
    },
  };
}
