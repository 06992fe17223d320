import { expect, test } from 'vitest';
import { inside as insideEn } from '../../messages/en/inside';
import { sayNetwork } from './network';

test.each([
  ['::/56', 'from the portal’s own machine'],
  ['127.0.0.0/24', 'from the portal’s own machine'],
  ['127.94.7.0/24', 'from the portal’s own machine'],
  ['192.168.1.0/24', 'from the local network 192.168.1.0/24'],
  ['172.31.9.0/24', 'from the local network 172.31.9.0/24'],
  ['fd12:3456:789a:100::/56', 'from the local network fd12:3456:789a:100::/56'],
  ['fe80::/56', 'from the local network fe80::/56'],
  ['unknown', 'from an unknown network'],
  ['198.51.100.0/24', 'from 198.51.100.0/24'],
  ['172.32.9.0/24', 'from 172.32.9.0/24'],
  ['101.2.3.0/24', 'from 101.2.3.0/24'],
  ['2001:db8:4a::/56', 'from 2001:db8:4a::/56'],
  ['fc::/56', 'from fc::/56'],
  ['64:ff9b::/56', 'from 64:ff9b::/56'],
])('the network %s is said to be "%s"', (network, text) => {
  expect(sayNetwork(network, insideEn.person)).toBe(text);
});
