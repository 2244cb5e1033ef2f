import { asArray, asObject, asString, asStringMap, getPath } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { isFailure } from '../../machinery/api-client.ts';
import type { ControllerContext } from '../../machinery/controller-context.ts';
import { queueKey, splitQueueKey, WorkQueue } from '../../machinery/work-queue.ts';

const PODS = 'pods.v1.';
const CLAIMS = 'persistentvolumeclaims.v1.';

/** Makes the claims that pods bring with them, which go with the pod (k8s.io/kubernetes/pkg/controller/volume/ephemeral). */
export class EphemeralVolumeController {
  readonly #context: ControllerContext;
  readonly #queue: WorkQueue;

  constructor(context: ControllerContext) {
    this.#context = context;
    this.#queue = new WorkQueue(context, key => this.#sync(key));
    context.informer(PODS).subscribe((pod, { isDeleted }) => {
      if (!isDeleted && templatesOf(pod).length > 0) this.#queue.add(queueKey(pod));
    });
  }

  async #sync(key: string): Promise<void> {
    const { namespace, name } = splitQueueKey(key);
    const pod = this.#context.informer(PODS).get(namespace, name);
    if (pod === undefined || pod.metadata.deletionTimestamp !== undefined) return;
    for (const { volume, template } of templatesOf(pod)) await this.#ensure(pod, `${name}-${volume}`, template);
  }

  async #ensure(pod: KubeObject, name: string, template: unknown): Promise<void> {
    const { namespace = '', name: podName = '', uid = '' } = pod.metadata;
    if (this.#context.informer(CLAIMS).get(namespace, name) !== undefined) return;
    const owner = { apiVersion: 'v1', kind: 'Pod', name: podName, uid, controller: true, blockOwnerDeletion: true };
    const labels = { ...asStringMap(getPath(template, 'metadata', 'labels')) };
    const annotations = { ...asStringMap(getPath(template, 'metadata', 'annotations')) };
    try {
      await this.#context.create(CLAIMS, {
        metadata: { name, namespace, labels, annotations, ownerReferences: [owner] },
        spec: asObject(getPath(template, 'spec')),
      });
    } catch (error) {
      if (!isFailure(error, 'AlreadyExists')) throw error;
    }
  }
}

function templatesOf(pod: KubeObject): { readonly volume: string; readonly template: unknown }[] {
  return asArray(getPath(pod, 'spec', 'volumes')).flatMap(entry => {
    const template = getPath(entry, 'ephemeral', 'volumeClaimTemplate');
    return template === undefined ? [] : [{ volume: asString(asObject(entry)['name']), template }];
  });
}
