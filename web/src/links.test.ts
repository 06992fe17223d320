import { describe, expect, test } from 'vitest';
import { splitAtLinks } from './links';

const linksIn = (text: string) => splitAtLinks(text).filter((_, index) => index % 2 === 1);

describe('addresses of pages in a text', () => {
  test.each([
    ['See https://a.example/x.', ['https://a.example/x']],
    ['(see https://a.example/x)', ['https://a.example/x']],
    ['here (https://a.example/x), or there', ['https://a.example/x']],
    ['https://a.example/Salt_(chemistry)', ['https://a.example/Salt_(chemistry)']],
    ['(https://a.example/Salt_(chemistry)).', ['https://a.example/Salt_(chemistry)']],
    ['[https://a.example/?a[]=1]', ['https://a.example/?a[]=1']],
    ['Is it https://a.example/x?y=1&z=(2)?!', ['https://a.example/x?y=1&z=(2)']],
    ['„https://a.example/x“ und »https://b.example/y«', ['https://a.example/x', 'https://b.example/y']],
    ['https://a.example https://b.example/', ['https://a.example', 'https://b.example/']],
    ['http://', []],
    ['https://...', []],
    ['javascript:alert(1) ftp://a.example', []],
    ['<https://a.example/x>', ['https://a.example/x']],
  ])('H17: %s', (text, links) => {
    expect(linksIn(text)).toEqual(links);
    expect(splitAtLinks(text).join('')).toBe(text);
  });

  test('a text made to keep the page busy is read in time', () => {
    const started = performance.now();
    expect(linksIn(`https://a.example/${')'.repeat(20_000)}`)).toEqual(['https://a.example/']);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
