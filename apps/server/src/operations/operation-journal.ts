import type { Clock } from '@lanthorn/base/clock.ts';
import { LISTED_OPERATIONS, LISTED_TARGETS, MAX_TARGETS } from '@lanthorn/protocol/constants.ts';
import type { Operation, OperationTarget } from '@lanthorn/protocol/down-messages.ts';
import {
  isBeingDeleted,
  isRollingOut,
  isOnItsWay,
  isRunning,
  isUnsettled,
} from '@lanthorn/protocol/operation-state.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import type { KeptIntent, OperationsStore, RecordedOutcome } from '../history/stores/operations-store.ts';
import { type ClusterKey, clusterKey } from '../upstream/cluster-key.ts';
import type { Deletion } from './deleted-objects.ts';

/** Operations of this process that may still change; far more than a person begins at a time. */
const MAX_LIVE = 500;
/** Their targets, each some kilobyte: ten of the largest operations, and 20 MB at most. */
export const MAX_LIVE_TARGETS = 10 * MAX_TARGETS;
/** The state of so few targets is told with every step of one of them. */
const MAX_TOLD_AT_ONCE = 50;
/** That of more, some hundred kilobytes, no more often than this: what it costs follows the time it takes, not the square of its targets. */
const TELL_MS = 1_000;
const LISTED = { operations: LISTED_OPERATIONS, targets: LISTED_TARGETS };
/** Another process that uses the same history may end at any time; what it leaves is found so soon. */
const LOOK_FOR_ABANDONED_MS = 60_000;
/** What nobody could tell for so long nobody will. */
const KEPT_CUT_MS = 86_400_000;
/** What is left is looked at with the next look. */
const MAX_CUT_AT_ONCE = 100;

/** What came of looking: `undecided` and `unreachable` are looked at once more, of which no answer came not in the same look. */
export type SettledCut = 'settled' | 'undecided' | 'unreachable';

export interface JournalContext {
  readonly store: OperationsStore;
  readonly clock: Clock;
  readonly publish: (operation: Operation) => void;
  /** Told of each operation when nobody works on it any more; of one that only opens something, when it was opened. */
  readonly onEnded?: ((operation: Operation) => void) | undefined;
  /** Looks what became of what a process was about to do when it ended. */
  readonly settleCut: (operation: Operation, kept: KeptIntent) => Promise<SettledCut>;
  /** Follows what a process that ended had deleted, and was not gone. */
  readonly goOn: (deletion: Deletion) => void;
  /** Follows what a process that ended had changed, and whose pods were on their way. */
  readonly goOnRollout: (rollout: LeftRollout) => void;
}

/** A workload that was changed, and whose pods nobody follows now. */
export interface LeftRollout extends Omit<Deletion, 'message'> {
  /** Of which operation it is, and which of its targets. */
  readonly id: string;
  readonly index: number;
}

/**
 * Operations as they are now: each step is kept at once, and told. What was done counts as what can be taken back only when it is kept.
 */
export class OperationJournal {
  readonly #store: OperationsStore;
  readonly #clock: Clock;
  readonly #publish: (operation: Operation) => void;
  readonly #onEnded: (operation: Operation) => void;
  readonly #settleCut: JournalContext['settleCut'];
  readonly #goOn: (deletion: Deletion) => void;
  readonly #goOnRollout: (rollout: LeftRollout) => void;
  /** Those of this process; the store is where they are kept, not where they live. */
  readonly #live = new Map<string, Operation>();
  /** Those that changed since they were told, each with what cancels its telling. */
  readonly #untold = new Map<string, () => void>();
  #cancelLook: () => void = () => {};
  /** What could not be told with the last look, where there was more than fits in one. */
  #passed = 0;
  #isClosed = false;

  constructor({ store, clock, publish, onEnded = () => {}, settleCut, goOn, goOnRollout }: JournalContext) {
    this.#store = store;
    this.#clock = clock;
    this.#publish = publish;
    this.#onEnded = onEnded;
    this.#settleCut = settleCut;
    this.#goOn = goOn;
    this.#goOnRollout = goOnRollout;
  }

  /** One of this process that may still change. */
  findLive(id: string): Operation | undefined {
    return this.#live.get(id);
  }

  /** Of this process or kept. Rejects when what is kept cannot be read. */
  async find(id: string): Promise<Operation | null> {
    return this.#live.get(id) ?? this.#store.operation(id);
  }

  /** So many targets can be followed beside those that are under way. */
  hasRoomFor(targets: number): boolean {
    const underWay = [...this.#live.values()].filter(isUnsettled);
    return underWay.length < MAX_LIVE && countTargets(underWay) + targets <= MAX_LIVE_TARGETS;
  }

  async begin(operation: Operation): Promise<void> {
    this.#keepAlive(operation);
    // What cannot be kept is no reason to do nothing: it is told that it cannot be taken back.
    await this.#store.begin(operation).catch(() => undefined);
    this.#tell(operation.id);
    if (!isRunning(operation)) this.#onEnded(operation);
  }

  /** A step of one target. With an outcome it says whether that can be taken back, which holds once it is kept. */
  async update(
    id: string,
    index: number,
    {
      change,
      outcome = null,
    }: { readonly change: Partial<OperationTarget>; readonly outcome?: RecordedOutcome | null },
  ): Promise<void> {
    const { canUndo, ...step } = change;
    const before = this.#live.get(id);
    const operation = this.#apply(id, index, step);
    if (before === undefined || operation === undefined) return;
    const kept = canUndo === undefined ? operation : withTarget(operation, index, { canUndo });
    const isKept = await this.#store.saveTarget(kept, index, outcome).then(
      () => true,
      () => false,
    );
    if (canUndo !== undefined) this.#apply(id, index, { canUndo: canUndo && isKept });
    this.#tellSoon(id);
    if (isRunning(before) && !isRunning(operation)) this.#onEnded(this.#live.get(id) ?? operation);
  }

  /** An operation that is about to be taken back changes again. */
  async revive(id: string): Promise<void> {
    const operation = await this.find(id);
    if (operation !== null && !this.#live.has(id)) this.#keepAlive(operation);
  }

  /** Those of one person, newest last. Of what cannot be read, what this process knows. */
  async list(identity: IdentityKey): Promise<Operation[]> {
    const own = () => [...this.#live.values()].filter(operation => operation.identity === identity);
    const kept = await this.#store.recent(identity, LISTED).catch(own);
    return kept
      .map(operation => this.#live.get(operation.id) ?? operation)
      .sort((a, b) => a.startedAt - b.startedAt)
      .slice(-LISTED.operations);
  }

  /**
   * A process that ended in the middle of an operation left it so: what came of the targets it had not settled they show themselves, or nobody
   * knows. What was being deleted, or rolled out, is looked at on.
   */
  async closeAbandoned(): Promise<void> {
    try {
      // The history says itself that it cannot be read.
      for (const operation of await this.#store.takeAbandoned().catch(() => [])) await this.#takeOver(operation);
      await this.#settleWhatWasCut();
    } finally {
      if (!this.#isClosed)
        this.#cancelLook = this.#clock.schedule(LOOK_FOR_ABANDONED_MS, () => void this.closeAbandoned());
    }
  }

  async #takeOver(operation: Operation): Promise<void> {
    this.#keepAlive(operation);
    for (const [i, target] of operation.targets.entries()) {
      if (isOnItsWay(target)) await this.update(operation.id, i, { change: { message: 'operation.interrupted' } });
      this.#goOnWith(operation.id, i);
    }
  }

  async #settleWhatWasCut(): Promise<void> {
    const cut = await this.#store.intents(MAX_CUT_AT_ONCE, this.#passed).catch(() => []);
    const unreachable = new Set<ClusterKey>();
    let left = 0;
    for (const kept of cut) if (!(await this.#settle(kept, unreachable))) left++;
    this.#passed = cut.length < MAX_CUT_AT_ONCE ? 0 : this.#passed + left;
  }

  /** Whether nothing more will be known of it. */
  async #settle(kept: KeptIntent, unreachable: Set<ClusterKey>): Promise<boolean> {
    const { operation: id, index, intent } = kept;
    const operation = await this.find(id).catch(() => null);
    if (operation === null || this.#isClosed) return false;
    const isOpen = operation.targets[index]?.phase === 'sent' && this.#clock.now() - intent.at < KEPT_CUT_MS;
    if (isOpen) {
      const cluster = clusterKey(intent.action.target.cluster, { key: operation.identity });
      if (unreachable.has(cluster)) return false;
      if (!this.#live.has(id)) this.#keepAlive(operation);
      const settled = await this.#settleCut(operation, kept).catch(() => 'undecided' as const);
      if (settled === 'unreachable') unreachable.add(cluster);
      if (settled !== 'settled') return false;
    }
    await this.#store.endIntent(id, index).catch(() => undefined);
    if (isOpen) this.#goOnWith(id, index);
    return true;
  }

  #goOnWith(id: string, index: number): void {
    const operation = this.#live.get(id);
    const entry = operation?.targets[index];
    if (operation === undefined || entry === undefined) return;
    const { identity } = operation;
    const { target, message } = entry;
    const update = (change: Partial<OperationTarget>) => this.update(id, index, { change });
    if (isBeingDeleted(entry)) this.#goOn({ identity, target, message, update });
    if (isRollingOut(entry)) this.#goOnRollout({ identity, target, update, id, index });
  }

  /** What was not told yet is. */
  close(): void {
    this.#isClosed = true;
    this.#cancelLook();
    for (const id of this.#untold.keys()) this.#tell(id);
  }

  /** In the place of the oldest that are settled: of those under way every step is kept. */
  #keepAlive(operation: Operation): void {
    let left = countTargets(this.#live.values()) + operation.targets.length;
    for (const [id, each] of this.#live) {
      if (this.#live.size < MAX_LIVE && left <= MAX_LIVE_TARGETS) break;
      if (isUnsettled(each)) continue;
      if (this.#untold.has(id)) this.#tell(id);
      this.#live.delete(id);
      left -= each.targets.length;
    }
    this.#live.set(operation.id, operation);
  }

  #apply(id: string, index: number, change: Partial<OperationTarget>): Operation | undefined {
    const operation = this.#live.get(id);
    if (operation === undefined) return undefined;
    const next = { ...withTarget(operation, index, change), revision: operation.revision + 1 };
    this.#live.set(id, next);
    return next;
  }

  #tellSoon(id: string): void {
    const count = this.#live.get(id)?.targets.length ?? 0;
    if (count <= MAX_TOLD_AT_ONCE) this.#tell(id);
    else if (!this.#untold.has(id))
      this.#untold.set(
        id,
        this.#clock.schedule(TELL_MS, () => this.#tell(id)),
      );
  }

  #tell(id: string): void {
    this.#untold.get(id)?.();
    this.#untold.delete(id);
    const operation = this.#live.get(id);
    if (operation !== undefined) this.#publish(operation);
  }
}

function countTargets(operations: Iterable<Operation>): number {
  let count = 0;
  for (const { targets } of operations) count += targets.length;
  return count;
}

function withTarget(operation: Operation, index: number, change: Partial<OperationTarget>): Operation {
  const targets = operation.targets.map((target, i) => (i === index ? { ...target, ...change } : target));
  return { ...operation, targets };
}
