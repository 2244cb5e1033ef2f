import type { ForecastBucket } from '@lanthorn/views/kinds/batch/forecast.ts';
import type { TimeWords } from '../../ui/time/reader-time.ts';

export interface ForecastHour {
  readonly at: number;
  /** The first and the last hour of a range may be cut. */
  readonly until: number;
  readonly starts: number;
}

export interface ForecastDay {
  readonly date: number;
  /** By the hour of the reader's clock, from 0. */
  readonly hours: ReadonlyMap<number, ForecastHour>;
}

/** Buckets by the days and hours of the reader's clock. An hour that a clock change repeats is one, begun at its first. */
export function hoursByDay(
  buckets: readonly ForecastBucket[],
  { dayOf, hourOf }: Pick<TimeWords, 'dayOf' | 'hourOf'>,
): readonly ForecastDay[] {
  const days = new Map<string, { date: number; hours: Map<number, ForecastHour> }>();
  const length = (buckets[1]?.at ?? 0) - (buckets[0]?.at ?? 0);
  for (const { at, starts } of buckets) {
    const [date, hour] = [dayOf(at), hourOf(at)];
    const day = days.get(date) ?? { date: at, hours: new Map<number, ForecastHour>() };
    days.set(date, day);
    const before = day.hours.get(hour);
    day.hours.set(hour, { at: before?.at ?? at, until: at + length, starts: (before?.starts ?? 0) + starts });
  }
  return [...days.values()];
}
