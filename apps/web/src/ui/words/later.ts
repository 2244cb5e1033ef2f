import i18next from 'i18next';
import { type ComponentType, createElement, type FunctionComponent, lazy, useEffect, useState } from 'react';
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
  return laterCode(withWords(load));
}

function withWords<C>(load: () => Promise<C>): () => Promise<C> {
  return async () => {
    const [component] = await Promise.all([load(), loadLaterWords()]);
    return component;
  };
}

/**
 * The same for a page, or a tab of one: nothing stands in its place for the moment that its code mostly takes. React lets a fallback stand for
 * 300 ms, however soon what it stands for is there.
 */
export function laterPage<P extends object>(load: () => Promise<ComponentType<P>>): Later<P> {
  const code = new LaterCode(withWords(load));
  function Shown(props: P) {
    const [shown, setShown] = useState<ComponentType<P> | null>(() => code.loaded);
    useEffect(() => {
      if (shown !== null) return undefined;
      let isDecided = false;
      const decide = (component: ComponentType<P>) => {
        if (!isDecided) setShown(() => component);
        isDecided = true;
      };
      const timer = window.setTimeout(() => decide(code.awaitedOne()), SOON_MS);
      // What does not come says so in its place.
      code.fetch().then(decide, () => decide(code.awaitedOne()));
      return () => {
        isDecided = true;
        window.clearTimeout(timer);
      };
    }, [shown]);
    return shown === null ? null : createElement(shown, props);
  }
  return code.asLater(Shown);
}

/** What takes longer is waited for with its fallback in its place. */
const SOON_MS = 200;

/** A component whose words the first screens have. What does not come says so in its own place, and can be asked for again. */
export function laterCode<P extends object>(load: () => Promise<ComponentType<P>>): Later<P> {
  const code = new LaterCode(load);
  function Shown(props: P) {
    const [component] = useState(() => code.loaded ?? code.awaitedOne());
    return createElement(component, props);
  }
  return code.asLater(Shown);
}

/** Code that is fetched once. */
class LaterCode<P extends object> {
  loaded: ComponentType<P> | null = null;
  readonly #load: () => Promise<ComponentType<P>>;
  #awaited: ComponentType<P> | null = null;
  #pending: Promise<ComponentType<P>> | null = null;

  constructor(load: () => Promise<ComponentType<P>>) {
    this.#load = load;
  }

  /** Whoever asks while it is on its way waits for the same. */
  readonly fetch = (): Promise<ComponentType<P>> => {
    this.#pending ??= this.#fetchNow().finally(() => {
      this.#pending = null;
    });
    return this.#pending;
  };

  async #fetchNow(): Promise<ComponentType<P>> {
    this.loaded = await this.#load();
    return this.loaded;
  }

  /** Suspends until it is there, and says where it does not come. */
  awaitedOne(): ComponentType<P> {
    // The next one that is drawn asks anew. Not before it is shown: React begins anew with what it awaited before it was mounted.
    const forget = () => {
      this.#awaited = null;
    };
    const { fetch } = this;
    this.#awaited ??= lazy(async () => {
      try {
        return { default: await fetch() };
      } catch (problem) {
        return { default: (props: P) => createElement(NotFetched<P>, { problem, fetch, props, onShown: forget }) };
      }
    }) as ComponentType<P>;
    return this.#awaited;
  }

  asLater(shown: FunctionComponent<P>): Later<P> {
    return Object.assign(shown, {
      load: async () => {
        if (this.loaded === null) await this.fetch();
      },
    });
  }
}

/** Until they are here what they word is said in the server's own English, as for a code that no catalogue knows. */
export async function loadLaterWords(): Promise<void> {
  const { default: words } = await import('../locales/en-later.json');
  i18next.addResourceBundle('en', 'translation', words, true);
}
