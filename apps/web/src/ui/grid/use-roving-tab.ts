import { type FocusEvent, type KeyboardEvent, type RefObject, useCallback, useLayoutEffect, useRef } from 'react';

/** Marks the controls of a group that arrow keys lead to. */
export const ROVING = { 'data-roving': '' } as const;

const STOPS = '[data-roving]';

export interface RovingTab<E extends HTMLElement> {
  readonly ref: RefObject<E | null>;
  readonly onFocus: (event: FocusEvent) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** One Tab stop for a group of controls, however many there are: Tab leads to the one that had the focus last, arrow keys to the others. */
export function useRovingTab<E extends HTMLElement>(): RovingTab<E> {
  const ref = useRef<E>(null);
  const last = useRef<Element | null>(null);
  // Controls come and go at any drawing; where the last one has gone the first takes its place.
  useLayoutEffect(() => markStop(ref.current, last.current));
  const onFocus = useCallback((event: FocusEvent) => {
    if (!event.target.matches(STOPS)) return;
    last.current = event.target;
    markStop(ref.current, event.target);
  }, []);
  const onKeyDown = useCallback((event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const next = ref.current === null ? null : neighbour(ref.current, event.target, event.key);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    next.focus();
  }, []);
  return { ref, onFocus, onKeyDown };
}

function stopsOf(group: HTMLElement | null): HTMLElement[] {
  return group === null ? [] : [...group.querySelectorAll<HTMLElement>(STOPS)];
}

function markStop(group: HTMLElement | null, wanted: Element | null): void {
  const stops = stopsOf(group);
  const stop = stops.find(each => each === wanted) ?? stops[0];
  for (const each of stops) each.tabIndex = each === stop ? 0 : -1;
}

function rowsOf(stops: readonly HTMLElement[]): readonly HTMLElement[][] {
  const rows = new Map<Element | null, HTMLElement[]>();
  for (const stop of stops) {
    const at = stop.closest('tr');
    rows.set(at, [...(rows.get(at) ?? []), stop]);
  }
  return [...rows.values()];
}

/** Where a key leads from a control: along its row and to the rows above and below; in a single line all arrows go along it. */
function neighbour(group: HTMLElement, from: EventTarget, key: string): HTMLElement | null {
  const rows = rowsOf(stopsOf(group));
  const y = rows.findIndex(row => row.some(stop => stop === from));
  const row = rows[y];
  if (row === undefined) return null;
  const x = row.findIndex(stop => stop === from);
  const isLine = rows.length === 1;
  const inRow = (to: number) => row[to] ?? null;
  const inRows = (to: number) => rows[to]?.[Math.min(x, (rows[to]?.length ?? 1) - 1)] ?? null;
  switch (key) {
    case 'ArrowRight':
      return inRow(x + 1);
    case 'ArrowLeft':
      return inRow(x - 1);
    case 'ArrowDown':
      return isLine ? inRow(x + 1) : inRows(y + 1);
    case 'ArrowUp':
      return isLine ? inRow(x - 1) : inRows(y - 1);
    case 'Home':
      return isLine ? inRow(0) : inRows(0);
    case 'End':
      return isLine ? inRow(row.length - 1) : inRows(rows.length - 1);
    default:
      return null;
  }
}
