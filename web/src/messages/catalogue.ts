import { en } from './en';
import type { insideEn } from './inside.en';

export type Words = typeof en;
export type InsideWords = typeof insideEn;

/** The languages that Portico's pages speak, by their own names. */
export const LANGUAGES = {
  en: 'English',
  fr: 'Français',
  it: 'Italiano',
  de: 'Deutsch',
  es: 'Español',
  pt: 'Português',
  nl: 'Nederlands',
} as const;
export type Language = keyof typeof LANGUAGES;
export const SPOKEN = Object.keys(LANGUAGES) as readonly Language[];

/** English comes with the page, so that there are always words; the others are fetched when they are wanted. */
export const english = en;

const WORDS: Readonly<Record<Language, () => Words | Promise<Words>>> = {
  en: () => en,
  fr: async () => (await import('./fr')).fr,
  it: async () => (await import('./it')).it,
  de: async () => (await import('./de')).de,
  es: async () => (await import('./es')).es,
  pt: async () => (await import('./pt')).pt,
  nl: async () => (await import('./nl')).nl,
};

const INSIDE_WORDS: Readonly<Record<Language, () => Promise<InsideWords>>> = {
  en: async () => (await import('./inside.en')).insideEn,
  fr: async () => (await import('./inside.fr')).insideFr,
  it: async () => (await import('./inside.it')).insideIt,
  de: async () => (await import('./inside.de')).insideDe,
  es: async () => (await import('./inside.es')).insideEs,
  pt: async () => (await import('./inside.pt')).insidePt,
  nl: async () => (await import('./inside.nl')).insideNl,
};

export async function loadWords(language: Language): Promise<Words> {
  return WORDS[language]();
}

export async function loadInsideWords(language: Language): Promise<InsideWords> {
  return INSIDE_WORDS[language]();
}
