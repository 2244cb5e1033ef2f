import type { Preferences } from '@lanthorn/protocol/preferences.ts';
import { useClient } from './client.ts';

/** What the person prefers; who asks for a part is rendered again when that part changes. */
export function usePreferences<T>(part: (chosen: Preferences) => T): T {
  return useClient().preferences.store(({ chosen }) => part(chosen));
}
