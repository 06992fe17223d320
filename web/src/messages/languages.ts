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
