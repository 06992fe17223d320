import { execFileSync } from 'node:child_process';
import { connect } from 'node:net';

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

const PATIENCE_MS = 45_000;

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

/** Sends a mail to the portal as a mail server does. The envelope's sender is another thing than the From line: forgers write into that what they like. */
export async function sendMail(envelope: { from: string; to: string }, lines: readonly string[], text: string): Promise<void> {
  const [host, port] = need('PORTICO_TEST_INBOX').split(':');
  const socket = connect({ host, port: Number(port) });
  socket.setEncoding('utf8');
  const answers = socket[Symbol.asyncIterator]();
  const expectCode = async (code: string) => {
    const { value, done } = (await answers.next()) as { value?: string; done?: boolean };
    if (done === true || value === undefined || !value.startsWith(code)) throw new Error(`the inbox answers ${value ?? 'nothing'}, not ${code}`);
  };
  await expectCode('220');
  const message = [...lines, '', ...text.split('\n')].join('\r\n');
  for (const [line, code] of [
    ['HELO journey', '250'],
    [`MAIL FROM:<${envelope.from}>`, '250'],
    [`RCPT TO:<${envelope.to}>`, '250'],
    ['DATA', '354'],
    [`${message}\r\n.`, '250'],
    ['QUIT', '221'],
  ] as const) {
    socket.write(`${line}\r\n`);
    await expectCode(code);
  }
  socket.destroy();
}

type Call = (method: string, path: string, body?: object) => Promise<Response>;

/** Makes an administrator of a journey's own and signs them in, without a browser. */
async function asAdministrator(name: string, email: string, password: string): Promise<Call> {
  const link = createAdministrator(name, email).split('#')[1];
  const send = (method: string, path: string, body?: object, token?: string): Promise<Response> =>
    fetch(portal + path, {
      method,
      headers: {
        'Content-Type': 'application/json',
        Origin: portal,
        'Idempotency-Key': crypto.randomUUID(),
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  const { accessToken } = (await (await send('POST', '/api/activate', { link, name, password })).json()) as { accessToken: string };
  return (method, path, body) => send(method, path, body, accessToken);
}

/** Changes a section of the settings, again where somebody else was faster. */
async function setSection<S extends { version: number }>(call: Call, section: 'registration' | 'signIn', path: string, wish: (now: S) => S): Promise<void> {
  for (let tries = 0; tries < 5; tries++) {
    const settings = (await (await call('GET', '/api/settings')).json()) as Record<typeof section, S>;
    const answer = await call('POST', path, wish(settings[section]));
    if (answer.ok) return;
    if (answer.status !== 409) throw new Error(`the settings are not changed: ${answer.status} ${await answer.text()}`);
  }
  throw new Error('the settings are not changed: somebody else changes them all the time');
}

/** Lets anybody register by the form, as an administrator of this journey's own does. */
export async function openRegistration(email: string, password: string): Promise<void> {
  const call = await asAdministrator('Olga Opener', email, password);
  await setSection(call, 'registration', '/api/settings/registration', ({ version }) => ({ mode: 'anyone', ways: ['form'], companyMailboxOnly: false, version }));
}

/** Lets nobody register by themselves, as an administrator of this journey's own does. */
export async function closeRegistration(email: string, password: string): Promise<void> {
  const call = await asAdministrator('Clara Closer', email, password);
  await setSection(call, 'registration', '/api/settings/registration', ({ version }) => ({ mode: 'nobody', ways: [], companyMailboxOnly: false, version }));
}

interface SignInSettings {
  readonly secondFactor: string;
  readonly trustedDevices: boolean;
  readonly passwordMinLength: number;
  readonly version: number;
}

/** Leaves the second factor to each person and lets devices be trusted, as an administrator of this journey's own does. */
export async function offerSecondFactor(email: string, password: string): Promise<void> {
  const call = await asAdministrator('Oscar Offerer', email, password);
  await setSection<SignInSettings>(call, 'signIn', '/api/settings/sign-in', ({ passwordMinLength, version }) => ({
    secondFactor: 'optional',
    trustedDevices: true,
    passwordMinLength,
    version,
  }));
}
