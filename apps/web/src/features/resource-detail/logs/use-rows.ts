import { useCallback, useLayoutEffect, useRef, useState } from 'react';

/** Browsers draw nothing that is taller than 17 million pixels: more rows are scrolled through in larger steps. */
const MAX_HEIGHT = 15_000_000;

/** Which of any number of rows of one height are in sight, and how to get others there: what it costs does not hang on how many there are. */
export function useRows({
  count,
  height,
  overscan,
}: {
  readonly count: number;
  readonly height: number;
  readonly overscan: number;
}) {
  const scroller = useRef<HTMLDivElement>(null);
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
  }, [height, scale]);
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
  const scrollTo = (row: number) => scroll((row * height) / scale);
  const scrollToEnd = useCallback(() => scroll(scroller.current?.scrollHeight ?? 0), [scroll]);
  /** No further than until it is in sight. */
  const scrollNear = (row: number) => {
    const { scrollTop = 0, clientHeight = 0 } = scroller.current ?? {};
    const [start, end] = [row * height, (row + 1) * height - clientHeight];
    if (scrollTop * scale > start) scroll(start / scale);
    else if (scrollTop * scale < end) scroll(end / scale);
  };
  /** So many rows before all others are gone. */
  const keepUp = useCallback(
    (rows: number) => scroll(Math.max(0, (scroller.current?.scrollTop ?? 0) - (rows * height) / scale)),
    [scroll, height, scale],
  );
  const end = Math.min(count, sight.end + overscan);
  const first = Math.max(0, Math.min(sight.first, end) - overscan);
  const rows = Array.from({ length: end - first }, (_, i) => first + i);
  const topOf = (row: number) => row * height + sight.shift;
  return { scroller, sight, rows, total, topOf, look, scrollTo, scrollNear, scrollToEnd, keepUp };
}
