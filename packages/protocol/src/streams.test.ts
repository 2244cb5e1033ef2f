import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeStreamFrame, encodeStreamFrame } from './streams.ts';

test('[PR15] bytes of a stream arrive as they were sent, under its id and channel', () => {
  fc.assert(
    fc.property(fc.nat(2 ** 31), fc.nat(255), fc.uint8Array(), (id, channel, bytes) => {
      const sent = { id, channel, bytes };
      expect(decodeStreamFrame(encodeStreamFrame(sent))).toEqual(sent);
    }),
  );
});

test('[PR15] a frame is its id, most significant byte first, its channel, its bytes; what is shorter is none', () => {
  expect([...encodeStreamFrame({ id: 0x01_02_03_04, channel: 5, bytes: new Uint8Array([6, 7]) })]).toEqual([
    1, 2, 3, 4, 5, 6, 7,
  ]);
  for (let length = 0; length < 5; length++) expect(decodeStreamFrame(new Uint8Array(length))).toBeNull();
  expect(decodeStreamFrame(new Uint8Array(5))?.bytes).toHaveLength(0);
});
