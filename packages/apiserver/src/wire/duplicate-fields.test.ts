import { expect, test } from 'vitest';
import { fieldProblems } from './duplicate-fields.ts';

test('[AS1] a field that is there twice in one object is told by its path', () => {
  const text = '{"a":1,"b":{"a":1,"c":[{"a":1},{"a":"}\\",{","a":2}]},"a":{"a":1}}';
  expect(fieldProblems(text)).toEqual(['duplicate field "b.c[1].a"', 'duplicate field "a"']);
});

test('[AS1] a name is the same however it is written', () => {
  expect(fieldProblems('{"a\\u0062":1,"ab":[1,[2,{"x":[]}]]}')).toEqual(['duplicate field "ab"']);
});

test('[AS1] fields that nobody knows are told of in the order they stand in', () => {
  expect(fieldProblems('{"spec":{"x":1,"y":1,"y":2}}', ['spec.x'])).toEqual([
    'unknown field "spec.x"',
    'duplicate field "spec.y"',
  ]);
});

test('[AS1] many fields that nobody knows do not take much longer than one', () => {
  const names = Array.from({ length: 40_000 }, (_, i) => `field${i}`);
  const text = `{${names.map(name => `"${name}":1`).join(',')}}`;
  const timeOf = (unknown: readonly string[]) => {
    const started = performance.now();
    expect(fieldProblems(text, unknown)).toHaveLength(unknown.length);
    return performance.now() - started;
  };
  const one = timeOf(names.slice(-1));
  // Hundreds of times as long where each is looked for in a list of all.
  expect(timeOf(names)).toBeLessThan(30 * one);
});
