import { expect, test } from 'vitest';
import { hoursByDay } from './hours-by-day.ts';

const HOUR_MS = 3_600_000;
const bucket = (at: number) => ({ at, starts: 1, startsPerMinute: 1, active: 1, cpuCores: 0, memoryMiB: 0 });
const berlin = (options: Intl.DateTimeFormatOptions) => {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', ...options });
  return (ms: number) => format.format(ms);
};
const time = {
  dayOf: berlin({ year: 'numeric', month: '2-digit', day: '2-digit' }),
  hourOf: (ms: number) => Number(berlin({ hour: '2-digit', hourCycle: 'h23' })(ms)),
};

test.each([
  ['a usual day', '2026-11-28T00:00:00+01:00', 24, []],
  ['a day whose clock goes back: one hour is two', '2026-10-25T00:00:00+02:00', 24, [2]],
  ['a day whose clock goes on: one hour is not there', '2026-03-29T00:00:00+01:00', 23, []],
] as const)('quarters of %s are its hours, none lost', (_name, begin, hours, doubled) => {
  const from = Date.parse(begin);
  const quarters = (doubled.length === 1 ? 25 : hours) * 4;
  const days = hoursByDay(
    Array.from({ length: quarters }, (_, i) => bucket(from + (i * HOUR_MS) / 4)),
    time,
  );
  expect(days).toHaveLength(1);
  const found = [...(days[0]?.hours ?? [])];
  expect(found).toHaveLength(hours);
  expect(found.filter(([, { starts }]) => starts === 8).map(([hour]) => hour)).toEqual(doubled);
  expect(found.reduce((sum, [, { starts }]) => sum + starts, 0)).toBe(quarters);
  for (const [, { at, until, starts }] of found) expect(until - at).toBe((starts * HOUR_MS) / 4);
});
