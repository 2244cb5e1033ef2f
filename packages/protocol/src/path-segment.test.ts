import { expect, test } from 'vitest';
import type * as z from 'zod/mini';
import { optionalSegment, pathSegment, resourceWithPart, segmentsUpTo, text } from './path-segment.ts';

const takes = (schema: z.ZodMiniType<string>, values: readonly string[]) =>
  values.filter(value => schema.safeParse(value).success);

/** By the API server's own rule, and its names: `a..b` and `system:node` are names of roles. */
const NAMES = ['pods', 'a..b', 'system:node', '...', '日本', 'x?y#z', '\u{1f600}'];
const NO_NAMES = ['.', '..', 'a/b', '/', '%', 'a%2fb', '\ud800', 'x\udfff'];

test('a part of a path is what the API server takes for one', () => {
  expect(takes(pathSegment, [...NAMES, ...NO_NAMES, ''])).toEqual(NAMES);
  expect(takes(optionalSegment, [...NAMES, ...NO_NAMES, ''])).toEqual([...NAMES, '']);
  expect(takes(text, [...NAMES, ...NO_NAMES])).toEqual([...NAMES, '.', '..', 'a/b', '/', '%', 'a%2fb']);
});

test('several are each what one is', () => {
  const lists = ['', 'a', 'a,b', 'a,,b', 'a..b,c'];
  const noLists = ['a,..', '..,a', 'a,.', 'a,b/c', 'a,%', 'a,\ud800', 'a'.repeat(21)];
  expect(takes(segmentsUpTo(20), [...lists, ...noLists])).toEqual(lists);
});

test('a right may be on a part of an object', () => {
  const resources = ['pods', 'pods/log'];
  expect(
    takes(resourceWithPart, [...resources, '', 'pods/', '/log', 'pods/log/x', 'pods/..', '../pods', '..']),
  ).toEqual(resources);
});
