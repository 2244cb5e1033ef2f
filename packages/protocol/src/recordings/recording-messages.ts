import * as z from 'zod/mini';
import { pathSegment, text } from '../path-segment.ts';

// Recordings of terminals (asciicast): made by the page on request, kept by the server for who made them.

const id = z.string().check(z.regex(/^[0-9a-f-]{36}$/));
/** Milliseconds, as a query has them. */
const milliseconds = z.string().check(z.regex(/^\d{1,15}$/));

/** `POST /api/recordings?…`, the recording being the body. */
export const keepRecordingQuery = z.strictObject({
  id,
  cluster: text,
  namespace: pathSegment,
  pod: pathSegment,
  container: z.string().check(z.maxLength(63)),
  startedAt: milliseconds,
  durationMs: milliseconds,
});
export type KeepRecordingQuery = z.infer<typeof keepRecordingQuery>;

/** `POST /api/recordings/forget`. */
export const forgetRecordingRequest = z.strictObject({ id });
export type ForgetRecordingRequest = z.infer<typeof forgetRecordingRequest>;

/** One that is kept; what is in it is `GET /api/recordings/ID`. */
export interface KeptRecording {
  readonly id: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** Bytes, as it is fetched. */
  readonly length: number;
}

/** How much is kept of one person, as it is packed, and how long. */
export interface RecordingBounds {
  readonly bytes: number;
  readonly ageMs: number;
}

export interface RecordingsAnswer {
  /** The newest first. */
  readonly recordings: readonly KeptRecording[];
  readonly bounds: RecordingBounds;
  /** They outlast the process. */
  readonly isLasting: boolean;
}

/** Characters of a recording: hours of a busy shell. */
export const MAX_RECORDING = 8 * 1024 * 1024;
/** A character has no more bytes. */
export const MAX_RECORDING_BYTES = 3 * MAX_RECORDING;
