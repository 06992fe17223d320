import { randomInt } from 'node:crypto';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { portal } from './stack';

export interface Network {
  /** What a browser uses as its HTTP proxy. */
  readonly proxy: string;
  readonly close: () => void;
}

/**
 * A network of one's own: a proxy on loopback whose requests reach the portal from an address that nobody else has, so that people in these
 * tests do not share limits. It leads to the portal and nowhere else; pages have no business anywhere else.
 */
export function openNetwork(): Promise<Network> {
  const { host, hostname, port } = new URL(portal);
  const from = `127.${randomInt(1, 255)}.${randomInt(0, 256)}.${randomInt(1, 255)}`;
  const server = createServer((incoming, outgoing) => {
    const target = new URL(incoming.url ?? '/', portal);
    if (target.host !== host) {
      outgoing.writeHead(502).end(`nothing here leads to ${target.host}`);
      return;
    }
    const onward = request(
      { host: hostname === 'localhost' ? '127.0.0.1' : hostname, port, localAddress: from, method: incoming.method, path: target.pathname + target.search, headers: incoming.headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
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
