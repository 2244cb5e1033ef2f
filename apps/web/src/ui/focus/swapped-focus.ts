import { type RefObject, useLayoutEffect, useRef } from 'react';
import { focusFirst } from './focus-inside.ts';
import { isFocusLost } from './focus-return.ts';

/** Where a press swaps what was pressed for something else, that has the focus which would go with it. `what` says which of them is there. */
export function useSwappedFocus<E extends HTMLElement>(what: unknown): RefObject<E | null> {
  const ref = useRef<E>(null);
  const before = useRef(what);
  useLayoutEffect(() => {
    if (before.current === what) return;
    before.current = what;
    if (ref.current !== null && isFocusLost()) focusFirst(ref.current);
  }, [what]);
  return ref;
}
