import { expect, test } from 'vitest';
import { treeChanges } from './tree-changes.ts';
import { TypeSchema } from './type-schema.ts';

const list = (type: string) => ({
  type: 'array',
  'x-kubernetes-list-type': type,
  'x-kubernetes-list-map-keys': ['name'],
});
const ROOT = new TypeSchema(
  {},
  { type: 'object', properties: { keyed: list('map'), set: list('set'), whole: list('atomic') } },
);
const [a, b, c] = ['a', 'b', 'c'].map(name => ({ name, n: 1 }));

test.each([
  ['nothing', { x: 1 }, { x: 1 }, []],
  ['a field', { x: { y: 1, z: 2 } }, { x: { y: 2, z: 2 } }, [{ path: 'x.y', before: 1, after: 2 }]],
  [
    'what came and what went',
    { x: 1 },
    { y: [2] },
    [
      { path: 'x', before: 1, after: undefined },
      { path: 'y', before: undefined, after: [2] },
    ],
  ],
  // Every object inherits something of that name.
  [
    'a key of any name',
    { x: {} },
    { x: { constructor: 'me' } },
    [{ path: 'x.constructor', before: undefined, after: 'me' }],
  ],
  ['another form', { x: [1] }, { x: { 0: 1 } }, [{ path: 'x', before: [1], after: { 0: 1 } }]],
  [
    'a field of an item',
    { keyed: [a, b] },
    { keyed: [a, { ...b, n: 2 }] },
    [{ path: 'keyed[name=b].n', before: 1, after: 2 }],
  ],
  ['an item that came', { keyed: [a] }, { keyed: [b, a] }, [{ path: 'keyed[name=b]', before: undefined, after: b }]],
  [
    'an item for another',
    { keyed: [a, b] },
    { keyed: [a, c] },
    [
      { path: 'keyed[name=b]', before: b, after: undefined },
      { path: 'keyed[name=c]', before: undefined, after: c },
    ],
  ],
  ['the order alone', { keyed: [a, b] }, { keyed: [b, a] }, [{ path: 'keyed', before: [a, b], after: [b, a] }]],
  ['a value of a set', { set: ['a', 'b'] }, { set: ['b'] }, [{ path: 'set["a"]', before: 'a', after: undefined }]],
  ['an atomic list', { whole: [a] }, { whole: [a, b] }, [{ path: 'whole', before: [a], after: [a, b] }]],
  ['items without a key, before', { keyed: [{}] }, { keyed: [a] }, [{ path: 'keyed', before: [{}], after: [a] }]],
  ['items without a key, after', { keyed: [a] }, { keyed: [{}] }, [{ path: 'keyed', before: [a], after: [{}] }]],
])('%s: each change by its place', (_title, before, after, changes) => {
  expect(treeChanges(before, after, ROOT)).toEqual(changes);
});

test('without a type every list is one value', () => {
  expect(treeChanges({ l: [a] }, { l: [a, b] }, null)).toEqual([{ path: 'l', before: [a], after: [a, b] }]);
});
