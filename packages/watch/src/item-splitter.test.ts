import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ItemSplitter } from './item-splitter.ts';
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
