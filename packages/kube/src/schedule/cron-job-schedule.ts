import { asString, getPath } from '@lanthorn/base/json.ts';
import { ok, type Result } from '@lanthorn/base/result.ts';
import { type CronSchedule, parseCronSchedule } from './cron-schedule.ts';
import { TimeZone } from './time-zone.ts';

export interface CronJobSchedule {
  readonly schedule: CronSchedule;
  /** The zone its times are of. */
  readonly zone: TimeZone;
}

/**
 * A CronJob's schedule as its controller reads it (`formatSchedule`, Kubernetes 1.37), or why it cannot: a zone within the schedule counts
 * before the field. The controller's own zone is taken for UTC.
 */
export function cronJobSchedule(cronJob: unknown): Result<CronJobSchedule, string> {
  const schedule = parseCronSchedule(asString(getPath(cronJob, 'spec', 'schedule')));
  if (!schedule.ok) return schedule;
  const zone = TimeZone.load(asString(getPath(cronJob, 'spec', 'timeZone')));
  if (!zone.ok) return zone;
  const own = schedule.value.kind === 'fields' ? schedule.value.zone : undefined;
  return ok({ schedule: schedule.value, zone: own ?? zone.value });
}
