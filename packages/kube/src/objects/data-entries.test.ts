import { expect, test } from 'vitest';
import { dataEntries, dataKeyProblem, withDataChanges } from './data-entries.ts';

const OBJECT = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'c' },
  data: { b: 'two', a: 'one' },
  binaryData: { logo: '/w==' },
};
const text = (value: string) => ({ isBinary: false, value });

test('keys are told by name, each with what it is', () => {
  expect([...dataEntries(OBJECT)]).toEqual([
    ['a', text('one')],
    ['b', text('two')],
    ['logo', { isBinary: true, value: '/w==' }],
  ]);
});

test('a key is renamed, replaced, removed and added; what is not meant stays', () => {
  const changed = new Map([
    ['a', { key: 'first', value: text('one') }],
    ['b', null],
    ['logo', { key: 'logo', value: text('now a text') }],
  ]);
  const added = [{ key: 'new', value: { isBinary: true, value: 'AA==' } }];
  expect(withDataChanges(OBJECT, { changed, added })).toEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'c' },
    data: { first: 'one', logo: 'now a text' },
    binaryData: { new: 'AA==' },
  });
  expect(
    withDataChanges(OBJECT, {
      changed: new Map([
        ['a', null],
        ['b', null],
        ['logo', null],
      ]),
      added: [],
    }),
  ).toEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'c' },
  });
});

test.each([
  ['app.properties', null],
  ['..data', 'invalid'],
  ['.', 'invalid'],
  ['.hidden', null],
  ['a/b', 'invalid'],
  ['', 'invalid'],
  ['x'.repeat(253), null],
  ['x'.repeat(254), 'invalid'],
  ['taken', 'taken'],
])('the key %j: %s', (key, expected) => {
  expect(dataKeyProblem(key, ['taken'])).toBe(expected);
});
