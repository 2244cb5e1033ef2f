import { err, type Result } from '@lanthorn/base/result.ts';
import { asString, getPath } from '@lanthorn/base/json.ts';
import { type CronJobSchedule, cronJobSchedule } from './cron-job-schedule.ts';
import { parseCronSchedule } from './cron-schedule.ts';
import { loadGoTimeZone } from './go-time-zone.ts';

/** What a new schedule is, or why an API server or a controller cannot read it: its zones are those of Go and no others. */
export function newCronJobSchedule(cronJob: unknown): Result<CronJobSchedule, string> {
  const schedule = asString(getPath(cronJob, 'spec', 'schedule'));
  const wrong = zoneWithin(schedule);
  if (wrong !== null) return err(wrong);
  const zone = loadGoTimeZone(asString(getPath(cronJob, 'spec', 'timeZone')));
  const read = cronJobSchedule(cronJob);
  return read.ok && !zone.ok ? zone : read;
}

/** What the parser says of a zone within a schedule that `Intl` knows and Go does not; null where there is none. */
function zoneWithin(schedule: string): string | null {
  const name = /^(?:CRON_)?TZ=([^ ]*) /.exec(schedule)?.[1];
  if (name === undefined || name === 'Local') return null;
  const zone = loadGoTimeZone(name);
  return zone.ok ? null : `provided bad location ${name}: ${zone.error}`;
}

/**
 * What the API server says of a schedule that is written into a CronJob; nothing where it takes it. Zones within schedules stay where they are
 * (`validateScheduleFormat`, Kubernetes 1.37).
 */
export function scheduleRefusals(
  schedule: string,
  { before, hasTimeZone }: { readonly before: string; readonly hasTimeZone: boolean },
): string[] {
  const parsed = parseCronSchedule(schedule);
  const problem = zoneWithin(schedule) ?? (parsed.ok ? null : parsed.error);
  const problems = problem === null ? [] : [problem];
  if (!schedule.includes('TZ')) return problems;
  if (!before.includes('TZ')) return [...problems, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead'];
  return hasTimeZone ? [...problems, 'cannot use both timeZone field and TZ or CRON_TZ in schedule'] : problems;
}
