import { asNumber, asObject, asString, deepEqual, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { findCondition, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ControllerContext } from '../machinery/controller-context.ts';
import { podFromTemplate } from './pod-template.ts';
import { queueKey, splitQueueKey, WorkQueue } from '../machinery/work-queue.ts';

const REPLICASETS = 'replicasets.v1.apps';
const PODS = 'pods.v1.';
const COMPONENT = 'replicaset-controller';

export function isReady(pod: KubeObject): boolean {
  return findCondition(pod, 'Ready')?.['status'] === 'True';
}

/** Keeps as many pods of a ReplicaSet alive as it asks for. */
export class ReplicaSetController {
  readonly #context: ControllerContext;
  readonly #queue: WorkQueue;

  constructor(context: ControllerContext) {
    this.#context = context;
    this.#queue = new WorkQueue(context, key => this.#sync(key));
    context.informer(REPLICASETS).subscribe(set => this.#queue.add(queueKey(set)));
    context.informer(PODS).subscribe(pod => this.#queue.addOwnerOf(pod, 'ReplicaSet'));
  }

  async #sync(key: string): Promise<void> {
    const { namespace, name } = splitQueueKey(key);
    const set = this.#context.informer(REPLICASETS).get(namespace, name);
    if (set === undefined || set.metadata.deletionTimestamp !== undefined) return;
    const owned = this.#context.informer(PODS).ownedBy(set.metadata.uid ?? '');
    const active = owned.filter(
      pod =>
        pod.metadata.deletionTimestamp === undefined &&
        !['Succeeded', 'Failed'].includes(asString(getPath(pod, 'status', 'phase'))),
    );
    const wanted = asNumber(getPath(set, 'spec', 'replicas')) ?? 1;
    const created = await this.#scaleUp(set, wanted - active.length);
    const deleted = await this.#scaleDown(set, active, active.length - wanted);
    const terminating = owned.filter(pod => pod.metadata.deletionTimestamp !== undefined).length + deleted.length;
    await this.#writeStatus(set, [...active.filter(pod => !deleted.includes(pod)), ...created], terminating);
  }

  async #scaleUp(set: KubeObject, missing: number): Promise<KubeObject[]> {
    const created: KubeObject[] = [];
    for (let i = 0; i < missing; i++) {
      const pod = podFromTemplate({
        owner: { object: set, apiVersion: 'apps/v1', kind: 'ReplicaSet' },
        template: asObject(getPath(set, 'spec', 'template')),
        namePrefix: `${set.metadata.name ?? ''}-`,
      });
      created.push(await this.#context.create(PODS, pod));
      this.#event(set, 'SuccessfulCreate', `Created pod: ${created.at(-1)?.metadata.name ?? ''}`);
    }
    return created;
  }

  /** Pods that are not ready go first. */
  async #scaleDown(set: KubeObject, active: readonly KubeObject[], surplus: number): Promise<readonly KubeObject[]> {
    const victims = [...active].sort((a, b) => Number(isReady(a)) - Number(isReady(b))).slice(0, Math.max(0, surplus));
    for (const pod of victims) {
      await this.#context.client.delete(PODS, pod);
      this.#event(set, 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name ?? ''}`);
    }
    return victims;
  }

  async #writeStatus(set: KubeObject, pods: readonly KubeObject[], terminating: number): Promise<void> {
    const ready = pods.filter(isReady).length;
    const status: JsonObject = {
      replicas: pods.length,
      ...(pods.length > 0 ? { fullyLabeledReplicas: pods.length } : {}),
      ...(ready > 0 ? { readyReplicas: ready, availableReplicas: ready } : {}),
      terminatingReplicas: terminating,
      observedGeneration: set.metadata.generation,
    };
    if (!deepEqual(status, asObject(set['status']))) await this.#context.updateStatus(REPLICASETS, { ...set, status });
  }

  #event(set: KubeObject, reason: string, message: string): void {
    this.#context.events.record(
      { kind: 'ReplicaSet', apiVersion: 'apps/v1', object: set },
      { type: 'Normal', reason, message, component: COMPONENT },
    );
  }
}
