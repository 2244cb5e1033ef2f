import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addText, emptyLog, type LogLine, type LogModel, MAX_LINES } from './log-model.ts';
import { type LineWords, type ShownLine, ShownLines } from './shown-lines.ts';

const WORDS: LineWords = { before: ({ stream }) => `p${stream}`, mark: kind => `<${kind}>` };
const read = (lines: readonly ShownLine[]) =>
  lines.map(({ text, level, ms, source }) => [text, level, ms, source !== null]);
const at = (ms: number) => new Date(Date.UTC(2026, 10, 23) + ms).toISOString();
const TEXTS = ['ERROR it failed', '  at Main.run', 'INFO all is well', 'plain'];

test('whatever comes when, it is shown as if all had come at once; what was there stays the same', () => {
  const part = fc.record({
    stream: fc.nat(2),
    times: fc.array(fc.nat(5_000), { maxLength: 6 }),
    text: fc.nat(TEXTS.length - 1),
    rest: fc.constantFrom('', `${at(6_000)} hal`),
  });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), parts => {
      const shown = new ShownLines();
      let log = emptyLog(3);
      let before: readonly ShownLine[] = [];
      for (const { stream, times, text, rest } of parts) {
        const lines = times.toSorted((a, b) => a - b).map((ms, i) => `\n${at(ms)} ${TEXTS[(text + i) % TEXTS.length]}`);
        log = addText(log, stream, `${lines.join('')}\n${rest}`);
        const next = shown.next(log, WORDS);
        const fresh = new Set<LogLine | null>(before.map(({ source }) => source));
        expect(next.filter(({ source }) => source !== null && fresh.has(source))).toEqual(
          before.filter(({ source }) => source !== null),
        );
        expect(next.map(({ text: words }) => words)).toEqual(new ShownLines().next(log, WORDS).map(each => each.text));
        before = next;
      }
    }),
  );
});

/** Lines of one stream, from a time on. */
function filled(log: LogModel, stream: number, from: number, count: number): LogModel {
  return addText(log, stream, Array.from({ length: count }, (_, i) => `${at(from + i)} INFO ${from + i}\n`).join(''));
}

test('the oldest go, and late ones stand at their time, also before all that was there', () => {
  const shown = new ShownLines();
  let log = filled(emptyLog(2), 0, 1_000, MAX_LINES);
  const first = shown.next(log, WORDS);
  log = addText(filled(log, 0, 1_000 + MAX_LINES, 2), 1, `${at(500)} ERROR late\n${at(2_000)} WARN less late\n`);
  const next = shown.next(log, WORDS);
  expect(read(next).join()).toBe(read(new ShownLines().next(log, WORDS)).join());
  expect(next).toHaveLength(MAX_LINES);
  const known = new Set(first);
  expect(next.filter(line => known.has(line))).toHaveLength(MAX_LINES - 3);
});

test('other words before the lines are other lines', () => {
  const shown = new ShownLines();
  const log = filled(emptyLog(1), 0, 0, 1);
  shown.next(log, WORDS);
  expect(shown.next(log, { ...WORDS, before: () => 'other' }).map(({ text }) => text)).toEqual(['other INFO 0']);
});
