import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { assignElements } from './use-row-elements.ts';

const keys = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `row-${from + i}`);
const of = (...lists: readonly (readonly string[])[]) => lists.reduce(assignElements, new Map<string, number>());

describe('which element draws a row', () => {
  test('its own while it stays: it moves with it', () => {
    const before = of(keys(0, 10));
    const after = assignElements(before, [...keys(5, 10).reverse(), ...keys(20, 24)]);
    for (const key of keys(5, 10)) expect(after.get(key)).toBe(before.get(key));
  });

  test('it goes with its row where most rows stay: what comes is drawn anew', () => {
    const before = of(keys(0, 10));
    const after = assignElements(before, keys(3, 13));
    for (const key of keys(10, 13)) expect([...before.values()]).not.toContain(after.get(key));
  });

  test('where all rows are others they take the elements that are there, in their order', () => {
    expect([...of(keys(0, 10), keys(50, 60)).values()]).toEqual([...of(keys(0, 10)).values()]);
  });

  test('more rows than elements: the others are new', () => {
    expect(new Set(of(keys(0, 3), keys(50, 60)).values()).size).toBe(10);
  });

  test('whatever is shown one after the other, no two rows share an element, and who stays keeps it', () => {
    const screen = fc.uniqueArray(
      fc.integer({ min: 0, max: 30 }).map(n => `row-${n}`),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(fc.array(screen, { minLength: 1, maxLength: 8 }), screens => {
        let elements: ReadonlyMap<string, number> = new Map();
        for (const shown of screens) {
          const next = assignElements(elements, shown);
          expect([...next.keys()]).toEqual(shown);
          expect(new Set(next.values()).size).toBe(shown.length);
          for (const key of shown) if (elements.has(key)) expect(next.get(key)).toBe(elements.get(key));
          elements = next;
        }
      }),
    );
  });
});
