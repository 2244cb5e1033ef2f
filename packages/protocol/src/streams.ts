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
