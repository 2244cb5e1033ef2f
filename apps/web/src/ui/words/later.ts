import i18next from 'i18next';
import { type ComponentType, createElement, type FunctionComponent, lazy, useState } from 'react';
import { NotFetched } from './not-fetched.tsx';

/** A component whose code comes when it is first drawn, or asked for. */
export type Later<P> = FunctionComponent<P> & {
  /** Fetches it: who draws it after that has it at once. */
  readonly load: () => Promise<void>;
};

/**
 * A component that no first screen shows, with the English words that none shows. It appears when both are there: of every lazily
 * loaded component no word is missing.
 */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): Later<P> {
  return laterCode(async () => {
    const [component] = await Promise.all([load(), loadLaterWords()]);
    return component;
  });
}

/** A component whose words the first screens have. What does not come says so in its own place, and can be asked for again. */
export function laterCode<P extends object>(load: () => Promise<ComponentType<P>>): Later<P> {
  let loaded: ComponentType<P> | null = null;
  const fetch = async () => {
    loaded = await load();
    return loaded;
  };
  let awaited: ComponentType<P> | null = null;
  // The next one that is drawn asks anew. Not before it is shown: React begins anew with what it awaited before it was mounted.
  const forget = () => {
    awaited = null;
  };
  const awaitedOne = () => {
    awaited ??= lazy(async () => {
      try {
        return { default: await fetch() };
      } catch (problem) {
        return { default: (props: P) => createElement(NotFetched<P>, { problem, fetch, props, onShown: forget }) };
      }
    }) as ComponentType<P>;
    return awaited;
  };
  function Shown(props: P) {
    // React lets a fallback stand for 300 ms, however soon what it stands for is there.
    const [component] = useState(() => loaded ?? awaitedOne());
    return createElement(component, props);
  }
  return Object.assign(Shown, {
    load: async () => {
      if (loaded === null) await fetch();
    },
  });
}

/** Until they are here what they word is said in the server's own English, as for a code that no catalogue knows. */
export async function loadLaterWords(): Promise<void> {
  const { default: words } = await import('../locales/en-later.json');
  i18next.addResourceBundle('en', 'translation', words, true);
}
