import type { Language } from './languages';

export interface Formats {
  /** In words up to a week away, then the date. */
  readonly relative: (instant: string, now?: number) => string;
  /** Date and time, in the reader's zone. */
  readonly exact: (instant: string) => string;
  readonly date: (instant: string) => string;
  /** With separators. */
  readonly number: (n: number) => string;
  /** A stretch of time as on a clock: 0:45, 12:00. */
  readonly clock: (seconds: number) => string;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** What browsers call "now" reads oddly of what has happened: "went out now". */
const JUST_NOW: Readonly<Record<Language, string>> = {
  en: 'just now',
  fr: 'à l’instant',
  it: 'proprio ora',
  de: 'gerade eben',
  es: 'ahora mismo',
  pt: 'agora mesmo',
  nl: 'zojuist',
};

const made = new Map<Language, Formats>();

export function formats(language: Language): Formats {
  let format = made.get(language);
  if (!format) {
    format = make(language);
    made.set(language, format);
  }
  return format;
}

function make(language: Language): Formats {
  // English without a country would give American dates; the readers' browsers know better.
  const locale = navigator.languages.find((tag) => tag.toLowerCase().startsWith(`${language}-`)) ?? (language === 'en' ? 'en-GB' : language);
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const number = new Intl.NumberFormat(locale);
  const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });

  return {
    number: (n) => number.format(n),
    date: (instant) => date.format(new Date(instant)),
    exact: (instant) => exact.format(new Date(instant)),
    relative(instant, now = Date.now()) {
      const seconds = Math.round((Date.parse(instant) - now) / 1000);
      const size = Math.abs(seconds);
      if (size < 45) return JUST_NOW[language];
      if (size < 55 * MINUTE) return relative.format(Math.round(seconds / MINUTE), 'minute');
      if (size < 22 * HOUR) return relative.format(Math.round(seconds / HOUR), 'hour');
      if (size < WEEK) return relative.format(Math.round(seconds / DAY), 'day');
      return date.format(new Date(instant));
    },
    clock: (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`,
  };
}
