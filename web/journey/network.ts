import { randomInt } from 'node:crypto';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cloud, portal } from './stack';

/** A loopback address that nobody else has, nor its network. */
const ownAddress = () => `127.${randomInt(1, 255)}.${randomInt(0, 256)}.${randomInt(1, 255)}`;
const reachable = (hostname: string) => (hostname === 'localhost' ? '127.0.0.1' : hostname);

export interface Network {
  /** What a browser uses as its HTTP proxy. */
  readonly proxy: string;
  readonly close: () => void;
}

/**
 * A network of one's own: a proxy on loopback whose requests reach the portal from an address that nobody else has, so that people in these
 * tests do not share limits. It leads to the portal, and to storage for files, and nowhere else; pages have no business anywhere else.
 */
export function openNetwork(): Promise<Network> {
  const known = new Map([portal, cloud].map((address) => [new URL(address).host, new URL(address)]));
  const from = ownAddress();
  const server = createServer((incoming, outgoing) => {
    const target = new URL(incoming.url ?? '/', portal);
    const place = known.get(target.host);
    if (!place) {
      outgoing.writeHead(502).end(`nothing here leads to ${target.host}`);
      return;
    }
    const onward = request(
      { host: reachable(place.hostname), port: place.port, localAddress: from, agent: false, method: incoming.method, path: target.pathname + target.search, headers: incoming.headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  // A browser would send on a connection that is being closed for having been idle.
  server.keepAliveTimeout = 0;
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port: own } = server.address() as AddressInfo;
      resolve({
        proxy: `http://127.0.0.1:${own}`,
        close: () => {
          server.close();
          server.closeAllConnections();
        },
      });
    });
  });
}

/** The tries with an address that are let through in an hour before a device that nobody knows must type a mailed code. */
const TRIES = 20;

/**
 * Tries wrong passwords for an address from many networks, until a mailed code is asked for before any password is tried. Gives how often it was
 * asked for, which is the number of mails with codes that this caused.
 */
export async function guessUntilCode(email: string): Promise<number> {
  const lanes = Array.from({ length: 5 }, async () => {
    const from = ownAddress();
    let asked = 0;
    for (let n = 0; n < TRIES / 5; n++) if (await guess(email, from)) asked++;
    return asked;
  });
  let asked = (await Promise.all(lanes)).reduce((all, one) => all + one, 0);
  for (let more = 0; asked === 0; more++) {
    if (more === TRIES) throw new Error(`no code was asked for after ${2 * TRIES} wrong passwords`);
    if (await guess(email, ownAddress())) asked++;
  }
  return asked;
}

/** Tries one wrong password and tells whether a code was asked for. */
function guess(email: string, from: string): Promise<boolean> {
  const { hostname, port, host } = new URL(portal);
  return new Promise((resolve, reject) => {
    const attempt = request(
      {
        host: reachable(hostname),
        port,
        localAddress: from,
        method: 'POST',
        path: '/api/sessions',
        headers: { Host: host, Origin: portal, 'Content-Type': 'application/json' },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('end', () => {
          const { code } = JSON.parse(text) as { code?: string };
          if (code === 'code_required' || code === 'sign_in_failed') resolve(code === 'code_required');
          else reject(new Error(`a guess was answered ${answer.statusCode ?? 0} ${text}`));
        });
      },
    );
    attempt.on('error', reject);
    attempt.end(JSON.stringify({ email, password: 'guess after guess after guess' }));
  });
}
