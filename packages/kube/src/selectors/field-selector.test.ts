import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeFieldValue, matchesFields, parseFieldSelector } from './field-selector.ts';
import vectors from './field-selector.vectors.json' with { type: 'json' };

// Written by fields.ParseSelector of k8s.io/apimachinery 0.37.2 itself.

interface Vector {
  readonly text: string;
  readonly error?: string;
  readonly requirements?: readonly (readonly string[])[] | null;
}

test.each((vectors as Vector[]).map(vector => [vector.text, vector] as const))('%j', (text, vector) => {
  const parsed = parseFieldSelector(text);
  expect(parsed.ok ? undefined : parsed.error).toBe(vector.error);
  if (parsed.ok)
    expect(parsed.value.map(({ field, operator, value }) => [field, operator, value])).toEqual(vector.requirements);
});

test('any value comes back from a selector that it was escaped for', () => {
  const value = fc.string({ unit: fc.constantFrom('a', '\\', ',', '=', '!', ' ', '日') });
  fc.assert(
    fc.property(value, value, (one, other) => {
      const text = `metadata.name=${escapeFieldValue(one)},status.phase!=${escapeFieldValue(other)}`;
      expect(parseFieldSelector(text)).toEqual({
        ok: true,
        value: [
          { field: 'metadata.name', operator: '=', value: one },
          { field: 'status.phase', operator: '!=', value: other },
        ],
      });
    }),
  );
});

test.each([
  ['', true],
  ['metadata.name=web', true],
  ['metadata.name==web', true],
  ['metadata.name=db', false],
  ['metadata.name!=db', true],
  ['metadata.name!=web', false],
  ['metadata.name=web,status.phase=Running', true],
  ['metadata.name=web,status.phase!=Running', false],
  // What an object does not have is empty.
  ['spec.nodeName=', true],
  ['spec.nodeName!=', false],
  ['spec.nodeName!=n1', true],
])('%j finds the pod: %j', (text, isSo) => {
  const fields: Readonly<Record<string, string>> = { 'metadata.name': 'web', 'status.phase': 'Running' };
  const parsed = parseFieldSelector(text);
  expect(parsed.ok && matchesFields(parsed.value, field => fields[field] ?? '')).toBe(isSo);
});
