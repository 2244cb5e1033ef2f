import * as z from 'zod/mini';
import type { TreeChange } from '@lanthorn/kube/edit/tree-changes.ts';
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
  /** Milliseconds: what was done after it is left out. */
  until: z.optional(z.string().check(z.regex(/^\d{1,15}$/))),
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
