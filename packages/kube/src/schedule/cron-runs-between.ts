import { dayMatches, nextRun } from './cron-next.ts';
import type { CronSchedule } from './cron-schedule.ts';
import type { TimeZone } from './time-zone.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** No zone changes its clock twice within it. */
const STRETCH_MS = 24 * HOUR_MS;

/**
 * The runs from one moment until before another, in order: those that `nextRun` finds one after the other, and many times faster where
 * the clock does not change meanwhile. Then a run is where every field matches; a search that crosses a change may skip what matches after it.
 */
export function runsBetween(
  schedule: Extract<CronSchedule, { kind: 'fields' }>,
  zone: TimeZone,
  { from, until }: { readonly from: number; readonly until: number },
): number[] {
  const own = schedule.zone ?? zone;
  const runs: number[] = [];
  const offset = own.offsetAt(from);
  let at = from;
  // Before 1972 some clocks were off by seconds: their minutes begin at other moments.
  if (offset % MINUTE_MS === 0) while (at < until && own.offsetAt(at) === offset) at += STRETCH_MS;
  if (at >= until && own.offsetAt(until) === offset) addMatching(runs, schedule, { from, until, offset });
  else
    for (let run = nextRun(schedule, own, from - 1); run !== null && run < until; run = nextRun(schedule, own, run))
      runs.push(run);
  return runs;
}

function addMatching(
  runs: number[],
  schedule: Extract<CronSchedule, { kind: 'fields' }>,
  { from, until, offset }: { readonly from: number; readonly until: number; readonly offset: number },
): void {
  const minutes = [...schedule.minute.values].sort((a, b) => a - b);
  let hourAt = Math.floor((from + offset) / HOUR_MS) * HOUR_MS - offset;
  for (; hourAt < until; hourAt += HOUR_MS) {
    const wall = new Date(hourAt + offset);
    const isHour =
      schedule.hour.values.has(wall.getUTCHours()) &&
      schedule.month.values.has(wall.getUTCMonth() + 1) &&
      dayMatches(schedule, { day: wall.getUTCDate(), weekday: wall.getUTCDay() });
    if (!isHour) continue;
    for (const minute of minutes) {
      const run = hourAt + minute * MINUTE_MS;
      if (run >= from && run < until) runs.push(run);
    }
  }
}
