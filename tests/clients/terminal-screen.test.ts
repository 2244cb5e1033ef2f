import { expect, test } from 'vitest';
import { TerminalScreen } from './terminal-screen.ts';

const after = (...parts: readonly string[]) => {
  const screen = new TerminalScreen({ rows: 3, columns: 6 });
  for (const part of parts) screen.write(part);
  return screen.text.split('\n');
};

test.each([
  [['ab\r\ncd'], ['ab', 'cd', '']],
  [['\u001b[2;3Hx\u001b[Hy'], ['y', '  x', '']],
  [['abc\u001b[2D\u001b[K'], ['a', '', '']],
  [['abc\u001b[2J\u001b[1;1Hd'], ['d', '', '']],
  [['\u001b[31;1ma\u001b(B\u001b[mb\u001b]0;title\u0007c'], ['abc', '', '']],
  [
    ['\u001b[', '2;', '2Hx'],
    ['', ' x', ''],
  ],
  [['a\nb\nc\nd'], [' b', '  c', '   d']],
  [['1234567'], ['123456', '7', '']],
  [['\u001b[?25l\u001b[?1049hx\u001b=y'], ['xy', '', '']],
])('%j', (parts, lines) => {
  expect(after(...parts)).toEqual(lines);
});
