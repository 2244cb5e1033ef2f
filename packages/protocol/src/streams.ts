import type { Problem } from './error-kinds.ts';

/**
 * Streams carry bytes beside the lists: logs and terminals. Messages of text open one, acknowledge its bytes and end it; the bytes themselves travel in
 * binary frames, both ways. A new kind is a query in `stream-queries.ts`, an opener in the server's `streams`, and whoever opens it on the page.
 */

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

/** Bytes of one stream. */
export interface StreamFrame {
  readonly id: number;
  /** Which of the stream's flows, by its kind. */
  readonly channel: number;
  readonly bytes: Uint8Array;
}

/** What is told of one thing alone, as of ports and releases. */
export const OUTPUT_CHANNEL = 0;

/** The flows of a log: its lines, those around the lines that were asked for, and how much was read to find them (`LogRead` in JSON). */
export const LOG_CHANNEL = { lines: 0, around: 1, read: 2 } as const;

export interface LogRead {
  /** Lines since the stream was opened. */
  readonly lines: number;
}

/** Each is a shell that goes on, and a screen; more than a person has beside each other. */
export const MAX_TERMINALS = 8;

/**
 * The flows of a terminal, as Kubernetes numbers them. Up: what is typed, its new size (`terminalSize` in JSON), and that the input is over. Down: what
 * is written, and once what there is (`TerminalState` in JSON), before the first of it.
 */
export const TERMINAL_CHANNEL = { input: 0, output: 1, state: 3, size: 4, endInput: 255 } as const;

/** What a terminal is, told when it is there, and again to whoever comes back. */
export interface TerminalState {
  /** Bytes that were written before those that follow. Others than were seen: what is on the screen is not what was before them. */
  readonly at: number;
  readonly container: string;
  /** The shell; empty for what runs in the container. */
  readonly command: readonly string[];
  /** False where lines end without a carriage return, and nothing is echoed. */
  readonly isTerminal: boolean;
  /** False where nothing that is typed arrives. */
  readonly takesInput: boolean;
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
