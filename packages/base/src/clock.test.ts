import { expect, test } from 'vitest';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { scheduleAt } from './clock.ts';

const HOUR_MS = 3_600_000;

function start() {
  const clock = new FakeClock();
  const ran: number[] = [];
  const at = clock.now() + HOUR_MS;
  const cancel = scheduleAt(clock, at, () => ran.push(clock.now() - at));
  return { clock, ran, cancel };
}

test('a moment comes when the clock shows it', async () => {
  const { clock, ran } = start();
  await clock.advance(HOUR_MS - 1);
  expect(ran).toEqual([]);
  await clock.advance(1);
  expect(ran).toEqual([0]);
  await clock.advance(HOUR_MS);
  expect(ran).toEqual([0]);
});

test('a clock that is set on makes it come at once, one that is set back later', async () => {
  const on = start();
  on.clock.set(HOUR_MS / 2);
  await on.clock.advance(HOUR_MS / 2);
  expect(on.ran).toEqual([0]);

  const back = start();
  await back.clock.advance(HOUR_MS / 2);
  back.clock.set(-HOUR_MS);
  await back.clock.advance(HOUR_MS);
  expect(back.ran).toEqual([]);
  await back.clock.advance(HOUR_MS / 2);
  expect(back.ran).toEqual([0]);
});

test('one that is cancelled never comes', async () => {
  const { clock, ran, cancel } = start();
  await clock.advance(HOUR_MS / 2);
  cancel();
  await clock.advance(HOUR_MS);
  expect(ran).toEqual([]);
  expect(clock.pendingTimers).toBe(0);
});
