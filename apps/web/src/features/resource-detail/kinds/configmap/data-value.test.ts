import { expect, test } from 'vitest';
import { dataValueOf, sizeOf } from './data-value.ts';

test('no byte of a file is another afterwards', () => {
  const all = Uint8Array.from({ length: 256 }, (_, i) => i);
  const binary = dataValueOf(all);
  expect(binary.isBinary).toBe(true);
  expect(Uint8Array.from(Buffer.from(binary.value, 'base64'))).toEqual(all);
  expect(sizeOf(binary)).toBe(256);
  const marked = dataValueOf(new Uint8Array([0xef, 0xbb, 0xbf, 0x61]));
  expect([marked.value, sizeOf(marked)]).toEqual(['\ufeffa', 4]);
});
