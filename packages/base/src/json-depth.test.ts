import { expect, test } from 'vitest';
import { isTooDeep, MAX_JSON_DEPTH, withoutDepth } from './json-depth.ts';
import { randomInt, type Random, seededRandom } from './random.ts';

const nested = (levels: number, inner = '1') => `${'{"a":'.repeat(levels)}${inner}${'}'.repeat(levels)}`;

/** The oracle: as deep as the parsed value is. */
function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

/** Chains of values beside and in each other, with strings that look like brackets and quotes. */
function randomValue(random: Random, levels: number): unknown {
  if (levels === 0) return ['x', '{[', '"]}', '\\', '\\"{', 7, null][randomInt(random, 0, 6)];
  const inner = randomValue(random, levels - 1);
  const beside = randomValue(random, Math.min(levels - 1, randomInt(random, 0, 2)));
  return random.next() < 0.5 ? { beside, '}"{': inner, after: '{{' } : [beside, inner, '[['];
}

test('what nests as deep as is read is left as it is, what nests deeper is replaced by a word', () => {
  expect(withoutDepth(nested(MAX_JSON_DEPTH))).toBe(nested(MAX_JSON_DEPTH));
  expect(withoutDepth(nested(MAX_JSON_DEPTH + 1))).toBe(
    nested(MAX_JSON_DEPTH, `"(nested more than ${MAX_JSON_DEPTH} levels deep)"`),
  );
});

test('a text is too deep exactly when its value is, and what is left of it is JSON that is not', () => {
  const random = seededRandom(1);
  for (let i = 0; i < 200; i++) {
    const value = randomValue(random, randomInt(random, MAX_JSON_DEPTH - 10, MAX_JSON_DEPTH + 10));
    const json = JSON.stringify({ first: 1, value, last: '{' });
    expect(isTooDeep(json)).toBe(depthOf(JSON.parse(json)) > MAX_JSON_DEPTH);
    const shallow = JSON.parse(withoutDepth(json)) as object;
    expect(depthOf(shallow)).toBe(Math.min(depthOf(JSON.parse(json)), MAX_JSON_DEPTH));
    expect(shallow).toMatchObject({ first: 1, last: '{' });
  }
});

test('a million levels take no longer than a blink', () => {
  const json = nested(1_000_000);
  const from = performance.now();
  expect(withoutDepth(json).length).toBeLessThan(10_000);
  // A hundredth of what parsing them takes; the rest is a busy machine.
  expect(performance.now() - from).toBeLessThan(1_000);
});
