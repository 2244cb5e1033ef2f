import { useMemo } from 'react';
import type { LogLine } from './log-model.ts';
import { type LinePattern, PatternMiner } from './line-patterns.ts';
import { plainText } from './terminal-line.ts';

export interface FoundPatterns {
  readonly patterns: readonly LinePattern[];
  /** Of which kind a line is; of one that is not whole yet nobody knows. */
  readonly of: (line: LogLine | null) => number | null;
}

const NONE: FoundPatterns = { patterns: [], of: () => null };

/** The kinds of lines there are, while somebody asks for them. Each line is taken in once. */
export function usePatterns(lines: readonly (LogLine | null)[], isWanted: boolean): FoundPatterns {
  const kept = useMemo(
    () => (isWanted ? { miner: new PatternMiner(), ids: new WeakMap<LogLine, number>() } : null),
    [isWanted],
  );
  return useMemo(() => {
    if (kept === null) return NONE;
    const { miner, ids } = kept;
    for (const line of lines)
      if (line !== null && line.kind === 'text' && !ids.has(line)) ids.set(line, miner.add(plainText(line.text)));
    return { patterns: miner.patterns(), of: line => (line === null ? null : (ids.get(line) ?? null)) };
  }, [lines, kept]);
}
