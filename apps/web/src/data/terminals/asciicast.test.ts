import { expect, test } from 'vitest';
import { Asciicast } from './asciicast.ts';

const START = { startedMs: 1_000, at: Date.UTC(2026, 10, 29, 8) };
const bytes = (text: string) => new TextEncoder().encode(text);
const read = (cast: Asciicast) =>
  cast.text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as unknown);

test('what is written is told with its time since the beginning, and every size', () => {
  const cast = new Asciicast({ columns: 80, rows: 24 }, START);
  cast.output(1_250, bytes('$ ls\r\n'));
  cast.resize(2_000, { columns: 100, rows: 30 });
  cast.output(3_500, bytes('\u001b[31mred\u001b[0m "quoted"'));
  expect(read(cast)).toEqual([
    { version: 2, width: 80, height: 24, timestamp: START.at / 1_000, env: { TERM: 'xterm-256color' } },
    [0.25, 'o', '$ ls\r\n'],
    [1, 'r', '100x30'],
    [2.5, 'o', '\u001b[31mred\u001b[0m "quoted"'],
  ]);
});

test('a character that comes in two parts is whole, at the time of its end', () => {
  const cast = new Asciicast({ columns: 80, rows: 24 }, START);
  const [first = 0, ...rest] = bytes('日');
  cast.output(1_100, Uint8Array.of(first));
  cast.output(1_200, Uint8Array.from(rest));
  expect(read(cast).slice(1)).toEqual([[0.2, 'o', '日']]);
});

test('what is written anew stands on an empty screen, whatever was cut in its middle', () => {
  const cast = new Asciicast({ columns: 80, rows: 24 }, START);
  cast.output(1_100, bytes('日').subarray(0, 1));
  cast.clear(1_200);
  cast.output(1_200, bytes('日'));
  expect(read(cast).slice(1)).toEqual([
    [0.2, 'o', '\u001bc'],
    [0.2, 'o', '日'],
  ]);
});

test('it grows no further than it may, and says so', () => {
  const cast = new Asciicast({ columns: 80, rows: 24 }, START);
  const part = new Uint8Array(1024 * 1024).fill(120);
  for (let i = 0; i < 40; i++) cast.output(2_000, part);
  expect([cast.isFull, cast.text.length <= 9 * 1024 * 1024]).toEqual([true, true]);
});
