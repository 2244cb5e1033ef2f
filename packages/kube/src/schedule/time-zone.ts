import { err, ok, type Result } from '@lanthorn/base/result.ts';

const DAY_MS = 86_400_000;
/** A schedule search touches some 1,900 days (5 years); older entries are worth nothing. */
const MAX_CACHED_DAYS = 4_000;

export interface WallTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

type WallDay = Pick<WallTime, 'year' | 'month' | 'day'>;

/** One IANA time zone with Go's rules for wall clock times that do not exist or exist twice. */
export class TimeZone {
  readonly name: string;
  /** Null for UTC: the first one of a process reads the data of all languages and zones, for 30 to 70 ms. */
  readonly #format: Intl.DateTimeFormat | null;
  readonly #offsets = new Map<number, number>();
  /** There are some six hundred; making one costs a tenth of a millisecond, and what it learns of its offsets is of use to all who ask. */
  static readonly #known = new Map(['', 'UTC'].map(name => [name, new TimeZone('UTC', null)]));

  private constructor(name: string, format: Intl.DateTimeFormat | null) {
    this.name = name;
    this.#format = format;
  }

  /**
   * The zone, or the error text of Go's time.LoadLocation. An empty name is UTC. `Intl` takes a few names that Go does not: whoever lets
   * names in asks `loadGoTimeZone`; the list it needs is not for a page that shows what an API server has let in.
   */
  static load(name: string): Result<TimeZone, string> {
    const known = TimeZone.#known.get(name);
    if (known !== undefined) return ok(known);
    if (name.includes('..') || /^[/\\]/.test(name)) return err('time: invalid location name');
    const unknown = `unknown time zone ${name}`;
    if (/^[+-]/.test(name)) return err(unknown);
    try {
      const format = new Intl.DateTimeFormat('en-US', {
        timeZone: name,
        hourCycle: 'h23',
        era: 'short',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
      const resolved = format.resolvedOptions().timeZone;
      if (resolved !== name && resolved.toLowerCase() === name.toLowerCase()) return err(unknown);
      const zone = new TimeZone(name, format);
      TimeZone.#known.set(name, zone);
      return ok(zone);
    } catch (error) {
      if (error instanceof RangeError) return err(unknown);
      throw error;
    }
  }

  /** Milliseconds to add to UTC for the wall clock at the instant `utcMs`. */
  offsetAt(utcMs: number): number {
    if (this.#format === null) return 0;
    const day = Math.floor(utcMs / DAY_MS) * DAY_MS;
    const start = this.#cachedOffset(day);
    return start === this.#cachedOffset(day + DAY_MS) ? start : this.#readOffset(utcMs);
  }

  wallTime(utcMs: number): WallTime {
    const date = new Date(utcMs + this.offsetAt(utcMs));
    return {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: date.getUTCHours(),
      minute: date.getUTCMinutes(),
      second: date.getUTCSeconds(),
      weekday: date.getUTCDay(),
    };
  }

  /**
   * The instant of a wall clock time, as Go's time.Date answers: fields may overflow, and a time in a gap or a
   * repeated hour gets the offset that Go's two look-ups find.
   */
  instant({ year, month, day, hour = 0, minute = 0, second = 0 }: WallDay & Partial<WallTime>): number {
    const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
    const offset = this.offsetAt(asUtc);
    return offset === 0 ? asUtc : asUtc - this.offsetAt(asUtc - offset);
  }

  #cachedOffset(utcMs: number): number {
    const known = this.#offsets.get(utcMs);
    if (known !== undefined) return known;
    if (this.#offsets.size > MAX_CACHED_DAYS) this.#offsets.clear();
    const offset = this.#readOffset(utcMs);
    this.#offsets.set(utcMs, offset);
    return offset;
  }

  #readOffset(utcMs: number): number {
    if (this.#format === null) return 0;
    const parts: Record<string, string> = {};
    for (const { type, value } of this.#format.formatToParts(utcMs)) parts[type] = value;
    const number = (type: string) => Number(parts[type]);
    const year = parts['era'] === 'BC' ? 1 - number('year') : number('year');
    const wall = Date.UTC(year, number('month') - 1, number('day'), number('hour'), number('minute'), number('second'));
    return wall - Math.floor(utcMs / 1000) * 1000;
  }
}
