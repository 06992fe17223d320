import { describe, expect, test } from 'vitest';
import { Attempts } from './attempt';

describe('the idempotency key', () => {
  test('stays while the same body is sent again', () => {
    const attempts = new Attempts();
    expect(attempts.keyFor({ a: 1 })).toBe(attempts.keyFor({ a: 1 }));
  });

  test('is another when the body is another', () => {
    const attempts = new Attempts();
    expect(attempts.keyFor({ a: 1 })).not.toBe(attempts.keyFor({ a: 2 }));
  });

  test('is another after a success, so that doing the same again is done again', () => {
    const attempts = new Attempts();
    const first = attempts.keyFor({ a: 1 });
    attempts.succeeded();
    expect(attempts.keyFor({ a: 1 })).not.toBe(first);
  });

  test('has the form that the contract asks for', () => {
    expect(new Attempts().keyFor({})).toMatch(/^[A-Za-z0-9_-]{16,64}$/);
  });
});
