import { describe, expect, test } from 'vitest';
import { cronJobSchedule } from './cron-job-schedule.ts';
import { newCronJobSchedule, scheduleRefusals } from './schedule-refusals.ts';

const cronJob = (schedule: unknown, timeZone?: unknown) => ({ spec: { schedule, timeZone } });
const zoneOf = (job: unknown) => {
  const read = cronJobSchedule(job);
  return read.ok ? read.value.zone.name : read.error;
};

describe('the zone of a CronJob', () => {
  test.each([
    ['none: the controller’s, taken for UTC', cronJob('0 9 * * *'), 'UTC'],
    ['that of its field', cronJob('0 9 * * *', 'Asia/Tokyo'), 'Asia/Tokyo'],
    ['that within its schedule', cronJob('TZ=Asia/Tokyo 0 9 * * *'), 'Asia/Tokyo'],
    ['that within before the field', cronJob('CRON_TZ=Asia/Tokyo 0 9 * * *', 'Europe/Berlin'), 'Asia/Tokyo'],
    ['the field where the schedule has no times', cronJob('TZ=Asia/Tokyo @every 1h', 'Europe/Berlin'), 'Europe/Berlin'],
    ['one that is none', cronJob('0 9 * * *', 'Mars/Olympus'), 'unknown time zone Mars/Olympus'],
    ['of a schedule that is none', cronJob('x', 'Mars/Olympus'), 'expected exactly 5 fields, found 1: [x]'],
    ['of a schedule of another type', cronJob(7), 'empty spec string'],
    ['of nothing', null, 'empty spec string'],
    ['a field of another type is none', cronJob('0 9 * * *', 7), 'UTC'],
  ])('%s', (_title, job, zone) => expect(zoneOf(job)).toBe(zone));
});

/** `Intl` knows more zones than Go: what is written anew must be one of Go's. */
describe('a new schedule', () => {
  const read = (job: unknown) => {
    const result = newCronJobSchedule(job);
    return result.ok ? result.value.zone.name : result.error;
  };

  test.each([
    ['a zone of both', cronJob('0 9 * * *', 'Asia/Tokyo'), 'Asia/Tokyo'],
    ['a zone of Go that was renamed', cronJob('0 9 * * *', 'Asia/Calcutta'), 'Asia/Calcutta'],
    ['no zone of Go, in the field', cronJob('0 9 * * *', 'PST'), 'unknown time zone PST'],
    ['no zone of Go, within', cronJob('TZ=PST 0 9 * * *'), 'provided bad location PST: unknown time zone PST'],
    ['the controller’s own', cronJob('TZ=Local 0 9 * * *'), 'UTC'],
    ['a schedule that is none, before its zone', cronJob('x', 'PST'), 'expected exactly 5 fields, found 1: [x]'],
  ])('%s', (_title, job, answer) => expect(read(job)).toBe(answer));
});

/** validateScheduleFormat of Kubernetes 1.37. */
describe('what an API server says of a schedule', () => {
  const within = 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead';
  const both = 'cannot use both timeZone field and TZ or CRON_TZ in schedule';
  const tokyo = 'TZ=Asia/Tokyo 0 9 * * *';

  test.each([
    ['nothing of a good one', '0 9 * * *', '', false, []],
    ['nothing of one beside a zone', '0 9 * * *', '', true, []],
    ['what is wrong with it', '99 * * * *', '', false, ['end of range (99) above maximum (59): 99']],
    ['that a zone has its own field', tokyo, '', false, [within]],
    ['the same where there was another', tokyo, '0 9 * * *', true, [within]],
    ['nothing where one was within before', tokyo, 'CRON_TZ=UTC 0 9 * * *', false, []],
    ['that there are two zones', tokyo, tokyo, true, [both]],
    [
      'both that it is none and where it stands',
      'TZ=Mars/X 0 9 * * *',
      '',
      false,
      ['provided bad location Mars/X: unknown time zone Mars/X', within],
    ],
    ['a zone of `Intl` alone', 'TZ=PST 0 9 * * *', tokyo, false, ['provided bad location PST: unknown time zone PST']],
  ] as const)('%s', (_title, schedule, before, hasTimeZone, said) => {
    expect(scheduleRefusals(schedule, { before, hasTimeZone })).toEqual(said);
  });
});
