import { deepEqual } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { isFailure } from '../machinery/api-client.ts';
import type { ControllerContext } from '../machinery/controller-context.ts';
import { queueKey, splitQueueKey, WorkQueue } from '../machinery/work-queue.ts';

const NAMESPACES = 'namespaces.v1.';
const ACCOUNTS = 'serviceaccounts.v1.';
const MAPS = 'configmaps.v1.';
const ROOT_CA = 'kube-root-ca.crt';
const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

/** What every namespace has: the default service account, and the certificate of the cluster (serviceaccount, rootcacertpublisher). */
export class NamespaceDefaultsController {
  readonly #context: ControllerContext;
  readonly #queue: WorkQueue;

  constructor(context: ControllerContext) {
    this.#context = context;
    this.#queue = new WorkQueue(context, key => this.#sync(key));
    context.informer(NAMESPACES).subscribe(namespace => this.#queue.add(queueKey(namespace)));
    for (const [resource, wanted] of [
      [ACCOUNTS, 'default'],
      [MAPS, ROOT_CA],
    ] as const) {
      context.informer(resource).subscribe(({ metadata }, { isDeleted }) => {
        if (isDeleted && metadata.name === wanted) this.#queue.add(`/${metadata.namespace ?? ''}`);
      });
    }
  }

  async #sync(key: string): Promise<void> {
    const { name } = splitQueueKey(key);
    const namespace = this.#context.informer(NAMESPACES).get('', name);
    if (namespace === undefined || namespace.metadata.deletionTimestamp !== undefined) return;
    await this.#ensure(ACCOUNTS, { metadata: { name: 'default', namespace: name } });
    await this.#ensure(MAPS, {
      metadata: { name: ROOT_CA, namespace: name, annotations: { 'kubernetes.io/description': DESCRIPTION } },
      data: { 'ca.crt': this.#context.certificateAuthority },
    });
  }

  async #ensure(resource: typeof ACCOUNTS | typeof MAPS, object: KubeObject): Promise<void> {
    const { namespace = '', name = '' } = object.metadata;
    const known = this.#context.informer(resource).get(namespace, name);
    if (known !== undefined) {
      if (object['data'] === undefined || deepEqual(known['data'], object['data'])) return;
      await this.#context.patch(resource, known, { data: object['data'] });
      return;
    }
    try {
      await this.#context.create(resource, object);
    } catch (error) {
      if (!isFailure(error, 'AlreadyExists')) throw error;
    }
  }
}
