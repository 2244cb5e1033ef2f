import { create, type StoreApi, type UseBoundStore } from 'zustand';
import { LISTED_OPERATIONS, LISTED_TARGETS, MAX_TARGETS } from '@lanthorn/protocol/constants.ts';
import type { HistoryState, Operation } from '@lanthorn/protocol/down-messages.ts';
import { isRunning, isToBeTakenBack } from '@lanthorn/protocol/operation-state.ts';

export interface OperationState {
  /** Newest first. */
  readonly operations: readonly Operation[];
  /** Whether what is done is kept; null until the server said so. */
  readonly history: HistoryState | null;
}

export type OperationStore = UseBoundStore<StoreApi<OperationState>>;

export function createOperationStore(): OperationStore {
  return create<OperationState>(() => ({ operations: [], history: null }));
}

export function takeOperation(store: OperationStore, operation: Operation): void {
  store.setState(state => {
    const known = state.operations.find(other => other.id === operation.id);
    if (known !== undefined && known.revision > operation.revision) return state;
    const others = state.operations.filter(other => other.id !== operation.id);
    const operations = [operation, ...others].sort((a, b) => b.startedAt - a.startedAt).slice(0, LISTED_OPERATIONS);
    return { operations };
  });
}

/** Whether there may be older ones than are listed: so many, or of so many targets, that one more had no place. */
export function mayLackOlder(operations: readonly Operation[]): boolean {
  const targets = operations.reduce((sum, operation) => sum + operation.targets.length, 0);
  return operations.length >= LISTED_OPERATIONS || targets + MAX_TARGETS > LISTED_TARGETS;
}

/** Whether what is left of it can be taken back, now. */
export function canUndo(operation: Operation): boolean {
  return !isRunning(operation) && operation.targets.some(isToBeTakenBack);
}

/** The newest operation in these clusters that can be taken back and is not being so; taking back is not taken back in turn. */
export function lastUndoable(operations: readonly Operation[], clusters: readonly string[]): Operation | undefined {
  const beingUndone = new Set(operations.filter(isRunning).map(({ undoOf }) => undoOf));
  return operations.find(
    operation =>
      operation.undoOf === null &&
      !beingUndone.has(operation.id) &&
      canUndo(operation) &&
      operation.targets.every(({ target }) => clusters.includes(target.cluster)),
  );
}
