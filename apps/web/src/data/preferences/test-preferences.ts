import type { Preferences } from '@lanthorn/protocol/preferences.ts';
import { NO_PREFERENCES } from '@lanthorn/protocol/no-preferences.ts';
import { PersonPreferences } from './person-preferences.ts';

/** What a person prefers, of a server that takes every change and is slow to say so. */
export function testPreferences(chosen: Partial<Preferences> = {}): PersonPreferences {
  return new PersonPreferences({ ...NO_PREFERENCES, ...chosen }, () => new Promise(() => {}));
}
