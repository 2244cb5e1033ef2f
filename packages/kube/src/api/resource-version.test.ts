import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isAtLeastVersion } from './resource-version.ts';

test.each([
  ['7', '7', true],
  ['8', '7', true],
  ['7', '8', false],
  ['10', '9', true],
  ['9', '10', false],
  ['', '', true],
  ['7', '', false],
  ['', '7', false],
  // KEP-5504: a number without zeros before it, of any length; of other texts nothing is known but that they are equal.
  ['08', '7', false],
  ['8', '07', false],
  ['0', '1', false],
  ['1', '0', false],
  ['8a', '7', false],
  ['+8', '7', false],
  ['8 ', '7', false],
  ['abc', 'abc', true],
  ['18446744073709551616', '18446744073709551615', true],
])('%j is at least %j: %j', (seen, wanted, isSo) => expect(isAtLeastVersion(seen, wanted)).toBe(isSo));

test('as numbers of any length compare', () => {
  const version = fc.bigInt({ min: 1n, max: 10n ** 40n });
  fc.assert(
    fc.property(version, version, (seen, wanted) => {
      expect(isAtLeastVersion(String(seen), String(wanted))).toBe(seen >= wanted);
    }),
  );
});
