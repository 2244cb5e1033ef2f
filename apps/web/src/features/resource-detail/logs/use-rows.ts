import { useCallback, useLayoutEffect, useRef, useState } from 'react';

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
  const [sight, setSight] = useState({ first: 0, end: 0 });
  const look = useCallback(() => {
    const { scrollTop = 0, clientHeight = 0 } = scroller.current ?? {};
    const [first, end] = [Math.floor(scrollTop / height), Math.ceil((scrollTop + clientHeight) / height)];
    setSight(before => (before.first === first && before.end === end ? before : { first, end }));
  }, [height]);
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
  const scrollTo = (row: number) => scroll(row * height);
  const scrollToEnd = useCallback(() => scroll(scroller.current?.scrollHeight ?? 0), [scroll]);
  /** No further than until it is in sight. */
  const scrollNear = (row: number) => {
    const { scrollTop = 0, clientHeight = 0 } = scroller.current ?? {};
    const [start, end] = [row * height, (row + 1) * height - clientHeight];
    if (scrollTop > start) scroll(start);
    else if (scrollTop < end) scroll(end);
  };
  const end = Math.min(count, sight.end + overscan);
  const first = Math.max(0, Math.min(sight.first, end) - overscan);
  const rows = Array.from({ length: end - first }, (_, i) => first + i);
  return { scroller, rows, look, scrollTo, scrollNear, scrollToEnd };
}
