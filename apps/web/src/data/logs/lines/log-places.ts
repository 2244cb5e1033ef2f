import type { LineView } from './chosen-lines.ts';
import { isMark, type LogLine } from './log-line.ts';

const GRAVE: ReadonlySet<LogLine['level']> = new Set(['fatal', 'error']);

/** The next line behind a place that tells of an error, from the beginning again behind the last; null where none does. */
export function nextError({ size, starts, chosen }: LineView, after: number): number | null {
  const isError = (at: number, i: number) => {
    const of = chosen[i];
    const place = of === undefined ? 0 : (of.places?.[at] ?? at);
    return of !== undefined && GRAVE.has(of.part.level(place)) && !isMark({ kind: of.part.kind(place) });
  };
  let first: number | null = null;
  for (const [i, { size: count, part }] of chosen.entries()) {
    const start = starts[i] ?? size;
    if (part.levels.error + part.levels.fatal === 0 || (first !== null && start + count <= after)) continue;
    for (let at = 0; at < count; at++) {
      if (!isError(at, i)) continue;
      if (start + at > after) return start + at;
      first ??= start + at;
    }
  }
  return first;
}

/** The first line that was written then or later, or else the last one; null where none has a time. */
export function lineAt(lines: LineView, isThenOrLater: (line: LogLine) => boolean): number | null {
  let [low, high] = [0, lines.size];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const line = lines.line(middle);
    if (line !== undefined && line.at !== '' && isThenOrLater(line)) high = middle;
    else low = middle + 1;
  }
  const found = Math.min(low, lines.size - 1);
  return (lines.line(found)?.at ?? '') === '' ? null : found;
}

/** `14:05`, `14:05:30`, or with a day before it. */
const TYPED = /^(?:(\d{4}-\d\d-\d\d)[ T])?(\d\d:\d\d(?::\d\d)?)$/;

/** A time as it is typed, to be compared with times to the second; of the last line's day where none is said. Null where it is none. */
export function typedTime(typed: string, lastDay: string): string | null {
  const [, day = lastDay, clock] = TYPED.exec(typed.trim()) ?? [];
  return clock === undefined ? null : `${day} ${clock}`;
}

/** How many of the lines of a view are gone, of all that were dropped of its log: those of its first parts, none of which is there any more. */
export function goneLines(before: LineView, { chosen }: LineView, dropped: number): number {
  const there = new Set(chosen.map(({ part }) => part));
  let left = dropped;
  let gone = 0;
  for (const { part, size } of before.chosen) {
    left -= part.size;
    if (left < 0 || there.has(part)) break;
    gone += size;
  }
  return gone;
}
