import { actionRecord } from '@lanthorn/actions/action-records.ts';
import { JOBS } from '@lanthorn/actions/machinery/batch-resources.ts';
import { isRolledOut, type RolloutHealth, rolloutHealth } from '@lanthorn/actions/sets/rollout-health.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import type { SetHalt } from '@lanthorn/protocol/http/change-set-messages.ts';
import { isBeingDeleted, isDoneTo, isRunning } from '@lanthorn/protocol/operation-state.ts';
import { mapParallel } from '../../upstream/parallel.ts';
import type { Cluster } from '../../upstream/cluster.ts';
import { type EffectWatch, ROLLOUT_MS } from '../effect-watch.ts';
import type { OperationWaits } from './operation-waits.ts';

/** An operation may wait for a budget, and a Job it began may run: after an hour somebody has to look. */
const OPERATION_MS = 3_600_000;

/** Why a set does not go on after a step. */
export interface Halt {
  readonly halt: SetHalt;
  readonly why: string;
}

export interface GateContext {
  readonly waits: OperationWaits;
  readonly effects: Pick<EffectWatch, 'watch' | 'followJob'>;
  readonly find: (id: string) => Promise<Operation | null>;
  /** What is kept of a target before it was changed. */
  readonly before: (id: string, index: number) => Promise<KubeObject | null>;
}

/** What is waited for before the next step of a set is begun. */
export class StepGate {
  readonly #context: GateContext;

  constructor(context: GateContext) {
    this.#context = context;
  }

  /** Until every target of an operation is as the watch shows it to be; null where all of it is so. */
  async done(id: string): Promise<Halt | null> {
    const operation = await this.#until(id, each => !isRunning(each), OPERATION_MS);
    if (operation === null) return { halt: 'late', why: '' };
    const failed = operation.targets.find(({ phase }) => phase === 'failed');
    if (failed !== undefined) return { halt: 'failed', why: failed.message };
    const unknown = operation.targets.find(target => !isDoneTo(target));
    return unknown === undefined ? null : { halt: 'late', why: unknown.message };
  }

  /** Until what it began came to its result: what is deleted is gone, Jobs are complete, pods of workloads run. */
  async well(id: string, cluster: Cluster): Promise<Halt | null> {
    const gone = await this.#until(id, ({ targets }) => !targets.some(isBeingDeleted), ROLLOUT_MS);
    if (gone === null) return { halt: 'late', why: await this.#messageOf(id) };
    const unknown = gone.targets.find(target => !isDoneTo(target));
    if (unknown !== undefined) return { halt: 'late', why: unknown.message };
    if (actionRecord(gone.kind).follows === 'job') return this.#jobs(gone, cluster);
    const targets = gone.targets
      .map(({ target }, index) => ({ target, index }))
      .filter(({ target }) => isRolledOut(target.resource));
    const states = await mapParallel(targets, async ({ target, index }) => {
      const before = await this.#context.before(id, index);
      const seen: { health: RolloutHealth } = { health: 'underway' };
      await this.#context.effects.watch(cluster, target, {
        until: object => (seen.health = rolloutHealth(target.resource, object, before)) !== 'underway',
        timeoutMs: ROLLOUT_MS,
      });
      return seen.health;
    });
    const [bad, late] = [states.indexOf('bad'), states.indexOf('underway')];
    if (bad >= 0) return { halt: 'unwell', why: targets[bad]?.target.name ?? '' };
    return late < 0 ? null : { halt: 'late', why: targets[late]?.target.name ?? '' };
  }

  /** Looks at the Jobs themselves: who began to follow them may have ended. */
  async #jobs({ targets }: Operation, cluster: Cluster): Promise<Halt | null> {
    const jobs = targets.flatMap(each => (each.created === null ? [] : [{ ...each, name: each.created.name }]));
    const results = await mapParallel(jobs, async ({ target, name, phase, message }) => {
      // One that was seen to its end may be gone since.
      const seen = { result: phase === 'settled' ? message : '' };
      const update = async (change: { readonly message?: string }) => void (seen.result = change.message ?? '');
      if (seen.result === '')
        await this.#context.effects.followJob(
          cluster,
          { ...target, resource: JOBS, name },
          { update, timeoutMs: OPERATION_MS },
        );
      return seen.result;
    });
    const [bad, late] = [results.findIndex(result => result !== '' && result !== 'Complete'), results.indexOf('')];
    // What it ended as stays so: to go on it is begun anew.
    if (bad >= 0) return { halt: 'failed', why: jobs[bad]?.name ?? '' };
    return late < 0 ? null : { halt: 'late', why: jobs[late]?.name ?? '' };
  }

  async #messageOf(id: string): Promise<string> {
    const operation = await this.#context.find(id);
    return operation?.targets.find(isBeingDeleted)?.message ?? '';
  }

  #until(id: string, isSo: (operation: Operation) => boolean, timeoutMs: number): Promise<Operation | null> {
    return this.#context.waits.until(id, { now: () => this.#context.find(id), isSo, timeoutMs });
  }
}
