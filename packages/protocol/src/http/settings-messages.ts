import * as z from 'zod/mini';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import { MAX_RECORDED_NAMESPACES } from '../constants.ts';
import type { HistoryState } from '../down-messages.ts';
import { pathSegment } from '../path-segment.ts';

/** What people chose for a cluster: body of `POST /api/clusters/:name/settings`. */
export const clusterSettings = z.strictObject({
  /** Finished runs of CronJobs, and events, are kept also while no tab is open. */
  recordRuns: z.boolean(),
  /** In these alone, for whom may not see all; in all where none is named. */
  namespaces: z.optional(z.array(pathSegment).check(z.maxLength(MAX_RECORDED_NAMESPACES))),
});
export type ClusterSettings = z.infer<typeof clusterSettings>;

/** How the recording of runs without an open tab does. */
export interface RecordingState {
  /** When somebody turned it on; null where that is not known. */
  readonly chosenAt: number | null;
  /** One of all namespaces, or one of each that was named. */
  readonly scopes: readonly RecordedScope[];
}

/** How the runs of a namespace are seen. */
export interface RecordedScope {
  /** '' for all. */
  readonly namespace: string;
  /** Every run that ended since then was seen; null until the first list is whole. */
  readonly seenSince: number | null;
  /** Of the watch. */
  readonly state: QueryState;
  /** Of the watch of what is said of CronJobs: why a time is skipped. */
  readonly skips: QueryState;
  /** Of the watch of all events: what is said of any object. */
  readonly events: QueryState;
  /** As many Jobs as the watch holds. */
  readonly jobs: number;
}

/** Answer of `GET` and `POST /api/clusters/:name/settings`. */
export interface SettingsAnswer {
  /** Null where it is off. */
  readonly recording: RecordingState | null;
  /** Runs kept of each CronJob. */
  readonly keepRuns: number;
  /** Events kept of each object, and of the cluster. */
  readonly keepEvents: { readonly ofObject: number; readonly ofCluster: number };
  /** What runs of this cluster have cost since Lanthorn started, with and without a tab. */
  readonly spent: RecordingCost;
  readonly history: HistoryState;
}

export interface RecordingCost {
  readonly runs: number;
  readonly requests: number;
  /** Bytes of what was kept. */
  readonly size: number;
}
