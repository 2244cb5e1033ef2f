import { expect, test } from 'vitest';
import { asArray, getPath } from '@lanthorn/base/json.ts';
import { sharedWith } from './shared-parts.ts';
import { Storage } from './storage.ts';

const owners = (field: string) => [{ manager: 'm', fieldsV1: { 'f:spec': { [field]: {} } } }];
const pod = (name: string, phase: string) => ({
  metadata: { name, labels: { app: 'a' }, managedFields: owners('f:containers') },
  spec: { containers: [{ name: 'c', image: 'i' }] },
  status: { phase },
});

test('versions of an object share what did not change, and objects what their owners own', () => {
  const storage = new Storage();
  const first = storage.put('pods', 'a', pod('a', 'Pending'));
  const second = storage.put('pods', 'a', pod('a', 'Running'));
  const other = storage.put('pods', 'b', pod('b', 'Pending'));
  expect(second).toEqual({ ...pod('a', 'Running'), metadata: { ...pod('a', '').metadata, resourceVersion: '3' } });
  expect([second['spec'] === first['spec'], second.metadata.labels === first.metadata.labels]).toEqual([true, true]);
  expect(first['status']).toEqual({ phase: 'Pending' });
  const fieldsOf = (object: object) => getPath(asArray(getPath(object, 'metadata', 'managedFields'))[0], 'fieldsV1');
  expect(fieldsOf(other)).toBe(fieldsOf(first));
});

test.each([
  ['a field less', { a: 1, b: { c: [1] } }, { b: { c: [1] } }],
  ['a field more', { b: { c: [1] } }, { a: 1, b: { c: [1] } }],
  ['an item less', { b: { c: [1, 2] } }, { b: { c: [1] } }],
  ['an item more', { b: { c: [1] } }, { b: { c: [1, 2] } }],
  ['another order', { b: { c: [{ x: 1 }, { x: 2 }] } }, { b: { c: [{ x: 2 }, { x: 1 }] } }],
  ['another type', { b: { c: ['1'] } }, { b: { c: [1] } }],
  ['nothing', { b: { c: null } }, { b: { c: {} } }],
  ['a list for fields', { b: { 0: 'x' } }, { b: ['x'] }],
  ['words of JavaScript', { constructor: 'a' }, { constructor: 'a', ['__proto__']: 'b', toString: null }],
])('%s is as it was written', (_what, before, value) => {
  const text = JSON.stringify(value);
  expect(JSON.stringify(sharedWith(value, before))).toBe(text);
  expect(sharedWith(JSON.parse(text), value)).toBe(value);
});
