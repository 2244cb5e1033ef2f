import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core';
import type { Preferences } from '@lanthorn/protocol/preferences.ts';
import type { PersonPreferences } from '../data/preferences/person-preferences.ts';

/** Tells the library which theme is meant; it keeps none of its own. */
export function colorSchemeManager({ store }: PersonPreferences): MantineColorSchemeManager {
  let stop = () => {};
  return {
    get: () => colorScheme(store.getState().chosen.theme),
    set: () => {},
    subscribe: onUpdate => {
      stop = store.subscribe(({ chosen }, before) => {
        if (chosen.theme !== before.chosen.theme) onUpdate(colorScheme(chosen.theme));
      });
    },
    unsubscribe: () => stop(),
    clear: () => {},
  };
}

function colorScheme(theme: Preferences['theme']): MantineColorScheme {
  return theme === 'system' ? 'auto' : theme;
}
