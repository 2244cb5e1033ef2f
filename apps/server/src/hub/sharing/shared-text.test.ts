import { inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { deflatedBlocks, SharedText } from './shared-text.ts';

/** The end of a stream of blocks, as a message on a socket has none (RFC 7692 leaves it out). */
const END = Buffer.from([0x03, 0x00]);
const unpacked = (...blocks: readonly Buffer[]) => inflateRawSync(Buffer.concat([...blocks, END])).toString();

test('blocks are whole by themselves: put behind others they are read as they were', () => {
  const [first, second] = ['{"type":"list"}', '漢字 😀'].map(deflatedBlocks) as [Buffer, Buffer];
  expect(unpacked(first)).toBe('{"type":"list"}');
  expect(unpacked(second, first, second)).toBe('漢字 😀{"type":"list"}漢字 😀');
  expect(unpacked(deflatedBlocks(Buffer.from('bytes')), first)).toBe('bytes{"type":"list"}');
  expect(unpacked(deflatedBlocks(''))).toBe('');
});

test('a text is packed once for all who are sent it', () => {
  const text = new SharedText('web-1 Running '.repeat(500));
  expect(text.deflated).toBe(text.deflated);
  expect(unpacked(text.deflated)).toBe(text.text);
  expect(text.deflated.length).toBeLessThan(text.text.length / 20);
});
