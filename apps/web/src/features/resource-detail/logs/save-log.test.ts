import { expect, test } from 'vitest';
import { LineTail } from '../../../data/logs/lines/line-chunk.ts';
import { testLine } from '../../../data/logs/lines/test-lines.ts';
import { fileTexts } from './save-log.tsx';

test('a file is made a part at a time, and the page goes on between them', async () => {
  const parts = Array.from({ length: 6 }, (_, i) => new LineTail([testLine({ text: `line ${i}` })]));
  let now = 0;
  let read = 0;
  const turns: number[] = [];
  const clock = {
    elapsed: () => now,
    nextTurn: async () => void turns.push(read),
  };
  const taken = () => {
    read++;
    now += 5;
    return '';
  };
  const texts = await fileTexts(parts, { before: () => 'on screen', taken, source: () => null, mark: () => '' }, clock);
  expect(texts.join('')).toBe('line 0\nline 1\nline 2\nline 3\nline 4\nline 5\n');
  expect(turns).toEqual([2, 4, 6]);
});
