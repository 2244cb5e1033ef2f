import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromAddressName, toAddressName } from './address-name.ts';

const name = fc.oneof(
  fc.constantFrom('.', '..', '...', '~', '~.', '~..', '%2e', '.%2E', 'a/../..', 'arn:aws:eks:x/y', 'jo@host'),
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
  ['', ''],
])('%j stands in an address as %j', (given, part) => {
  expect(toAddressName(given)).toBe(part);
  expect(fromAddressName(part)).toBe(given);
});
