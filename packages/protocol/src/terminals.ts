import * as z from 'zod/mini';
import { pathSegment, text } from './path-segment.ts';

// A terminal is a stream that goes both ways: a shell in a container, or the process that runs there.

/** Wider and higher no display is; a program makes room for as many cells as it is told. */
const MAX_COLUMNS = 1_000;
const MAX_ROWS = 1_000;

const columns = z.int().check(z.gte(1), z.lte(MAX_COLUMNS));
const rows = z.int().check(z.gte(1), z.lte(MAX_ROWS));

export const terminalSize = z.object({ columns, rows });

export const terminalQuery = z.object({
  kind: z.literal('terminal'),
  cluster: text,
  namespace: pathSegment,
  pod: pathSegment,
  /** '' for the one that is meant where none is named. */
  container: text,
  /** A shell of its own, or what runs in the container. */
  mode: z.enum(['shell', 'attach']),
  /** Drawn by the page, and told to nobody else: who knows it comes back to the terminal, after a reload or on another socket. */
  session: z.string().check(z.regex(/^[0-9a-f-]{36}$/)),
  /** Bytes of its output that the tab has: what follows is sent. */
  seen: z.int().check(z.nonnegative()),
  columns,
  rows,
});
export type TerminalQuery = z.infer<typeof terminalQuery>;

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
