import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SortedKeys } from './sorted-keys.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 50);

test('keys that come and go are as a sorted array has them', () => {
  const key = fc.integer({ min: 0, max: 3_000 }).map(String);
  const change = fc.record({ key, isGone: fc.boolean() });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 4_000, size: 'max' }), key, (changes, start) => {
      const keys = new SortedKeys();
      const naive = new Set<string>();
      for (const { key: changed, isGone } of changes) {
        if (isGone) {
          keys.delete(changed);
          naive.delete(changed);
        } else {
          keys.add(changed);
          naive.add(changed);
        }
      }
      const sorted = [...naive].sort();
      expect([...keys.from('')]).toEqual(sorted);
      expect([...keys.from(start)]).toEqual(sorted.filter(each => each >= start));
      expect(keys.countBefore(start)).toBe(sorted.filter(each => each < start).length);
    }),
    { numRuns: RUNS },
  );
});

test('more than fit in one chunk, in order and against it', () => {
  const names = Array.from({ length: 2_000 }, (_, i) => String(i).padStart(4, '0'));
  for (const order of [names, names.toReversed()]) {
    const keys = new SortedKeys();
    for (const name of order) keys.add(name);
    expect([...keys.from('')]).toEqual(names);
    expect(keys.countBefore('1500')).toBe(1_500);
    for (const name of names) keys.delete(name);
    expect([...keys.from('')]).toEqual([]);
  }
});
