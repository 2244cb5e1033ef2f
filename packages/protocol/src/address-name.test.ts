import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromAddressName, fromAddressNames, toAddressName, toAddressNames } from './address-name.ts';

const name = fc.oneof(
  fc.constantFrom(
    '.',
    '..',
    '...',
    '~',
    '~.',
    '~..',
    '%2e',
    'a+b',
    '+',
    '~+',
    'a~',
    '.%2E',
    'a/../..',
    'arn:aws:eks:x/y',
    'jo@host',
  ),
  fc.string({ unit: 'grapheme', minLength: 1 }),
);

test('any name comes back from an address, and stays one part of it', () => {
  fc.assert(
    fc.property(name, given => {
      const part = encodeURIComponent(toAddressName(given));
      // The URL parser is the browser's.
      const { pathname } = new URL(`http://host/c/${part}/pods`);
      const [, c = '', read = '', pods = ''] = pathname.split('/');
      expect([c, fromAddressName(decodeURIComponent(read)), pods]).toEqual(['c', given, 'pods']);
    }),
  );
});

test.each([
  ['.', '~.'],
  ['..', '~..'],
  ['~', '~~'],
  ['~.', '~~.'],
  // Others stand as they are: an address that is read aloud is the name.
  ['...', '...'],
  ['.hidden', '.hidden'],
  ['a.', 'a.'],
  ['a~', 'a~'],
  ['kind-kind', 'kind-kind'],
  ['a~b', 'a~b'],
  ['a+b', 'a~+b'],
  ['a~+b', 'a~~~+b'],
  ['', ''],
])('%j stands in an address as %j', (given, part) => {
  expect(toAddressName(given)).toBe(part);
  expect(fromAddressName(part)).toBe(given);
});

test('any clusters together come back from an address, also where a plus or a tilde is in their names', () => {
  const few = fc.oneof(name, fc.string({ unit: fc.constantFrom('~', '+', '.', 'a'), minLength: 1 }));
  fc.assert(
    fc.property(fc.array(few, { minLength: 1 }), given => {
      expect(fromAddressNames(toAddressNames(given))).toEqual(given);
    }),
  );
  expect(toAddressNames(['prod-eu', 'prod-us'])).toBe('prod-eu+prod-us');
});
