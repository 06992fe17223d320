import { expect, test } from 'vitest';
import { addressOf, placeOf } from './place';

test.each([
  ['/queue/open', '', 'open', undefined],
  ['/queue/mine/abc', '', 'mine', 'abc'],
  ['/queue/service/billing', '', 'service', undefined],
  ['/queue/service/billing/abc', '', 'service', 'abc'],
  ['/queue/search/abc', 'scale', 'search', 'abc'],
])('A1: every view and ticket has its own address: %s', (path, query, view, ticket) => {
  const place = placeOf(path, query);
  expect(place).toMatchObject({ view, ticket, query });
  expect(place && addressOf(place)).toBe(query === '' ? path : `${path}?q=${query}`);
});

test('A1: the address of a mail opens the ticket', () => {
  expect(placeOf('/tickets/abc', '')).toMatchObject({ view: 'open', ticket: 'abc' });
});

test.each(['/queue/elsewhere', '/queue/open/a/b', '/queue/service', '/tickets'])('an address that is none is not taken for one: %s', (path) => {
  expect(placeOf(path, '')).toBeUndefined();
});
