import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ListPlace } from '../../data/lists/list-place.ts';
import type { FirstWindow, ListWindow, LiveList } from '../../data/lists/use-live-list.ts';

/** Rows asked for before the screen's size is known. */
export const FIRST_LIMIT = 60;

/**
 * Tells the server which rows are on screen, and whether their order is to be held. Below the top the first of them is an anchor: what
 * comes or goes above it moves the window, not the rows in it.
 */
export function useListWindow(list: LiveList, start: FirstWindow) {
  const latest = useRef<ListWindow>({ ...start, hold: false });
  const known = useRef(list);
  known.current = list;
  const [moved, setMoved] = useState<{ readonly by: number } | null>(null);
  const { setWindow, offset: first, anchor: foundBy } = list;
  const tell = useCallback(
    (change: Partial<ListWindow>) => {
      const next = { ...latest.current, ...change };
      const { keys, offset } = known.current;
      const anchor = next.offset === 0 ? undefined : keys[next.offset - offset];
      const { anchor: _before, ...window } = next;
      const told = anchor === undefined ? window : { ...window, anchor };
      if (JSON.stringify(told) === JSON.stringify(latest.current)) return;
      latest.current = told;
      setWindow(told);
    },
    [setWindow],
  );
  useLayoutEffect(() => {
    const { anchor, offset } = latest.current;
    if (foundBy === null || foundBy !== anchor || first === offset) return;
    latest.current = { ...latest.current, offset: first };
    setMoved({ by: first - offset });
  }, [foundBy, first]);
  // Rows that were not there yet when they were scrolled to.
  useEffect(() => {
    // Before anything has come the row it is opened at is still looked for.
    if (list.keys.length > 0) tell({});
  }, [list.keys, tell]);
  const onRange = useCallback((offset: number, limit: number) => tell({ offset, limit: Math.max(limit, 1) }), [tell]);
  const onHold = useCallback((hold: boolean) => tell({ hold }), [tell]);
  return { onRange, onHold, moved };
}

/** The window that shows this place. */
export function windowAt({ offset, anchor }: ListPlace): FirstWindow {
  return { offset, limit: FIRST_LIMIT, ...(anchor === undefined ? {} : { anchor }) };
}
