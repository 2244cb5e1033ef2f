import * as z from 'zod/mini';
import type { TreeChange } from '@lanthorn/kube/edit/tree-changes.ts';
import type { FilterError } from '@lanthorn/query/filter-parser.ts';
import type { KeptEvent } from '@lanthorn/views/facts/kept-events.ts';
import { MAX_EVENT_OBJECTS } from '../constants.ts';
import type { HistoryState, OperationHead, OperationTarget } from '../down-messages.ts';
import { optionalSegment, pathSegment, text } from '../path-segment.ts';
import type { KeptSkip, RecordedRun } from '../recorded-run.ts';

/** Whose operations are asked for by `GET /api/history`. */
export const historyQuery = z.object({
  cluster: text,
  group: optionalSegment,
  resource: pathSegment,
  namespace: optionalSegment,
  name: pathSegment,
  /** Milliseconds, maybe a fraction of one: what was done after it is left out. */
  until: z.optional(z.string().check(z.regex(/^\d{1,15}(\.\d{1,20})?$/))),
});
export type HistoryQuery = z.infer<typeof historyQuery>;

/** An operation on one object, as it was recorded. */
export interface HistoryEntry {
  readonly operation: OperationHead;
  readonly entry: OperationTarget;
  readonly changes: readonly TreeChange[];
}
export interface HistoryAnswer {
  /** Newest first. */
  readonly entries: readonly HistoryEntry[];
  /** There are older ones: they are asked for with `until`. */
  readonly hasMore: boolean;
  readonly state: HistoryState;
}

/** Whose kept runs are asked for by `GET /api/runs`. */
export const runsQuery = z.object({ cluster: text, cronJobUid: text });
export type RunsQuery = z.infer<typeof runsQuery>;
export interface RunsAnswer {
  /** Newest first. */
  readonly runs: readonly RecordedRun[];
  /** Newest first. */
  readonly skips: readonly KeptSkip[];
}

/** Body of `POST /api/kept-events`: what was said of these objects, by uid, as far as it is kept? */
export const keptEventsRequest = z.strictObject({
  cluster: text,
  uids: z.array(text).check(z.maxLength(MAX_EVENT_OBJECTS)),
});
export type KeptEventsRequest = z.infer<typeof keptEventsRequest>;
export interface KeptEventsAnswer {
  /** Newest first. */
  readonly events: readonly KeptEvent[];
  /** There are older ones that are not told. */
  readonly hasMore: boolean;
}

/** What is asked by `GET /api/log`: which of the operations in a cluster, the newest first. */
export const logQuery = z.object({
  cluster: text,
  /** As lists are filtered. */
  filter: z.string().check(z.maxLength(1_000)),
  /** Where the answer before ended: its `next`. */
  after: z.optional(z.string().check(z.regex(/^\d{1,15}(\.\d{1,20})?_\d{1,5}_[0-9A-Za-z-]{1,36}$/))),
});
export type LogQuery = z.infer<typeof logQuery>;

/** What was done to one object: who, when, what, why, and what came of it. Values of Secrets are in none. */
export interface LogEntry {
  readonly operation: OperationHead;
  /** Which of its targets it is. */
  readonly index: number;
  readonly entry: OperationTarget;
  /** As it was sent; null where nothing was, or it is not kept. */
  readonly request: { readonly method: string; readonly path: string; readonly body: string } | null;
  readonly changes: readonly TreeChange[];
}
export interface LogAnswer {
  /** The newest first. */
  readonly entries: readonly LogEntry[];
  /** Where to look on; null where all were looked at. */
  readonly next: string | null;
  /** Objects that were looked at for this answer. */
  readonly searched: number;
  readonly filterError: FilterError | null;
  readonly state: HistoryState;
}
