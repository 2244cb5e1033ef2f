import { expect, test } from 'vitest';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { restingHeap } from './resting-heap.ts';

function stage() {
  const clock = new FakeClock();
  const set: string[] = [];
  return { clock, set, opened: restingHeap(clock, flags => void set.push(flags)) };
}

test('until a page is opened memory is given back, after that V8 is quick again, and stays so', async () => {
  const { clock, set, opened } = stage();
  await clock.advance(2_000);
  expect(set).toEqual([]);
  await clock.advance(60_000);
  expect(set).toEqual(['--optimize-for-size']);
  opened();
  opened();
  await clock.advance(60_000);
  expect(set).toEqual(['--optimize-for-size', '--no-optimize-for-size']);
});

test('where a page is opened at once nothing is changed', async () => {
  const { clock, set, opened } = stage();
  opened();
  await clock.advance(60_000);
  expect([set, clock.pendingTimers]).toEqual([[], 0]);
});
