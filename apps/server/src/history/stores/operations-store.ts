import { actionRecord } from '@lanthorn/actions/action-records.ts';
import type { Action, ObjectTarget, OwnedObjects, Plan } from '@lanthorn/actions/machinery/action.ts';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { TreeChange } from '@lanthorn/kube/edit/tree-changes.ts';
import type { Operation, OperationHead } from '@lanthorn/protocol/down-messages.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import type { HistoryEntry, HistoryQuery } from '@lanthorn/protocol/http/history-messages.ts';
import type { ClusterKey } from '../../upstream/cluster-key.ts';

/** What an operation did to one of its targets. */
export interface RecordedOutcome {
  /** As it was sent. */
  readonly request: ApiRequest;
  /** The target before; null where it did not exist or must not be kept (Secrets). */
  readonly before: KubeObject | null;
  /** What the server answered; null where there was no object in it, or it must not be kept. */
  readonly after: KubeObject | null;
  readonly changes: readonly TreeChange[];
  /** What it owned, and went with it. */
  readonly took?: readonly OwnedObjects[];
}

/** What is about to be done to a target, kept before it is sent: a process may end before it knows what came of it. */
export interface Intent {
  readonly action: Action;
  readonly plan: Pick<Plan, 'request' | 'confirmation' | 'kubectl' | 'creates' | 'takes'>;
  /** The target before; null where it does not exist. */
  readonly before: KubeObject | null;
  /** The target as the request leaves it; null where that takes more to know. */
  readonly left: KubeObject | null;
  /** When it is sent, in milliseconds. */
  readonly at: number;
}

/** The place of a target in its operation, and what a process that ended was about to do to it. */
export interface KeptIntent {
  readonly operation: string;
  readonly index: number;
  readonly intent: Intent;
}

/** One object, whatever was done to it. */
export interface ObjectOf extends Omit<HistoryQuery, 'cluster' | 'until'> {
  readonly cluster: ClusterKey;
}

/** The newest entries that are no younger than a moment. */
export interface EntryLimit {
  readonly entries: number;
  /** Milliseconds; the newest of all without it. */
  readonly until?: number | undefined;
}

/** How much is read at once: the newest operations, as long as their targets together are no more than that. */
export interface RecentLimit {
  readonly operations: number;
  readonly targets: number;
}

/** The place of an operation among those of its person: the newest come first, and those of one moment by their ids. */
export interface LogPlace {
  readonly startedAt: number;
  readonly id: string;
}

/** An object that may be paused, and by whom. */
export interface KeptPause {
  readonly identity: IdentityKey;
  readonly target: ObjectTarget;
}

/**
 * What was done, kept so that it can be read and taken back. An id is one operation, whoever began it; whose it is, it says itself. Every call rejects when it cannot be carried out. What was kept and cannot
 * be read any more is left out, and counted in the state of the history.
 */
export interface OperationsStore {
  /** Keeps an operation as it is now, and as one of this process; of one that is kept already, its head. */
  begin(operation: Operation): Promise<void>;
  /** Keeps what is about to be done to a target, in the place of what was kept so before, until it is known what came of it. Of no Secret. */
  intend(operationId: string, index: number, intent: Intent): Promise<void>;
  /**
   * What nobody knows what came of, of the operations of this process: what it took over, and not what it is about to do itself. The newest first,
   * no more than so many behind those that are passed over.
   */
  intents(limit: number, passed: number): Promise<KeptIntent[]>;
  /** Nobody will know. */
  endIntent(operationId: string, index: number): Promise<void>;
  /**
   * Keeps how far one target is and, with it, what was done to it: both or neither. Null leaves the outcome that is kept. Further than sent,
   * nothing is intended any more. Resolves only when it is kept.
   */
  saveTarget(operation: Operation, index: number, outcome: RecordedOutcome | null): Promise<void>;
  operation(id: string): Promise<Operation | null>;
  outcome(operationId: string, index: number): Promise<RecordedOutcome | null>;
  /** Those of one person, newest first. */
  recent(identity: IdentityKey, limit: RecentLimit): Promise<Operation[]>;
  /** Those of one person from a place on, which is left out; the newest without one. As many as the limit has room for, and one at least. */
  page(identity: IdentityKey, after: LogPlace | null, limit: RecentLimit): Promise<Operation[]>;
  /** What one person did to one object, newest first: the cluster's key says who. */
  ofObject(object: ObjectOf, limit: EntryLimit): Promise<HistoryEntry[]>;
  /**
   * Takes over the operations that a process left under way when it ended, whose deleted objects were not gone, or of which nobody knows what came of
   * something: from now on they are of this process, and no other finds them. Those of processes that live are none of them.
   */
  takeAbandoned(): Promise<Operation[]>;
  /** Objects that may still be paused, by whom it was, however long ago that was begun. */
  pauses(): Promise<KeptPause[]>;
  /** Nothing that this person paused is paused there any more. */
  endPause(pause: KeptPause): Promise<void>;
}

/** Pauses kept at a time: nobody pauses more by hand. */
export const MAX_PAUSES = 1_000;

/** The order of a log: the newest first. */
export function byPlace(a: LogPlace, b: LogPlace): number {
  return b.startedAt - a.startedAt || (a.id < b.id ? 1 : Number(a.id > b.id) * -1);
}

/** As many of these as the limit has room for, and one at least. */
export function fitting(all: readonly Operation[], { operations, targets }: RecentLimit): Operation[] {
  let before = 0;
  return all
    .slice(0, operations)
    .filter(operation => (before += operation.targets.length) - operation.targets.length < targets);
}

/** Whether one more would have fitted. */
export function withRoom(page: readonly Operation[], { operations, targets }: RecentLimit): boolean {
  return page.length < operations && page.reduce((sum, operation) => sum + operation.targets.length, 0) < targets;
}

/** An operation as a history names it: without its targets and how far it is. */
export function headOf({ targets: _targets, revision: _revision, ...head }: Operation): OperationHead {
  return head;
}

/** When the pause ends that an operation made, in milliseconds; null where it made none. */
export function pausedUntil({ kind }: Operation, outcome: RecordedOutcome): number | null {
  return actionRecord(kind).dueAt?.(outcome) ?? null;
}
