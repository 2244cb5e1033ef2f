import { describe, expect, test } from 'vitest';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { scaledClock } from './scaled-clock.ts';
import { timerClock } from './timer-clock.ts';

const MOST = 2 ** 31 - 1;

/** Timers that remember what they were asked, and end when the test says so. */
function timers() {
  const started: number[] = [];
  let running: (() => void) | null = null;
  const clock = timerClock({
    now: () => 7,
    elapsed: () => 8,
    start(task, delayMs) {
      started.push(delayMs);
      running = task;
      return () => {
        if (running === task) running = null;
      };
    },
    nextTurn: async () => {},
  });
  const end = () => {
    const task = running;
    running = null;
    task?.();
    return task !== null;
  };
  return { clock, started, end };
}

describe('a clock on the timers of a platform', () => {
  test.each([
    ['now', 0, [0]],
    ['a second', 1_000, [1_000]],
    ['the longest that a timer counts', MOST, [MOST]],
    ['one more, in two steps', MOST + 1, [MOST, 1]],
    ['a year and more, in as many as it needs', MOST * 3 + 5, [MOST, MOST, MOST, 5]],
  ])('waits for %s', (_title, delayMs, steps) => {
    const { clock, started, end } = timers();
    let runs = 0;
    clock.schedule(delayMs, () => runs++);
    for (let step = 1; step <= steps.length; step++) {
      expect([runs, end()]).toEqual([0, true]);
    }
    expect([runs, started, end()]).toEqual([1, steps, false]);
  });

  test('what is cancelled does not run, in whichever step', () => {
    for (const ended of [0, 1, 2]) {
      const { clock, end } = timers();
      let runs = 0;
      const cancel = clock.schedule(MOST * 3, () => runs++);
      for (let step = 0; step < ended; step++) end();
      cancel();
      expect([end(), runs]).toEqual([false, 0]);
    }
  });

  test('tells the times of the platform', () => {
    const { clock } = timers();
    expect([clock.now(), clock.elapsed()]).toEqual([7, 8]);
  });
});

describe('a clock that runs faster', () => {
  test('begins at the time of the other, and goes on evenly', async () => {
    const fake = new FakeClock();
    const clock = scaledClock(fake, 60);
    // The other moves on by a hair with each look.
    expect(clock.now() - fake.now()).toBeCloseTo(0, 2);
    expect(clock.elapsed()).toBeCloseTo(0, 2);
    await fake.advance(1_000);
    expect(clock.now() - fake.now()).toBeCloseTo(59_000, 2);
    expect(clock.elapsed()).toBeCloseTo(60_000, 2);
  });

  test('a minute of it is over after a second', async () => {
    const fake = new FakeClock();
    const clock = scaledClock(fake, 60);
    let runs = 0;
    clock.schedule(60_000, () => runs++);
    const cancel = clock.schedule(60_000, () => runs++);
    cancel();
    await fake.advance(999);
    expect(runs).toBe(0);
    await fake.advance(1);
    expect(runs).toBe(1);
  });
});
