import { useCallback, useLayoutEffect, useRef, useState } from 'react';

/** Browsers draw nothing that is taller than 17 million pixels: more rows are scrolled through in larger steps. */
const MAX_HEIGHT = 15_000_000;
/** So many rows of any height are drawn all together. */
const FEW = 200;

/**
 * Which of any number of rows are in sight, and how to get others there: what it costs does not hang on how many there are. Rows have one
 * height. Wrapped ones have at least that, and stand below each other: the one as far down among them as the page is scrolled stands as far
 * down in sight, wherever the others are.
 */
export function useRows({
  count,
  height,
  overscan,
  isWrapped,
}: {
  readonly count: number;
  readonly height: number;
  readonly overscan: number;
  readonly isWrapped: boolean;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const block = useRef<HTMLDivElement>(null);
  const isPlaced = isWrapped && count > FEW;
  const [sight, setSight] = useState({ first: 0, end: 0, shift: 0 });
  const total = Math.min(MAX_HEIGHT, count * height);
  /** Pixels of rows for each pixel that is scrolled. */
  const scale = total === 0 ? 1 : (count * height) / total;
  const look = useCallback(() => {
    const { scrollTop = 0, clientHeight = 0 } = scroller.current ?? {};
    const top = scrollTop * scale;
    const [first, end] = [Math.floor(top / height), Math.ceil((top + clientHeight) / height)];
    const shift = scrollTop - top;
    setSight(before => (before.first === first && before.end === end ? before : { first, end, shift }));
    if (isPlaced && scroller.current !== null) placeBlock(block.current, scroller.current, { count, total });
  }, [height, scale, isPlaced, count, total]);
  useLayoutEffect(() => {
    look();
    const observer = new ResizeObserver(look);
    if (scroller.current !== null) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, [look]);
  const scroll = useCallback(
    (top: number) => {
      scroller.current?.scrollTo({ top });
      look();
    },
    [look],
  );
  const scrollTo = (row: number) => {
    const { clientHeight = 0 } = scroller.current ?? {};
    if (isPlaced) return scroll((row / count) * (total - clientHeight));
    if (isWrapped) return rowIn(block.current, row)?.scrollIntoView();
    return scroll((row * height) / scale);
  };
  const scrollToEnd = useCallback(() => scroll(scroller.current?.scrollHeight ?? 0), [scroll]);
  /** No further than until it is in sight. */
  const scrollNear = (row: number) => {
    if (isWrapped) return isInSight(rowIn(block.current, row), scroller.current) ? undefined : scrollTo(row);
    const { scrollTop = 0, clientHeight = 0 } = scroller.current ?? {};
    const [start, end] = [row * height, (row + 1) * height - clientHeight];
    if (scrollTop * scale > start) return scroll(start / scale);
    return scrollTop * scale < end ? scroll(end / scale) : undefined;
  };
  /** So many rows before all others are gone. */
  const keepUp = useCallback(
    (rows: number) => scroll(Math.max(0, (scroller.current?.scrollTop ?? 0) - (rows * height) / scale)),
    [scroll, height, scale],
  );
  const isAll = isWrapped && !isPlaced;
  const end = isAll ? count : Math.min(count, sight.end + overscan);
  const first = isAll ? 0 : Math.max(0, Math.min(sight.first, end) - overscan);
  const rows = Array.from({ length: end - first }, (_, i) => first + i);
  const topOf = (row: number) => (isWrapped ? null : row * height + sight.shift);
  useLayoutEffect(() => {
    if (isPlaced && scroller.current !== null) placeBlock(block.current, scroller.current, { count, total });
    else block.current?.style.removeProperty('transform');
  });
  const outer = isAll ? undefined : total;
  return { scroller, block, sight, rows, total: outer, topOf, look, scrollTo, scrollNear, scrollToEnd, keepUp };
}

function rowIn(block: HTMLElement | null, row: number): HTMLElement | null {
  return block?.querySelector(`[data-line="${row}"]`) ?? null;
}

function isInSight(row: HTMLElement | null, scroller: HTMLElement | null): boolean {
  if (row === null || scroller === null) return false;
  const [of, inside] = [row.getBoundingClientRect(), scroller.getBoundingClientRect()];
  return of.top >= inside.top && of.bottom <= inside.bottom;
}

/** Moves drawn rows to where the one that is as far down among all as the page is scrolled stands as far down in sight. */
function placeBlock(
  block: HTMLElement | null,
  { scrollTop, clientHeight }: HTMLElement,
  { count, total }: { readonly count: number; readonly total: number },
): void {
  const share = total > clientHeight ? Math.min(1, scrollTop / (total - clientHeight)) : 0;
  const at = Math.min(count - 1, Math.floor(share * count));
  const row = rowIn(block, at);
  const first = block?.firstElementChild;
  if (block === null || row === null || !(first instanceof HTMLElement)) return;
  const before = row.offsetTop - first.offsetTop + (share * count - at) * row.offsetHeight;
  block.style.transform = `translateY(${scrollTop + share * clientHeight - before}px)`;
}
