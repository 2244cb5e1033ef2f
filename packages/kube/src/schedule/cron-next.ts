import type { CronField, CronSchedule } from './cron-schedule.ts';
import type { TimeZone, WallTime } from './time-zone.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** robfig gives up after five years: a schedule such as `0 0 31 2 *` never runs. */
const SEARCH_YEARS = 5;

/**
 * Far above what a search of five years needs (60 months, 1,900 days, 24 hours, 60 minutes, each a few times over). robfig
 * has no such limit and hangs where a whole day is missing (Pacific/Apia, 30 December 2011).
 */
const MAX_STEPS = 20_000;

/**
 * The first run after `afterMs`, or `null` for never. Steps exactly as robfig/cron v3.0.1 `SpecSchedule.Next` and
 * `ConstantDelaySchedule.Next` do: a wall time in a DST gap is skipped, one in a repeated hour runs twice.
 */
export function nextRun(schedule: CronSchedule, zone: TimeZone, afterMs: number): number | null {
  const wholeSecond = Math.floor(afterMs / SECOND_MS) * SECOND_MS;
  if (schedule.kind === 'every') return wholeSecond + schedule.delayMs;
  return new FieldSearch(schedule, schedule.zone ?? zone, wholeSecond + SECOND_MS).run();
}

/** The next `count` runs; shorter when the schedule ends. */
export function nextRuns(
  schedule: CronSchedule,
  zone: TimeZone,
  range: { readonly afterMs: number; readonly count: number },
): number[] {
  const runs: number[] = [];
  let after = range.afterMs;
  while (runs.length < range.count) {
    const next = nextRun(schedule, zone, after);
    if (next === null) break;
    runs.push(next);
    after = next;
  }
  return runs;
}

type FieldSchedule = Extract<CronSchedule, { kind: 'fields' }>;

/** One search; `#truncated` is robfig's `added`: the smaller fields were set to their start once. */
class FieldSearch {
  readonly #schedule: FieldSchedule;
  readonly #zone: TimeZone;
  #at: number;
  #truncated = false;
  #steps = 0;
  /** The wall clock that was read last, and when: several fields look at one moment. */
  #read: { readonly at: number; readonly wall: WallTime } | null = null;

  constructor(schedule: FieldSchedule, zone: TimeZone, startMs: number) {
    this.#schedule = schedule;
    this.#zone = zone;
    this.#at = startMs;
  }

  run(): number | null {
    const lastYear = this.#wall().year + SEARCH_YEARS;
    while (this.#wall().year <= lastYear && this.#steps < MAX_STEPS) {
      if (this.#month() && this.#day() && this.#hour() && this.#minute() && this.#second()) return this.#at;
    }
    return null;
  }

  #wall(): WallTime {
    this.#steps++;
    if (this.#read?.at !== this.#at) this.#read = { at: this.#at, wall: this.#zone.wallTime(this.#at) };
    return this.#read.wall;
  }

  /** Each of these returns false when the next larger field wrapped and the search starts over. */
  #month(): boolean {
    for (let wall = this.#wall(); !this.#schedule.month.values.has(wall.month); wall = this.#wall()) {
      if (!this.#truncated) this.#at = this.#zone.instant({ year: wall.year, month: wall.month, day: 1 });
      this.#truncated = true;
      const from = this.#wall();
      this.#at = this.#zone.instant({ ...from, month: from.month + 1 });
      if (this.#wall().month === 1 || this.#steps >= MAX_STEPS) return false;
    }
    return true;
  }

  #day(): boolean {
    for (let wall = this.#wall(); !dayMatches(this.#schedule, wall); wall = this.#wall()) {
      if (!this.#truncated) this.#at = this.#zone.instant({ year: wall.year, month: wall.month, day: wall.day });
      this.#truncated = true;
      const from = this.#wall();
      this.#at = this.#zone.instant({ ...from, day: from.day + 1 });
      this.#at += hoursToMidnight(this.#wall().hour) * HOUR_MS;
      if (this.#wall().day === 1 || this.#steps >= MAX_STEPS) return false;
    }
    return true;
  }

  #hour(): boolean {
    for (let wall = this.#wall(); !this.#schedule.hour.values.has(wall.hour); wall = this.#wall()) {
      if (!this.#truncated) this.#at = this.#zone.instant({ ...wall, minute: 0, second: 0 });
      this.#truncated = true;
      this.#at += HOUR_MS;
      if (this.#wall().hour === 0 || this.#steps >= MAX_STEPS) return false;
    }
    return true;
  }

  #minute(): boolean {
    return this.#advance(MINUTE_MS, wall => wall.minute, this.#schedule.minute);
  }

  #second(): boolean {
    return this.#advance(SECOND_MS, wall => wall.second, SECOND_ZERO);
  }

  #advance(stepMs: number, read: (wall: WallTime) => number, field: CronField): boolean {
    for (let value = read(this.#wall()); !field.values.has(value); value = read(this.#wall())) {
      if (!this.#truncated) this.#at = Math.floor(this.#at / stepMs) * stepMs;
      this.#truncated = true;
      this.#leap(stepMs, read, stepsToMatch(field, value));
      if (read(this.#wall()) === 0) return false;
    }
    return true;
  }

  /** As many steps at once as one by one would lead to the same place: to where the wall clock says what is expected, or one step. */
  #leap(stepMs: number, read: (wall: WallTime) => number, steps: number): void {
    const from = this.#at;
    const expected = (read(this.#wall()) + steps) % SIXTY;
    this.#at = from + steps * stepMs;
    // A zone's step in between leaves minutes out or has them twice.
    if (read(this.#wall()) !== expected) this.#at = from + stepMs;
  }
}

/** Minutes of an hour, and seconds of a minute. */
const SIXTY = 60;

/** From a value that does not match to the next that does, or to zero. */
function stepsToMatch({ values }: CronField, value: number): number {
  let steps = 1;
  while (value + steps < SIXTY && !values.has(value + steps)) steps++;
  return steps;
}

/** Kubernetes schedules have no seconds field. */
const SECOND_ZERO: CronField = { values: new Set([0]), star: false };

/** DST can move a midnight: 23 o'clock goes forward to it, any hour up to noon goes back. */
function hoursToMidnight(hour: number): number {
  return hour > 12 ? 24 - hour : -hour;
}

/** Day of month OR day of week, unless one of them is a star. */
export function dayMatches({ dayOfMonth, dayOfWeek }: FieldSchedule, wall: Pick<WallTime, 'day' | 'weekday'>): boolean {
  const inMonth = dayOfMonth.values.has(wall.day);
  const inWeek = dayOfWeek.values.has(wall.weekday);
  return dayOfMonth.star || dayOfWeek.star ? inMonth && inWeek : inMonth || inWeek;
}
