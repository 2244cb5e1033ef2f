import type { ChosenLines, LineView } from './chosen-lines.ts';
import type { TimeSpan } from './line-chunk.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Widths that a person can read a clock by. */
const WIDTHS = [1, 2, 5, 10, 30].flatMap(count => [count * SECOND, count * MINUTE]);
const WIDER = [1, 3, 6, 12, 24, 24 * 7].map(count => count * HOUR);
/** Bars that can be told apart on a phone. */
const MAX_BUCKETS = 60;

export interface VolumeBucket {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly grave: number;
  readonly warnings: number;
  readonly others: number;
  /** Which of the lines is its first; -1 where it has none. */
  readonly first: number;
}

export interface LogVolume {
  readonly widthMs: number;
  readonly buckets: readonly VolumeBucket[];
}

/** How time is cut into stretches, as narrow ones as there is room for. */
export interface VolumeScale {
  readonly widthMs: number;
  /** Which stretch is the first, counted from the epoch. */
  readonly start: number;
  readonly count: number;
}

/** Of the lines of a log's parts; null where all are of one moment. */
export function volumeScale(parts: readonly { readonly span: TimeSpan }[]): VolumeScale | null {
  const from = parts.find(({ span }) => !Number.isNaN(span.from))?.span.from ?? Number.NaN;
  const to = parts.findLast(({ span }) => !Number.isNaN(span.to))?.span.to ?? Number.NaN;
  if (!(to > from)) return null;
  const widths = [...WIDTHS, ...WIDER].toSorted((a, b) => a - b);
  const fits = (width: number) => Math.floor(to / width) - Math.floor(from / width) < MAX_BUCKETS;
  const widthMs = widths.find(fits) ?? Math.ceil((to - from) / (MAX_BUCKETS - 1));
  const start = Math.floor(from / widthMs);
  return { widthMs, start, count: Math.floor(to / widthMs) - start + 1 };
}

/** How much some lines have in each stretch of time that has any. Marks and lines around others are shown, and are not what was asked for. */
export type PartVolume = ReadonlyMap<number, Omit<VolumeBucket, 'at'>>;

export function partVolume({ part, places, size }: ChosenLines, widthMs: number): PartVolume {
  const buckets = new Map<number, { grave: number; warnings: number; others: number; readonly first: number }>();
  for (let i = 0; i < size; i++) {
    const at = places?.[i] ?? i;
    const ms = part.ms(at);
    if (part.kind(at) !== 'text' || Number.isNaN(ms)) continue;
    const key = Math.floor(ms / widthMs);
    let bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, (bucket = { grave: 0, warnings: 0, others: 0, first: i }));
    const level = part.level(at);
    if (level === 'fatal' || level === 'error') bucket.grave++;
    else if (level === 'warn') bucket.warnings++;
    else bucket.others++;
  }
  return buckets;
}

/** What is known of each part, put together. */
export function logVolume(
  { widthMs, start, count }: VolumeScale,
  { starts }: LineView,
  parts: readonly (PartVolume | undefined)[],
): LogVolume {
  const buckets = Array.from({ length: count }, (_, i) => ({
    at: (start + i) * widthMs,
    ...{ grave: 0, warnings: 0, others: 0, first: -1 },
  }));
  for (const [i, part] of parts.entries())
    for (const [key, { grave, warnings, others, first }] of part ?? []) {
      const bucket = buckets[key - start];
      if (bucket === undefined) continue;
      bucket.grave += grave;
      bucket.warnings += warnings;
      bucket.others += others;
      if (bucket.first < 0) bucket.first = (starts[i] ?? 0) + first;
    }
  return { widthMs, buckets };
}
