import * as z from 'zod/mini';
import type { Problem } from './error-kinds.ts';
import { pathSegment, text } from './path-segment.ts';
import { terminalQuery } from './terminals.ts';

/**
 * Streams carry bytes beside the lists: logs and terminals. Messages of text open one, acknowledge its bytes and end it; the bytes themselves travel in
 * binary frames, both ways. A new kind is a query here, an opener in the server's `streams`, and whoever opens it on the page.
 */

const logs = z.object({
  kind: z.literal('logs'),
  cluster: text,
  namespace: pathSegment,
  pod: pathSegment,
  container: text,
  follow: z.boolean(),
  previous: z.boolean(),
  timestamps: z.boolean(),
  tailLines: z.int().check(z.nonnegative(), z.lte(100_000)),
  /** RFC 3339, whole seconds: lines written from then on. */
  sinceTime: z.optional(z.iso.datetime()),
});

export const streamQuery = z.discriminatedUnion('kind', [logs, terminalQuery]);
export type StreamQuery = z.infer<typeof streamQuery>;
export type LogQuery = Extract<StreamQuery, { kind: 'logs' }>;

/** Each is a connection to an API server; more than the containers a person reads side by side. */
export const MAX_STREAMS = 64;

/** Bytes of one stream on their way and not acknowledged; then who sends them waits. Filled in a twentieth of a second over a local network. */
export const STREAM_WINDOW_BYTES = 512 * 1024;

/** Why a stream ended: it was over, it was never let begin (or went on against the rules), or it broke. */
export interface StreamEnd {
  readonly reason: 'finished' | 'refused' | 'cut';
  /** Null where there is nothing to say. */
  readonly problem: Problem | null;
}

/** What a log writes; terminals have further channels. */
export const OUTPUT_CHANNEL = 0;

/** Bytes of one stream. */
export interface StreamFrame {
  readonly id: number;
  /** Which of the stream's flows, by its kind. */
  readonly channel: number;
  readonly bytes: Uint8Array;
}

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
