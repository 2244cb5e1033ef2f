import { asArray, asNumber, asObject, asString, deepEqual, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { findCondition, formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { type LabelRequirement, readLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';
import { ApiFailure } from '../machinery/api-client.ts';
import type { ControllerContext, WatchedResource } from '../machinery/controller-context.ts';
import { claimPods, tellClaimants } from './claimed-pods.ts';
import { podFromTemplate } from './pod-template.ts';
import { queueKey, splitQueueKey, WorkQueue } from '../machinery/work-queue.ts';

const PODS = 'pods.v1.';
const FAILURE = 'ReplicaFailure';

/** A kind that keeps so many pods. */
interface ReplicaKind {
  readonly resource: WatchedResource;
  readonly apiVersion: string;
  readonly kind: string;
  readonly component: string;
  readonly selectorOf: (object: KubeObject) => readonly LabelRequirement[];
}

const REPLICASETS: ReplicaKind = {
  resource: 'replicasets.v1.apps',
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  component: 'replicaset-controller',
  selectorOf: set => readLabelSelector(getPath(set, 'spec', 'selector')),
};

const REPLICATION_CONTROLLERS: ReplicaKind = {
  resource: 'replicationcontrollers.v1.',
  apiVersion: 'v1',
  kind: 'ReplicationController',
  component: 'replication-controller',
  // Labels alone.
  selectorOf: set => readLabelSelector({ matchLabels: getPath(set, 'spec', 'selector') }),
};

export function isReady(pod: KubeObject): boolean {
  return findCondition(pod, 'Ready')?.['status'] === 'True';
}

function isActive(pod: KubeObject): boolean {
  const hasEnded = ['Succeeded', 'Failed'].includes(asString(getPath(pod, 'status', 'phase')));
  return pod.metadata.deletionTimestamp === undefined && !hasEnded;
}

/** Keeps as many pods alive as an object asks for. */
export class ReplicaSetController {
  readonly #context: ControllerContext;
  readonly #kind: ReplicaKind;
  readonly #queue: WorkQueue;

  constructor(context: ControllerContext, kind = REPLICASETS) {
    this.#context = context;
    this.#kind = kind;
    this.#queue = new WorkQueue(context, key => this.#sync(key));
    context.informer(kind.resource).subscribe(set => this.#queue.add(queueKey(set)));
    context.informer(PODS).subscribe(pod => this.#queue.addOwnerOf(pod, kind.kind));
    tellClaimants(context, { resource: kind.resource, queue: this.#queue }, kind.selectorOf);
  }

  async #sync(key: string): Promise<void> {
    const { namespace, name } = splitQueueKey(key);
    const set = this.#context.informer(this.#kind.resource).get(namespace, name);
    if (set === undefined || set.metadata.deletionTimestamp !== undefined) return;
    const selector = this.#kind.selectorOf(set);
    const owned = await claimPods(this.#context, { ...this.#kind, object: set, selector, takes: isActive });
    const active = owned.filter(isActive);
    const wanted = asNumber(getPath(set, 'spec', 'replicas')) ?? 1;
    const { created, failure } = await this.#scaleUp(set, wanted - active.length);
    const deleted = await this.#scaleDown(set, active, active.length - wanted);
    const terminating = owned.filter(pod => pod.metadata.deletionTimestamp !== undefined).length + deleted.length;
    const pods = [...active.filter(pod => !deleted.includes(pod)), ...created];
    await this.#writeStatus(set, pods, { terminating, failure });
    if (failure !== null) throw failure;
  }

  /** As many as the server takes, and why it took no more. */
  async #scaleUp(set: KubeObject, missing: number): Promise<{ created: KubeObject[]; failure: ApiFailure | null }> {
    const created: KubeObject[] = [];
    for (let i = 0; i < missing; i++) {
      const pod = podFromTemplate({
        owner: { object: set, apiVersion: this.#kind.apiVersion, kind: this.#kind.kind },
        template: asObject(getPath(set, 'spec', 'template')),
        namePrefix: `${set.metadata.name ?? ''}-`,
      });
      try {
        created.push(await this.#context.create(PODS, pod));
      } catch (failure) {
        if (!(failure instanceof ApiFailure)) throw failure;
        this.#event(set, { type: 'Warning', reason: 'FailedCreate', message: `Error creating: ${failure.message}` });
        return { created, failure };
      }
      const message = `Created pod: ${created.at(-1)?.metadata.name ?? ''}`;
      this.#event(set, { type: 'Normal', reason: 'SuccessfulCreate', message });
    }
    return { created, failure: null };
  }

  /** Pods that are not ready go first. */
  async #scaleDown(set: KubeObject, active: readonly KubeObject[], surplus: number): Promise<readonly KubeObject[]> {
    const victims = [...active].sort((a, b) => Number(isReady(a)) - Number(isReady(b))).slice(0, Math.max(0, surplus));
    for (const pod of victims) {
      await this.#context.client.delete(PODS, pod);
      const message = `Deleted pod: ${pod.metadata.name ?? ''}`;
      this.#event(set, { type: 'Normal', reason: 'SuccessfulDelete', message });
    }
    return victims;
  }

  async #writeStatus(
    set: KubeObject,
    pods: readonly KubeObject[],
    { terminating, failure }: { terminating: number; failure: ApiFailure | null },
  ): Promise<void> {
    const ready = pods.filter(isReady).length;
    const conditions = this.#conditions(set, failure);
    const status: JsonObject = {
      ...(conditions.length === 0 ? {} : { conditions }),
      replicas: pods.length,
      ...(pods.length > 0 ? { fullyLabeledReplicas: pods.length } : {}),
      ...(ready > 0 ? { readyReplicas: ready, availableReplicas: ready } : {}),
      ...(this.#kind === REPLICASETS ? { terminatingReplicas: terminating } : {}),
      observedGeneration: set.metadata.generation,
    };
    if (!deepEqual(status, asObject(set['status'])))
      await this.#context.updateStatus(this.#kind.resource, { ...set, status });
  }

  /** That pods cannot be made is said as long as it is so, in the words of the first time. */
  #conditions(set: KubeObject, failure: ApiFailure | null): unknown[] {
    const others = asArray(getPath(set, 'status', 'conditions')).filter(entry => getPath(entry, 'type') !== FAILURE);
    if (failure === null) return others;
    const known = findCondition(set, FAILURE);
    const lastTransitionTime = formatTime(this.#context.clock.now());
    const said = {
      type: FAILURE,
      status: 'True',
      lastTransitionTime,
      reason: 'FailedCreate',
      message: failure.message,
    };
    return [...others, known ?? said];
  }

  #event(set: KubeObject, said: { type: 'Normal' | 'Warning'; reason: string; message: string }): void {
    const { kind, apiVersion, component } = this.#kind;
    this.#context.events.record({ kind, apiVersion, object: set }, { ...said, component });
  }
}

/** The older kind of the same. */
export class ReplicationControllerController extends ReplicaSetController {
  constructor(context: ControllerContext) {
    super(context, REPLICATION_CONTROLLERS);
  }
}
