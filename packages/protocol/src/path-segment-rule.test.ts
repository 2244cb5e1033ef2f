import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pathSegment } from './path-segment.ts';
import { isPathSegment, MAX_TEXT } from './path-segment-rule.ts';

/** Half of a character is replaced where a text becomes UTF-8. */
const isWhole = (name: string) => new TextDecoder().decode(new TextEncoder().encode(name)) === name;

/**
 * As IsValidPathSegmentName of k8s.io/apimachinery/pkg/api/validation/path says it, with the two things a URL needs besides: a name is there,
 * and holds whole characters.
 */
const isSegment = (name: string) =>
  name !== '' && !['.', '..'].includes(name) && !/[/%]/.test(name) && isWhole(name) && name.length <= 1_024;

const name = fc.array(fc.constantFrom('.', '..', '/', '%', 'a', '-', '\ud800', '\udc00', '\n', '日'), { maxLength: 4 });

test('a name is a part of a path by the rule of the API server, and the schema says the same', () => {
  fc.assert(
    fc.property(
      name.map(parts => parts.join('')),
      text => {
        expect(isPathSegment(text)).toBe(isSegment(text));
        expect(pathSegment.safeParse(text).success).toBe(isSegment(text));
      },
    ),
  );
});

test('a part of a path that the URL parser reads is the name again, and nothing above it', () => {
  fc.assert(
    fc.property(
      name.map(parts => parts.join('')).filter(text => isPathSegment(text)),
      text => {
        const { pathname } = new URL(`https://api/v1/pods/${encodeURIComponent(text)}/log`);
        expect(pathname.split('/').map(decodeURIComponent)).toEqual(['', 'v1', 'pods', text, 'log']);
      },
    ),
  );
});

test('a name is as long as the longest that Kubernetes has, and has an end', () => {
  expect([isPathSegment('a'.repeat(MAX_TEXT)), isPathSegment('a'.repeat(MAX_TEXT + 1))]).toEqual([true, false]);
});
