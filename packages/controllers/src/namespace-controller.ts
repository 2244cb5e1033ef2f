import { asObject } from '@lanthorn/base/json.ts';
import type { ApiClient } from './api-client.ts';
import type { ControllerContext } from './controller-context.ts';
import { queueKey, splitQueueKey, WorkQueue } from './work-queue.ts';

const NAMESPACES = 'namespaces.v1.';
/** How often a namespace that is not empty yet is looked at again: pods take their time to end. */
const RETRY_MS = 2_000;

/** Everything a namespace can hold here. */
const CONTENT = [
  'deployments.v1.apps',
  'statefulsets.v1.apps',
  'daemonsets.v1.apps',
  'cronjobs.v1.batch',
  'jobs.v1.batch',
  'replicasets.v1.apps',
  'pods.v1.',
  'services.v1.',
  'configmaps.v1.',
  'secrets.v1.',
  'serviceaccounts.v1.',
  'events.v1.',
  'rolebindings.v1.rbac.authorization.k8s.io',
  'roles.v1.rbac.authorization.k8s.io',
];

/** Empties a namespace that is being deleted, then lets it go. */
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
    let left = 0;
    for (const resource of CONTENT) left += await deleteAll(this.#context.client, resource, name);
    if (left > 0) return RETRY_MS;
    await this.#context.client.update(
      NAMESPACES,
      { ...namespace, spec: { ...asObject(namespace['spec']), finalizers: [] } },
      'finalize',
    );
  }
}

/** Asks for deletion of all; returns how many there were. */
async function deleteAll(client: ApiClient, resource: string, namespace: string): Promise<number> {
  const objects = await client.list(resource, namespace);
  for (const object of objects) await client.delete(resource, object);
  return objects.length;
}
