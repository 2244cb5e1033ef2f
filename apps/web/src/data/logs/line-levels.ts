import { levelOf, type LogLevel } from './lines/log-level.ts';
import { plainText } from './lines/terminal-line.ts';

/** The lines of a stack: indented, or as runtimes begin them. */
const GOES_ON = /^(?:\s+\S|Caused by: |goroutine \d)/;

/** The level that a line says, or, where it goes on from the line before in its stream, that of the first. */
export function lineLevel(text: string, levelBefore: LogLevel): LogLevel {
  const own = levelOf(plainText(text));
  return own === 'none' && GOES_ON.test(text) ? levelBefore : own;
}
