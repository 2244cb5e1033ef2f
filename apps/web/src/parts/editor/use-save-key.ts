import { useEffect, useRef } from 'react';

/** Ctrl S takes the next step wherever focus is on the page, and Ctrl Shift S the one beside it, unless a dialog is asking something. */
export function useSaveKey(step: () => void, beside = step): void {
  const latest = useRef({ step, beside });
  latest.current = { step, beside };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
      // The browser would save the page.
      event.preventDefault();
      if (document.querySelector('[role="dialog"]') === null) latest.current[event.shiftKey ? 'beside' : 'step']();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
