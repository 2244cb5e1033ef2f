import { useEffect, useRef } from 'react';

/** Ctrl S takes the next step wherever focus is on the page, unless a dialog is asking something. */
export function useSaveKey(step: () => void): void {
  const latest = useRef(step);
  latest.current = step;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
      // The browser would save the page.
      event.preventDefault();
      if (document.querySelector('[role="dialog"]') === null) latest.current();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
