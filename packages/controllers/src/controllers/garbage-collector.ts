import { asArray } from '@lanthorn/base/json.ts';
import { parseApiVersion, resourceKey } from '@lanthorn/kube/api/group-version-resource.ts';
import { type KubeObject, type OwnerReference, readOwners } from '@lanthorn/kube/objects/kube-object.ts';
import { isFailure } from '../machinery/api-client.ts';
import type { ControllerContext } from '../machinery/controller-context.ts';
import type { Informer } from '../machinery/informer.ts';
import { queueKey, splitQueueKey, WorkQueue } from '../machinery/work-queue.ts';

/** Deletes what lost its last owner, and carries out foreground and orphan deletion by their finalizers. */
export class GarbageCollector {
  readonly #context: ControllerContext;
  readonly #queues = new Map<Informer, WorkQueue>();

  constructor(context: ControllerContext) {
    this.#context = context;
    for (const informer of context.informers()) {
      const queue = new WorkQueue(context, key => this.#sync(informer, key));
      this.#queues.set(informer, queue);
      informer.subscribe((object, { isDeleted }) => this.#onChange(object, isDeleted, queue));
    }
  }

  #onChange(object: KubeObject, isDeleted: boolean, queue: WorkQueue): void {
    const owners = readOwners(object);
    if (isDeleted) this.#enqueueDependents(object);
    else if (owners.length > 0 || object.metadata.deletionTimestamp !== undefined) queue.add(queueKey(object));
    // A foreground deletion of an owner goes on when one of its dependents is gone.
    if (isDeleted) for (const owner of owners) this.#enqueueOwner(object, owner);
  }

  #enqueueDependents(object: KubeObject): void {
    for (const [informer, queue] of this.#queues) {
      for (const dependent of informer.ownedBy(object.metadata.uid ?? '')) queue.add(queueKey(dependent));
    }
  }

  #enqueueOwner(dependent: KubeObject, owner: OwnerReference): void {
    for (const [informer, queue] of this.#queues) {
      const found = ownerIn(informer, dependent, owner);
      if (found !== undefined) queue.add(queueKey(found));
    }
  }

  async #sync(informer: Informer, key: string): Promise<void> {
    const { namespace, name } = splitQueueKey(key);
    const object = informer.get(namespace, name);
    if (object === undefined) return;
    const finalizers = object.metadata.finalizers ?? [];
    if (object.metadata.deletionTimestamp !== undefined) {
      if (finalizers.includes('orphan')) await this.#orphan(informer, object);
      else if (finalizers.includes('foregroundDeletion')) await this.#foreground(informer, object);
      return;
    }
    const owners = readOwners(object);
    if (owners.length === 0) return;
    const alive = await Promise.all(owners.map(owner => this.#isAlive(object, owner)));
    if (!alive.includes(true)) await this.#context.client.delete(informer.resource, object);
  }

  /** Asks the server for an owner that the caches do not know. Dependents of an owner whose kind is not served are kept. */
  async #isAlive(dependent: KubeObject, owner: OwnerReference): Promise<boolean> {
    for (const informer of this.#queues.keys()) if (ownerIn(informer, dependent, owner) !== undefined) return true;
    const found = await this.#context.mapper.byKind(parseApiVersion(owner.apiVersion).group, owner.kind);
    if (found === null) return true;
    const namespace = found.isNamespaced ? dependent.metadata.namespace : undefined;
    try {
      return (
        (await this.#context.client.get(resourceKey(found), { namespace, name: owner.name })).metadata.uid === owner.uid
      );
    } catch (error) {
      if (isFailure(error, 'NotFound')) return false;
      throw error;
    }
  }

  #dependents(object: KubeObject): [Informer, KubeObject][] {
    return [...this.#queues.keys()].flatMap(informer =>
      informer.ownedBy(object.metadata.uid ?? '').map((dependent): [Informer, KubeObject] => [informer, dependent]),
    );
  }

  async #orphan(informer: Informer, object: KubeObject): Promise<void> {
    for (const [owned, dependent] of this.#dependents(object)) {
      const ownerReferences = asArray(dependent.metadata.ownerReferences).filter(
        entry => (entry as OwnerReference).uid !== object.metadata.uid,
      );
      await this.#context.client.patch(owned.resource, dependent, { patch: { metadata: { ownerReferences } } });
    }
    await this.#release(informer, object, 'orphan');
  }

  async #foreground(informer: Informer, object: KubeObject): Promise<void> {
    const dependents = this.#dependents(object);
    for (const [owned, dependent] of dependents) {
      if (dependent.metadata.deletionTimestamp === undefined) {
        await this.#context.client.delete(owned.resource, dependent, { propagationPolicy: 'Foreground' });
      }
    }
    const isBlocked = dependents.some(([, dependent]) =>
      readOwnersRaw(dependent).some(owner => owner.uid === object.metadata.uid && owner.blockOwnerDeletion === true),
    );
    if (!isBlocked) await this.#release(informer, object, 'foregroundDeletion');
  }

  async #release(informer: Informer, object: KubeObject, finalizer: string): Promise<void> {
    const finalizers = (object.metadata.finalizers ?? []).filter(entry => entry !== finalizer);
    await this.#context.client.patch(informer.resource, object, { patch: { metadata: { finalizers } } });
  }
}

/** The owner by uid, in the dependent's own namespace or in none. */
function ownerIn(informer: Informer, dependent: KubeObject, owner: OwnerReference): KubeObject | undefined {
  const candidates = [informer.get(dependent.metadata.namespace ?? '', owner.name), informer.get('', owner.name)];
  return candidates.find(candidate => candidate?.metadata.uid === owner.uid);
}

function readOwnersRaw(object: KubeObject): readonly OwnerReference[] {
  return asArray(object.metadata.ownerReferences) as readonly OwnerReference[];
}
