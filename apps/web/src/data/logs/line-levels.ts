import { levelOf, type LevelCounts, type LogLevel, NO_COUNTS } from './log-level.ts';
import type { LogLine } from './log-model.ts';
import { plainText } from './terminal-line.ts';

/** What a line says itself; a line that was read stays the same. */
const READ = new WeakMap<LogLine, LogLevel>();

function ownLevel(line: LogLine): LogLevel {
  const known = READ.get(line);
  if (known !== undefined) return known;
  const level = levelOf(plainText(line.text));
  READ.set(line, level);
  return level;
}

/** The lines of a stack: indented, or as runtimes begin them. */
const GOES_ON = /^(?:\s+\S|Caused by: |goroutine \d)/;

/** The level of each line, and of what goes on from the line before in its stream that of the first. Of what is no line of the log none. */
export function lineLevels(lines: readonly LogLine[]): readonly LogLevel[] {
  const before = new Map<number, LogLevel>();
  return lines.map(line => {
    if (line.kind !== 'text' && line.kind !== 'around') return 'none';
    const own = ownLevel(line);
    const level = own === 'none' && GOES_ON.test(line.text) ? (before.get(line.stream) ?? 'none') : own;
    before.set(line.stream, level);
    return level;
  });
}

export function countLevels(levels: readonly LogLevel[]): LevelCounts {
  const counts: Record<LogLevel, number> = { ...NO_COUNTS };
  for (const level of levels) counts[level]++;
  return counts;
}
