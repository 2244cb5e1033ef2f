import { observeElementOffset, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { TallScroll } from './tall-scroll.ts';

export interface TallVirtualizer {
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>;
  /** What tells where in the element rows stand. */
  readonly tall: TallScroll;
}

/** Which of any number of rows of one height are on screen. `moved` says that all of them moved by so many places: the screen follows. */
export function useTallVirtualizer(
  scroller: RefObject<HTMLDivElement | null>,
  options: {
    readonly count: number;
    readonly rowHeight: number;
    readonly overscan: number;
    readonly moved: { readonly by: number } | null;
    /** Where it begins, in rows from the top, which need not be whole. */
    readonly start: number;
  },
): TallVirtualizer {
  const { count, rowHeight, overscan, moved, start } = options;
  const [tall] = useState(() => new TallScroll());
  const extent = () => ({ total: count * rowHeight, viewport: scroller.current?.clientHeight ?? 0 });
  // The browser tells of a scroll only with its next frame. Until then only the element knows where it is.
  const readPosition = () => tall.scrolled(scroller.current?.scrollTop ?? 0, extent());
  const report = useRef<((position: number, isScrolling: boolean) => void) | null>(null);
  // Its heights are worked out anew where this is another function.
  const keyOf = useCallback((index: number) => (rowHeight > 0 ? index : 0), [rowHeight]);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: keyOf,
    overscan,
    initialOffset: start * rowHeight,
    observeElementOffset: (instance, tell) => {
      report.current = tell;
      return observeElementOffset(instance, (_scrollTop, isScrolling) => tell(readPosition(), isScrolling));
    },
    scrollToFn: position => {
      if (scroller.current === null) return;
      scroller.current.scrollTop = tall.scrollTo(position, extent());
      report.current?.(readPosition(), false);
    },
  });
  const shownHeight = useRef(rowHeight);
  const readShown = useEffectEvent(readPosition);
  useLayoutEffect(() => {
    if (shownHeight.current === rowHeight) return;
    // What was the first on the screen stays it, cut off as it was.
    const scrolled = (readShown() / shownHeight.current) * rowHeight;
    shownHeight.current = rowHeight;
    virtualizer.scrollToOffset(scrolled);
  }, [virtualizer, rowHeight]);
  useLayoutEffect(() => {
    if (moved !== null) virtualizer.scrollToOffset(readShown() + moved.by * shownHeight.current);
  }, [moved, virtualizer]);
  return { virtualizer, tall };
}
