import { must } from '@lanthorn/base/assert.ts';
import { canTakeBack } from '@lanthorn/protocol/operation-state.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import type { ChangeSet, ChangeSetRun, ChangeStep } from '@lanthorn/protocol/http/change-set-messages.ts';
import type { OperationRequest } from '@lanthorn/protocol/http-messages.ts';
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
  #isStopped = false;
  /** What is under way. */
  #operation: string | null = null;

  constructor(context: SetRunContext) {
    this.#context = context;
  }

  /** No step is begun any more, and no target of the one under way. */
  stop(): void {
    this.#isStopped = true;
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
    // What was begun and not seen to its end is looked at once more, and not sent once more.
    const isBegun = step.state === 'begun' || step.state === 'sent';
    const operation = isBegun ? must(step.operation, 'what was begun has an operation') : newId();
    if (step.state !== 'sent') {
      await save({ step: id, change: { state: 'begun', operation }, run: { step: id, isWaiting: false } });
      const halt = await this.#operate({ ...step.request, id: operation });
      // One that is late goes on by itself.
      if (halt !== null) {
        if (halt.halt !== 'late') await save({ step: id, change: { state: 'failed' }, run: {} });
        return halt;
      }
    }
    await save({ step: id, change: { state: 'sent' }, run: { step: id, isWaiting: true } });
    const halt = await gate.well(operation, cluster);
    if (halt === null) await save({ step: id, change: { state: 'done' }, run: { isWaiting: false } });
    return halt;
  }

  async #undo({ request, operation }: ChangeStep): Promise<Halt | null> {
    const { find, newId, save } = this.#context;
    const done = operation === null ? null : await find(operation);
    if (done === null || !canTakeBack(done)) return null;
    await save({ step: request.id, change: {}, run: { step: request.id } });
    const halt = await this.#operate({ id: newId(), suffix: request.suffix, undoOf: done.id });
    if (halt === null) await save({ step: request.id, change: { state: 'undone' }, run: {} });
    return halt;
  }

  async #operate(request: OperationRequest): Promise<Halt | null> {
    const { find, gate, refusalOf, start } = this.#context;
    // One that was begun before was accepted before.
    const refusal = (await find(request.id)) === null ? await refusalOf(request) : null;
    if (refusal !== null) return { halt: 'failed', why: refusal.problem.message };
    this.#operation = request.id;
    try {
      if ((await start(request)) === null) return null;
      return await gate.done(request.id);
    } finally {
      this.#operation = null;
    }
  }
}

const STOPPED: Halt = { halt: 'stopped', why: '' };
