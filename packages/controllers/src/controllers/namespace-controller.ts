import { asArray, asObject, deepEqual } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { type GroupVersionResource, groupResource, resourceKey } from '@lanthorn/kube/api/group-version-resource.ts';
import { isFailure } from '../machinery/api-client.ts';
import { conditionNow } from '../machinery/conditions.ts';
import type { ControllerContext } from '../machinery/controller-context.ts';
import { queueKey, splitQueueKey, WorkQueue } from '../machinery/work-queue.ts';

const NAMESPACES = 'namespaces.v1.';
const PODS = 'pods.v1.';
/** How often a namespace that is not empty yet is looked at again: pods take their time to end. */
const RETRY_MS = 2_000;

/** What was found in a namespace: names and numbers, for the conditions. */
interface Remains {
  readonly resources: ReadonlyMap<string, number>;
  readonly finalizers: ReadonlyMap<string, number>;
}

const NOTHING: Remains = { resources: new Map(), finalizers: new Map() };

/** Empties a namespace that is being deleted, says what it waits for, then lets it go (k8s.io/kubernetes/pkg/controller/namespace). */
export class NamespaceController {
  readonly #context: ControllerContext;
  readonly #queue: WorkQueue;

  constructor(context: ControllerContext) {
    this.#context = context;
    this.#queue = new WorkQueue(context, key => this.#sync(key));
    context.informer(NAMESPACES).subscribe(namespace => {
      if (namespace.metadata.deletionTimestamp !== undefined) this.#queue.add(queueKey(namespace));
    });
  }

  async #sync(key: string): Promise<number | void> {
    const { name } = splitQueueKey(key);
    const namespace = this.#context.informer(NAMESPACES).get('', name);
    if (namespace === undefined) return;
    const all = (await this.#context.mapper.all()).filter(
      ({ isNamespaced, verbs }) => isNamespaced && verbs.includes('delete') && verbs.includes('list'),
    );
    const isPods = (resource: GroupVersionResource) => resourceKey(resource) === PODS;
    // Pods first: what they need stays until the last of them is gone, and nothing is said of them.
    const pods = await this.#empty(name, all.filter(isPods));
    const others = all.filter(resource => !isPods(resource));
    const remains = pods.resources.size > 0 ? pods : await this.#empty(name, others);
    if (remains.resources.size > 0) {
      await this.#report(namespace, remains === pods ? NOTHING : remains);
      return RETRY_MS;
    }
    const spec = { ...asObject(namespace['spec']), finalizers: [] };
    await this.#context.client.update(NAMESPACES, { ...namespace, spec }, 'finalize');
  }

  /** Asks for deletion of all there is; what is left afterwards is held by somebody. */
  async #empty(namespace: string, kinds: readonly GroupVersionResource[]): Promise<Remains> {
    const resources = new Map<string, number>();
    const finalizers = new Map<string, number>();
    for (const resource of kinds) {
      const key = resourceKey(resource);
      for (const object of await this.#context.client.list(key, namespace))
        await this.#context.client.delete(key, object);
      const left = await this.#left(key, namespace);
      if (left.length > 0) resources.set(groupResource(resource), left.length);
      for (const finalizer of left.flatMap(({ metadata }) => metadata.finalizers ?? []))
        finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1);
    }
    return { resources, finalizers };
  }

  async #left(key: string, namespace: string): Promise<KubeObject[]> {
    try {
      return await this.#context.client.list(key, namespace);
    } catch (error) {
      // A definition that went with its last object.
      if (isFailure(error, 'NotFound')) return [];
      throw error;
    }
  }

  async #report(namespace: KubeObject, { resources, finalizers }: Remains): Promise<void> {
    const counted = (entries: ReadonlyMap<string, number>, word: string) =>
      [...entries].map(([name, count]) => `${name}${word}${count} resource instances`).join(', ');
    const has = finalizers.size > 0;
    const isLeft = resources.size > 0;
    const found: readonly (readonly [string, boolean, string, string])[] = [
      ['NamespaceDeletionDiscoveryFailure', false, 'ResourcesDiscovered', 'All resources successfully discovered'],
      [
        'NamespaceDeletionGroupVersionParsingFailure',
        false,
        'ParsedGroupVersions',
        'All legacy kube types successfully parsed',
      ],
      [
        'NamespaceDeletionContentFailure',
        false,
        'ContentDeleted',
        'All content successfully deleted, may be waiting on finalization',
      ],
      [
        'NamespaceContentRemaining',
        isLeft,
        isLeft ? 'SomeResourcesRemain' : 'ContentRemoved',
        isLeft
          ? `Some resources are remaining: ${counted(resources, ' has ').replace(/(\S+) has /g, '$1. has ')}`
          : 'All content successfully removed',
      ],
      [
        'NamespaceFinalizersRemaining',
        has,
        has ? 'SomeFinalizersRemain' : 'ContentHasNoFinalizers',
        has
          ? `Some content in the namespace has finalizers remaining: ${counted(finalizers, ' in ')}`
          : 'All content-preserving finalizers finished',
      ],
    ];
    const now = this.#context.clock.now();
    const conditions = found.map(([type, isTrue, reason, message]) =>
      conditionNow(namespace, { type, isTrue, reason, message }, now),
    );
    const status = { ...asObject(namespace['status']), conditions };
    if (deepEqual(conditions, asArray(asObject(namespace['status'])['conditions']))) return;
    await this.#context.updateStatus(NAMESPACES, { ...namespace, status });
  }
}
