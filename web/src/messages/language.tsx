import { createContext } from 'preact';
import type { ComponentChildren } from 'preact';
import { useContext, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { english, loadInsideWords, loadWords } from './catalogue';
import { LANGUAGES } from './languages';
import type { InsideWords } from './en/inside';
import type { Words } from './en/words';
import type { Language } from './languages';
import { formats } from './formats';
import type { Formats } from './formats';

interface Speech {
  readonly language: Language;
  readonly words: Words;
  readonly inside: InsideWords | undefined;
}

/**
 * Why a language is spoken: somebody chose it here, it is the signed-in person's own, or that of the person for whom a link was made. What was
 * chosen holds before a link's; a link's is for its page alone and is not remembered.
 */
type Reason = 'chosen' | 'own' | 'link';

interface LanguageHook extends Speech {
  readonly format: Formats;
  /** Changes the language, for a reason; the words of the pages behind sign-in come along once they have been asked for. */
  readonly speak: (language: Language, because: Reason) => Promise<void>;
  /** Fetches the words of the pages behind sign-in. */
  readonly prepareInside: () => Promise<void>;
}

const REMEMBERED = 'portico.language';
const CHOSEN = 'portico.language.chosen';

const LanguageContext = createContext<LanguageHook | undefined>(undefined);

export function isLanguage(value: string | null | undefined): value is Language {
  return value !== null && value !== undefined && value in LANGUAGES;
}

/** The language chosen here before, else the browser's first that we speak, else English. A signed-in person's own comes later and wins. */
export function preferredLanguage(): Language {
  const remembered = recall(REMEMBERED);
  if (isLanguage(remembered)) return remembered;
  for (const tag of navigator.languages) {
    const base = tag.split('-')[0]?.toLowerCase();
    if (isLanguage(base)) return base;
  }
  return 'en';
}

function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage can be forbidden; the browser's language will do
  }
}

function remember(language: Language, chosen: boolean): void {
  try {
    localStorage.setItem(REMEMBERED, language);
    if (chosen) localStorage.setItem(CHOSEN, 'yes');
    else localStorage.removeItem(CHOSEN);
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
  const wanted = useRef({ language: first.language, inside: false });
  const chosen = useRef(false);

  const hook = useMemo<LanguageHook>(() => {
    // The last wish wins, however long the words of an earlier one take.
    async function want(wish: Partial<typeof wanted.current>): Promise<void> {
      const mine = { ...wanted.current, ...wish };
      wanted.current = mine;
      const [words, inside] = await Promise.all([loadWords(mine.language), mine.inside ? loadInsideWords(mine.language) : undefined]);
      if (wanted.current === mine) setSpeech({ language: mine.language, words, inside });
    }
    return {
      ...speech,
      format: formats(speech.language),
      async speak(language, because) {
        if (because === 'link') {
          if (chosen.current || recall(CHOSEN) !== null) return;
        } else {
          chosen.current = because === 'chosen';
          remember(language, chosen.current);
        }
        if (language !== wanted.current.language) await want({ language });
      },
      async prepareInside() {
        if (!speech.inside) await want({ inside: true });
      },
    };
  }, [speech]);

  useLayoutEffect(() => {
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
