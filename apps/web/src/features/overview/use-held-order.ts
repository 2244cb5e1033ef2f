import { type FocusEvent, useRef, useState } from 'react';

/** The order of before, with what is new behind it; what is no more keeps its place as it was last. */
export function heldOrder<T>(before: readonly T[], items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  const fresh = new Map(items.map(item => [keyOf(item), item]));
  const kept = before.map(item => fresh.get(keyOf(item)) ?? item);
  const known = new Set(before.map(keyOf));
  return [...kept, ...items.filter(item => !known.has(keyOf(item)))];
}

/** What tells of a hand on an element: for the element around what it may be on. */
export interface HoldHandlers {
  readonly onPointerEnter: () => void;
  readonly onPointerLeave: () => void;
  readonly onFocus: () => void;
  readonly onBlur: (event: FocusEvent) => void;
}

/** Whether a pointer or the focus is inside. */
export function useHold(): { readonly isHeld: boolean; readonly handlers: HoldHandlers } {
  const [isPointed, setPointed] = useState(false);
  const [isFocused, setFocused] = useState(false);
  return {
    isHeld: isPointed || isFocused,
    handlers: {
      onPointerEnter: () => setPointed(true),
      onPointerLeave: () => setPointed(false),
      onFocus: () => setFocused(true),
      onBlur: ({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setFocused(false);
      },
    },
  };
}

/** The items in their own order; while they are held, in the one that is on the screen: nothing moves under a hand. */
export function useHeldOrder<T>(items: readonly T[], isHeld: boolean, keyOf: (item: T) => string): readonly T[] {
  const shown = useRef(items);
  shown.current = isHeld ? heldOrder(shown.current, items, keyOf) : items;
  return shown.current;
}
