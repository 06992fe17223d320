import { createContext } from 'preact';
import type { ComponentChildren } from 'preact';
import { useContext, useEffect, useMemo, useState } from 'preact/hooks';
import { LANGUAGES, english, loadInsideWords, loadWords } from './catalogue';
import type { InsideWords, Language, Words } from './catalogue';
import { formats } from './formats';
import type { Formats } from './formats';

interface Speech {
  readonly language: Language;
  readonly words: Words;
  readonly inside: InsideWords | undefined;
}

interface LanguageHook extends Speech {
  readonly format: Formats;
  /** Changes the language; the words of the pages behind sign-in come along once they have been asked for. */
  readonly speak: (language: Language) => Promise<void>;
  /** Fetches the words of the pages behind sign-in. */
  readonly prepareInside: () => Promise<void>;
}

const REMEMBERED = 'portico.language';

const LanguageContext = createContext<LanguageHook | undefined>(undefined);

export function isLanguage(value: string | null | undefined): value is Language {
  return value !== null && value !== undefined && value in LANGUAGES;
}

/** The language chosen here before, else the browser's first that we speak, else English. A signed-in person's own comes later and wins. */
export function preferredLanguage(): Language {
  const remembered = recall();
  if (isLanguage(remembered)) return remembered;
  for (const tag of navigator.languages) {
    const base = tag.split('-')[0]?.toLowerCase();
    if (isLanguage(base)) return base;
  }
  return 'en';
}

function recall(): string | null {
  try {
    return localStorage.getItem(REMEMBERED);
  } catch {
    return null; // storage can be forbidden; the browser's language will do
  }
}

function remember(language: Language): void {
  try {
    localStorage.setItem(REMEMBERED, language);
  } catch {
    // it is asked again next time
  }
}

/** Gives the first words, before anything is drawn; English where the wanted ones cannot be fetched. */
export async function firstSpeech(): Promise<Speech> {
  const language = preferredLanguage();
  try {
    return { language, words: await loadWords(language), inside: undefined };
  } catch {
    return { language: 'en', words: english, inside: undefined };
  }
}

export function LanguageProvider({ first, children }: { first: Speech; children: ComponentChildren }) {
  const [speech, setSpeech] = useState(first);
  const hook = useMemo<LanguageHook>(() => {
    async function load(language: Language, inside: boolean): Promise<void> {
      const [words, insideWords] = await Promise.all([loadWords(language), inside ? loadInsideWords(language) : undefined]);
      setSpeech({ language, words, inside: insideWords });
    }
    return {
      ...speech,
      format: formats(speech.language),
      async speak(language) {
        remember(language);
        if (language !== speech.language) await load(language, speech.inside !== undefined);
      },
      async prepareInside() {
        if (!speech.inside) await load(speech.language, true);
      },
    };
  }, [speech]);

  useEffect(() => {
    document.documentElement.lang = speech.language;
  }, [speech.language]);

  return <LanguageContext.Provider value={hook}>{children}</LanguageContext.Provider>;
}

export function useLanguage(): LanguageHook {
  const hook = useContext(LanguageContext);
  if (!hook) throw new Error('no LanguageProvider');
  return hook;
}

export function useWords(): Words {
  return useLanguage().words;
}

/** The words behind sign-in. The area that draws such pages has fetched them. */
export function useInsideWords(): InsideWords {
  const { inside } = useLanguage();
  if (!inside) throw new Error('the words behind sign-in were not fetched');
  return inside;
}
