import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ItemSplitter, MAX_PART_LENGTH } from './item-splitter.ts';
import { LineSplitter } from './line-splitter.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 300);

function cut(text: string, cuts: readonly number[]): string[] {
  const places = [...new Set(cuts.map(place => place % (text.length + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((from, i) => text.slice(from, places[i] ?? text.length));
}

const field = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.constant(null),
  fc.array(fc.string()),
  fc.dictionary(fc.string(), fc.string()),
);
/** Objects that begin alike, and hold lists of what begins alike; strings that look like it. */
const alike = fc.record({
  metadata: fc.record({ name: fc.string() }),
  spec: fc.oneof(
    field,
    fc.array(fc.record({ metadata: fc.record({ labels: field }), x: field }), { maxLength: 4 }),
    fc.constant('{"metadata":{}},{"metadata":'),
  ),
});
const item = fc.oneof(fc.dictionary(fc.string(), field), alike);
const extra = fc.dictionary(fc.string(), fc.string());

test('[SP1][SP2] items come out whole, whatever the chunks and whatever the strings hold', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.array(item), fc.array(alike)),
      extra,
      fc.array(fc.nat(), { maxLength: 40 }),
      (items, metadata, cuts) => {
        const list = JSON.stringify({
          kind: 'List',
          metadata: { ...metadata, items: ['no', '{', '"items":['] },
          items,
          after: '"items":[{}]',
        });
        const splitter = new ItemSplitter();
        const found: unknown[] = [];
        for (const chunk of cut(list, cuts)) found.push(...splitter.push(chunk));
        expect(found).toEqual(JSON.parse(JSON.stringify(items)));
        expect(JSON.parse(splitter.end())).toEqual({ ...JSON.parse(list), items: [] });
      },
    ),
    { numRuns: RUNS },
  );
});

test('[SP3] a list cut off in the middle is an error', () => {
  const list = JSON.stringify({ metadata: { resourceVersion: '1' }, items: [{ a: 1 }, { b: 2 }] });
  for (let length = 0; length < list.length; length++) {
    const splitter = new ItemSplitter();
    expect([...splitter.push(list.slice(0, length))].length).toBeLessThanOrEqual(2);
    expect(() => splitter.end()).toThrow('the list ended');
  }
});

const CHUNK = 'x'.repeat(65_536);
test.each([
  ['an object', '{"items":[{"a":"', CHUNK],
  ['an object of a thousand parts', '{"items":[{"a":[', '{},'.repeat(20_000)],
  ['its metadata', '{"metadata":{"a":"', CHUNK],
  ['what follows its objects', '{"items":[],"a":"', CHUNK],
])('[SP4] a list is refused when %s does not end', (_, start, chunk) => {
  const splitter = new ItemSplitter();
  const push = (text: string) => [...splitter.push(text)].length;
  push(start);
  let length = 0;
  expect(() => {
    for (; length < 20_000_000; length += chunk.length) push(chunk);
  }).toThrow(/longer than 8388608 characters/);
  expect(length).toBeGreaterThan(8_000_000);
  const lines = new LineSplitter();
  expect(() => {
    for (let i = 0; i < 200; i++) lines.push(CHUNK);
  }).toThrow('a watch event is longer than 8388608 characters');
});

test('[SP4] an object that nests too deep is there, without what does; a list that does is refused', () => {
  const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
  const splitter = new ItemSplitter();
  const items = [...splitter.push(`{"metadata":{},"items":[{"name":"a","spec":${deep}},{"name":"b"}]}`)];
  expect(items).toMatchObject([{ name: 'a', spec: {} }, { name: 'b' }]);
  expect(() => [...new ItemSplitter().push(`{"metadata":${deep}`)]).toThrow('nests more than 500 levels deep');
});

test('[SP4] only what is gathered counts, to the last character; a line with nothing in it is none', () => {
  const long = 'x'.repeat(MAX_PART_LENGTH);
  const lines = new LineSplitter();
  expect(lines.push(`${long}\n\n${long}`)).toEqual([long]);
  expect(lines.push('\n\n')).toEqual([long]);
});

test('lines come out whole, whatever the chunks', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string().map(text => JSON.stringify(text)),
        { maxLength: 20 },
      ),
      fc.array(fc.nat(), { maxLength: 20 }),
      (lines, cuts) => {
        const splitter = new LineSplitter();
        const text = lines.map(line => `${line}\n`).join('');
        expect(cut(text, cuts).flatMap(chunk => splitter.push(chunk))).toEqual(lines);
      },
    ),
    { numRuns: RUNS },
  );
});

test('[SP1] the rows of a Table come out as items do; what its columns are is told beside them', () => {
  const rows = [
    { cells: ['a', 1], object: { metadata: { name: 'a' } } },
    { cells: ['"rows":[', null], object: { rows: [{ cells: [] }] } },
  ];
  const table = { kind: 'Table', metadata: { continue: 'x' }, columnDefinitions: [{ name: 'Size' }], rows };
  const splitter = new ItemSplitter();
  const found = [];
  for (const chunk of cut(JSON.stringify(table), [3, 40, 90, 120])) found.push(...splitter.push(chunk));
  expect(found).toEqual(rows);
  expect(splitter.head()).toEqual({ ...table, rows: [] });
  expect(JSON.parse(splitter.end())).toEqual({ ...table, rows: [] });
});
