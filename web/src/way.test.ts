import { describe, expect, test } from 'vitest';
import type { Me } from './api/types';
import { wayTo } from './way';

const person: Me = { id: 'a'.repeat(26), name: 'Ann', email: 'ann@customer.example', role: 'customer', language: 'en' };

describe('the way on after sign-in', () => {
  test.each(['/requests', '/requests?q=a%20b', '/profile', '/customers/x#y'])('goes to a page of ours: %s', (asked) => {
    expect(wayTo(asked, person)).toBe(asked);
  });

  test.each([
    undefined, '', 'requests', '//evil.example', '/\\evil.example', '/\t/evil.example', '/\n/evil.example', '/\r\\evil.example', '\t//evil.example',
    'https://evil.example', 'javascript:alert(1)', '/sign-in?to=/', '/activate', '/undo',
  ])('goes nowhere else: %j', (asked) => {
    expect(wayTo(asked, person)).toBe('/');
  });
});
