import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withGaps } from './with-gaps.ts';

test('a pause is a gap, a measurement that came a little late is none', () => {
  expect(withGaps([0, 10, 20, 40, 100, 110], [1, 2, 3, 4, 5, null])).toEqual({
    times: [0, 10, 20, 40, 50, 100, 110],
    values: [1, 2, 3, 4, null, 5, null],
  });
});

test('whatever came, every measurement is there, and time goes on', () => {
  const ascending = fc.uniqueArray(fc.nat(10_000)).map(times => times.toSorted((a, b) => a - b));
  fc.assert(
    fc.property(ascending, times => {
      const drawn = withGaps(times, times);
      expect(drawn.values.filter(value => value !== null)).toEqual(times);
      expect(drawn.times.every((at, i) => i === 0 || at > (drawn.times[i - 1] ?? 0))).toBe(true);
    }),
  );
});
