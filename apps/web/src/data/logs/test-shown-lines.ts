import { linesIn } from './lines/test-lines.ts';
import type { LogLine } from './lines/log-line.ts';
import { type LogModel, shownParts } from './log-model.ts';

/** All that a log shows, one by one. */
export function shownLines(log: LogModel): LogLine[] {
  return linesIn(shownParts(log));
}
