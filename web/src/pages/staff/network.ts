import type { InsideWords } from '../../messages/en/inside';

/** RFC 1918, 3927, 4193 and 4291: what only machines nearby can have. A network here is a /24 or a /56, which lies wholly within or without. */
const LOCAL = /^(10\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.|169\.254\.|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/;

/** Says from which network something was done. Loopback, whose /56 is `::/56`, and local networks are named; every other one is shown as it is. */
export function sayNetwork(network: string, words: InsideWords['person']): string {
  if (network === 'unknown') return words.fromUnknown;
  if (network === '::/56' || network.startsWith('127.')) return words.fromPortal;
  if (LOCAL.test(network)) return words.fromLocal(network);
  return words.from(network);
}
