import i18next, { type TFunction } from 'i18next';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useTranslation } from 'react-i18next';

export interface Words {
  readonly t: TFunction;
  readonly language: string;
  /** A sentence about something that has a `name`: worked out once, since each row says some. */
  readonly named: (key: string, name: string) => string;
}

/** Stands for the name until there is one; nothing else is made of it. */
const NAME = '\u{f8ff}';

function wordsOf(t: TFunction, language: string): Words {
  const known = new Map<string, readonly string[]>();
  const partsOf = (key: string) => {
    const parts = known.get(key) ?? t(key, { name: NAME }).split(NAME);
    known.set(key, parts);
    return parts;
  };
  return { t, language, named: (key, name) => partsOf(key).join(name) };
}

const WordsContext = createContext<Words | null>(null);

/** Asks once for all that is below whether the language changes; the library's own hook does for each place that uses it. */
export function WordsProvider({ children }: { readonly children: ReactNode }) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const words = useMemo(() => wordsOf(t, language), [t, language]);
  return <WordsContext value={words}>{children}</WordsContext>;
}

/** For what is drawn hundreds of times on a screen: rows and their cells. Elsewhere `useTranslation` will do. */
export function useWords(): Words {
  return useContext(WordsContext) ?? wordsOf(i18next.t, i18next.language);
}
