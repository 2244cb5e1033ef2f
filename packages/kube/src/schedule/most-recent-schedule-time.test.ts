import { expect, test } from 'vitest';
import { parseCronSchedule } from './cron-schedule.ts';
import { mostRecentScheduleTime } from './most-recent-schedule-time.ts';
import { TimeZone } from './time-zone.ts';

function mostRecent(text: string, earliest: string, now: string) {
  const schedule = parseCronSchedule(text);
  const zone = TimeZone.load('Etc/UTC');
  if (!schedule.ok || !zone.ok) throw new Error('the test is wrong');
  const range = { earliest: Date.parse(`2026-11-23T${earliest}Z`), now: Date.parse(`2026-11-23T${now}Z`) };
  const { time, missed } = mostRecentScheduleTime(schedule.value, zone.value, range);
  return { time: time === null ? null : new Date(time).toISOString().slice(11, 16), missed };
}

test.each([
  ['none yet', '0 12 * * *', '09:00:00', '11:59:59', null, 0],
  ['one', '0 12 * * *', '09:00:00', '12:00:00', '12:00', 1],
  ['several', '*/10 * * * *', '09:00:00', '09:35:00', '09:30', 3],
  ['more than a hundred', '*/2 * * * *', '05:00:00', '09:00:30', '09:00', 120],
  ['times that are not evenly apart, with one of late', '0,5 * * * *', '09:01:00', '10:06:00', '10:05', 2],
  ['of a schedule that rests: none, as the controller reckons', '* 5,6 * * *', '04:00:00', '09:30:00', null, 271],
])('%s', (_what, schedule, earliest, now, time, missed) => {
  expect(mostRecent(schedule, earliest, now)).toEqual({ time, missed });
});
