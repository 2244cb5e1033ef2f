import { parseJson, writeJson } from '@lanthorn/base/json-text.ts';
import { isObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';

/** An edit that is not saved yet. */
export interface Draft {
  readonly base: KubeObject;
  readonly text: string;
  /** Milliseconds. */
  readonly savedAt: number;
}

const PREFIX = 'lanthorn.draft:';

/** Drafts outlast reloads, the server and signing out; they stay in this browser. `key` names cluster, object and uid. */
export function readDraft(key: string): Draft | null {
  const text = localStorage.getItem(PREFIX + key);
  if (text === null) return null;
  try {
    const value: unknown = parseJson(text);
    return isObject(value) && isObject(value['base']) && typeof value['text'] === 'string'
      ? (value as unknown as Draft)
      : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** False where the browser has no room left: then the person must know. */
export function writeDraft(key: string, edit: Omit<Draft, 'savedAt'>): boolean {
  // oxlint-disable-next-line no-restricted-properties -- this browser kept it, whatever time it is in a cluster
  const draft: Draft = { ...edit, savedAt: Date.now() };
  try {
    localStorage.setItem(PREFIX + key, writeJson(draft));
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}

export function dropDraft(key: string): void {
  localStorage.removeItem(PREFIX + key);
}
