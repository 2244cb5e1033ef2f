import { nextRun } from './cron-next.ts';
import type { CronSchedule } from './cron-schedule.ts';
import type { TimeZone } from './time-zone.ts';

const SECOND_MS = 1_000;

export interface MostRecentScheduleTime {
  /** The time a Job is made for; null for none. */
  readonly time: number | null;
  /** How many times the controller believes went by, `time` among them. */
  readonly missed: number;
}

/**
 * The latest time after `earliest` and not after `now`, as `mostRecentScheduleTime` of pkg/controller/cronjob/utils.go (1.37) finds it: it
 * takes the first two times' distance for that of all. A schedule that rests for hours (`* 9-17 * * *`) therefore has none in its rest,
 * though times were missed; that is the controller's behaviour and not mended here.
 */
export function mostRecentScheduleTime(
  schedule: CronSchedule,
  zone: TimeZone,
  { earliest, now }: { readonly earliest: number; readonly now: number },
): MostRecentScheduleTime {
  const first = nextRun(schedule, zone, earliest);
  if (first === null || now < first) return { time: null, missed: 0 };
  const second = nextRun(schedule, zone, first);
  if (second === null || now < second) return { time: first, missed: 1 };
  const distance = Math.round((second - first) / SECOND_MS) * SECOND_MS;
  const missed = Math.floor((now - first) / distance) + 1;
  let time: number | null = null;
  const from = first + (missed - 2) * distance;
  for (let at = nextRun(schedule, zone, from); at !== null && at <= now; at = nextRun(schedule, zone, at)) time = at;
  return { time, missed };
}
