import { render } from '@testing-library/react';
import { expect, test } from 'vitest';
import { AnsiText } from './ansi-text.tsx';

const ESC = '\u001b';

/** Each part with its classes, its ground and the colour of its letters. */
function drawn(text: string): readonly (readonly string[])[] {
  const { container } = render(<AnsiText text={text} />);
  return [...container.querySelectorAll('span')].map(({ textContent, className, style }) => [
    textContent,
    className,
    style.backgroundColor,
    style.color,
  ]);
}

test.each([
  [
    'its own colour is the theme’s',
    `a${ESC}[31mred${ESC}[0m`,
    [
      ['a', '', '', ''],
      ['red', 'ansi-red', '', ''],
    ],
  ],
  ['a bright one, too', `${ESC}[92mok`, [['ok', 'ansi-green', '', '']]],
  [
    'decorations',
    `${ESC}[1;2;3;4;9mall`,
    [['all', 'ansi-bold ansi-dim ansi-italic ansi-underline ansi-strikethrough', '', '']],
  ],
  [
    'one of 256, readable on our ground',
    `${ESC}[38;5;196mx`,
    [['x', '', '', 'color-mix(in srgb, #ff0000 55%, var(--text))']],
  ],
  ['one of sixteen million', `${ESC}[38;2;1;2;3mx`, [['x', '', '', 'color-mix(in srgb, #010203 55%, var(--text))']]],
  ['a dark ground has white letters', `${ESC}[44mx`, [['x', '', 'rgb(0, 0, 187)', 'rgb(255, 255, 255)']]],
  ['a light one black ones', `${ESC}[48;5;231mx`, [['x', '', 'rgb(255, 255, 255)', 'rgb(0, 0, 0)']]],
  ['ground and letters that the writer chose', `${ESC}[31;48;2;9;8;7mx`, [['x', '', 'rgb(9, 8, 7)', 'rgb(187, 0, 0)']]],
  ['reversed', `${ESC}[7mx`, [['x', '', 'rgb(255, 255, 255)', 'rgb(0, 0, 0)']]],
])('%s', (_what, text, parts) => {
  expect(drawn(text)).toEqual(parts);
});

test('whatever else steers a terminal is shown, not done', () => {
  expect(
    drawn(`${ESC}[31ma${ESC}]52;c;aGk=\u0007`)
      .map(([text]) => text)
      .join(''),
  ).toContain('␛]52;c;aGk=␇');
});
