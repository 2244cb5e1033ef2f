import { describe, expect, test } from 'vitest';
import { backoffDelay } from './backoff.ts';
import { randomInt, randomSuffix, randomUuid, seededRandom } from './random.ts';

const always = (value: number) => ({ next: () => value });
const many = <T>(count: number, make: () => T) => Array.from({ length: count }, make);

describe('chance with a seed', () => {
  test('is the same for the same seed, and another for another', () => {
    const draw = (seed: number) => {
      const random = seededRandom(seed);
      return many(5, () => random.next());
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(draw(-1)).toEqual(draw(2 ** 32 - 1));
  });

  // mulberry32 as its author published it, for the seed 0.
  test('is mulberry32', () => {
    const random = seededRandom(0);
    expect(many(3, () => random.next())).toEqual([0.26642920868471265, 0.0003297457005828619, 0.2232720274478197]);
  });

  test('lies in [0, 1), spread evenly', () => {
    const random = seededRandom(1);
    const drawn = many(20_000, () => random.next());
    expect(drawn.every(value => value >= 0 && value < 1)).toBe(true);
    for (let tenth = 0; tenth < 10; tenth++) {
      const share = drawn.filter(value => Math.floor(value * 10) === tenth).length / drawn.length;
      expect(Math.abs(share - 0.1)).toBeLessThan(0.01);
    }
  });
});

test('a whole number is one of all from the first to the last', () => {
  const random = seededRandom(2);
  expect([...new Set(many(500, () => randomInt(random, -1, 2)))].toSorted((a, b) => a - b)).toEqual([-1, 0, 1, 2]);
  expect([randomInt(always(0), 3, 5), randomInt(always(0.999_999), 3, 5), randomInt(random, 4, 4)]).toEqual([3, 5, 4]);
});

test('names end in letters and digits that make no words, as the API server’s do', () => {
  const random = seededRandom(3);
  const suffix = randomSuffix(random, 2_000);
  // k8s.io/apimachinery/pkg/util/rand
  expect([...new Set(suffix)].toSorted().join('')).toBe([...'bcdfghjklmnpqrstvwxz2456789'].toSorted().join(''));
  expect([randomSuffix(random, 5).length, randomSuffix(random, 0)]).toEqual([5, '']);
});

test('a UUID is one of version 4 (RFC 9562), and no two are the same', () => {
  const random = seededRandom(4);
  const drawn = many(500, () => randomUuid(random));
  for (const uuid of drawn)
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(drawn).size).toBe(drawn.length);
  expect(new Set(drawn.map(uuid => uuid.charAt(19))).size).toBe(4);
});

describe('a delay before the next attempt', () => {
  const policy = { initialMs: 100, maxMs: 1_000, factor: 2 };
  test.each([
    [0, 50, 100],
    [1, 50, 100],
    [2, 100, 200],
    [3, 200, 400],
    [4, 400, 800],
    [5, 500, 1_000],
    [50, 500, 1_000],
    [5_000, 500, 1_000],
    [-3, 50, 100],
  ])('after %d failures: from %d to %d ms', (failures, least, most) => {
    expect(backoffDelay(policy, failures, always(0))).toBe(least);
    expect(backoffDelay(policy, failures, always(1 - 2 ** -40))).toBeCloseTo(most, 3);
  });
});
