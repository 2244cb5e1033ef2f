import { type RefObject, type SyntheticEvent, useLayoutEffect, useRef } from 'react';
import type { GridColumn } from './grid-props.ts';

/** As long as a flash takes to fade (list.css). What changes before then needs no flash to be seen, and a screen full of them would be painted all the time. */
const FADE_MS = 1_200;

/**
 * Lets each cell of a row flash once, softly, whose fact changed while the row was on screen. Another row in its element has not changed.
 * Done to the elements: a screen has hundreds of cells, and each would need a state of its own.
 */
export function useFlashes<R>(
  element: RefObject<HTMLElement | null>,
  {
    row,
    rowKey,
    columns,
  }: { readonly row: R | undefined; readonly rowKey: string | undefined; readonly columns: readonly GridColumn<R>[] },
) {
  const shown = useRef({ row, rowKey, flashed: new Map<string, number>() });
  useLayoutEffect(() => {
    const before = shown.current;
    const isSame = before.rowKey === rowKey;
    const flashed = isSame ? before.flashed : new Map<string, number>();
    shown.current = { row, rowKey, flashed };
    // Before them stands the check box.
    const cells = [...(element.current?.children ?? [])].slice(1);
    if (!isSame) for (const cell of cells) cell.removeAttribute(CHANGED);
    if (!isSame || row === before.row || row === undefined || before.row === undefined) return;
    const now = performance.now();
    for (const [i, { id, isChanged }] of columns.entries()) {
      if (isChanged?.(before.row, row) !== true) continue;
      if (now - (flashed.get(id) ?? Number.NEGATIVE_INFINITY) <= FADE_MS) continue;
      cells[i]?.setAttribute(CHANGED, '');
      flashed.set(id, now);
    }
  }, [element, row, rowKey, columns]);
  // An element that is only moved starts its animation again: what has faded is as if it never was.
  return {
    onAnimationEnd: ({ target }: SyntheticEvent) => target instanceof Element && target.removeAttribute(CHANGED),
  };
}

const CHANGED = 'data-changed';
