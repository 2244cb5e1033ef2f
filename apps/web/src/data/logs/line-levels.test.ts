import { expect, test } from 'vitest';
import { sumLevels } from './lines/log-level.ts';
import { addParts, emptyLog, shownParts } from './log-model.ts';
import { linesIn } from './lines/test-lines.ts';

const line = (text: string, stream = 0) => ({ kind: 'text' as const, stream, text: `${text}\n` });

test('a stack has the level of the line it follows in its stream, whoever writes in between; colours say nothing', () => {
  const log = addParts(emptyLog(2), [
    line('ERROR it failed'),
    line('INFO all is well', 1),
    line('\tat Main.run(Main.java:1)'),
    line('Caused by: x'),
    line('  of the other', 1),
    line('a new line'),
    line('  and what follows'),
    line('\u001b[33mWARN\u001b[0m coloured'),
  ]);
  const parts = shownParts(log);
  const levels = ['error', 'info', 'error', 'error', 'info', 'none', 'none', 'warn'];
  expect(linesIn(parts).map(({ level }) => level)).toEqual(levels);
  expect(sumLevels(parts)).toMatchObject({ error: 3, info: 2, warn: 1, none: 2, fatal: 0 });
});
