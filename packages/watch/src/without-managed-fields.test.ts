import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isObject } from '@lanthorn/base/json.ts';
import { withoutManagedFields } from './without-managed-fields.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 200);

test('[RF18] an object without its owners is what parsing and deleting leaves', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('"managedFields":[', '\\', '\\"', ']}', 'k:{"name":"c"}'));
  const value = fc.letrec(tie => ({
    value: fc.oneof(
      { maxDepth: 3 },
      text,
      fc.integer(),
      fc.boolean(),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(text, tie('value'), { maxKeys: 3 }),
    ),
  })).value;
  const owners = fc.array(fc.record({ manager: text, fieldsV1: fc.dictionary(text, value, { maxKeys: 3 }) }), {
    maxLength: 3,
  });
  const metadata = fc.tuple(
    fc.record({ name: text }),
    fc.option(owners),
    fc.record({ uid: text }, { requiredKeys: [] }),
  );
  fc.assert(
    fc.property(metadata, value, ([before, managedFields, after], spec) => {
      const object = {
        metadata: { ...before, ...(managedFields === null ? {} : { managedFields }), ...after },
        spec: withoutKey(spec),
      };
      const { managedFields: _dropped, ...rest } = object.metadata as Record<string, unknown>;
      expect(JSON.parse(withoutManagedFields(JSON.stringify(object)))).toEqual(
        JSON.parse(JSON.stringify({ metadata: rest, spec: object.spec })),
      );
    }),
    { numRuns: RUNS },
  );
});

/** A field of that very name that is a list, outside metadata, is no object of Kubernetes' own; the promise is not made for it. */
function withoutKey(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutKey);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, entry]) => (key === 'managedFields' ? [] : [[key, withoutKey(entry)]])),
  );
}

test.each([
  '{"metadata":{"managedFields":[{"a":1}',
  '{"metadata":{"managedFields":["x',
  '{"metadata":{"managedFields": [1]}}',
  '',
])('[RF18] what does not end, or is written otherwise, is left alone: %s', text => {
  expect(withoutManagedFields(text)).toBe(text);
});

test('[RF18] the last, the only and the first field of its object', () => {
  expect(withoutManagedFields('{"metadata":{"a":1,"managedFields":[]}}')).toBe('{"metadata":{"a":1}}');
  expect(withoutManagedFields('{"metadata":{"managedFields":[{}]}}')).toBe('{"metadata":{}}');
  expect(withoutManagedFields('{"metadata":{"managedFields":[[]],"a":1}}')).toBe('{"metadata":{"a":1}}');
});
