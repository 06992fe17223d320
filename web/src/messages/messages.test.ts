import { describe, expect, test, vi } from 'vitest';
import { waitInWords } from '../components/countdown';
import { loadInsideWords, loadWords } from './catalogue';
import { SPOKEN } from './languages';
import { inside as insideDe } from './de/inside';
import { words as de } from './de/words';
import { inside as insideEn } from './en/inside';
import { words as en } from './en/words';
import { formats } from './formats';
import { preferredLanguage } from './language';

type Tree = { readonly [key: string]: unknown };

/** Every text of a catalogue; a function is called with arguments that can be recognised. */
function texts(tree: object, path = ''): [string, string][] {
  return Object.entries(tree as Tree).flatMap(([key, value]) => {
    const here = `${path}.${key}`;
    if (typeof value === 'string') return [[here, value] as [string, string]];
    if (typeof value === 'function') return [[here, String((value as (...args: unknown[]) => unknown)(7, 'ARG2', 'ARG3'))] as [string, string]];
    return texts(value as object, here);
  });
}

const others = SPOKEN.filter((language) => language !== 'en');

describe('E3: the words', () => {
  test.each(others)('are there in every language, and none is empty: %s', async (language) => {
    for (const [english, other] of [[en, await loadWords(language)], [insideEn, await loadInsideWords(language)]] as const) {
      expect(texts(other).map(([path]) => path)).toEqual(texts(english).map(([path]) => path));
      for (const [path, text] of [...texts(english), ...texts(other)]) expect(text.trim(), path).not.toBe('');
    }
  });

  test.each(others)('say what they were given in every language: %s', async (language) => {
    for (const [english, other] of [[en, await loadWords(language)], [insideEn, await loadInsideWords(language)]] as const) {
      const said = new Map(texts(other));
      for (const [path, text] of texts(english)) {
        for (const given of ['7', 'ARG2', 'ARG3']) expect(said.get(path)?.includes(given), `${path} and ${given}`).toBe(text.includes(given));
      }
    }
  });

  test.each(others)('are of a language of their own: %s', async (language) => {
    for (const [english, other] of [[en, await loadWords(language)], [insideEn, await loadInsideWords(language)]] as const) {
      const said = new Map(texts(other));
      const long = texts(english).filter(([, text]) => text.split(' ').length > 4);
      expect(long.filter(([path, text]) => said.get(path) === text)).toEqual([]);
      if (language !== 'de') {
        const german = new Map([...texts(de), ...texts(insideDe)]);
        expect(long.filter(([path]) => said.get(path) === german.get(path))).toEqual([]);
      }
    }
  });

  test('are the language chosen here before, else the browser’s first that we speak, else English', () => {
    const languages = vi.spyOn(navigator, 'languages', 'get');
    languages.mockReturnValue(['rm-CH', 'de-CH', 'fr-CH', 'en']);
    expect(preferredLanguage()).toBe('de');
    localStorage.setItem('portico.language', 'en');
    expect(preferredLanguage()).toBe('en');
    localStorage.setItem('portico.language', 'tlh');
    languages.mockReturnValue(['tlh']);
    expect(preferredLanguage()).toBe('en');
  });
});

describe('times', () => {
  const now = Date.parse('2026-03-10T12:00:00Z');
  const ago = (seconds: number) => formats('en').relative(new Date(now - seconds * 1000).toISOString(), now);

  test.each([
    [10, 'just now'],
    [-10, 'just now'],
    [300, '5 minutes ago'],
    [7200, '2 hours ago'],
    [86_400, 'yesterday'],
    [5 * 86_400, '5 days ago'],
    [-86_400, 'tomorrow'],
  ])('%i seconds ago is %s', (seconds, text) => {
    expect(ago(seconds)).toBe(text);
  });

  test('are said in German, too', () => {
    expect(formats('de').relative(new Date(now - 10_000).toISOString(), now)).toBe('gerade eben');
  });

  test('are dates from a week on', () => {
    expect(ago(8 * 86_400)).toMatch(/2026/);
  });

  test('are numbers with the separators of the language', () => {
    expect(formats('en').number(20_000)).toBe('20,000');
    expect(formats('de').number(20_000)).toBe('20.000');
    expect(insideDe.request.textTooLong(20_000)).toBe('Nehmen Sie höchstens 20.000 Zeichen.');
  });

  test('count down as on a clock', () => {
    expect(formats('en').clock(65)).toBe('1:05');
  });
});

test.each([
  [1, 'Try again in 1 second.'],
  [59, 'Try again in 59 seconds.'],
  [61, 'Try again in 2 minutes.'],
  [240, 'Try again in 4 minutes.'],
  [7200, 'Try again in 2 hours.'],
  [0, 'You can try again now.'],
])('X12: a wait of %i seconds is "%s"', (seconds, text) => {
  expect(waitInWords(en.wait, seconds)).toBe(text);
});
