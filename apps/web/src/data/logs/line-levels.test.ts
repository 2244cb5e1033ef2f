import { expect, test } from 'vitest';
import { countLevels } from './line-levels.ts';
import type { LogLine } from './log-model.ts';
import { ShownLines } from './shown-lines.ts';

const line = (text: string, stream = 0, kind: LogLine['kind'] = 'text'): LogLine => ({
  kind,
  at: '',
  stream,
  text,
  pen: '',
});

test('a stack has the level of the line it follows in its stream, whoever writes in between; colours say nothing', () => {
  const lines = [
    line('ERROR it failed'),
    line('INFO all is well', 1),
    line('\tat Main.run(Main.java:1)'),
    line('Caused by: x'),
    line('  of the other', 1),
    line('a new line'),
    line('  and what follows'),
    line('\u001b[33mWARN\u001b[0m coloured'),
    line('', 0, 'restarted'),
  ];
  const shown = new ShownLines().next({ lines, dropped: 0, streams: [] }, { before: () => '', mark: () => '' });
  expect(shown.map(({ level }) => level)).toEqual([
    'error',
    'info',
    'error',
    'error',
    'info',
    'none',
    'none',
    'warn',
    'none',
  ]);
  expect(countLevels(shown)).toMatchObject({ error: 3, info: 2, warn: 1, none: 2, fatal: 0 });
});
