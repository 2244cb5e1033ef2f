import i18next from 'i18next';
import { type ComponentType, lazy, type LazyExoticComponent } from 'react';

/**
 * A component that no first screen shows, with the English words that none shows. It appears when both are there: of every lazily
 * loaded component no word is missing.
 */
export function later<P>(load: () => Promise<ComponentType<P>>): LazyExoticComponent<ComponentType<P>> {
  return lazy(async () => {
    const [component] = await Promise.all([load(), loadLaterWords()]);
    return { default: component };
  });
}

/** Until they are here what they word is said in the server's own English, as for a code that no catalogue knows. */
export async function loadLaterWords(): Promise<void> {
  const { default: words } = await import('../locales/en-later.json');
  i18next.addResourceBundle('en', 'translation', words, true);
}
