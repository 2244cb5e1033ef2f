/** Browsers cut elements off at some height: Firefox at 17.9 million pixels, the others at 33.5 million. */
const MAX_HEIGHT = 15_000_000;

export interface ScrollExtent {
  /** Height of the whole content in pixels. */
  readonly total: number;
  /** Height of what is seen of it. */
  readonly viewport: number;
}

/**
 * Scrolling through content that is taller than an element can be: short ways are as long as they look, long ones (the thumb of the scroll
 * bar, a jump) go by proportion. Content that fits is scrolled as it is.
 */
export class TallScroll {
  /** What lies above the element's own top. */
  #offset = 0;
  #scrollTop = 0;

  get offset(): number {
    return this.#offset;
  }

  height(total: number): number {
    return Math.min(total, MAX_HEIGHT);
  }

  /** The element was scrolled: where in the content that is. */
  scrolled(scrollTop: number, extent: ScrollExtent): number {
    const { total, viewport } = extent;
    const rest = this.height(total) - viewport;
    const isFar = Math.abs(scrollTop - this.#scrollTop) > viewport;
    if (this.height(total) === total || scrollTop <= 0) this.#offset = 0;
    else if (scrollTop >= rest) this.#offset = total - this.height(total);
    else if (isFar) this.#offset = Math.round((scrollTop * (total - viewport)) / rest) - scrollTop;
    this.#scrollTop = scrollTop;
    return scrollTop + this.#offset;
  }

  /** Where to scroll the element so that the content is there. */
  scrollTo(position: number, { total, viewport }: ScrollExtent): number {
    const rest = this.height(total) - viewport;
    const near = position - this.#offset;
    const isNear = near >= 0 && near <= rest && Math.abs(near - this.#scrollTop) <= viewport;
    const scrollTop =
      isNear || this.height(total) === total ? near : Math.round((position * rest) / (total - viewport));
    this.#offset = position - scrollTop;
    this.#scrollTop = scrollTop;
    return scrollTop;
  }
}
