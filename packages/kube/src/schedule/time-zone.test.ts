import { describe, expect, test } from 'vitest';
import { TimeZone } from './time-zone.ts';

// The clock of a zone against a second way to read it, `longOffset`, around every change of every zone.

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 86_400_000;
const FROM = Date.UTC(1966, 0);
const UNTIL = Date.UTC(2037, 0);
/** No clock was put forward and back again within so short a time. */
const STEP = 9 * DAY;

function load(name: string): TimeZone {
  const zone = TimeZone.load(name);
  if (!zone.ok) throw new Error(zone.error);
  return zone.value;
}

/** Reads "GMT-00:44:30". */
function offsetReader(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset', year: 'numeric' });
  return at => {
    const [, sign, hours = 0, minutes = 0, seconds = 0] =
      /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(format.format(at)) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * SECOND;
  };
}

/** The first second of each new offset. */
function changes(offsetAt: (at: number) => number): number[] {
  const found: number[] = [];
  let before = offsetAt(FROM);
  for (let at = FROM + STEP; at <= UNTIL; at += STEP) {
    const offset = offsetAt(at);
    if (offset === before) continue;
    let [low, high] = [at - STEP, at];
    while (high - low > SECOND) {
      const middle = Math.floor((low + high) / 2 / SECOND) * SECOND;
      if (offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    found.push(high);
    before = offset;
  }
  return found;
}

/** Several names are one zone. */
const ZONES = [
  ...new Set(
    Intl.supportedValuesOf('timeZone').map(
      name => new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone,
    ),
  ),
];
const AROUND = [-DAY, -30 * MINUTE, -SECOND, 0, 1, SECOND, MINUTE, 30 * MINUTE, 90 * MINUTE, DAY];

test('the wall clock around every change of every zone', () => {
  let count = 0;
  const wrong: string[] = [];
  for (const name of ZONES) {
    const zone = load(name);
    const offsetAt = offsetReader(name);
    for (const change of changes(offsetAt)) {
      for (const at of AROUND.map(by => change + by)) {
        count++;
        const date = new Date(at + offsetAt(at));
        const { hour, minute, second, day } = zone.wallTime(at);
        const isRight =
          hour === date.getUTCHours() &&
          minute === date.getUTCMinutes() &&
          second === date.getUTCSeconds() &&
          day === date.getUTCDate();
        if (!isRight) wrong.push(`${name} ${new Date(at).toISOString()}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(50_000);
}, 120_000);

describe('the instant of a wall clock time', () => {
  test.each([
    ['Australia/Lord_Howe', '2026-10-04T03:00:30', '2026-10-03T16:00:30Z'],
    // In a gap of half an hour, and in a half hour that comes twice.
    ['Australia/Lord_Howe', '2026-10-04T02:15:00', '2026-10-03T15:45:00Z'],
    ['Australia/Lord_Howe', '2026-04-05T01:45:00', '2026-04-04T15:15:00Z'],
    ['Africa/Monrovia', '1970-01-01T00:00:00', '1970-01-01T00:44:30Z'],
    ['Asia/Kathmandu', '2026-01-01T05:45:00', '2026-01-01T00:00:00Z'],
  ])('%s %s', (name, wall, expected) => {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = wall.split(/[-T:]/).map(Number);
    const at = load(name).instant({ year, month, day, hour, minute, second });
    expect(new Date(at).toISOString().replace('.000', '')).toBe(expected);
  });
});
