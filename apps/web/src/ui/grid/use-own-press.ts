import { type MouseEvent, type RefObject, type SyntheticEvent, useLayoutEffect, useRef } from 'react';

/**
 * An element may be handed to another row while it is pressed: who pressed meant the row that was there. With these props of the element a
 * press that was begun on another row ends without effect. What is in focus there, and what is marked, are let go.
 */
export function useOwnPress(element: RefObject<HTMLElement | null>, key: string | undefined) {
  /** Where a press was begun that has not ended. */
  const begun = useRef<string | undefined>(undefined);
  const lastTwo = useRef<readonly (string | undefined)[]>([]);
  const drawn = useRef(key);
  useLayoutEffect(() => {
    const { current } = element;
    if (drawn.current === key || current === null) return;
    drawn.current = key;
    if (current.contains(document.activeElement)) focusGrid(current);
    const marked = getSelection();
    if (marked?.isCollapsed === false && marked.getRangeAt(0).intersectsNode(current)) marked.removeAllRanges();
  }, [element, key]);
  const keepUnless = (isOwn: boolean, event: SyntheticEvent) => {
    if (isOwn) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const forget = () => {
    begun.current = undefined;
  };
  const end = (event: MouseEvent) => {
    const isOfKeys = event.type === 'click' && event.detail === 0;
    keepUnless(isOfKeys || (begun.current ?? key) === key, event);
    forget();
  };
  return {
    onPointerDownCapture: () => {
      begun.current = key;
      lastTwo.current = [...lastTwo.current.slice(-1), key];
    },
    onPointerCancelCapture: forget,
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

/** Its keys work on from there. */
export function focusGrid(within: Element): void {
  within.closest<HTMLElement>('.grid')?.focus({ preventScroll: true });
}
