import { expect, test } from 'vitest';
import { UsageMemory } from './seen-usage.ts';

const point = (at: number) => ({ at, cpu: at, memory: null });

test('a measurement is taken in once, and none that is older than the last', () => {
  const memory = new UsageMemory();
  expect([1, 1, 3, 2].map(at => memory.add('a', point(at)))).toEqual([true, false, true, false]);
  expect(memory.of('a').map(({ at }) => at)).toEqual([1, 3]);
});

test('the last 240 of an object are kept, of the 50 objects that were looked at last', () => {
  const memory = new UsageMemory();
  for (let at = 0; at < 300; at++) memory.add('a', point(at));
  expect([memory.of('a').length, memory.of('a')[0]?.at]).toEqual([240, 60]);
  for (let i = 0; i < 49; i++) memory.add(`other-${i}`, point(0));
  memory.add('a', point(1_000));
  memory.add('one more', point(0));
  expect([memory.of('a').length, memory.of('other-0').length, memory.of('other-1').length]).toEqual([240, 0, 1]);
});
