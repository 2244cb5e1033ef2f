import { expect, test } from 'vitest';
import { parseFieldSelector } from './field-selector.ts';
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
