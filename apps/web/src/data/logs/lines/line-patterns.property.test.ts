import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GAP, PatternMiner } from './line-patterns.ts';

const mined = (lines: readonly string[]) => {
  const miner = new PatternMiner();
  const ids = lines.map(line => miner.add(line));
  return { miner, ids, patterns: miner.patterns() };
};

test('lines that differ in their values are of one kind, others of another; the rare one stands first', () => {
  const { patterns, ids } = mined([
    ...Array.from({ length: 50 }, (_, i) => `GET /orders/${i} took ${i * 3}ms from 10.0.0.${i}`),
    'connection to database lost: timeout',
    ...['alice', 'bob', 'carol'].map(name => `user ${name} has logged in to the shop`),
  ]);
  expect(patterns.map(({ template, count }) => [count, template])).toEqual([
    [1, 'connection to database lost: timeout'],
    [3, `user ${GAP} has logged in to the shop`],
    [50, `GET ${GAP} took ${GAP} from ${GAP}`],
  ]);
  expect(new Set(ids).size).toBe(3);
  expect(patterns[1]?.example).toBe('user alice has logged in to the shop');
});

test('what a value is called stays: of fields in logfmt, and of JSON with and without spaces', () => {
  const { patterns } = mined([
    'level=info method=GET path=/cart status=200 duration=5ms',
    'level=info method=PUT path=/cart status=200 duration=61ms',
    '{"time":"2026-11-30T10:00:00Z","level":"info","msg":"order 17 taken","user":{"id":7}}',
    '{"time":"2026-11-30T10:00:01Z","level":"info","msg":"order 18 taken","user":{"id":8}}',
    '{"time":"2026-11-30T10:00:02Z","level":"error","msg":"order 19 lost","user":{"id":8}}',
  ]);
  expect(patterns.map(({ template, count }) => [count, template])).toEqual([
    [1, `{"time":${GAP} "level":"error", "msg":"order ${GAP} lost", "user":${GAP}`],
    [2, `{"time":${GAP} "level":"info", "msg":"order ${GAP} taken", "user":${GAP}`],
    [2, `level=info method=${GAP} path=/cart status=${GAP} duration=${GAP}`],
  ]);
});

test('what begins or is as long otherwise is another kind', () => {
  expect(mined(['open the door', 'close the door', 'open the door now']).patterns).toHaveLength(3);
});

const line = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc
    .array(
      fc.constantFrom('a', 'b', 'c', 'error', '17', 'deadbeefdeadbeef', '⟨*⟩', 'k=a', 'k=7', '{"l":"a","m":"b"}'),
      { maxLength: 12 },
    )
    .map(words => words.join(' ')),
);

test('every line is of one kind, and counted once: nothing is lost but what is said to be forgotten', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 200 }), lines => {
      const { miner, ids, patterns } = mined(lines);
      const sum = patterns.reduce((all, { count }) => all + count, 0);
      expect(sum + miner.forgotten).toBe(lines.length);
      expect(miner.lines).toBe(lines.length);
      expect(new Set(patterns.map(({ id }) => id)).size).toBe(patterns.length);
      expect(patterns.every(({ id }) => ids.includes(id))).toBe(true);
    }),
  );
});

test('a template fits every line that made it: its words stand in the line where they stand in the template', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), lines => {
      const { ids, patterns } = mined(lines);
      for (const { id, template } of patterns) {
        const words = template.split(' ');
        for (const of of lines.filter((_line, i) => ids[i] === id)) {
          const own = of
            .slice(0, 1_000)
            .trim()
            .split(/\s+|(?<=,)(?=")/);
          for (const [i, word] of words.entries())
            if (word.endsWith(GAP)) expect(own[i]?.startsWith(word.slice(0, -GAP.length))).toBe(true);
            else expect(own[i]).toBe(word);
        }
      }
    }),
  );
});

test('the same line is of the same kind, whatever came between that is not forgotten', () => {
  fc.assert(
    fc.property(line, fc.array(line, { maxLength: 20 }), (again, between) => {
      const { ids, patterns } = mined([again, again, ...between]);
      expect(ids[1]).toBe(ids[0]);
      expect(patterns.some(({ id }) => id === ids[0])).toBe(true);
    }),
  );
});

test('a log of nothing but new kinds holds so many, and says how many lines it forgot; a long line costs no more', () => {
  const letters = (i: number) => [...String(i)].map(digit => 'abcdefghij'[Number(digit)] ?? '').join('');
  const miner = new PatternMiner();
  const began = performance.now();
  for (let i = 0; i < 20_000; i++) miner.add(`${letters(i)} is ${letters(i * 7)} and ${letters(i * 13)}`);
  for (let i = 0; i < 100; i++) miner.add('x '.repeat(100_000));
  expect(miner.patterns().length).toBeLessThanOrEqual(500);
  expect(miner.patterns().reduce((sum, { count }) => sum + count, 0) + miner.forgotten).toBe(20_100);
  expect(performance.now() - began).toBeLessThan(10_000);
});
