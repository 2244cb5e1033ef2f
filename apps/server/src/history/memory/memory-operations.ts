import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import type { HistoryEntry } from '@lanthorn/protocol/http/history-messages.ts';
import { type ClusterKey, clusterKey } from '../../upstream/cluster-key.ts';
import {
  byPlace,
  type EntryLimit,
  fitting,
  headOf,
  type KeptIntent,
  type KeptPause,
  type LogPlace,
  MAX_PAUSES,
  type ObjectOf,
  type OperationsStore,
  pausedUntil,
  type RecentLimit,
  type RecordedOutcome,
} from '../stores/operations-store.ts';

/** More than a person scrolls through. */
const MAX_OPERATIONS = 500;
/** With their objects some 20 KB each: 200 MB at most. */
const MAX_TARGETS = 10_000;

interface Kept {
  operation: Operation;
  readonly outcomes: Map<number, RecordedOutcome>;
}

/** Operations until the process ends. */
export class MemoryOperations implements OperationsStore {
  /** The oldest first. */
  readonly #kept = new Map<string, Kept>();
  /** By who paused, on which cluster, which object. */
  readonly #pauses = new Map<string, KeptPause>();
  #targets = 0;

  async begin(operation: Operation): Promise<void> {
    const known = this.#kept.get(operation.id);
    if (known !== undefined) {
      known.operation = operation;
      return;
    }
    this.#kept.set(operation.id, { operation, outcomes: new Map() });
    this.#targets += operation.targets.length;
    for (const [id, { operation: old }] of this.#kept) {
      if (this.#kept.size <= MAX_OPERATIONS && this.#targets <= MAX_TARGETS) break;
      if (id !== operation.id) this.#drop(old);
    }
  }

  /** What this process leaves ends with it, and what it was about to do. */
  readonly intend: OperationsStore['intend'] = async () => {};
  readonly endIntent: OperationsStore['endIntent'] = async () => {};

  async intents(): Promise<KeptIntent[]> {
    return [];
  }

  async saveTarget(operation: Operation, index: number, outcome: RecordedOutcome | null): Promise<void> {
    const kept = this.#kept.get(operation.id);
    if (kept === undefined) throw new Error('this operation is not kept any more');
    const entry = operation.targets[index];
    if (entry === undefined) return;
    // Of the other targets it may be behind: each has a step of its own.
    const targets = kept.operation.targets.with(index, entry);
    kept.operation = { ...kept.operation, revision: Math.max(kept.operation.revision, operation.revision), targets };
    if (outcome === null) return;
    kept.outcomes.set(index, outcome);
    const pause = { identity: operation.identity, target: entry.target };
    if (pausedUntil(operation, outcome) !== null && this.#pauses.size < MAX_PAUSES)
      this.#pauses.set(pauseKey(pause), pause);
  }

  async operation(id: string): Promise<Operation | null> {
    return this.#kept.get(id)?.operation ?? null;
  }

  async outcome(operationId: string, index: number): Promise<RecordedOutcome | null> {
    return this.#kept.get(operationId)?.outcomes.get(index) ?? null;
  }

  async recent(identity: IdentityKey, { operations, targets }: RecentLimit): Promise<Operation[]> {
    let left = targets;
    return this.#newestFirst()
      .map(({ operation }) => operation)
      .filter(operation => operation.identity === identity)
      .slice(0, operations)
      .filter(operation => (left -= operation.targets.length) >= 0);
  }

  async page(identity: IdentityKey, after: LogPlace | null, limit: RecentLimit): Promise<Operation[]> {
    const behind = [...this.#kept.values()]
      .map(({ operation }) => operation)
      .filter(operation => operation.identity === identity && (after === null || byPlace(after, operation) < 0));
    return fitting(behind.sort(byPlace), limit);
  }

  async ofObject(object: ObjectOf, { entries, until = Number.POSITIVE_INFINITY }: EntryLimit): Promise<HistoryEntry[]> {
    return this.#newestFirst()
      .filter(({ operation }) => operation.startedAt <= until)
      .flatMap(({ operation, outcomes }) => {
        return operation.targets.flatMap((entry, i) => {
          const outcome = outcomes.get(i);
          const isMeant =
            outcome !== undefined &&
            isSame(clusterKey(entry.target.cluster, { key: operation.identity }), entry.target, object);
          return isMeant ? [{ operation: headOf(operation), entry, changes: outcome.changes }] : [];
        });
      })
      .slice(0, entries);
  }

  /** What this process leaves ends with it. */
  async takeAbandoned(): Promise<Operation[]> {
    return [];
  }

  async pauses(): Promise<KeptPause[]> {
    return [...this.#pauses.values()];
  }

  async endPause(pause: KeptPause): Promise<void> {
    this.#pauses.delete(pauseKey(pause));
  }

  /** Forgets an operation that is kept elsewhere. */
  drop(id: string): void {
    const kept = this.#kept.get(id);
    if (kept !== undefined) this.#drop(kept.operation);
  }

  #drop({ id, targets }: Operation): void {
    if (this.#kept.delete(id)) this.#targets -= targets.length;
  }

  #newestFirst(): Kept[] {
    return [...this.#kept.values()].reverse().sort((a, b) => b.operation.startedAt - a.operation.startedAt);
  }
}

function pauseKey({ identity, target: { cluster, uid } }: KeptPause): string {
  return JSON.stringify([clusterKey(cluster, { key: identity }), uid]);
}

function isSame(cluster: ClusterKey, { resource, namespace, name }: ObjectTarget, object: ObjectOf): boolean {
  return (
    cluster === object.cluster &&
    resource.group === object.group &&
    resource.resource === object.resource &&
    namespace === object.namespace &&
    name === object.name
  );
}
