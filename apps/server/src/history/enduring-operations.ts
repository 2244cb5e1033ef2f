import type { Clock } from '@lanthorn/base/clock.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import type { HistoryEntry } from '@lanthorn/protocol/http/history-messages.ts';
import type { HistoryStatus } from './stores/history-status.ts';
import { MemoryOperations } from './memory/memory-operations.ts';
import {
  byPlace,
  fitting,
  type EntryLimit,
  type Intent,
  type KeptIntent,
  type KeptPause,
  type LogPlace,
  type ObjectOf,
  type OperationsStore,
  type RecentLimit,
  type RecordedOutcome,
  withRoom,
} from './stores/operations-store.ts';

/** A disk that was full is asked again this often. */
const RETRY_MS = 5_000;
/** Outcomes held meanwhile; with their objects some 20 KB each. */
const MAX_HELD = 5_000;

export interface EnduringOptions {
  readonly status: HistoryStatus;
  readonly clock: Clock;
  /** Writes something to where the store below writes; rejects where that is refused. */
  readonly tryWriting: () => Promise<void>;
}

/**
 * A store that goes on while the one below refuses: what cannot be written is held here, can be taken back from here, and is written as soon
 * as that is possible again. Whether it is, the status says.
 */
export class EnduringOperations implements OperationsStore {
  readonly #inner: OperationsStore;
  readonly #status: HistoryStatus;
  readonly #clock: Clock;
  readonly #tryWriting: () => Promise<void>;
  readonly #held = new MemoryOperations();
  /** Of each operation held, the places that are not written below. */
  readonly #unwritten = new Map<string, Set<number>>();
  #cancelRetry: (() => void) | null = null;
  readonly #stopListening: () => void;

  constructor(inner: OperationsStore, { status, clock, tryWriting }: EnduringOptions) {
    this.#inner = inner;
    this.#status = status;
    this.#clock = clock;
    this.#tryWriting = tryWriting;
    this.#stopListening = status.subscribe(({ problem }) => problem !== null && this.#retryLater());
  }

  async begin(operation: Operation): Promise<void> {
    try {
      await this.#inner.begin(operation);
    } catch (error) {
      await this.#hold(operation, error);
    }
  }

  /** What cannot be written before it is done is done all the same: the operation itself is held, and the status says so. */
  async intend(operationId: string, index: number, intent: Intent): Promise<void> {
    if (this.#unwritten.has(operationId)) return;
    await this.#inner.intend(operationId, index, intent).catch((error: unknown) => this.#status.fail(error));
  }

  intents(limit: number, passed: number): Promise<KeptIntent[]> {
    return this.#inner.intents(limit, passed);
  }

  endIntent(operationId: string, index: number): Promise<void> {
    return this.#inner.endIntent(operationId, index);
  }

  async saveTarget(operation: Operation, index: number, outcome: RecordedOutcome | null): Promise<void> {
    if (!this.#unwritten.has(operation.id)) {
      try {
        await this.#inner.saveTarget(operation, index, outcome);
        return;
      } catch (error) {
        await this.#hold(operation, error);
      }
    }
    const unwritten = this.#unwritten.get(operation.id);
    if (unwritten === undefined) return this.#inner.saveTarget(operation, index, outcome);
    if (outcome !== null && this.#heldCount() >= MAX_HELD) throw new Error('more than this cannot be held in memory');
    unwritten.add(index);
    await this.#held.saveTarget(operation, index, outcome);
    return undefined;
  }

  async operation(id: string): Promise<Operation | null> {
    return (await this.#held.operation(id)) ?? this.#inner.operation(id);
  }

  async outcome(operationId: string, index: number): Promise<RecordedOutcome | null> {
    return (await this.#held.outcome(operationId, index)) ?? this.#inner.outcome(operationId, index);
  }

  async recent(identity: IdentityKey, limit: RecentLimit): Promise<Operation[]> {
    const held = await this.#held.recent(identity, limit);
    const known = new Set(held.map(({ id }) => id));
    const below = (await this.#inner.recent(identity, limit)).filter(({ id }) => !known.has(id));
    return [...held, ...below].sort((a, b) => b.startedAt - a.startedAt).slice(0, limit.operations);
  }

  async page(identity: IdentityKey, after: LogPlace | null, limit: RecentLimit): Promise<Operation[]> {
    const held = await this.#held.page(identity, after, limit);
    const known = new Set(held.map(({ id }) => id));
    const below = await this.#inner.page(identity, after, limit);
    const all = [...held, ...below.filter(({ id }) => !known.has(id))].sort(byPlace);
    // Either may go on behind its last: what the other has behind that is told by a later page. What is held ends where its page has room left.
    const ends = [below.at(-1), withRoom(held, limit) ? undefined : held.at(-1)].filter(end => end !== undefined);
    return fitting(
      all.filter(operation => ends.every(end => byPlace(operation, end) <= 0)),
      limit,
    );
  }

  async ofObject(object: ObjectOf, limit: EntryLimit): Promise<HistoryEntry[]> {
    const held = await this.#held.ofObject(object, limit);
    const known = new Set(held.map(({ operation, entry }) => JSON.stringify([operation.id, entry.target])));
    const below = (await this.#inner.ofObject(object, limit)).filter(
      ({ operation, entry }) => !known.has(JSON.stringify([operation.id, entry.target])),
    );
    return [...held, ...below].sort((a, b) => b.operation.startedAt - a.operation.startedAt).slice(0, limit.entries);
  }

  takeAbandoned(): Promise<Operation[]> {
    return this.#inner.takeAbandoned();
  }

  async pauses(): Promise<KeptPause[]> {
    return [...(await this.#held.pauses()), ...(await this.#inner.pauses())];
  }

  async endPause(pause: KeptPause): Promise<void> {
    await this.#held.endPause(pause);
    await this.#inner.endPause(pause);
  }

  close(): void {
    this.#stopListening();
    this.#cancelRetry?.();
  }

  async #hold(operation: Operation, error: unknown): Promise<void> {
    this.#status.fail(error);
    await this.#held.begin(operation);
    if (!this.#unwritten.has(operation.id)) this.#unwritten.set(operation.id, new Set());
    this.#retryLater();
  }

  #heldCount(): number {
    return [...this.#unwritten.values()].reduce((sum, { size }) => sum + size, 0);
  }

  #retryLater(): void {
    this.#cancelRetry ??= this.#clock.schedule(RETRY_MS, () => {
      this.#cancelRetry = null;
      this.#retry().catch((error: unknown) => {
        this.#status.fail(error);
        this.#retryLater();
      });
    });
  }

  /** Writes what is held, the oldest first, until it is refused again. */
  async #retry(): Promise<void> {
    for (const [id, indexes] of this.#unwritten) {
      const operation = await this.#held.operation(id);
      if (operation !== null) await this.#inner.begin(operation);
      for (const index of indexes) {
        indexes.delete(index);
        await this.#write(id, index).catch((error: unknown) => {
          indexes.add(index);
          throw error;
        });
      }
      // What came while it was written is among the places again.
      if (indexes.size > 0) return this.#retryLater();
      this.#unwritten.delete(id);
      this.#held.drop(id);
    }
    await this.#tryWriting();
    this.#status.recover();
    return undefined;
  }

  async #write(id: string, index: number): Promise<void> {
    const operation = await this.#held.operation(id);
    if (operation !== null) await this.#inner.saveTarget(operation, index, await this.#held.outcome(id, index));
  }
}
