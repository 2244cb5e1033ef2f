import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyLog, mergeText } from './merged-log.ts';

const shown = (log: ReturnType<typeof emptyLog>) => log.lines.map(({ stream, text }) => `${stream}${text}`);

test('lines of several streams stand in the order they were written, whatever the fractions', () => {
  let log = emptyLog(2);
  log = mergeText(log, 0, '2026-11-23T12:00:00.1Z a\n2026-11-23T12:00:01Z c\n');
  log = mergeText(log, 1, '2026-11-23T12:00:00.12Z b\n2026-11-23T12:00:01.000000001Z d\n');
  expect(shown(log)).toEqual(['0a', '1b', '0c', '1d']);
});

test('a line is taken when its end has come; one without a time stays behind its neighbour', () => {
  let log = mergeText(emptyLog(1), 0, '2026-11-23T12:00:00Z one\n2026-11-23T12:00:01Z tw');
  expect(shown(log)).toEqual(['0one']);
  log = mergeText(log, 0, 'o\nno time\n');
  expect(shown(log)).toEqual(['0one', '0two', '0no time']);
});

test('cut anywhere, the same lines come out', () => {
  const text = Array.from({ length: 20 }, (_, i) => `2026-11-23T12:00:${String(i).padStart(2, '0')}Z line ${i}\n`).join(
    '',
  );
  fc.assert(
    fc.property(fc.array(fc.nat(text.length), { maxLength: 6 }), cuts => {
      const at = [0, ...cuts.toSorted((a, b) => a - b), text.length];
      const log = at.slice(1).reduce((before, end, i) => mergeText(before, 0, text.slice(at[i], end)), emptyLog(1));
      expect(log.lines.map(line => line.text)).toEqual(Array.from({ length: 20 }, (_, i) => `line ${i}`));
    }),
  );
});
