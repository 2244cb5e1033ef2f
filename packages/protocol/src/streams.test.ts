import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeStreamFrame, encodeStreamFrame, TERMINAL_CHANNEL } from './streams.ts';

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

test('[PR15] a frame that stands somewhere in a larger buffer is read from where it begins, without a copy', () => {
  const buffer = new Uint8Array([9, 9, 0, 0, 0, 1, 2, 7, 8, 9]);
  const frame = decodeStreamFrame(buffer.subarray(2, 9));
  expect(frame).toEqual({ id: 1, channel: 2, bytes: new Uint8Array([7, 8]) });
  buffer[7] = 5;
  expect(frame?.bytes[0]).toBe(5);
});

test('[PR15] the highest id a frame can carry is read as it was, not as a negative number', () => {
  const frame = { id: 2 ** 32 - 1, channel: TERMINAL_CHANNEL.endInput, bytes: new Uint8Array() };
  expect(decodeStreamFrame(encodeStreamFrame(frame))).toEqual(frame);
});

test('the flows of a terminal are told apart, and their numbers fit into one byte', () => {
  const channels = Object.values(TERMINAL_CHANNEL);
  expect(new Set(channels).size).toBe(channels.length);
  expect(channels.every(channel => Number.isInteger(channel) && channel >= 0 && channel <= 255)).toBe(true);
});
