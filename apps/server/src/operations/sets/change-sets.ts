import type { Clock } from '@lanthorn/base/clock.ts';
import { apiVersionOf } from '@lanthorn/kube/api/group-version-resource.ts';
import type { ChangeSetMessage, Operation } from '@lanthorn/protocol/down-messages.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import {
  type AddStepRequest,
  type ArrangeRequest,
  type ChangeSet,
  type DecideStepRequest,
  NO_CHANGE_SET,
  type PlannedChange,
  type RunSetRequest,
} from '@lanthorn/protocol/http/change-set-messages.ts';
import { findKindView } from '@lanthorn/views/kind-records.ts';
import type { Boundary } from '../../faults/boundary.ts';
import type { History } from '../../history/stores/history.ts';
import type { ChangeSetsStore } from '../../history/stores/change-sets-store.ts';
import type { Hub } from '../../hub/hub.ts';
import { type ClusterKey, clusterKey } from '../../upstream/cluster-key.ts';
import type { Identity } from '../../upstream/identity.ts';
import { refusalOf } from '../acceptance.ts';
import { hindranceOf } from '../change-sender.ts';
import type { AccessReviews } from '../access-reviews.ts';
import { EffectWatch } from '../effect-watch.ts';
import type { OperationRunner } from '../operation-runner.ts';
import { RequestProblem } from '../request-problem.ts';
import { arranged, withDecision, withProgress, withStep } from './kept-change-set.ts';
import { OperationWaits } from './operation-waits.ts';
import { SetRun } from './set-run.ts';
import { StepGate } from './step-gate.ts';

export interface ChangeSetsContext {
  readonly hub: Pick<Hub, 'clusters' | 'object'>;
  readonly clock: Clock;
  readonly store: ChangeSetsStore;
  readonly processes: History['processes'];
  readonly runner: OperationRunner;
  readonly access: Pick<AccessReviews, 'check'>;
  readonly boundary: Boundary;
  readonly newId: () => string;
  readonly publish: (identity: Identity, message: ChangeSetMessage) => void;
}

/** The change sets of everybody: one of each person for each cluster. */
export class ChangeSets {
  readonly #context: ChangeSetsContext;
  readonly #waits: OperationWaits;
  readonly #runs = new Map<ClusterKey, SetRun>();
  /** One change at a time: each is made of what the one before left. */
  readonly #last = new Map<ClusterKey, Promise<unknown>>();
  #revision = 0;
  #isClosed = false;

  constructor(context: ChangeSetsContext) {
    this.#context = context;
    this.#waits = new OperationWaits(context.clock);
  }

  /** To be told of every operation. */
  onOperation(operation: Operation): void {
    this.#waits.onOperation(operation);
  }

  async read(identity: Identity, cluster: string): Promise<ChangeSet> {
    return this.#read(this.#key(identity, cluster));
  }

  /** What a tab that opens is told; one that comes back may show steps that are none any more. */
  async messages(identity: Identity): Promise<ChangeSetMessage[]> {
    const sets = this.#context.hub.clusters.list().map(async ({ name }) => {
      const { steps } = await this.#read(clusterKey(name, identity));
      return this.#message(name, steps.length);
    });
    return Promise.all(sets);
  }

  add(identity: Identity, request: AddStepRequest): Promise<ChangeSet> {
    return this.#edit(identity, request.cluster, set => withStep(set, request));
  }

  arrange(identity: Identity, request: ArrangeRequest): Promise<ChangeSet> {
    return this.#edit(identity, request.cluster, set => arranged(set, request));
  }

  decide(identity: Identity, request: DecideStepRequest): Promise<ChangeSet> {
    return this.#edit(identity, request.cluster, set => withDecision(set, request));
  }

  /** Applies what is left of it, or takes back what was done, if it is the set that was seen. */
  start(identity: Identity, request: RunSetRequest): Promise<ChangeSet> {
    const { cluster: name, id, goal } = request;
    const key = this.#key(identity, name);
    return this.#serially(key, async () => {
      const set = await this.#read(key);
      if (set.run?.id === id) return set;
      if (this.#isRun(key, set)) throw RUNS;
      const seen = set.steps.map(step => step.request.id);
      if (seen.join() !== request.steps.join()) throw new RequestProblem(409, problem('setChanged', {}));
      const run = {
        id,
        goal,
        state: 'running',
        step: '',
        isWaiting: false,
        halt: null,
        why: '',
        by: this.#context.processes.id,
      } as const;
      const begun = { ...set, run };
      await this.#save({ identity, name, key }, begun);
      const live = this.#runOf({ identity, name, key });
      this.#runs.set(key, live);
      // What cannot be kept any more ends it: it is told to be interrupted then.
      this.#context.boundary.follow(
        live.run(begun, goal).finally(async () => {
          this.#runs.delete(key);
          this.#publish(identity, name, (await this.#read(key)).steps.length);
        }),
      );
      return begun;
    });
  }

  /** Rejects where another process does it: that one alone can stop it. */
  async stop(identity: Identity, cluster: string): Promise<void> {
    const key = this.#key(identity, cluster);
    const own = this.#runs.get(key);
    if (own !== undefined) return own.stop();
    if (this.#isRun(key, await this.#context.store.changeSet(key)))
      throw new RequestProblem(409, problem('setElsewhere', {}));
    return undefined;
  }

  /** What would be sent now, of each step that is not done; nothing is sent. */
  async plan(identity: Identity, cluster: string): Promise<PlannedChange[]> {
    const { steps } = await this.read(identity, cluster);
    const changes: PlannedChange[] = [];
    for (const { request } of steps.filter(({ state }) => state !== 'done'))
      for (const { target, planned } of await this.#context.runner.plan(identity, request)) {
        const { resource } = target;
        const named = { target, apiVersion: apiVersionOf(resource), kind: findKindView(resource)?.kind ?? '' };
        const { plan } = planned;
        const sent = plan === null || plan.isDone || hindranceOf(plan) !== null ? null : plan.request;
        const hindrance = planned.plan === null ? planned.status : hindranceOf(planned.plan);
        const why = hindrance?.message ?? '';
        changes.push({ ...named, step: request.id, request: sent, kubectl: plan?.kubectl ?? '', problem: why });
      }
    return changes;
  }

  /** No step is begun any more, and nothing is kept of those under way: who comes next finds them interrupted. */
  close(): void {
    this.#isClosed = true;
    this.#context.boundary.close();
    for (const run of this.#runs.values()) run.stop();
  }

  #runOf({ identity, name, key }: Place): SetRun {
    const { hub, clock, runner, access, newId } = this.#context;
    const find = (id: string) => runner.find(identity, id);
    const cluster = hub.clusters.get(key);
    if (cluster === undefined) throw new RequestProblem(404, problem('noCluster', { cluster: name }));
    return new SetRun({
      cluster,
      gate: new StepGate({
        ...{ waits: this.#waits, effects: new EffectWatch(clock, hub), find },
        before: (id, index) => runner.before(id, index),
      }),
      newId,
      find,
      refusalOf: request => refusalOf(request, { identity, clusters: hub.clusters, runner, access }),
      start: request => runner.start(identity, request),
      stop: id => runner.stop(identity, id),
      save: progress =>
        this.#serially(key, async () => {
          if (this.#isClosed) throw new Error('change sets are closed');
          const set = await this.#context.store.changeSet(key);
          await this.#save({ identity, name, key }, withProgress(set, progress));
        }),
    });
  }

  /** By this process or another that uses the same history. */
  #isRun(key: ClusterKey, { run }: ChangeSet): boolean {
    const { id, isAlive } = this.#context.processes;
    return this.#runs.has(key) || (run?.state === 'running' && run.by !== id && isAlive(run.by));
  }

  /** What a process that ended was doing, nobody does. */
  async #read(key: ClusterKey): Promise<ChangeSet> {
    const set = await this.#context.store.changeSet(key);
    if (set.run?.state !== 'running' || this.#isRun(key, set)) return set;
    return { ...set, run: { ...set.run, state: 'halted', isWaiting: false, halt: 'interrupted', why: '' } };
  }

  #edit(identity: Identity, name: string, change: (set: ChangeSet) => ChangeSet): Promise<ChangeSet> {
    const key = this.#key(identity, name);
    return this.#serially(key, async () => {
      const before = await this.#read(key);
      if (this.#isRun(key, before)) throw RUNS;
      const after = change(before);
      if (after !== before) await this.#save({ identity, name, key }, after);
      return after;
    });
  }

  async #save({ identity, name, key }: Place, set: ChangeSet): Promise<void> {
    await this.#context.store.saveChangeSet(key, set.steps.length === 0 ? NO_CHANGE_SET : set);
    this.#publish(identity, name, set.steps.length);
  }

  #publish(identity: Identity, cluster: string, steps: number): void {
    this.#revision++;
    this.#context.publish(identity, this.#message(cluster, steps));
  }

  #message(cluster: string, steps: number): ChangeSetMessage {
    return { type: 'changeSet', cluster, steps, revision: this.#revision };
  }

  #serially<T>(key: ClusterKey, task: () => Promise<T>): Promise<T> {
    const done = (this.#last.get(key) ?? Promise.resolve()).then(task);
    this.#last.set(
      key,
      done.catch(() => {}),
    );
    return done;
  }

  #key(identity: Identity, cluster: string): ClusterKey {
    const key = clusterKey(cluster, identity);
    if (this.#context.hub.clusters.get(key) === undefined)
      throw new RequestProblem(404, problem('noCluster', { cluster }));
    return key;
  }
}

interface Place {
  readonly identity: Identity;
  readonly name: string;
  readonly key: ClusterKey;
}

const RUNS = new RequestProblem(409, problem('setRuns', {}));
