import { expect, test } from 'vitest';
import { humanDuration } from './human-duration.ts';
import vectors from './human-duration.vectors.json' with { type: 'json' };

// Written by duration.HumanDuration of k8s.io/apimachinery 0.37.2 itself.

test.each(vectors.map(({ ms, text }) => [ms, text] as const))('%d ms are %s', (ms, text) => {
  expect(humanDuration(ms)).toBe(text);
});
