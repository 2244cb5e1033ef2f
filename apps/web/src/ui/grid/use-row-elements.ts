import { useRef } from 'react';

/** Of each row on screen, by its key, the number of the element that draws it. */
type Elements = ReadonlyMap<string, number>;

const NONE: Elements = new Map();

/**
 * Which element draws each row on screen. A row's element is its own while it stays: it moves with it and goes with it, so that a press or a
 * screen reader meets what it aimed at. Where most rows are others, as after a sort, they take the elements of those before: to change texts
 * costs half of drawing rows anew.
 */
export function useRowElements(keys: readonly string[]): Elements {
  const last = useRef(NONE);
  last.current = assignElements(last.current, keys);
  return last.current;
}

/** Elements are handed on in the order of the rows: where all rows are others, none is moved. */
export function assignElements(before: Elements, keys: readonly string[]): Elements {
  const shown = new Set(keys);
  const kept = new Set([...before].flatMap(([key, element]) => (shown.has(key) ? [element] : [])));
  const left = [...before.values()].filter(element => !kept.has(element));
  const isAnotherScreen = kept.size * 2 < keys.length;
  const unused = [...(isAnotherScreen ? left : []), ...after(before, keys.length)].values();
  return new Map(keys.map(key => [key, before.get(key) ?? Number(unused.next().value)]));
}

/** So many numbers that no element has. */
function after(elements: Elements, count: number): number[] {
  const first = Math.max(-1, ...elements.values()) + 1;
  return Array.from({ length: count }, (_, i) => first + i);
}
