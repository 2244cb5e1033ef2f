import type { LinePart } from './line-chunk.ts';
import type { LinePattern } from './line-patterns.ts';
import type { VolumeScale } from './log-volume.ts';

export interface PatternCourse {
  readonly count: number;
  /** Lines in each stretch of time of the log's volume. */
  readonly counts: readonly number[];
  /** When its first line was written; '' where nobody knows. */
  readonly first: string;
}

/** The lines of each kind in a part: how many, since when, and in which stretches of time. */
export type PartCourses = ReadonlyMap<
  number,
  { readonly count: number; readonly first: string; readonly stretches: ReadonlyMap<number, number> }
>;

export function partCourses(part: LinePart, ids: Uint32Array, widthMs: number | null): PartCourses {
  const courses = new Map<number, { count: number; first: string; stretches: Map<number, number> }>();
  for (const [at, id] of ids.entries()) {
    if (id === 0) continue;
    let course = courses.get(id);
    if (course === undefined)
      courses.set(id, (course = { count: 0, first: part.line(at).at, stretches: new Map<number, number>() }));
    course.count++;
    const ms = part.ms(at);
    if (widthMs === null || Number.isNaN(ms)) continue;
    const key = Math.floor(ms / widthMs);
    course.stretches.set(key, (course.stretches.get(key) ?? 0) + 1);
  }
  return courses;
}

/** When the lines of each kind were written, by its id: what is known of each part, put together. */
export function patternCourses(
  parts: readonly (PartCourses | undefined)[],
  scale: VolumeScale | null,
): ReadonlyMap<number, PatternCourse> {
  const all = new Map<number, { count: number; counts: number[]; first: string }>();
  for (const part of parts)
    for (const [id, { count, first, stretches }] of part ?? []) {
      let course = all.get(id);
      if (course === undefined)
        all.set(id, (course = { count: 0, counts: Array.from({ length: scale?.count ?? 0 }, () => 0), first }));
      course.count += count;
      for (const [key, of] of stretches) {
        const at = key - (scale?.start ?? 0);
        if (course.counts[at] !== undefined) course.counts[at] += of;
      }
    }
  return all;
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
