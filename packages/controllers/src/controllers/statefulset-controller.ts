import {
  asArray,
  asNumber,
  asObject,
  asString,
  asStringMap,
  deepEqual,
  getPath,
  type JsonObject,
} from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { readLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';
import { isFailure } from '../machinery/api-client.ts';
import type { ControllerContext } from '../machinery/controller-context.ts';
import { claimPods, tellClaimants } from './claimed-pods.ts';
import { syncRevisions, truncateRevisions } from './controller-revisions.ts';
import { podFromTemplate } from './pod-template.ts';
import { isReady } from './replicaset-controller.ts';
import { queueKey, splitQueueKey, WorkQueue } from '../machinery/work-queue.ts';

const STATEFULSETS = 'statefulsets.v1.apps';
const PODS = 'pods.v1.';
const CLAIMS = 'persistentvolumeclaims.v1.';
const COMPONENT = 'statefulset-controller';
const REVISION = 'controller-revision-hash';
const POD_INDEX = 'apps.kubernetes.io/pod-index';
const POD_NAME = 'statefulset.kubernetes.io/pod-name';
const HASH = 'controller.kubernetes.io/hash';

const isTerminating = (pod: KubeObject) => pod.metadata.deletionTimestamp !== undefined;
const revisionOf = (pod: KubeObject) => pod.metadata.labels?.[REVISION] ?? '';

const selectorOf = (set: KubeObject) => readLabelSelector(getPath(set, 'spec', 'selector'));

function indexOf(set: KubeObject, pod: KubeObject): number {
  return Number((pod.metadata.name ?? '').slice((set.metadata.name ?? '').length + 1));
}

/** Its name is one of those that the set gives. */
function isMember(set: KubeObject, pod: KubeObject): boolean {
  const [, parent, index] = /^(.*)-(\d+)$/.exec(pod.metadata.name ?? '') ?? [];
  return index !== undefined && parent === set.metadata.name;
}

/** Pods with names and claims that stay, made and replaced in order (k8s.io/kubernetes/pkg/controller/statefulset). */
export class StatefulSetController {
  readonly #context: ControllerContext;
  readonly #queue: WorkQueue;

  constructor(context: ControllerContext) {
    this.#context = context;
    this.#queue = new WorkQueue(context, key => this.#sync(key));
    context.informer(STATEFULSETS).subscribe(set => this.#queue.add(queueKey(set)));
    context.informer(PODS).subscribe(pod => this.#queue.addOwnerOf(pod, 'StatefulSet'));
    tellClaimants(context, { resource: STATEFULSETS, queue: this.#queue }, selectorOf);
  }

  async #sync(key: string): Promise<void> {
    const { namespace, name } = splitQueueKey(key);
    const set = this.#context.informer(STATEFULSETS).get(namespace, name);
    if (set === undefined || set.metadata.deletionTimestamp !== undefined) return;
    const pods = await claimPods(this.#context, {
      ...{ object: set, apiVersion: 'apps/v1', kind: 'StatefulSet', selector: selectorOf(set) },
      fits: pod => isMember(set, pod),
    });
    const revisions = await syncRevisions(this.#context, {
      owner: { object: set, apiVersion: 'apps/v1', kind: 'StatefulSet' },
      labels: asStringMap(getPath(set, 'spec', 'selector', 'matchLabels')),
      hashLabel: HASH,
    });
    const update = revisions.at(-1)?.metadata.name ?? '';
    const wanted = asNumber(getPath(set, 'spec', 'replicas')) ?? 1;
    const isDone = pods.length === wanted && pods.every(pod => revisionOf(pod) === update && isReady(pod));
    const before = asString(getPath(set, 'status', 'currentRevision'));
    const isKnown = revisions.some(({ metadata }) => metadata.name === before);
    const current = isDone || !isKnown ? update : before;
    const plan = { set, pods, wanted, current, update };
    await this.#act(plan);
    await this.#writeStatus(plan);
    const limit = asNumber(getPath(set, 'spec', 'revisionHistoryLimit')) ?? 10;
    await truncateRevisions(this.#context, revisions, {
      limit,
      isUsed: ({ metadata }) => metadata.name === current || pods.some(pod => revisionOf(pod) === metadata.name),
    });
  }

  /** One step in order, or all at once where the pods are managed in parallel. */
  async #act(plan: Plan): Promise<void> {
    const { set, pods, wanted } = plan;
    const isParallel = getPath(set, 'spec', 'podManagementPolicy') === 'Parallel';
    const byIndex = new Map(pods.map(pod => [indexOf(set, pod), pod]));
    for (let index = 0; index < wanted; index++) {
      const pod = byIndex.get(index);
      if (pod === undefined) await this.#createPod(plan, index);
      else if (['Failed', 'Succeeded'].includes(asString(getPath(pod, 'status', 'phase'))) && !isTerminating(pod))
        await this.#deletePod(set, pod);
      const isSettled = pod !== undefined && isReady(pod) && !isTerminating(pod);
      if (!isSettled && !isParallel) return;
    }
    const surplus = pods.filter(pod => indexOf(set, pod) >= wanted).sort((a, b) => indexOf(set, b) - indexOf(set, a));
    const [firstUnwell] = [...pods].filter(pod => !isReady(pod)).sort((a, b) => indexOf(set, a) - indexOf(set, b));
    for (const pod of surplus) {
      if (!isParallel && !isReady(pod) && pod !== firstUnwell) return;
      if (!isTerminating(pod)) await this.#deletePod(set, pod);
      if (!isParallel) return;
    }
    await this.#roll(plan, byIndex);
  }

  /** From the last to the first, each after the one before it is ready again. */
  async #roll({ set, wanted, update }: Plan, byIndex: ReadonlyMap<number, KubeObject>): Promise<void> {
    if (getPath(set, 'spec', 'updateStrategy', 'type') === 'OnDelete') return;
    const partition = asNumber(getPath(set, 'spec', 'updateStrategy', 'rollingUpdate', 'partition')) ?? 0;
    for (let index = wanted - 1; index >= partition; index--) {
      const pod = byIndex.get(index);
      if (pod === undefined || isTerminating(pod)) return;
      if (revisionOf(pod) !== update) return this.#deletePod(set, pod);
      if (!isReady(pod)) return;
    }
  }

  async #createPod({ set, current, update }: Plan, index: number): Promise<void> {
    const { name = '', namespace = '' } = set.metadata;
    const partition = asNumber(getPath(set, 'spec', 'updateStrategy', 'rollingUpdate', 'partition')) ?? 0;
    const podName = `${name}-${index}`;
    const volumes = await this.#claims(set, podName);
    const pod = podFromTemplate({
      owner: { object: set, apiVersion: 'apps/v1', kind: 'StatefulSet' },
      template: asObject(getPath(set, 'spec', 'template')),
      namePrefix: `${name}-`,
    });
    const labels = {
      ...pod.metadata.labels,
      [POD_NAME]: podName,
      [POD_INDEX]: String(index),
      [REVISION]: index < partition ? current : update,
    };
    const spec = asObject(pod['spec']);
    const own = { hostname: podName, subdomain: getPath(set, 'spec', 'serviceName') };
    const others = asArray(spec['volumes']).filter(
      volume => !volumes.some(({ name: known }) => known === getPath(volume, 'name')),
    );
    await this.#context.create(PODS, {
      ...pod,
      metadata: { ...pod.metadata, namespace, name: podName, labels },
      spec: { ...spec, ...own, ...(volumes.length === 0 ? {} : { volumes: [...others, ...volumes] }) },
    });
    this.#event(set, 'SuccessfulCreate', `Create Pod ${podName} in StatefulSet ${name} successful`);
  }

  /** Claims are made once and stay; a pod of the same name finds them again. */
  async #claims(set: KubeObject, podName: string): Promise<{ name: string; persistentVolumeClaim: JsonObject }[]> {
    const { name = '', namespace = '' } = set.metadata;
    const volumes = [];
    for (const entry of asArray(getPath(set, 'spec', 'volumeClaimTemplates')).map(asObject)) {
      const volume = asString(getPath(entry, 'metadata', 'name'));
      const claimName = `${volume}-${podName}`;
      volumes.push({ name: volume, persistentVolumeClaim: { claimName } });
      if (this.#context.informer(CLAIMS).get(namespace, claimName) !== undefined) continue;
      const labels = {
        ...asStringMap(getPath(set, 'spec', 'selector', 'matchLabels')),
        ...asStringMap(getPath(entry, 'metadata', 'labels')),
      };
      try {
        await this.#context.create(CLAIMS, { metadata: { name: claimName, namespace, labels }, spec: entry['spec'] });
      } catch (error) {
        if (!isFailure(error, 'AlreadyExists')) throw error;
      }
      this.#event(set, 'SuccessfulCreate', `Create Claim ${claimName} Pod ${podName} in StatefulSet ${name} success`);
    }
    return volumes;
  }

  async #deletePod(set: KubeObject, pod: KubeObject): Promise<void> {
    await this.#context.client.delete(PODS, pod);
    const message = `Delete Pod ${pod.metadata.name ?? ''} in StatefulSet ${set.metadata.name ?? ''} successful`;
    this.#event(set, 'SuccessfulDelete', message);
  }

  async #writeStatus({ set, current, update }: Plan): Promise<void> {
    const pods = this.#context.informer(PODS).ownedBy(set.metadata.uid ?? '');
    const alive = pods.filter(pod => !isTerminating(pod));
    const ready = alive.filter(isReady).length;
    const counted = (revision: string) => alive.filter(pod => revisionOf(pod) === revision).length;
    const given = (name: string, value: number) => (value > 0 ? { [name]: value } : {});
    const status: JsonObject = {
      observedGeneration: set.metadata.generation,
      replicas: pods.length,
      ...given('readyReplicas', ready),
      ...given('currentReplicas', counted(current)),
      ...given('updatedReplicas', counted(update)),
      currentRevision: current,
      updateRevision: update,
      collisionCount: 0,
      availableReplicas: ready,
    };
    if (!deepEqual(status, asObject(set['status']))) await this.#context.updateStatus(STATEFULSETS, { ...set, status });
  }

  #event(object: KubeObject, reason: string, message: string): void {
    const text = { type: 'Normal', reason, message, component: COMPONENT } as const;
    this.#context.events.record({ kind: 'StatefulSet', apiVersion: 'apps/v1', object }, text);
  }
}

interface Plan {
  readonly set: KubeObject;
  readonly pods: readonly KubeObject[];
  readonly wanted: number;
  /** Names of the revisions that pods come from and go to. */
  readonly current: string;
  readonly update: string;
}
