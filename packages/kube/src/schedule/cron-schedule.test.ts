import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CronSchedule, parseCronSchedule } from './cron-schedule.ts';

type Fields = Extract<CronSchedule, { kind: 'fields' }>;
const FIELDS = ['minute', 'hour', 'dayOfMonth', 'month', 'dayOfWeek'] as const;
const RANGES = { minute: [0, 59], hour: [0, 23], dayOfMonth: [1, 31], month: [1, 12], dayOfWeek: [0, 6] } as const;

function fields(spec: string): Fields {
  const parsed = parseCronSchedule(spec);
  if (!parsed.ok || parsed.value.kind !== 'fields') throw new Error(`no fields: ${spec}`);
  return parsed.value;
}
const values = (spec: string, field: (typeof FIELDS)[number]) =>
  [...fields(spec)[field].values].toSorted((a, b) => a - b);
const from = (low: number, high: number, step = 1) =>
  Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, i) => low + i * step);
/** A schedule with this in one field. */
const inField = (field: (typeof FIELDS)[number], text: string) =>
  FIELDS.map(name => (name === field ? text : '*')).join(' ');

describe.each(FIELDS)('%s', field => {
  const [min, max] = RANGES[field];

  test.each([
    ['*', from(min, max), true],
    ['?', from(min, max), true],
    ['*/1', from(min, max), true],
    ['*/2', from(min, max, 2), false],
    ['2', [2], false],
    ['+2', [2], false],
    ['02', [2], false],
    ['2-4', [2, 3, 4], false],
    ['2-6/2', [2, 4, 6], false],
    // From there to the last: what crontab(5) calls a step alone.
    ['2/3', from(2, max, 3), false],
    ['5,1,3', [1, 3, 5], false],
    ['1,1', [1], false],
    ['1,2-3,*/60', [...new Set([min, 1, 2, 3])], false],
    ['2,*', from(min, max), true],
    [`${max}`, [max], false],
    [`${min}-${max}`, from(min, max), false],
    // Empty parts are passed over.
    [',2,', [2], false],
  ])('%s', (text, wanted, star) => {
    expect(values(inField(field, text), field)).toEqual(wanted);
    expect(fields(inField(field, text))[field].star).toBe(star);
  });

  test.each([
    [`${max + 1}`, `end of range (${max + 1}) above maximum (${max}): ${max + 1}`],
    [`${max}-${max + 1}`, `end of range (${max + 1}) above maximum (${max}): ${max}-${max + 1}`],
    ['5-2', 'beginning of range (5) beyond end of range (2): 5-2'],
    ['1-2-3', 'too many hyphens: 1-2-3'],
    ['1/2/3', 'too many slashes: 1/2/3'],
    ['2/0', 'step of range should be a positive number: 2/0'],
    ['x', 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
    ['1-x', 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
    ['2/x', 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
    ['-1', 'failed to parse int from : strconv.Atoi: parsing "": invalid syntax'],
    ['1.5', 'failed to parse int from 1.5: strconv.Atoi: parsing "1.5": invalid syntax'],
    ['constructor', 'failed to parse int from constructor: strconv.Atoi: parsing "constructor": invalid syntax'],
    [
      '99999999999999999999',
      'failed to parse int from 99999999999999999999: strconv.Atoi: parsing "99999999999999999999": value out of range',
    ],
  ])('not %s', (text, error) => {
    expect(parseCronSchedule(inField(field, text))).toEqual({ ok: false, error });
  });

  test('a list is what its parts are, whatever they are', () => {
    const number = fc.integer({ min, max });
    const part = fc.oneof(
      number.map(n => [`${n}`, [n]] as const),
      fc.tuple(number, number, fc.integer({ min: 1, max: 9 })).map(([a, b, step]) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        return [`${low}-${high}/${step}`, from(low, high, step)] as const;
      }),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), parts => {
        const wanted = new Set(parts.flatMap(([, all]) => all));
        expect(values(inField(field, parts.map(([text]) => text).join(',')), field)).toEqual(
          [...wanted].toSorted((a, b) => a - b),
        );
      }),
    );
  });
});

test('names of months and days, in any case, also in ranges; a name of one is none of the other', () => {
  expect(values('* * * jan,DEC *', 'month')).toEqual([1, 12]);
  expect(values('* * * Feb-apr/2 *', 'month')).toEqual([2, 4]);
  expect(values('* * * * sun,MON-wed', 'dayOfWeek')).toEqual([0, 1, 2, 3]);
  for (const spec of ['* * * mon *', '* * * * jan', 'jan * * * *', '* * * * sunday'])
    expect(parseCronSchedule(spec).ok).toBe(false);
  // 7 is Sunday to crontab(5), and nothing to Kubernetes.
  expect(parseCronSchedule('* * * * 7').ok).toBe(false);
});

test.each([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
])('%s is %s', (word, spec) => expect(parseCronSchedule(word)).toEqual(parseCronSchedule(spec)));

test.each([
  ['@every 90m', 5_400_000],
  ['@every 1h0m1.5s', 3_601_000],
  ['@every 1ms', 1_000],
  ['@every 0', 1_000],
  ['@every -5m', 1_000],
  // Of what is no whole second the rest is cut off, and nothing of what is.
  ['@every 0.57h', 2_052_000],
])('%s: each %d ms', (spec, delayMs) => {
  expect(parseCronSchedule(spec)).toEqual({ ok: true, value: { kind: 'every', delayMs } });
});

describe('no schedule', () => {
  test.each([
    ['', 'empty spec string'],
    [' ', 'expected exactly 5 fields, found 0: []'],
    ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
    ['0 * * * * *', 'expected exactly 5 fields, found 6: [0 * * * * *]'],
    ['@', 'unrecognized descriptor: @'],
    ['@Daily', 'unrecognized descriptor: @Daily'],
    ['@daily ', 'unrecognized descriptor: @daily '],
    ['@reboot', 'unrecognized descriptor: @reboot'],
    ['@constructor', 'unrecognized descriptor: @constructor'],
    ['@every', 'unrecognized descriptor: @every'],
    ['@every ', 'failed to parse duration @every : time: invalid duration ""'],
    ['@every 1d', 'failed to parse duration @every 1d: time: unknown unit "d" in duration "1d"'],
    ['0 0 31 x *', 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
    ['TZ=UTC', 'invalid schedule format: runtime error: slice bounds out of range [:-1]'],
    ['TZ=Mars/Olympus * * * * *', 'provided bad location Mars/Olympus: unknown time zone Mars/Olympus'],
    ['CRON_TZ=../etc * * * * *', 'provided bad location ../etc: time: invalid location name'],
    ['TZ=UTC * * *', 'expected exactly 5 fields, found 3: [* * *]'],
  ])('%j', (spec, error) => expect(parseCronSchedule(spec)).toEqual({ ok: false, error }));
});

test('fields stand apart by any white space of Unicode, also around them', () => {
  for (const space of [' ', '  ', '\t', '\n', '\v', '\u00a0', '\u2003', '\u3000'])
    expect(values(['5', '*', '*', '*', '*'].join(space), 'minute')).toEqual([5]);
  expect(values(' 5 * * * * ', 'minute')).toEqual([5]);
  expect(parseCronSchedule('5\u200b* * * * *').ok).toBe(false);
});

test('a zone within a schedule is its own; without one, and for the controller’s own, there is none', () => {
  expect(fields('TZ=Asia/Tokyo 0 9 * * *').zone?.name).toBe('Asia/Tokyo');
  expect(fields('CRON_TZ=UTC  0 9 * * * ').zone?.name).toBe('UTC');
  expect(fields('CRON_TZ=Europe/Berlin @daily').zone?.name).toBe('Europe/Berlin');
  expect(fields('TZ=Local 0 9 * * *').zone).toBeUndefined();
  expect(fields('0 9 * * *').zone).toBeUndefined();
  expect(fields('TZ= 0 9 * * *').zone?.name).toBe('UTC');
  // What comes each so often has no wall clock.
  expect(parseCronSchedule('TZ=Asia/Tokyo @every 1h')).toEqual({
    ok: true,
    value: { kind: 'every', delayMs: 3_600_000 },
  });
});
