import type { ObjectTarget } from '@lanthorn/actions/action.ts';
import type { RunParameters } from '@lanthorn/actions/run-parameters.ts';
import type { ApiRequest } from '@lanthorn/kube/api-request.ts';
import type { KubeObject } from '@lanthorn/kube/kube-object.ts';
import type { TreeChange } from '@lanthorn/kube/tree-changes.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import type { HistoryEntry, HistoryQuery, PresetRequest, PresetsQuery } from '@lanthorn/protocol/http-messages.ts';
import type { RecordedRun } from '@lanthorn/protocol/recorded-run.ts';

/** What an operation did to one of its targets. */
export interface RecordedOutcome {
  /** As it was sent. */
  readonly request: ApiRequest;
  /** The target before; null where it did not exist or must not be kept (Secrets). */
  readonly before: KubeObject | null;
  /** What the server answered; null where there was no object in it, or it must not be kept. */
  readonly after: KubeObject | null;
  readonly changes: readonly TreeChange[];
}

/** One of the objects of an operation. */
export interface OutcomeOf {
  readonly operationId: string;
  /** Its place among the targets. */
  readonly index: number;
  readonly target: ObjectTarget;
}

/** What was done, kept so that it can be read and taken back. Calls are short and never reject: history is no reason to fail. */
export interface HistoryStore {
  /** It is still there after a restart. */
  readonly isLasting: boolean;
  /** Keeps the operation as it is now; a later state replaces an earlier one. */
  saveOperation(operation: Operation): void;
  saveOutcome(of: OutcomeOf, outcome: RecordedOutcome): void;
  operation(id: string): Operation | null;
  outcome(operationId: string, index: number): RecordedOutcome | null;
  /** Newest first. */
  recent(limit: number): Operation[];
  /** What was done to one object, newest first. */
  ofObject(query: HistoryQuery, limit: number): HistoryEntry[];
  hasRun(jobUid: string): boolean;
  /** Keeps a finished run; of each CronJob only the newest `keepRuns`. */
  saveRun(run: RecordedRun): void;
  /** Newest first. */
  runsOf(cluster: string, cronJobUid: string): RecordedRun[];
  /** Named values for runs of a CronJob, the first kept first. */
  presets(of: PresetsQuery): Record<string, RunParameters>;
  /** Keeps values under their name, or drops the name for null. */
  savePreset(preset: PresetRequest): void;
  close(): void;
}
