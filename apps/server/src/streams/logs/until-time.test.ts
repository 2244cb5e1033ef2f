import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UntilTime } from './until-time.ts';

const UNTIL = '2026-11-29T08:00:05Z';
const time = (second: number) => `2026-11-29T08:00:0${second}.000000001Z`;

function taken(parts: readonly string[]): { text: string; isOver: boolean } {
  const until = new UntilTime(UNTIL);
  const text = parts.map(part => until.take(part)).join('') + until.end();
  return { text, isOver: until.isOver };
}

test('however it is cut, a log is taken to the last line that was written until then', () => {
  const before = `${time(3)} one\nwithout a time\n${time(4)} two ${'x'.repeat(60)}\n`;
  const behind = `${time(6)} three\n${time(4)} late\n`;
  fc.assert(
    fc.property(fc.array(fc.nat(before.length + behind.length), { maxLength: 6 }), fc.boolean(), (cuts, hasMore) => {
      const all = hasMore ? before + behind : before;
      const places = [0, ...cuts.toSorted((a, b) => a - b), all.length];
      const parts = places.slice(1).map((end, i) => all.slice(places[i], end));
      expect(taken(parts)).toEqual({ text: before, isOver: hasMore });
    }),
  );
});

test('a line without an end goes on as it comes; a beginning that is no time is kept', () => {
  const until = new UntilTime(UNTIL);
  expect(until.take(`${time(1)} ${'a'.repeat(100)}`)).toHaveLength(131);
  expect(until.take('b'.repeat(50))).toHaveLength(50);
  expect(until.take('\n2026')).toBe('\n');
  expect(until.end()).toBe('2026');
  expect(taken(['2099 is a year\n', `2026-11-29T09:00:04+01:00 elsewhere\n`]).isOver).toBe(false);
  expect(taken([`2026-11-29T09:00:06+01:00 elsewhere\n`]).isOver).toBe(true);
});
