import type { InsideWords } from './en/inside';
import { words } from './en/words';
import type { Words } from './en/words';
import type { Language } from './languages';

/** English comes with the page, so that there are always words; the others are fetched when they are wanted. */
export const english = words;

const WORDS: Readonly<Record<Language, () => Words | Promise<Words>>> = {
  en: () => words,
  fr: async () => (await import('./fr/words')).words,
  it: async () => (await import('./it/words')).words,
  de: async () => (await import('./de/words')).words,
  es: async () => (await import('./es/words')).words,
  pt: async () => (await import('./pt/words')).words,
  nl: async () => (await import('./nl/words')).words,
};

const INSIDE_WORDS: Readonly<Record<Language, () => Promise<InsideWords>>> = {
  en: async () => (await import('./en/inside')).inside,
  fr: async () => (await import('./fr/inside')).inside,
  it: async () => (await import('./it/inside')).inside,
  de: async () => (await import('./de/inside')).inside,
  es: async () => (await import('./es/inside')).inside,
  pt: async () => (await import('./pt/inside')).inside,
  nl: async () => (await import('./nl/inside')).inside,
};

export async function loadWords(language: Language): Promise<Words> {
  return WORDS[language]();
}

export async function loadInsideWords(language: Language): Promise<InsideWords> {
  return INSIDE_WORDS[language]();
}
