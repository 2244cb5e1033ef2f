import * as z from 'zod/mini';
import { MAX_AROUND, MAX_LOG_FILTER, MAX_NAMESPACES } from './constants.ts';
import { pathSegment, text } from './path-segment.ts';

// What a tab may ask for as a stream. Schemas are the server's: of all this a page needs the types alone.

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

/** A word, or a regular expression as RE2 takes them, that a line must hold or must not. */
const logTerm = z.object({
  text: z.string().check(z.minLength(1), z.maxLength(MAX_LOG_FILTER)),
  isPattern: z.boolean(),
  ignoresCase: z.boolean(),
  isExcluded: z.boolean(),
});
export type LogTerm = z.infer<typeof logTerm>;

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
  /** And to then: times are there to be compared, lines are not counted from the end, and what follows is not asked for. */
  untilTime: z.optional(z.iso.datetime()),
  /** Without it all lines are. */
  filter: z.optional(
    z.object({
      terms: z.array(logTerm).check(z.minLength(1), z.maxLength(MAX_LOG_FILTER)),
      around: z.int().check(z.gte(0), z.lte(MAX_AROUND)),
    }),
  ),
});

/** Which ports of this machine lead to pods: of all clusters, told to a tab that looks at this one. */
const ports = z.object({ kind: z.literal('ports'), cluster: text });

/** Releases of Helm, of these namespaces or of all; told in lines of `ReleaseLine`. */
const releases = z.object({
  kind: z.literal('releases'),
  cluster: text,
  namespaces: z.array(pathSegment).check(z.maxLength(MAX_NAMESPACES)),
});

export const streamQuery = z.discriminatedUnion('kind', [logs, terminalQuery, ports, releases]);
export type StreamQuery = z.infer<typeof streamQuery>;
export type ReleasesQuery = Extract<StreamQuery, { kind: 'releases' }>;
export type LogQuery = Extract<StreamQuery, { kind: 'logs' }>;
