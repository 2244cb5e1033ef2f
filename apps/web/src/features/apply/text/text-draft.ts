import { mayHoldSecrets } from '@lanthorn/kube/objects/manifests.ts';

const PREFIX = 'lanthorn.text:';

/** Whether a text is kept for later: with values of Secrets it never is, and a browser may have no room. */
export type Keeping = 'kept' | 'secret' | 'noRoom';

/** What was typed and not applied, '' where nothing was; it outlasts reloads and stays in this browser. */
export function readTextDraft(key: string): string {
  return localStorage.getItem(PREFIX + key) ?? '';
}

/** Keeps a text under a key, in the place of the one before. */
export function keepTextDraft(key: string, text: string): Keeping {
  const isSecret = mayHoldSecrets(text);
  if (isSecret || text.trim() === '') localStorage.removeItem(PREFIX + key);
  if (isSecret) return 'secret';
  if (text.trim() === '') return 'kept';
  try {
    localStorage.setItem(PREFIX + key, text);
    return 'kept';
  } catch (error) {
    if (error instanceof DOMException) return 'noRoom';
    throw error;
  }
}
