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
    const owners = readOwnersRaw(object);
    if (owners.length === 0) return;
    const found = await Promise.all(owners.map(owner => this.#find(object, owner)));
    const solid = owners.filter((_owner, i) => found[i] === 'kept' || (isFound(found[i]) && !isWaiting(found[i])));
    if (solid.length === owners.length) return;
    if (solid.length > 0) return this.#keepOwners(informer, object, solid);
    const dependents = this.#dependents(object).map(([, dependent]) => dependent);
    const waits = found.some(owner => isFound(owner) && isWaiting(owner)) && dependents.length > 0;
    // Whoever is waited for waits for this one: that must not hold it.
    if (waits && dependents.some(isWaiting))
      await this.#keepOwners(
        informer,
        object,
        owners.map(owner => ({ ...owner, blockOwnerDeletion: false })),
      );
    const propagationPolicy = waits || finalizers.includes('foregroundDeletion') ? 'Foreground' : 'Background';
    await this.#context.client.delete(informer.resource, object, {
      propagationPolicy: finalizers.includes('orphan') ? 'Orphan' : propagationPolicy,
    });
  }

  /** The owners it has from now on, of those of this very version. */
  async #keepOwners(informer: Informer, object: KubeObject, ownerReferences: readonly OwnerReference[]): Promise<void> {
    const { uid, resourceVersion } = object.metadata;
    const patch = { metadata: { uid, resourceVersion, ownerReferences } };
    informer.observe(await this.#context.client.patch(informer.resource, object, { patch }));
  }

  /** The owner; asks the server where the caches do not know it. Dependents of an owner whose kind is not served are kept. */
  async #find(dependent: KubeObject, owner: OwnerReference): Promise<KubeObject | 'kept' | 'gone'> {
    for (const informer of this.#queues.keys()) {
      const known = ownerIn(informer, dependent, owner);
      if (known !== undefined) return known;
    }
    const kind = await this.#context.mapper.byKind(parseApiVersion(owner.apiVersion).group, owner.kind);
    if (kind === null) return 'kept';
    const namespace = kind.isNamespaced ? dependent.metadata.namespace : undefined;
    try {
      const found = await this.#context.client.get(resourceKey(kind), { namespace, name: owner.name });
      return found.metadata.uid === owner.uid ? found : 'gone';
    } catch (error) {
      if (isFailure(error, 'NotFound')) return 'gone';
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
      const others = readOwnersRaw(dependent).filter(({ uid }) => uid !== object.metadata.uid);
      await this.#keepOwners(owned, dependent, others);
    }
    await this.#release(informer, object, 'orphan');
  }

  async #foreground(informer: Informer, object: KubeObject): Promise<void> {
    const blocking = this.#dependents(object).filter(([, dependent]) =>
      readOwnersRaw(dependent).some(owner => owner.uid === object.metadata.uid && owner.blockOwnerDeletion === true),
    );
    for (const [owned, dependent] of blocking)
      if (!isWaiting(dependent)) this.#queues.get(owned)?.add(queueKey(dependent));
    if (blocking.length === 0) await this.#release(informer, object, 'foregroundDeletion');
  }

  async #release(informer: Informer, object: KubeObject, finalizer: string): Promise<void> {
    const finalizers = (object.metadata.finalizers ?? []).filter(entry => entry !== finalizer);
    await this.#context.client.patch(informer.resource, object, { patch: { metadata: { finalizers } } });
  }
}

const isFound = (owner: KubeObject | string | undefined): owner is KubeObject => typeof owner === 'object';

/** It goes when its dependents are gone. */
function isWaiting({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).includes('foregroundDeletion');
}

/** The owner by uid, in the dependent's own namespace or in none. */
function ownerIn(informer: Informer, dependent: KubeObject, owner: OwnerReference): KubeObject | undefined {
  const candidates = [informer.get(dependent.metadata.namespace ?? '', owner.name), informer.get('', owner.name)];
  return candidates.find(candidate => candidate?.metadata.uid === owner.uid);
}

function readOwnersRaw(object: KubeObject): readonly OwnerReference[] {
  return asArray(object.metadata.ownerReferences) as readonly OwnerReference[];
}
