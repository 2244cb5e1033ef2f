import { chooseLines, LineView } from './chosen-lines.ts';
import type { LinePart } from './line-chunk.ts';
import type { LogLevel } from './log-level.ts';
import { type LogLine, timeReader } from './log-line.ts';

/** All lines of a log's parts, one by one. */
export function linesIn(parts: readonly LinePart[]): LogLine[] {
  return parts.flatMap(part => Array.from({ length: part.size }, (_, at) => part.line(at)));
}

/** Every line of some parts. */
export function wholeView(parts: readonly LinePart[]): LineView {
  const choice = { needle: '', textOf: () => '', hidden: new Set<LogLevel>(), pattern: null };
  return new LineView(parts.map(part => chooseLines(part, choice)));
}

export function testLine(line: Partial<LogLine>): LogLine {
  const at = line.at ?? '';
  return {
    kind: 'text',
    at,
    stream: 0,
    text: '',
    pen: '',
    level: 'none',
    isOpen: false,
    isLate: false,
    ms: timeReader()(at),
    ...line,
  };
}
