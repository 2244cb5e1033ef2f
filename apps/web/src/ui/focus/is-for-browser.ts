import type { MouseEvent } from 'react';

/** A press on a link that opens another tab or window: the browser's to do. */
export function isForBrowser({ button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean {
  return button !== 0 || metaKey || ctrlKey || shiftKey || altKey;
}
