import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseLines, LineView } from './chosen-lines.ts';
import { LineChunk } from './line-chunk.ts';
import { type LineLimits, LineList } from './line-list.ts';
import { LOG_LEVELS, sumLevels } from './log-level.ts';
import { isMark, type LogLine } from './log-line.ts';
import { partVolume, logVolume, volumeScale } from './log-volume.ts';
import { linesIn, testLine, wholeView } from './test-lines.ts';

const SMALL: LineLimits = { lines: 20, bytes: 10_000, chunk: 3, tail: 60 };
const NO_END: LineLimits = { ...SMALL, lines: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };

const at = fc
  .tuple(fc.nat(4), fc.oneof(fc.nat(2), fc.constant(999_999_999), fc.nat(999_999_999)))
  .map(([second, ns]) => `2026-11-23T12:00:0${second}.${String(ns).padStart(9, '0')}`);
const line: fc.Arbitrary<LogLine> = fc
  .record({
    kind: fc.constantFrom('text' as const, 'text' as const, 'around' as const, 'restarted' as const, 'gap' as const),
    at: fc.oneof({ weight: 9, arbitrary: at }, fc.constant('')),
    stream: fc.nat(63),
    text: fc.oneof(fc.string({ maxLength: 30 }), fc.constantFrom('', 'an error', '日志 🙂', '\u001b[31mred')),
    pen: fc.constantFrom('', '', '\u001b[31m'),
    level: fc.constantFrom(...LOG_LEVELS),
  })
  .map(testLine);
const updates = fc.array(fc.array(line, { maxLength: 12 }), { maxLength: 10 });

const asText = (a: LogLine, b: LogLine) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);

function filled(limits: LineLimits, batches: readonly (readonly LogLine[])[]) {
  let list = LineList.empty(limits);
  let dropped = 0;
  for (const batch of batches) {
    const next = list.with(batch);
    list = next.list;
    dropped += next.dropped;
  }
  return { list, dropped };
}

test('what a chunk has of a line is that line', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1 }), lines => {
      expect(linesIn([new LineChunk(lines)])).toEqual(lines);
    }),
  );
});

test('whenever lines come, they stand as if all had been sorted at once, those of one moment as they came', () => {
  fc.assert(
    fc.property(updates, batches => {
      const { list, dropped } = filled(NO_END, batches);
      const sorted = batches.flat().toSorted(asText);
      expect([linesIn(list.parts([])), list.size, dropped]).toEqual([sorted, sorted.length, 0]);
      const view = wholeView(list.parts([]));
      expect(Array.from({ length: view.size + 1 }, (_, i) => view.line(i))).toEqual([...sorted, undefined]);
    }),
  );
});

test('of more than is kept the oldest go, each is counted, and those that stay are in order', () => {
  fc.assert(
    fc.property(updates, batches => {
      const { list, dropped } = filled(SMALL, batches);
      const all = batches.flat();
      const kept = linesIn(list.parts([]));
      expect(list.size + dropped).toBe(all.length);
      expect(list.size).toBeLessThan(SMALL.lines + 2 * 2 * SMALL.chunk + 12);
      if (dropped > 0) expect(list.size).toBeGreaterThanOrEqual(SMALL.lines);
      expect(kept.toSorted(asText)).toEqual(kept);
      for (const each of kept) expect(all).toContainEqual(each);
    }),
  );
});

test('few long lines are dropped by their bytes; the newest stay', () => {
  const long = (second: number) => testLine({ at: `2026-11-23T12:00:0${second}.000000000`, text: 'x'.repeat(9_000) });
  const { list, dropped } = filled(SMALL, [[long(0)], [long(1)], [long(2)]]);
  expect([linesIn(list.parts([])), dropped]).toEqual([[long(2)], 2]);
});

test('chosen lines, their levels and their course of time are those that a look at every line finds', () => {
  const levels = fc.uniqueArray(fc.constantFrom(...LOG_LEVELS)).map(some => new Set(some));
  fc.assert(
    fc.property(updates, levels, fc.constantFrom('', 'e', 'error', '志'), (batches, hidden, needle) => {
      const { list } = filled(NO_END, batches);
      const parts = list.parts([]);
      const choice = { needle, textOf: ({ text }: LogLine) => text, hidden, pattern: null };
      const view = new LineView(parts.map(part => chooseLines(part, choice)));
      const all = linesIn(parts);
      const naive = all.filter(
        each => (isMark(each) || !hidden.has(each.level)) && each.text.toLowerCase().includes(needle),
      );
      expect(Array.from({ length: view.size }, (_, i) => view.line(i))).toEqual(naive);
      const counts = sumLevels(parts);
      for (const level of LOG_LEVELS)
        expect(counts[level]).toBe(all.filter(each => !isMark(each) && each.level === level).length);
      const scale = volumeScale(view.chosen);
      if (scale === null) return;
      const { buckets } = logVolume(
        scale,
        view,
        view.chosen.map(each => partVolume(each, scale.widthMs)),
      );
      for (const { at: from, grave, warnings, others, first } of buckets) {
        const isInside = ({ kind, ms }: LogLine) => kind === 'text' && ms >= from && ms < from + scale.widthMs;
        const inside = naive.filter(isInside);
        expect([grave + warnings + others, first]).toEqual([inside.length, naive.findIndex(isInside)]);
        expect(grave).toBe(inside.filter(({ level }) => level === 'error' || level === 'fatal').length);
        expect(warnings).toBe(inside.filter(({ level }) => level === 'warn').length);
      }
    }),
  );
});
