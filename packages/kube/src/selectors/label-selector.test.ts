import { expect, test } from 'vitest';
import { formatLabelSelector, type Labels, matchesLabels } from './label-selector.ts';
import { parseLabelSelector } from './label-selector-parser.ts';
import vectors from './label-selector.vectors.json' with { type: 'json' };

// Written by labels.Parse of k8s.io/apimachinery 0.37.2 itself: chosen and chance selectors, what it says of those it refuses, and
// which of these sets the others match.

interface Vector {
  readonly text: string;
  readonly error?: string;
  readonly matches?: readonly boolean[];
}

const SETS: readonly Labels[] = [
  {},
  { a: 'v' },
  { a: '5', b: 'w' },
  { a: '', n: '3' },
  { 'example.com/x': 'v', a: '10' },
  { b: 'v', n: 'x' },
  { a: '-2' },
  { in: 'in' },
];

test.each((vectors as Vector[]).map(vector => [vector.text, vector] as const))('%j', (text, { error, matches }) => {
  const parsed = parseLabelSelector(text);
  expect(parsed.ok ? undefined : parsed.error).toBe(error);
  if (parsed.ok) expect(SETS.map(labels => matchesLabels(parsed.value, labels))).toEqual(matches);
});

test.each([
  [undefined, '<none>'],
  [{}, '<none>'],
  [{ matchLabels: { b: '2', a: '1' } }, 'a=1,b=2'],
  [
    {
      matchLabels: { m: 'v' },
      matchExpressions: [
        { key: 'z', operator: 'In', values: ['b', 'a'] },
        { key: 'c', operator: 'NotIn', values: ['x'] },
        { key: 'd', operator: 'Exists' },
        { key: 'e', operator: 'DoesNotExist' },
      ],
    },
    'c notin (x),d,!e,m=v,z in (a,b)',
  ],
  [{ matchExpressions: [{ key: 'a', operator: 'In', values: [] }] }, '<error>'],
  [{ matchExpressions: [{ key: 'a', operator: 'Near', values: ['b'] }] }, '<error>'],
])('%j is written %s', (selector, text) => {
  expect(formatLabelSelector(selector)).toBe(text);
});
