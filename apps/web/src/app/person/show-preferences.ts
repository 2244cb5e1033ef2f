import type { Preferences } from '@lanthorn/protocol/preferences.ts';
import type { PersonPreferences } from '../../data/preferences/person-preferences.ts';
import { type LanguageCode, languageOf, setLanguage } from '../../ui/words/i18n.ts';

/** The language that is meant: where the browser's is, that of `tag`. */
export function chosenLanguage(language: Preferences['language'], tag: string): LanguageCode {
  return language === 'browser' ? languageOf(tag) : language;
}

/** Keeps the document as the person likes it, for all that no component draws: theme and language. */
export function showPreferences({ store }: PersonPreferences, page: Document): void {
  const show = ({ theme, language }: Preferences) => {
    page.documentElement.dataset['theme'] = theme;
    page.querySelector('meta[name="color-scheme"]')?.setAttribute('content', theme === 'system' ? 'light dark' : theme);
    void setLanguage(chosenLanguage(language, navigator.language));
  };
  store.subscribe(({ chosen }, before) => {
    if (chosen.theme !== before.chosen.theme || chosen.language !== before.chosen.language) show(chosen);
  });
}
