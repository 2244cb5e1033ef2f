import { isObject } from '@lanthorn/base/json.ts';
import { NO_PREFERENCES } from '@lanthorn/protocol/no-preferences.ts';
import type { Preferences } from '@lanthorn/protocol/preferences.ts';

/** What the server wrote into the page, so that it begins as the person likes it. */
export function servedPreferences(page: Document): Preferences {
  const written = page.querySelector('meta[name="preferences"]')?.getAttribute('content') ?? '';
  try {
    const value: unknown = JSON.parse(written);
    return isObject(value) ? { ...NO_PREFERENCES, ...value } : NO_PREFERENCES;
  } catch (error) {
    // A page that no server filled in.
    if (error instanceof SyntaxError) return NO_PREFERENCES;
    throw error;
  }
}
