import type { LogLevel } from './log-level.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Widths that a person can read a clock by. */
const WIDTHS = [1, 2, 5, 10, 30].flatMap(count => [count * SECOND, count * MINUTE]);
const WIDER = [1, 3, 6, 12, 24, 24 * 7].map(count => count * HOUR);
/** Bars that can be told apart on a phone. */
const MAX_BUCKETS = 60;

interface TimedLine {
  /** As a log writes it, with nine digits; '' where nobody knows it. */
  readonly at: string;
  /** The same as a number, where it was read before. */
  readonly ms?: number;
  readonly level: LogLevel;
  /** Says what happened between two lines. */
  readonly isMark?: boolean;
  /** Is shown beside a line that was asked for. */
  readonly isAround?: boolean;
}

/** Marks and lines around others are shown, and are not what was asked for. */
function isCounted(line: TimedLine): boolean {
  const isTimed = line.ms === undefined ? line.at !== '' : !Number.isNaN(line.ms);
  return isTimed && line.isMark !== true && line.isAround !== true;
}

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

/** Reads times one after another: those of one second are parsed once. */
export function timeReader(): (at: string) => number {
  let second = '';
  let ms = Number.NaN;
  return at => {
    if (!at.startsWith(second) || second === '') {
      second = at.slice(0, 19);
      ms = Date.parse(`${second}Z`);
    }
    return ms + Number(at.slice(19)) * SECOND;
  };
}

/** How many lines there are in each stretch of time, in as narrow ones as there is room for; null where all are of one moment. */
export function logVolume(lines: readonly TimedLine[]): LogVolume | null {
  const readTime = timeReader();
  const read = (line: TimedLine | undefined) => line?.ms ?? readTime(line?.at ?? '');
  const from = read(lines.find(isCounted));
  const to = read(lines.findLast(isCounted));
  if (!(to > from)) return null;
  const widths = [...WIDTHS, ...WIDER].toSorted((a, b) => a - b);
  const fits = (width: number) => Math.floor(to / width) - Math.floor(from / width) < MAX_BUCKETS;
  const widthMs = widths.find(fits) ?? Math.ceil((to - from) / (MAX_BUCKETS - 1));
  const start = Math.floor(from / widthMs);
  const buckets = Array.from({ length: Math.floor(to / widthMs) - start + 1 }, (_, i) => ({
    at: (start + i) * widthMs,
    ...{ grave: 0, warnings: 0, others: 0, first: -1 },
  }));
  for (const [i, line] of lines.entries()) {
    const { level } = line;
    const bucket = isCounted(line) ? buckets[Math.floor(read(line) / widthMs) - start] : undefined;
    if (bucket === undefined) continue;
    if (level === 'fatal' || level === 'error') bucket.grave++;
    else if (level === 'warn') bucket.warnings++;
    else bucket.others++;
    if (bucket.first < 0) bucket.first = i;
  }
  return { widthMs, buckets };
}
