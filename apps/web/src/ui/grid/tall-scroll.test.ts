import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TallScroll } from './tall-scroll.ts';

const viewport = 800;

describe('content that fits', () => {
  test('is scrolled as it is', () => {
    const scroll = new TallScroll();
    const extent = { total: 2_800_000, viewport };
    expect(scroll.height(extent.total)).toBe(2_800_000);
    expect(scroll.scrolled(1_234_567, extent)).toBe(1_234_567);
    expect(scroll.scrollTo(2_000_000, extent)).toBe(2_000_000);
  });
});

describe('content that does not', () => {
  const extent = { total: 140_000_000, viewport };
  const rest = new TallScroll().height(extent.total) - viewport;

  test('has an end at the end, and a beginning at the beginning', () => {
    const scroll = new TallScroll();
    expect(scroll.scrolled(rest, extent)).toBe(extent.total - viewport);
    expect(scroll.scrolled(0, extent)).toBe(0);
  });

  test('a short way is as long as it looks, also after a far one', () => {
    const scroll = new TallScroll();
    const far = scroll.scrolled(rest / 2, extent);
    expect(far).toBeCloseTo((extent.total - viewport) / 2, -2);
    expect(scroll.scrolled(rest / 2 + 100, extent) - far).toBe(100);
  });

  test('where it is told to go, it is, and the scrolling it causes changes nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(extent.total - viewport), { minLength: 1, maxLength: 20 }), positions => {
        const scroll = new TallScroll();
        for (const position of positions) {
          const scrollTop = scroll.scrollTo(position, extent);
          expect(scrollTop).toBeGreaterThanOrEqual(0);
          expect(scrollTop).toBeLessThanOrEqual(rest);
          if (scrollTop > 0 && scrollTop < rest) expect(scroll.scrolled(scrollTop, extent)).toBe(position);
        }
      }),
    );
  });
});
