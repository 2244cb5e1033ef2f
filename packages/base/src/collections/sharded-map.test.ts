import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ShardedMap } from './sharded-map.ts';

test('after any changes it holds what a Map holds', () => {
  const key = fc.oneof(fc.constantFrom('', 'a', 'ns/pod-1', 'ns/pod-2', '\ud800'), fc.string({ maxLength: 12 }));
  const change = fc.tuple(key, fc.option(fc.nat(9), { nil: null }));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 200 }), changes => {
      const [sharded, plain] = [new ShardedMap<number>(), new Map<string, number>()];
      for (const [name, value] of changes) {
        if (value === null) expect(sharded.delete(name)).toBe(plain.delete(name));
        else {
          sharded.set(name, value);
          plain.set(name, value);
        }
        expect([sharded.size, sharded.get(name), sharded.has(name)]).toEqual([
          plain.size,
          plain.get(name),
          plain.has(name),
        ]);
      }
      expect([...sharded.keys()].toSorted()).toEqual([...plain.keys()].toSorted());
      expect(new Set(sharded.values())).toEqual(new Set(plain.values()));
    }),
  );
});
