import { afterEach, expect, test, vi } from 'vitest';
import { runInSlices } from './run-in-slices.ts';

afterEach(() => void vi.useRealTimers());

/** Each step takes so long. */
function* steps(count: number, stepMs: number): Generator<undefined, string, undefined> {
  for (let i = 0; i < count; i++) {
    clock += stepMs;
    yield;
  }
  return 'done';
}

let clock = 0;

test('others have their turn every few milliseconds, however long it takes; what is short is done at once', () => {
  vi.useFakeTimers();
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
  const onDone = vi.fn<(result: string) => void>();
  runInSlices(steps(3, 1), onDone);
  expect(onDone.mock.calls).toEqual([['done']]);
  const slices: number[] = [];
  runInSlices(steps(1_000, 3), onDone);
  for (let before = clock; vi.getTimerCount() > 0; before = clock) {
    vi.advanceTimersToNextTimer();
    slices.push(clock - before);
  }
  expect(onDone).toHaveBeenCalledTimes(2);
  expect(Math.max(...slices)).toBeLessThan(12);
  expect(slices.length).toBeGreaterThan(300);
});

test('what is ended before goes no further', () => {
  vi.useFakeTimers();
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
  const onDone = vi.fn<(result: string) => void>();
  const end = runInSlices(steps(100, 3), onDone);
  end();
  expect(vi.getTimerCount()).toBe(0);
  expect(onDone).not.toHaveBeenCalled();
});
