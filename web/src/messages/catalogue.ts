import { en } from './en';
import type { insideEn } from './inside.en';

export type Words = typeof en;
export type InsideWords = typeof insideEn;

/** The languages that Portico's pages speak, by their own names. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

/** English comes with the page, so that there are always words; the others are fetched when they are wanted. */
export const english = en;

export async function loadWords(language: Language): Promise<Words> {
  switch (language) {
    case 'en':
      return en;
    case 'de':
      return (await import('./de')).de;
  }
}

export async function loadInsideWords(language: Language): Promise<InsideWords> {
  switch (language) {
    case 'en':
      return (await import('./inside.en')).insideEn;
    case 'de':
      return (await import('./inside.de')).insideDe;
  }
}
