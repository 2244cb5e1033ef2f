import i18next, { type TFunction } from 'i18next';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useTranslation } from 'react-i18next';

export interface Words {
  readonly t: TFunction;
  readonly language: string;
}

const WordsContext = createContext<Words | null>(null);

/** Asks once for all that is below whether the language changes; the library's own hook does for each place that uses it. */
export function WordsProvider({ children }: { readonly children: ReactNode }) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const words = useMemo(() => ({ t, language }), [t, language]);
  return <WordsContext value={words}>{children}</WordsContext>;
}

/** For what is drawn hundreds of times on a screen: rows and their cells. Elsewhere `useTranslation` will do. */
export function useWords(): Words {
  return useContext(WordsContext) ?? { t: i18next.t, language: i18next.language };
}
