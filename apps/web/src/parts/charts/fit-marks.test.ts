import { expect, test } from 'vitest';
import { fitMarks, type Mark } from './fit-marks.ts';

const textsOf = (marks: readonly Mark[]) => marks.map(({ text }) => text);

test('a text that would lie over the one before is left out', () => {
  const marks = [
    { i: 0, text: 'now' },
    { i: 1, text: '15:00' },
    { i: 4, text: '18:00' },
  ];
  expect(textsOf(fitMarks(marks, 24, 500))).toEqual(['now', '18:00']);
  expect(textsOf(fitMarks(marks, 24, 2_000))).toEqual(['now', '15:00', '18:00']);
});

test('a text that would be cut at the end is left out; Chinese needs more room', () => {
  const at = (text: string) => textsOf(fitMarks([{ i: 21, text }], 24, 600));
  expect(at('12:00')).toEqual(['12:00']);
  expect(at('Mon, Nov 30')).toEqual([]);
  expect(at('周一周二周三')).toEqual([]);
  expect(at('周一周二')).toEqual(['周一周二']);
});

test('whatever the time and the width, none reaches into the next or over the end', () => {
  for (let first = 0; first < 24; first++)
    for (const width of [300, 417, 500, 1_000]) {
      const marks = Array.from({ length: 24 }, (_, i): Mark[] =>
        (i + first) % 24 === 0
          ? [{ i, text: '11月30日周一' }]
          : (i + first) % 3 === 0
            ? [{ i, text: `${(i + first) % 24}:00` }]
            : [],
      ).flat();
      const kept = fitMarks(marks, 24, width);
      expect(kept.length, `${first}:00 at ${width} px`).toBeGreaterThan(2);
      for (const [k, { i, text }] of kept.entries()) {
        // An em a letter is more than Chinese, 11 px, and far more than digits take.
        const least = [...text].reduce((sum, letter) => sum + (letter > '\u2E7F' ? 11 : 6), 4);
        expect((i / 24) * width + least).toBeLessThanOrEqual(((kept[k + 1]?.i ?? 24) / 24) * width);
      }
    }
});
