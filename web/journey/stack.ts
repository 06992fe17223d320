import { execFileSync } from 'node:child_process';

/** The running portal, by the environment that `portico test-cloud` sets. */
export const portal = need('PORTICO_TEST_PORTAL');
/** Where files are. */
export const cloud = need('PORTICO_TEST_CLOUD');
const mailbox = need('PORTICO_TEST_MAILBOX');

/** A variable that the tests cannot do without. */
export function need(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: run this by \`make test-cloud\`, which starts the portal`);
  return value;
}

/** Makes an administrator as operators do, and gives the activation link. */
export function createAdministrator(name: string, email: string): string {
  const command = new URL('../../dist/portico', import.meta.url).pathname;
  return execFileSync(command, ['administrator', 'create', '--name', name, '--email', email], { encoding: 'utf8' }).trim();
}

export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The address in the mail that leads to the portal's page. */
  readonly link: string;
}

interface Received {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly to: readonly { readonly address: string }[];
}

const PATIENCE_MS = 15_000;

/** Gives the mails that came for an address, oldest first. */
export async function mailsFor(address: string): Promise<Mail[]> {
  const response = await fetch(`${mailbox}/api/email`);
  const all = (await response.json()) as Received[];
  return all
    .filter(({ to }) => to.some((one) => one.address.toLowerCase() === address.toLowerCase()))
    .map(({ subject, text, html }) => ({ subject, text, html, link: text.match(/https?:\/\/\S+/g)?.find((address) => address.startsWith(`${portal}/`)) ?? '' }));
}

/** Waits for the mail with this number, counted from one, and gives it. */
export async function mailTo(address: string, number: number): Promise<Mail> {
  for (const until = Date.now() + PATIENCE_MS; ; await new Promise((resolve) => setTimeout(resolve, 150))) {
    const mails = await mailsFor(address);
    const mail = mails[number - 1];
    if (mail) return mail;
    if (Date.now() > until) throw new Error(`${mails.length} of ${number} mails came for ${address}`);
  }
}
