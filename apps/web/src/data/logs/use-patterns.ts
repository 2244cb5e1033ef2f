import { useMemo } from 'react';
import type { LogLevel } from './log-level.ts';
import type { LogLine } from './log-model.ts';
import { PatternMiner } from './line-patterns.ts';
import { logVolume } from './log-volume.ts';
import { type OrderedPattern, orderedPatterns, patternCourses } from './pattern-course.ts';
import { plainText } from './terminal-line.ts';

export interface FoundPatterns {
  /** What is new first, then the rarest. */
  readonly patterns: readonly OrderedPattern[];
  /** Of which kind a line is; of one that is not whole yet nobody knows. */
  readonly of: (line: LogLine | null) => number | null;
}

interface MinedLine {
  /** Null while it may go on. */
  readonly source: LogLine | null;
  readonly at: string;
  readonly level: LogLevel;
}

const NONE: FoundPatterns = { patterns: [], of: () => null };

/** The kinds of lines there are, while somebody asks for them, and what is new since a moment. Each line is taken in once. */
export function usePatterns(
  lines: readonly MinedLine[],
  { isWanted, since }: { readonly isWanted: boolean; readonly since: string },
): FoundPatterns {
  const kept = useMemo(
    () => (isWanted ? { miner: new PatternMiner(), ids: new WeakMap<LogLine, number>() } : null),
    [isWanted],
  );
  return useMemo(() => {
    if (kept === null) return NONE;
    const { miner, ids } = kept;
    const sources = lines.map(({ source }) => source);
    for (const line of sources)
      if (line !== null && line.kind === 'text' && !ids.has(line)) ids.set(line, miner.add(plainText(line.text)));
    const of = (line: LogLine | null) => (line === null ? null : (ids.get(line) ?? null));
    const courses = patternCourses(sources, of, logVolume(lines));
    return { patterns: orderedPatterns(miner.patterns(), courses, since), of };
  }, [lines, kept, since]);
}
