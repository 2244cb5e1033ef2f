import { useEffect, useState } from 'react';
import { keepTextDraft, type Keeping } from './text-draft.ts';

/** Typing waits this long before it is kept. */
const KEEP_MS = 250;

/** Keeps the text as it is typed, also when the page goes away; one that is applied, or was not begun, is not. */
export function useKept(key: string, text: string, isNothing: boolean): Keeping {
  const [keeping, setKeeping] = useState<Keeping>('kept');
  const wanted = isNothing ? '' : text;
  useEffect(() => {
    const keep = () => keepTextDraft(key, wanted);
    const timer = window.setTimeout(() => setKeeping(keep()), KEEP_MS);
    addEventListener('pagehide', keep);
    return () => {
      window.clearTimeout(timer);
      removeEventListener('pagehide', keep);
      keep();
    };
  }, [key, wanted]);
  return keeping;
}
