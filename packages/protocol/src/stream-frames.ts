import type { StreamFrame } from './streams.ts';

// What of streams a page needs from the first: no schemas, which are the server's.

/** Each is a connection to an API server; more than the containers a person reads side by side. */
export const MAX_STREAMS = 64;

/** Bytes of one stream on their way and not acknowledged; then who sends them waits. Filled in a twentieth of a second over a local network. */
export const STREAM_WINDOW_BYTES = 512 * 1024;

/** What a log writes; terminals have further channels. */
export const OUTPUT_CHANNEL = 0;

/** The stream's id in four bytes, the most significant first, and its channel in one. */
const HEADER_BYTES = 5;

export function encodeStreamFrame({ id, channel, bytes }: StreamFrame): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(HEADER_BYTES + bytes.length);
  const header = new DataView(frame.buffer);
  header.setUint32(0, id);
  header.setUint8(4, channel);
  frame.set(bytes, HEADER_BYTES);
  return frame;
}

/** Null where it is none: shorter than its header. The bytes are those of the frame, not a copy. */
export function decodeStreamFrame(frame: Uint8Array): StreamFrame | null {
  if (frame.length < HEADER_BYTES) return null;
  const header = new DataView(frame.buffer, frame.byteOffset, frame.length);
  return { id: header.getUint32(0), channel: header.getUint8(4), bytes: frame.subarray(HEADER_BYTES) };
}
