import { asObject, asString } from '@lanthorn/base/json.ts';
import type { FilePlace } from '@lanthorn/protocol/files/file-messages.ts';

/** An edit of a file that is not saved yet. */
export interface FileDraft {
  readonly text: string;
  /** Of the bytes it began with: over others it is not written. */
  readonly was: string;
}

const PREFIX = 'lanthorn.file:';

/** What a draft is of: a file of one pod's container, not of another pod of its name. */
export function draftKey({ cluster, namespace, pod, uid, container }: FilePlace, path: string): string {
  return PREFIX + JSON.stringify([cluster, namespace, pod, uid, container, path]);
}

/** Drafts outlast a reload and going elsewhere, in this tab alone: a file may hold what nobody else is to read. */
export function readFileDraft(key: string): FileDraft | null {
  try {
    const kept = asObject(JSON.parse(sessionStorage.getItem(key) ?? 'null'));
    const was = asString(kept['was']);
    return was === '' || typeof kept['text'] !== 'string' ? null : { was, text: kept['text'] };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** False where the browser has no room left: then the person must know. */
export function writeFileDraft(key: string, draft: FileDraft): boolean {
  try {
    sessionStorage.setItem(key, JSON.stringify(draft));
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}

export function dropFileDraft(key: string): void {
  sessionStorage.removeItem(key);
}
