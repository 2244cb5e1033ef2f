import { useCallback, useMemo } from 'react';
import type { LinePart } from './lines/line-chunk.ts';
import { PatternMiner } from './lines/line-patterns.ts';
import type { LogLine } from './lines/log-line.ts';
import { volumeScale } from './lines/log-volume.ts';
import { type OrderedPattern, orderedPatterns, partCourses, patternCourses } from './lines/pattern-course.ts';
import { plainText } from './lines/terminal-line.ts';
import { usePartResults } from './use-part-results.ts';

export interface FoundPatterns {
  /** What is new first, then the rarest. */
  readonly patterns: readonly OrderedPattern[];
  /** Of which kind each line of a part is: 0 of one that is not whole yet, and of what is none that was asked for. */
  readonly idsOf: (part: LinePart) => Uint32Array;
}

const NO_PARTS: readonly LinePart[] = [];

/** The kinds of lines there are, while somebody asks for them, and what is new since a moment. */
export function usePatterns(
  parts: readonly LinePart[],
  { isWanted, since }: { readonly isWanted: boolean; readonly since: string },
): FoundPatterns {
  const kept = useMemo(() => (isWanted ? new MinedLog() : null), [isWanted]);
  const idsOf = useCallback((part: LinePart) => kept?.idsOf(part) ?? new Uint32Array(part.size), [kept]);
  const scale = useMemo(() => volumeScale(parts), [parts]);
  const widthMs = scale?.widthMs ?? null;
  const courseOf = useCallback((part: LinePart) => partCourses(part, idsOf(part), widthMs), [idsOf, widthMs]);
  const { results } = usePartResults(kept === null ? NO_PARTS : parts, courseOf);
  const patterns = useMemo(
    () => (kept === null ? [] : orderedPatterns(kept.miner.patterns(), patternCourses(results, scale), since)),
    [kept, results, scale, since],
  );
  return { patterns, idsOf };
}

/** Of which kind lines are, each found out once as long as it stays as it came, and once more in its chunk. */
class MinedLog {
  readonly miner = new PatternMiner();
  readonly #parts = new WeakMap<LinePart, Uint32Array>();
  readonly #lines = new WeakMap<LogLine, number>();

  idsOf(part: LinePart): Uint32Array {
    let ids = this.#parts.get(part);
    if (ids === undefined) {
      ids = Uint32Array.from({ length: part.size }, (_, at) => this.#idOf(part.line(at)));
      this.#parts.set(part, ids);
    }
    return ids;
  }

  #idOf(line: LogLine): number {
    if (line.kind !== 'text' || line.isOpen) return 0;
    const known = this.#lines.get(line);
    if (known !== undefined) return known;
    const id = this.miner.add(plainText(line.text));
    this.#lines.set(line, id);
    return id;
  }
}
