import { observeElementOffset, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect, useState } from 'react';
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
    /** Where it begins, in pixels. */
    readonly start: number;
  },
): TallVirtualizer {
  const { count, rowHeight, overscan, moved, start } = options;
  const [tall] = useState(() => new TallScroll());
  const extent = () => ({ total: count * rowHeight, viewport: scroller.current?.clientHeight ?? 0 });
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan,
    initialOffset: start,
    observeElementOffset: (instance, tell) =>
      observeElementOffset(instance, (scrollTop, isScrolling) => tell(tall.scrolled(scrollTop, extent()), isScrolling)),
    scrollToFn: position => {
      if (scroller.current !== null) scroller.current.scrollTop = tall.scrollTo(position, extent());
    },
  });
  useLayoutEffect(() => {
    if (moved !== null) virtualizer.scrollToOffset((virtualizer.scrollOffset ?? 0) + moved.by * rowHeight);
  }, [moved, virtualizer, rowHeight]);
  return { virtualizer, tall };
}
