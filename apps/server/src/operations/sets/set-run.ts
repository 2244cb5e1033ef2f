import { canTakeBack, isDoneTo, isRunning } from '@lanthorn/protocol/operation-state.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import type { ChangeSet, ChangeSetRun, ChangeStep } from '@lanthorn/protocol/http/change-set-messages.ts';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import type { Cluster } from '../../upstream/cluster.ts';
import type { Refusal } from '../acceptance.ts';
import { pendingSteps } from './kept-change-set.ts';
import type { Halt, StepGate } from './step-gate.ts';

export interface SetRunContext {
  readonly cluster: Cluster;
  readonly gate: StepGate;
  readonly newId: () => string;
  readonly refusalOf: (request: OperationRequest) => Promise<Refusal | null>;
  readonly start: (request: OperationRequest) => Promise<Operation | null>;
  readonly find: (id: string) => Promise<Operation | null>;
  readonly stop: (id: string) => void;
  /** Keeps how far a step is, and tells it. */
  readonly save: (progress: {
    readonly step: string;
    readonly change: Partial<ChangeStep>;
    readonly run: Partial<ChangeSetRun>;
  }) => Promise<void>;
}

/** Does the steps of a set one after the other, as ordinary operations, and goes no further than the first that did not come to be. */
export class SetRun {
  readonly #context: SetRunContext;
  #tellStopped: (halt: Halt) => void = () => {};
  readonly #stopped = new Promise<Halt>(resolve => (this.#tellStopped = resolve));
  #isStopped = false;
  /** What is under way. */
  #operation: string | null = null;

  constructor(context: SetRunContext) {
    this.#context = context;
  }

  /** No step is begun any more, and no target of the one under way. */
  stop(): void {
    this.#isStopped = true;
    this.#tellStopped(STOPPED);
    if (this.#operation !== null) this.#context.stop(this.#operation);
  }

  async run(set: ChangeSet, goal: ChangeSetRun['goal']): Promise<void> {
    const { save } = this.#context;
    for (const step of pendingSteps(set, goal)) {
      const { id } = step.request;
      const halt = this.#isStopped ? STOPPED : await (goal === 'apply' ? this.#apply(step) : this.#undo(step));
      if (halt !== null)
        return save({ step: id, change: {}, run: { state: 'halted', step: id, isWaiting: false, ...halt } });
    }
    return save({ step: '', change: {}, run: { state: 'done', step: '', isWaiting: false } });
  }

  async #apply(step: ChangeStep): Promise<Halt | null> {
    const { cluster, gate, newId, save } = this.#context;
    const { id } = step.request;
    const began = await this.#begun(step);
    const operation = began ?? newId();
    // Of one that was taken back nothing is left to take back.
    const earlier = step.state === 'undone' ? [] : step.operations;
    const operations = began === null ? [...earlier, operation] : step.operations;
    if (began === null || step.state !== 'sent') {
      const halt = await this.#operate({ ...step.request, id: operation }, () =>
        save({ step: id, change: { state: 'begun', operations }, run: { step: id, isWaiting: false } }),
      );
      if (halt === STOPPED) await save({ step: id, change: step, run: {} });
      // One that is late goes on by itself.
      if (halt?.halt === 'failed') await save({ step: id, change: { state: 'failed' }, run: {} });
      if (halt !== null) return halt;
    }
    await save({ step: id, change: { state: 'sent' }, run: { step: id, isWaiting: true } });
    const halt = await Promise.race([gate.well(operation, cluster), this.#stopped]);
    if (halt === null) await save({ step: id, change: { state: 'done' }, run: { isWaiting: false } });
    if (halt?.halt !== 'failed') return halt;
    // What it made ended badly, and has the name that it would have again.
    const request = { ...step.request, suffix: newId().slice(0, 5) };
    await save({ step: id, change: { state: 'failed', request }, run: {} });
    return halt;
  }

  /** What is looked at once more, and not sent once more: it goes on, or came to be. Null where the step is begun anew. */
  async #begun({ state, operations }: ChangeStep): Promise<string | null> {
    const last = operations.at(-1);
    if (last === undefined || (state !== 'begun' && state !== 'sent')) return null;
    const operation = await this.#context.find(last);
    return operation === null || isRunning(operation) || operation.targets.every(isDoneTo) ? last : null;
  }

  async #undo({ request, operations }: ChangeStep): Promise<Halt | null> {
    const { find, newId, save } = this.#context;
    const { id, suffix, reason } = request;
    for (const each of operations.toReversed()) {
      const done = await find(each);
      if (done === null || !canTakeBack(done)) continue;
      const halt = await this.#operate(
        { id: newId(), suffix, undoOf: each, ...(reason === undefined ? {} : { reason }) },
        () => save({ step: id, change: {}, run: { step: id } }),
      );
      if (halt !== null) return halt;
    }
    if (isTakenBack(await Promise.all(operations.map(find))))
      await save({ step: id, change: { state: 'undone' }, run: {} });
    return null;
  }

  /** Begins an operation, or finds it, and waits until it is done. What is kept before it begins, `accepted` keeps. */
  async #operate(request: OperationRequest, accepted: () => Promise<void>): Promise<Halt | null> {
    const { find, gate, refusalOf, start, stop } = this.#context;
    // One that was begun before was accepted before.
    const refusal = (await find(request.id)) === null ? await refusalOf(request) : null;
    if (refusal !== null) return { halt: 'failed', why: refusal.problem.message };
    await accepted();
    if (this.#isStopped) return STOPPED;
    this.#operation = request.id;
    try {
      if ((await start(request)) === null) return null;
      // Asked for in between, when there was nothing to stop yet.
      if (this.#isStopped) stop(request.id);
      return await gate.done(request.id);
    } finally {
      this.#operation = null;
    }
  }
}

/** Of each target all that was done is taken back, as far as is known. */
function isTakenBack(operations: readonly (Operation | null)[]): boolean {
  const undone = new Map<string, boolean>();
  for (const operation of operations) {
    if (operation === null) return false;
    for (const { target, phase, canUndo, isUndone } of operation.targets) {
      const key = JSON.stringify(target);
      if (canUndo) return false;
      if (phase !== 'failed') undone.set(key, isUndone || undone.get(key) === true);
    }
  }
  return [...undone.values()].every(Boolean);
}

const STOPPED: Halt = { halt: 'stopped', why: '' };
