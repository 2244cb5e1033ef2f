import { type RefObject, type SyntheticEvent, useLayoutEffect, useRef } from 'react';

/**
 * An element may be handed to another row while it is pressed: who pressed meant the row that was there. These props of the element keep what
 * ends such a press from all that listen. What is in focus there gives the focus back to the grid.
 */
export function useOwnPress(element: RefObject<HTMLElement | null>, key: string | undefined) {
  /** Where a press was begun that has not ended. */
  const begun = useRef<string | undefined>(undefined);
  const lastTwo = useRef<readonly (string | undefined)[]>([]);
  const drawn = useRef(key);
  useLayoutEffect(() => {
    const { current } = element;
    if (drawn.current !== key && current?.contains(document.activeElement) === true)
      current.closest<HTMLElement>('.grid')?.focus({ preventScroll: true });
    drawn.current = key;
  }, [element, key]);
  const keepUnless = (isOwn: boolean, event: SyntheticEvent) => {
    if (isOwn) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const end = (event: SyntheticEvent) => {
    keepUnless((begun.current ?? key) === key, event);
    begun.current = undefined;
  };
  return {
    onMouseDownCapture: () => {
      begun.current = key;
      lastTwo.current = [...lastTwo.current.slice(-1), key];
    },
    onClickCapture: end,
    onAuxClickCapture: end,
    onContextMenuCapture: end,
    onDoubleClickCapture: (event: SyntheticEvent) =>
      keepUnless(
        lastTwo.current.every(row => row === key),
        event,
      ),
  };
}
