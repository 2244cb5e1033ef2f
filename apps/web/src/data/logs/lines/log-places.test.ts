import { expect, test } from 'vitest';
import { chooseLines, LineView } from './chosen-lines.ts';
import { LineTail } from './line-chunk.ts';
import { goneLines, lineAt, nextError, typedTime } from './log-places.ts';
import type { LogLevel } from './log-level.ts';
import type { LogLine } from './log-line.ts';
import { testLine } from './test-lines.ts';

const at = (second: number) => `2026-11-23T08:00:0${second}.000000000`;
const part = (...levels: readonly LogLevel[]) => new LineTail(levels.map(level => testLine({ level })));
const viewOf = (parts: readonly LineTail[], hidden: readonly LogLevel[] = []) =>
  new LineView(
    parts.map(each => chooseLines(each, { needle: '', textOf: () => '', hidden: new Set(hidden), pattern: null })),
  );

test('errors are gone through one after the other, over the parts of a log and round again', () => {
  const view = viewOf([part('error', 'info'), part('info'), part('debug', 'fatal', 'error')], ['debug']);
  const gone = [-1, 0, 3, 4].map(after => nextError(view, after));
  expect(gone).toEqual([0, 3, 4, 0]);
  expect(nextError(viewOf([part('info', 'warn')]), -1)).toBeNull();
  expect(nextError(viewOf([part('info', 'error')], ['error']), -1)).toBeNull();
});

test('a time is found among lines, the last line where all are older, none where no line has a time', () => {
  const view = viewOf([new LineTail([0, 2, 2, 4].map(second => testLine({ at: at(second) })))]);
  const from = (second: number) => lineAt(view, (line: LogLine) => line.at >= at(second));
  expect([0, 1, 2, 3, 4, 5].map(from)).toEqual([0, 1, 1, 3, 3, 3]);
  expect(lineAt(viewOf([part('info')]), () => true)).toBeNull();
  expect(lineAt(viewOf([]), () => true)).toBeNull();
});

test.each([
  ['14:05', '2026-11-23 14:05'],
  [' 14:05:30 ', '2026-11-23 14:05:30'],
  ['2026-11-22T14:05', '2026-11-22 14:05'],
  ['2 pm', null],
  ['', null],
])('what is typed as a time: %s', (typed, wanted) => expect(typedTime(typed, '2026-11-23')).toBe(wanted));

test('of lines that were dropped those are gone from a view that were in it', () => {
  const parts = [part('info', 'error', 'info'), part('info'), part('error', 'info')];
  const [all, some] = [viewOf(parts), viewOf(parts, ['info'])];
  const later = [...parts.slice(1), part('info')];
  expect([goneLines(all, viewOf(later), 3), goneLines(some, viewOf(later, ['info']), 3)]).toEqual([3, 1]);
  // Late lines make a part anew: it is there.
  const anew = viewOf([part('info', 'error', 'info', 'info'), ...parts.slice(1)]);
  expect(goneLines(all, anew, 0)).toBe(0);
});
