import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import {
  addParts,
  addStream,
  addText,
  emptyLog,
  endStream,
  type LogModel,
  resumeStream,
  resumeTime,
} from './log-model.ts';
import { shownLines } from './test-shown-lines.ts';

const shown = (log: LogModel) =>
  shownLines(log).map(({ kind, stream, text }) => `${stream}${kind === 'text' ? text : `<${kind}>`}`);

test('lines of several streams stand in the order they were written, whatever the fractions and zones', () => {
  let log = emptyLog(2);
  log = addText(log, 0, '2026-11-23T12:00:00.1Z a\n2026-11-23T12:00:01Z c\n');
  log = addText(log, 1, '2026-11-23T13:00:00.12+01:00 b\n2026-11-23T12:00:01.000000001Z d\n');
  expect(shown(log)).toEqual(['0a', '1b', '0c', '1d']);
});

test('what begins with a date that no calendar has is a line without a time, in whichever zone', () => {
  const log = addText(emptyLog(1), 0, '2026-11-23T12:00:00Z a\n2026-02-31T99:00:00+01:00 b\n');
  expect(shown(log)).toEqual(['0a', '02026-02-31T99:00:00+01:00 b']);
});

test('a line without a time stays behind its neighbour; what has come of the last line is shown', () => {
  let log = addText(emptyLog(1), 0, '2026-11-23T12:00:00Z one\n2026-11-23T12:00:01Z tw');
  expect(shown(log)).toEqual(['0one', '0tw']);
  log = addText(log, 0, 'o\nno time\n');
  expect(shown(log)).toEqual(['0one', '0two', '0no time']);
});

test('a line without a time stays behind its neighbour when it comes alone; half a time is not shown as a line', () => {
  const one = addText(emptyLog(1), 0, '2026-11-23T12:00:00Z one\n2026-11-23T12:00:01Z two\n');
  const log = addText(one, 0, 'unable to read on\n');
  expect(shown(log)).toEqual(['0one', '0two', '0unable to read on']);
  const next = '2026-11-23T12:00:01.123456789+01:00';
  for (let i = 0; i <= next.length; i++) expect(shown(addText(log, 0, next.slice(0, i)))).toEqual(shown(log));
});

test('last words without a line break are a line when the log ends', () => {
  const open = addText(emptyLog(1), 0, '2026-11-23T12:00:00Z panic: last words');
  const log = endStream(open, 0, { reason: 'finished', problem: null });
  expect(shownLines(log).map(({ text }) => text)).toEqual(['panic: last words']);
  expect(shown(log)).toEqual(['0panic: last words']);
});

test('a log that is asked for again repeats its last second: nothing twice, nothing missing, and the cut line whole', () => {
  let log = addText(
    emptyLog(1),
    0,
    '2026-11-23T12:00:00.5Z a\n2026-11-23T12:00:01.1Z b\n2026-11-23T12:00:01.1Z b\n2026-11-23T12:00:01.2Z hal',
  );
  expect(resumeTime(log, 0)).toBe('2026-11-23T12:00:01Z');
  log = resumeStream(log, 0, 'gap');
  log = addText(
    log,
    0,
    '2026-11-23T12:00:01.1Z b\n2026-11-23T12:00:01.1Z b\n2026-11-23T12:00:01.2Z half\n2026-11-23T12:00:02Z c\n',
  );
  expect(shown(log)).toEqual(['0a', '0b', '0b', '0half', '0c']);
});

test.each(['gap', 'restarted'] as const)('where it does not go on at the same line, a mark says so: %s', mark => {
  let log = addText(emptyLog(1), 0, '2026-11-23T12:00:00Z a\n');
  log = addText(resumeStream(log, 0, mark), 0, '2026-11-23T12:00:09Z z\n');
  expect(shown(log)).toEqual(['0a', `0<${mark}>`, '0z']);
});

test('colours go on over line ends until they are taken back', () => {
  const log = addText(
    emptyLog(1),
    0,
    '2026-11-23T12:00:00Z \u001b[31mred\n2026-11-23T12:00:01Z still\u001b[0m\n2026-11-23T12:00:02Z plain\n',
  );
  expect(shownLines(log).map(({ pen }) => pen)).toEqual(['', '\u001b[31m', '']);
});

test('cut anywhere, the same lines come out', () => {
  const text = Array.from({ length: 20 }, (_, i) => `2026-11-23T12:00:${String(i).padStart(2, '0')}Z line ${i}\n`).join(
    '',
  );
  fc.assert(
    fc.property(fc.array(fc.nat(text.length), { maxLength: 6 }), cuts => {
      const at = [0, ...cuts.toSorted((a, b) => a - b), text.length];
      const log = at.slice(1).reduce((before, end, i) => addText(before, 0, text.slice(at[i], end)), emptyLog(1));
      expect(shownLines(log).map(line => line.text)).toEqual(Array.from({ length: 20 }, (_, i) => `line ${i}`));
    }),
  );
});

test('a filtered log that is asked for again has its lines once, whichever stand around them then', () => {
  const at = (second: number, text: string) => `2026-11-23T12:00:0${second}Z ${text}\n`;
  const hit = (second: number, text: string) => ({ stream: 0, text: at(second, text), kind: 'text' as const });
  const around = (second: number, text: string) => ({ ...hit(second, text), kind: 'around' as const });
  let log = addParts(emptyLog(1), [around(0, 'a'), hit(1, 'X'), around(1, 'b'), around(2, 'c')]);
  expect(resumeTime(log, 0)).toBe('2026-11-23T12:00:01Z');
  log = resumeStream(log, 0, 'gap');
  // From the second of the last hit on: nothing stands before it, and what comes next is new.
  log = addParts(log, [hit(1, 'X'), around(1, 'b'), around(2, 'c'), around(3, 'd'), hit(4, 'Y')]);
  const read = shownLines(log).map(({ kind, text }) =>
    kind === 'text' ? text : kind === 'around' ? `(${text})` : kind,
  );
  expect(read).toEqual(['(a)', 'X', '(b)', '(c)', '(d)', 'Y']);
});

test('whatever comes late, lines stand in the order of their times, by the nanosecond; of one moment as they came', () => {
  const at = fc.oneof(fc.nat(3), fc.nat(5_000_000_000)).map(ns => {
    const second = String(Math.floor(ns / 1e9)).padStart(2, '0');
    return `2026-11-23T12:00:${second}.${String(ns % 1e9).padStart(9, '0')}`;
  });
  const part = fc.record({ stream: fc.nat(2), times: fc.array(at, { maxLength: 5 }) });
  fc.assert(
    fc.property(fc.array(fc.array(part, { maxLength: 4 }), { maxLength: 6 }), updates => {
      let log = emptyLog(3);
      const came: string[] = [];
      for (const parts of updates) {
        const texts = parts.map(({ stream, times }) => {
          const lines = times.map((time, i) => `${time}Z ${came.length + i}`);
          came.push(...lines);
          return { stream, text: lines.map(line => `${line}\n`).join(''), kind: 'text' as const };
        });
        log = addParts(log, texts);
      }
      const sorted = came.toSorted((a, b) =>
        a.slice(0, 29) < b.slice(0, 29) ? -1 : a.slice(0, 29) > b.slice(0, 29) ? 1 : 0,
      );
      expect(shownLines(log).map(({ at: time, text }) => `${time}Z ${text}`)).toEqual(sorted);
    }),
  );
});

test('a line that was written since it is asked for, and comes seconds behind later ones, is late', () => {
  const now = Date.parse('2026-11-23T08:00:00Z');
  const at = (second: number, text: string) => `2026-11-23T08:00:${String(second).padStart(2, '0')}Z ${text}\n`;
  const begun = addText(addStream(addStream(emptyLog(0), 0, now), 1, now), 0, at(10, 'first'));
  const log = addText(begun, 1, `2026-11-23T07:59:59Z before\n${at(7, 'late')}${at(9, 'in time')}`);
  expect(shownLines(log).flatMap(({ text, isLate }) => (isLate ? [text] : []))).toEqual(['late']);
});

test('a line of very many parts is whole, and is not looked through again for each of them', () => {
  const piece = 'x'.repeat(1_024);
  const parts = Array.from({ length: 400 }, () => ({ stream: 0, text: piece, kind: 'text' as const }));
  const looked = vi.spyOn(String.prototype, 'split');
  let log = addText(emptyLog(1), 0, '2026-11-23T12:00:00Z a\n2026-11-23T12:00:01Z ');
  log = addParts(log, parts);
  log = addText(log, 0, '!\n2026-11-23T12:00:02Z c\n');
  const characters = looked.mock.contexts.reduce((sum: number, text) => sum + String(text).length, 0);
  looked.mockRestore();
  const length = piece.length * parts.length;
  expect(shownLines(log).map(({ text }) => text.length)).toEqual([1, length + 1, 1]);
  // For each part anew it would be hundreds of times as many.
  expect(characters).toBeLessThan(2 * length);
});
