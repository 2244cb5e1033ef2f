import { useEffect } from 'react';

/** The button that changes the size: it is there in both. */
export const SIZE_BUTTON = 'object-size';

let carried: string | null = null;

/** The same thing is about to be drawn in another place: what has the focus keeps it there, if it has an id. */
export function carryFocus(): void {
  const { activeElement } = document;
  const id = activeElement?.closest('article') === null ? '' : (activeElement?.id ?? '');
  carried = id === '' ? SIZE_BUTTON : id;
}

/** For each part that may hold what is carried. */
export function useCarriedFocus(): void {
  useEffect(() => {
    const element = carried === null ? null : document.getElementById(carried);
    if (element === null) return;
    carried = null;
    element.focus({ preventScroll: true });
  }, []);
}
