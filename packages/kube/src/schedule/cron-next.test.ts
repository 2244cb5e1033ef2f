import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { nextRun, nextRuns } from './cron-next.ts';
import { cronJobSchedule } from './cron-job-schedule.ts';
import { parseCronSchedule } from './cron-schedule.ts';
import { scheduleRefusals } from './schedule-refusals.ts';
import { TimeZone } from './time-zone.ts';

function zone(name: string): TimeZone {
  const loaded = TimeZone.load(name);
  if (!loaded.ok) throw new Error(loaded.error);
  return loaded.value;
}

function runs(spec: string, zoneName: string, after: string, count = 3): string[] {
  const schedule = parseCronSchedule(spec);
  if (!schedule.ok) throw new Error(schedule.error);
  return nextRuns(schedule.value, zone(zoneName), { afterMs: Date.parse(after), count }).map(ms =>
    new Date(ms).toISOString().replace(':00.000Z', 'Z'),
  );
}

describe('next runs agree with robfig/cron v3.0.1', () => {
  const vectors: readonly [string, string, string, readonly string[]][] = [
    [
      '30 2 * * *',
      'America/New_York',
      '2026-03-07T12:00Z',
      ['2026-03-09T06:30Z', '2026-03-10T06:30Z', '2026-03-11T06:30Z'],
    ],
    [
      '0 * * * *',
      'America/New_York',
      '2026-03-08T06:30Z',
      ['2026-03-08T07:00Z', '2026-03-08T08:00Z', '2026-03-08T09:00Z'],
    ],
    [
      '30 1 * * *',
      'America/New_York',
      '2026-10-31T12:00Z',
      ['2026-11-01T05:30Z', '2026-11-01T06:30Z', '2026-11-02T06:30Z'],
    ],
    [
      '0 2 * * *',
      'Europe/London',
      '2026-10-24T12:00Z',
      ['2026-10-25T02:00Z', '2026-10-26T02:00Z', '2026-10-27T02:00Z'],
    ],
    [
      '30 1 * * *',
      'Europe/London',
      '2026-03-28T12:00Z',
      ['2026-03-30T00:30Z', '2026-03-31T00:30Z', '2026-04-01T00:30Z'],
    ],
    [
      '0 2 * * *',
      'Australia/Lord_Howe',
      '2026-10-03T00:00Z',
      ['2026-10-04T15:00Z', '2026-10-05T15:00Z', '2026-10-06T15:00Z'],
    ],
    [
      '0 0 * * *',
      'America/Sao_Paulo',
      '2018-11-03T00:00Z',
      ['2018-11-03T03:00Z', '2018-11-05T02:00Z', '2018-11-06T02:00Z'],
    ],
    [
      '0 0 * * SUN',
      'Australia/Lord_Howe',
      '2026-10-03T13:30Z',
      ['2026-10-17T13:00Z', '2026-10-24T13:00Z', '2026-10-31T13:00Z'],
    ],
    ['0 0 * * *', 'Africa/Cairo', '2026-04-23T12:00Z', ['2026-04-24T21:00Z', '2026-04-25T21:00Z', '2026-04-26T21:00Z']],
    [
      '0 9 * * 1-5',
      'Asia/Shanghai',
      '2026-11-20T12:00Z',
      ['2026-11-23T01:00Z', '2026-11-24T01:00Z', '2026-11-25T01:00Z'],
    ],
    ['0 0 1,15 * 1', 'UTC', '2026-11-23T00:00Z', ['2026-11-30T00:00Z', '2026-12-01T00:00Z', '2026-12-07T00:00Z']],
    ['0 0 */2 * 1', 'UTC', '2026-11-23T00:00Z', ['2026-11-25T00:00Z', '2026-11-27T00:00Z', '2026-11-29T00:00Z']],
    ['0 3 29 2 *', 'UTC', '2026-11-23T00:00Z', ['2028-02-29T03:00Z', '2032-02-29T03:00Z', '2036-02-29T03:00Z']],
    ['0 0 31 2 *', 'UTC', '2026-11-23T00:00Z', []],
    ['? ? ? ? ?', 'UTC', '2026-11-23T00:00:30Z', ['2026-11-23T00:01Z', '2026-11-23T00:02Z', '2026-11-23T00:03Z']],
    ['5/15 * * * *', 'UTC', '2026-11-23T00:00Z', ['2026-11-23T00:05Z', '2026-11-23T00:20Z', '2026-11-23T00:35Z']],
    ['*/90 * * * *', 'UTC', '2026-11-23T00:00Z', ['2026-11-23T01:00Z', '2026-11-23T02:00Z', '2026-11-23T03:00Z']],
    ['0 0 * JAN mon', 'UTC', '2026-11-23T00:00Z', ['2027-01-04T00:00Z', '2027-01-11T00:00Z', '2027-01-18T00:00Z']],
    ['@weekly', 'UTC', '2026-11-23T00:00Z', ['2026-11-29T00:00Z', '2026-12-06T00:00Z', '2026-12-13T00:00Z']],
    ['@midnight', 'Asia/Kolkata', '2026-11-23T00:00Z', ['2026-11-23T18:30Z', '2026-11-24T18:30Z', '2026-11-25T18:30Z']],
    ['0 0 31 * *', 'UTC', '2026-11-23T00:00Z', ['2026-12-31T00:00Z', '2027-01-31T00:00Z', '2027-03-31T00:00Z']],
    [
      '15 2 * * *',
      'Europe/Berlin',
      '2026-10-24T12:00Z',
      ['2026-10-25T00:15Z', '2026-10-25T01:15Z', '2026-10-26T01:15Z'],
    ],
    [
      '45 23 31 12 *',
      'Pacific/Auckland',
      '2026-11-23T00:00Z',
      ['2026-12-31T10:45Z', '2027-12-31T10:45Z', '2028-12-31T10:45Z'],
    ],
  ];
  test.each(vectors)('%s in %s after %s', (spec, zoneName, after, expected) => {
    expect(runs(spec, zoneName, after)).toEqual(expected);
  });

  test('@every counts from the given second and is at least a second', () => {
    expect(runs('@every 500ms', 'UTC', '2026-11-23T00:00:00Z')).toEqual(
      ['01', '02', '03'].map(second => `2026-11-23T00:00:${second}.000Z`),
    );
    expect(runs('@every 1h30m', 'UTC', '2026-11-23T00:00:00.700Z', 1)).toEqual(['2026-11-23T01:30Z']);
  });

  test('a day that never was does not hang the search', () => {
    expect(runs('0 0 30 12 *', 'Pacific/Apia', '2011-12-01T00:00Z', 1).length).toBeLessThanOrEqual(1);
    expect(runs('0 0 * * *', 'Pacific/Apia', '2011-12-28T00:00Z', 2).length).toBeLessThanOrEqual(2);
  });
});

describe('parser', () => {
  test.each([
    ['', 'empty spec string'],
    ['61 * * * *', 'end of range (61) above maximum (59): 61'],
    ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
    ['0 0 * * * *', 'expected exactly 5 fields, found 6: [0 0 * * * *]'],
    ['0 0 * * 7', 'end of range (7) above maximum (6): 7'],
    ['0 0 0 * *', 'beginning of range (0) below minimum (1): 0'],
    ['0 0 * * FRI-MON', 'beginning of range (5) beyond end of range (1): FRI-MON'],
    ['1-2-3 * * * *', 'too many hyphens: 1-2-3'],
    ['*/2/3 * * * *', 'too many slashes: */2/3'],
    ['*/0 * * * *', 'step of range should be a positive number: */0'],
    ['0 0 L * *', 'failed to parse int from L: strconv.Atoi: parsing "L": invalid syntax'],
    ['-1 * * * *', 'failed to parse int from : strconv.Atoi: parsing "": invalid syntax'],
    ['@reboot', 'unrecognized descriptor: @reboot'],
    ['@every', 'unrecognized descriptor: @every'],
    ['@every 5', 'failed to parse duration @every 5: time: missing unit in duration "5"'],
    ['@every x', 'failed to parse duration @every x: time: invalid duration "x"'],
    ['@every 1y', 'failed to parse duration @every 1y: time: unknown unit "y" in duration "1y"'],
    ['9223372036854775807 * * * *', 'end of range (9223372036854775807) above maximum (59): 9223372036854775807'],
    [
      '9223372036854775808 * * * *',
      'failed to parse int from 9223372036854775808: strconv.Atoi: parsing "9223372036854775808": value out of range',
    ],
    ['TZ=Mars/X 0 0 * * *', 'provided bad location Mars/X: unknown time zone Mars/X'],
    ['TZ=UTC', 'invalid schedule format: runtime error: slice bounds out of range [:-1]'],
    ['CRON_TZ=UTC ', 'expected exactly 5 fields, found 0: []'],
    ['0 0 * * TZ=UTC', 'failed to parse int from TZ=UTC: strconv.Atoi: parsing "TZ=UTC": invalid syntax'],
  ])('%j is refused in the words of the server', (spec, message) => {
    expect(parseCronSchedule(spec)).toEqual({ ok: false, error: message });
  });

  test.each(['1,,2 * * * *', '1,2, * * * *', '+5 * * * *', '05 * * * *', '*-7 * * * *', '\t0 0\u00a0* * *'])(
    '%j is accepted',
    spec => {
      expect(parseCronSchedule(spec).ok).toBe(true);
    },
  );

  test.each(['Mars/X', 'europe/berlin', 'utc', '+01:00', 'Local'])('zone %s is unknown', name => {
    expect(TimeZone.load(name)).toEqual({ ok: false, error: `unknown time zone ${name}` });
  });
});

test('a run is after the given time, matches the fields, and nothing that matches lies between', () => {
  const field = (min: number, max: number) =>
    fc.oneof(
      fc.constant('*'),
      fc.integer({ min, max }).map(String),
      fc.integer({ min: 2, max }).map(step => `*/${step}`),
    );
  const specs = fc.tuple(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 6));
  const start = Date.parse('2026-01-01T00:00Z');
  fc.assert(
    fc.property(specs, fc.integer({ min: 0, max: 365 * 1440 }), (fields, minutes) => {
      const schedule = must(
        parseCronSchedule(fields.join(' ')).ok ? parseCronSchedule(fields.join(' ')) : null,
        'spec',
      );
      if (!schedule.ok || schedule.value.kind !== 'fields') throw new Error('unexpected');
      const after = start + minutes * 60_000;
      const next = nextRun(schedule.value, zone('UTC'), after);
      // The naive oracle looks at every minute of the following ten days.
      const { minute, hour, dayOfMonth, month, dayOfWeek } = schedule.value;
      for (let at = after + 60_000; at <= after + 10 * 86_400_000; at += 60_000) {
        const date = new Date(at);
        const inMonth = dayOfMonth.values.has(date.getUTCDate());
        const inWeek = dayOfWeek.values.has(date.getUTCDay());
        const day = dayOfMonth.star || dayOfWeek.star ? inMonth && inWeek : inMonth || inWeek;
        const matches =
          day &&
          minute.values.has(date.getUTCMinutes()) &&
          hour.values.has(date.getUTCHours()) &&
          month.values.has(date.getUTCMonth() + 1);
        if (matches) return next === at;
      }
      return next === null || next > after + 10 * 86_400_000;
    }),
    { numRuns: 150 },
  );
});

describe('a zone within a schedule, as old CronJobs may have it', () => {
  const times = (schedule: string, timeZone = '') => {
    const read = cronJobSchedule({ spec: { schedule, timeZone } });
    if (!read.ok) return read.error;
    const { value } = read;
    return [value.zone.name, nextRun(value.schedule, value.zone, Date.parse('2026-11-23T00:00Z'))];
  };
  const at = (text: string) => Date.parse(text);

  test.each([
    ['TZ=Asia/Tokyo 0 0 * * *', '', ['Asia/Tokyo', at('2026-11-23T15:00Z')]],
    ['CRON_TZ=Asia/Tokyo   0 0 * * * ', 'Europe/Berlin', ['Asia/Tokyo', at('2026-11-23T15:00Z')]],
    ['TZ=Asia/Tokyo @daily', '', ['Asia/Tokyo', at('2026-11-23T15:00Z')]],
    ['TZ= 0 1 * * *', 'Asia/Tokyo', ['UTC', at('2026-11-23T01:00Z')]],
    ['TZ=Local 0 1 * * *', '', ['UTC', at('2026-11-23T01:00Z')]],
    ['TZ=Asia/Tokyo @every 1h', '', ['UTC', at('2026-11-23T01:00Z')]],
    ['TZ=Asia/Tokyo 0 0 * * *', 'Mars/X', 'unknown time zone Mars/X'],
  ])('%s beside %s', (schedule, timeZone, expected) => {
    expect(times(schedule, timeZone)).toEqual(expected);
  });

  test('the API server takes it only where it was before', () => {
    const said = (schedule: string, before: string, hasTimeZone = false) =>
      scheduleRefusals(schedule, { before, hasTimeZone });
    const old = 'TZ=UTC 0 1 * * *';
    expect(said('TZ=UTC 0 0 * * *', '0 0 * * *')).toEqual([
      'cannot use TZ or CRON_TZ in schedule, use timeZone field instead',
    ]);
    expect(said('TZ=UTC 0 0 * * *', old)).toEqual([]);
    expect(said(old, old, true)).toEqual(['cannot use both timeZone field and TZ or CRON_TZ in schedule']);
    expect(said('TZ=Mars/X 0 0 * * *', '')).toEqual([
      'provided bad location Mars/X: unknown time zone Mars/X',
      'cannot use TZ or CRON_TZ in schedule, use timeZone field instead',
    ]);
  });
});
