import { expect, test } from 'vitest';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { completionAt, filterParts } from './filter-completion.ts';

const facets = {
  status: {
    values: [
      { value: 'Running', count: 2 },
      { value: 'Not Ready', count: 1 },
    ],
    distinct: 2,
  },
};
const options = (text: string, caret = text.length) =>
  completionAt(text, caret, { view: POD_VIEW, facets })?.options ?? [];

test.each<[string, readonly string[]]>([
  ['sta', ['status:']],
  ['-sta', ['-status:']],
  ['na', ['name:', 'namespace:']],
  ['status:r', ['status:Running', 'status:"Not Ready"']],
  ['a status="not', ['status="Not Ready"']],
  ['-health>=w', ['-health>=warning']],
  // Nothing begun, nothing known, or done already.
  ['', []],
  ['status:Running ', []],
  ['web-1', []],
  ['"sta', []],
  ['constructor:x', []],
  ['status:Running', []],
])('%j may become %j', (text, expected) => expect(options(text)).toEqual(expected));

test('a column called health is completed with what is in it', () => {
  const columns = POD_VIEW.columns.map(each => (each.id === 'status' ? { ...each, id: 'health' } : each));
  const { status } = facets;
  expect(completionAt('health:r', 8, { view: { columns }, facets: { health: status } })?.options).toEqual([
    'health:Running',
    'health:"Not Ready"',
  ]);
});

test('only of the term that ends at the caret, and in its place', () => {
  expect(completionAt('sta web', 3, { view: POD_VIEW, facets })).toEqual({ from: 0, to: 3, options: ['status:'] });
  expect(options('status', 3)).toEqual([]);
});

test('terms as they are written, what is between them, and which one cannot be read', () => {
  const error = { code: 'unknownField', detail: 'nope', position: 6 } as const;
  expect(filterParts('"a b"  nope:1 c', { ...error, position: 7 }).map(({ text, kind }) => [text, kind])).toEqual([
    ['"a b"', 'term'],
    ['  ', 'space'],
    ['nope:1', 'wrong'],
    [' ', 'space'],
    ['c', 'term'],
  ]);
  expect(filterParts('', null)).toEqual([]);
});
