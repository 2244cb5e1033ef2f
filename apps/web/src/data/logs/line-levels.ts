import { levelOf, type LevelCounts, type LogLevel, NO_COUNTS } from './log-level.ts';
import type { LogLine } from './log-model.ts';
import { plainText } from './terminal-line.ts';

/** The lines of a stack: indented, or as runtimes begin them. */
const GOES_ON = /^(?:\s+\S|Caused by: |goroutine \d)/;

/** The level that a line says, or, where it goes on from the line before in its stream, that of the first. Of what is no line of the log none. */
export function lineLevel(line: LogLine, levelBefore: (stream: number) => LogLevel): LogLevel {
  if (line.kind !== 'text' && line.kind !== 'around') return 'none';
  const own = levelOf(plainText(line.text));
  return own === 'none' && GOES_ON.test(line.text) ? levelBefore(line.stream) : own;
}

/** Of lines, and of what is none of the log's nothing. */
export function countLevels(lines: readonly { readonly level: LogLevel; readonly isMark: boolean }[]): LevelCounts {
  const counts: Record<LogLevel, number> = { ...NO_COUNTS };
  for (const { level, isMark } of lines) if (!isMark) counts[level]++;
  return counts;
}
