import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base64, bytesOfBase64 } from './base64.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

// RFC 4648, section 10.
test.each([
  ['', ''],
  ['f', 'Zg=='],
  ['fo', 'Zm8='],
  ['foo', 'Zm9v'],
  ['foob', 'Zm9vYg=='],
  ['fooba', 'Zm9vYmE='],
  ['foobar', 'Zm9vYmFy'],
])('%j is %s', (text, encoded) => {
  expect(base64(bytes(text))).toBe(encoded);
  expect(bytesOfBase64(encoded)).toEqual(bytes(text));
});

test('any bytes are written as the platform writes them, and come back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), given => {
      expect(base64(given)).toBe(Buffer.from(given).toString('base64'));
      expect(bytesOfBase64(base64(given))).toEqual(given);
    }),
  );
});

test('what is no digit is passed over: line ends of PEM, blanks, the padding or its lack', () => {
  for (const text of ['Zm9vYg==', 'Zm9vYg', 'Zm9v\r\nYg==\n', ' Z m 9 v Y g ', 'Zm9v-Yg_'])
    expect(bytesOfBase64(text)).toEqual(bytes('foob'));
  expect([bytesOfBase64('').length, bytesOfBase64('=').length, bytesOfBase64('Z').length]).toEqual([0, 0, 0]);
});
