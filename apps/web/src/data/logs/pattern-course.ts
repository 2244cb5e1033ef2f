import type { LinePattern } from './line-patterns.ts';
import type { LogLine } from './log-model.ts';
import { timeReader, type LogVolume } from './log-volume.ts';

export interface PatternCourse {
  readonly count: number;
  /** Lines in each stretch of time of the log's volume. */
  readonly counts: readonly number[];
  /** When its first line was written; '' where nobody knows. */
  readonly first: string;
}

/** When the lines of each kind were written, by its id. */
export function patternCourses(
  lines: readonly (LogLine | null)[],
  patternOf: (line: LogLine | null) => number | null,
  volume: LogVolume | null,
): ReadonlyMap<number, PatternCourse> {
  const courses = new Map<number, { count: number; counts: number[]; first: string }>();
  const read = timeReader();
  const start = volume?.buckets[0]?.at ?? 0;
  for (const line of lines) {
    const id = patternOf(line);
    if (line === null || id === null) continue;
    const course = courses.get(id) ?? { count: 0, counts: (volume?.buckets ?? []).map(() => 0), first: line.at };
    courses.set(id, course);
    course.count++;
    const at = volume === null || line.at === '' ? -1 : Math.floor((read(line.at) - start) / volume.widthMs);
    if (course.counts[at] !== undefined) course.counts[at]++;
  }
  return courses;
}

export interface OrderedPattern extends LinePattern {
  readonly counts: readonly number[];
  /** Nothing of its kind was written before the change that is asked about. */
  readonly isNew: boolean;
}

/**
 * What is new behind a moment first, then the rarest; nothing is new where there is nothing from before. Kinds are counted in the lines that
 * are there: who found them may have seen lines of other logs, too, and some that are gone.
 */
export function orderedPatterns(
  patterns: readonly LinePattern[],
  courses: ReadonlyMap<number, PatternCourse>,
  since: string,
): readonly OrderedPattern[] {
  const hasBefore = since !== '' && [...courses.values()].some(({ first }) => first !== '' && first <= since);
  return patterns
    .flatMap(pattern => {
      const course = courses.get(pattern.id);
      if (course === undefined) return [];
      const { count, counts, first } = course;
      return [{ ...pattern, count, counts, isNew: hasBefore && first > since }];
    })
    .toSorted((a, b) => Number(b.isNew) - Number(a.isNew) || a.count - b.count);
}
