import { describe, expect, test } from 'vitest';
import { penAfter, plainText, terminalText } from './terminal-line.ts';

const ESC = '\u001b';

describe('a line as a terminal leaves it', () => {
  test.each([
    ['CRLF', 'done\r', 'done'],
    ['a progress bar', ' 10%|#   |\r 50%|##  |\r100%|####|', '100%|####|'],
    ['a shorter text over a longer one', '12345\rab', 'ab345'],
    ['backspaces', 'ab\b\bcd', 'cd'],
    ['erase to the end of the line', `${ESC}[2K${ESC}[1Gtext`, 'text'],
    ['a link', `see ${ESC}]8;;https://example.org${ESC}\\here${ESC}]8;;${ESC}\\.`, 'see here.'],
    ['a title', `${ESC}]0;my title\u0007text`, 'text'],
    ['an alphabet', `${ESC}(Btext`, 'text'],
    ['an unfinished title does not swallow the page', `a${ESC}]0;never ended`, 'a'],
    ['colours', `${ESC}[31mERROR ${ESC}[0m: disk full`, 'ERROR : disk full'],
    ['256 and true colours', `${ESC}[38;5;196m${ESC}[48;2;1;2;3mx${ESC}[m`, 'x'],
  ])('%s', (_what, line, plain) => {
    expect(plainText(line)).toBe(plain);
  });

  test('colours stay with what they colour, also where it is overwritten', () => {
    expect(terminalText(`${ESC}[31mred${ESC}[0m plain`)).toBe(`${ESC}[31mred${ESC}[0m plain`);
    expect(plainText(terminalText(`aaa\r${ESC}[31mb`))).toBe('baa');
  });

  test('what is on behind a line', () => {
    expect(penAfter('', `${ESC}[1m${ESC}[31mx`)).toBe(`${ESC}[1m${ESC}[31m`);
    expect(penAfter(`${ESC}[31m`, `x${ESC}[0my`)).toBe('');
    expect(penAfter('', `${ESC}[31m`.repeat(1000))).toBe('');
  });

  test('a hostile line of half a million characters takes no time', () => {
    const line = `${ESC}]`.repeat(250_000) + `${ESC}[`.repeat(1000) + '\r'.repeat(1000);
    const start = performance.now();
    plainText(line);
    // Looking again from each of its characters takes minutes; a machine with much else to do is a few times slower than an idle one.
    expect(performance.now() - start).toBeLessThan(15_000);
  });
});
