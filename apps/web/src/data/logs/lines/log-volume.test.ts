import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogLevel } from './log-level.ts';
import { LineTail } from './line-chunk.ts';
import type { LogLine } from './log-line.ts';
import { logVolume, partVolume, volumeScale } from './log-volume.ts';
import { testLine, wholeView } from './test-lines.ts';

const at = (ms: number) => new Date(ms).toISOString().replace('Z', '000000');
const line = (ms: number, level: LogLevel = 'info') => testLine({ at: at(ms), level });
const volumeOf = (lines: readonly LogLine[]) => {
  const view = wholeView([new LineTail(lines)]);
  const scale = volumeScale(view.chosen);
  if (scale === null) return null;
  return logVolume(
    scale,
    view,
    view.chosen.map(each => partVolume(each, scale.widthMs)),
  );
};
const START = Date.UTC(2026, 10, 23, 8);

test('lines are counted by second while there is room, by their gravity, with the first of each second', () => {
  const volume = volumeOf([
    line(START + 10),
    line(START + 900, 'fatal'),
    testLine({ level: 'info' }),
    line(START + 2_000, 'warn'),
  ]);
  expect(volume).toEqual({
    widthMs: 1_000,
    buckets: [
      { at: START, grave: 1, warnings: 0, others: 1, first: 0 },
      { at: START + 1_000, grave: 0, warnings: 0, others: 0, first: -1 },
      { at: START + 2_000, grave: 0, warnings: 1, others: 0, first: 3 },
    ],
  });
});

test('marks, and lines around those that were asked for, are none that were written', () => {
  const asked = [line(START), line(START + 1_000)];
  const volume = volumeOf([
    { ...line(START - 9_000), kind: 'around' },
    ...asked,
    { ...line(START + 1_000), kind: 'gap' },
    { ...line(START + 9_000), kind: 'around' },
  ]);
  expect(volume?.buckets.map(({ at: from, others, first }) => [from - START, others, first])).toEqual([
    [0, 1, 1],
    [1_000, 1, 2],
  ]);
});

test.each([
  ['no line', []],
  ['lines without a time', [testLine({ level: 'info' })]],
  ['one moment', [line(START), line(START)]],
])('%s has no course of time', (_title, lines) => expect(volumeOf(lines)).toBeNull());

test('whatever the times, every line is counted once, in no more bars than there is room for', () => {
  const span = fc.oneof(fc.nat(5_000), fc.nat(7_200_000), fc.nat(40 * 365 * 86_400_000));
  fc.assert(
    fc.property(fc.array(span, { minLength: 2, maxLength: 50 }), offsets => {
      const times = offsets.toSorted((a, b) => a - b).map(offset => START + offset);
      const volume = volumeOf(times.map(ms => line(ms)));
      if (volume === null) return expect(new Set(times).size).toBe(1);
      const { buckets, widthMs } = volume;
      expect(buckets.length).toBeLessThanOrEqual(60);
      expect(buckets.reduce((sum, { others }) => sum + others, 0)).toBe(times.length);
      for (const { at: from, others, first } of buckets) {
        const inside = times.filter(ms => ms >= from && ms < from + widthMs);
        expect([others, first]).toEqual([inside.length, inside.length === 0 ? -1 : times.indexOf(inside[0] ?? 0)]);
      }
      return undefined;
    }),
  );
});
