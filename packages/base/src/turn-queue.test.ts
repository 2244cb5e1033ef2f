import { expect, test } from 'vitest';
import { TurnQueue } from './turn-queue.ts';

const queueOfProcess = () => new TurnQueue(run => void setImmediate(run));
const turnOfProcess = () => new Promise<void>(resolve => void setImmediate(resolve));

test('of many that wait one goes on in each turn, the longest waiting first', async () => {
  const queue = queueOfProcess();
  const went: string[] = [];
  const work = async (name: string) => {
    for (let slice = 1; slice <= 2; slice++) {
      await queue.nextTurn();
      went.push(`${name}${slice}`);
    }
  };
  const all = Promise.all(['a', 'b', 'c'].map(work));
  const lengths: number[] = [];
  while (went.length < 6) {
    await turnOfProcess();
    lengths.push(went.length);
  }
  await all;
  expect(went).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'c2']);
  expect(lengths.every((length, i) => length - (lengths[i - 1] ?? 0) <= 1)).toBe(true);
});

test('a timer that is due is not held up by all that wait', async () => {
  const queue = queueOfProcess();
  let slices = 0;
  const work = async () => {
    for (let slice = 0; slice < 5; slice++) {
      await queue.nextTurn();
      slices++;
      const end = performance.now() + 3;
      while (performance.now() < end);
    }
  };
  const all = Promise.all(Array.from({ length: 20 }, work));
  const told = await new Promise<number>(resolve => setTimeout(() => resolve(slices), 1));
  await all;
  expect(told).toBeLessThan(5);
});

test('one that waits again after all went on is not forgotten', async () => {
  const queue = queueOfProcess();
  await queue.nextTurn();
  await queue.nextTurn();
  await Promise.all([queue.nextTurn(), queue.nextTurn()]);
});
