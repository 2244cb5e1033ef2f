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
import type { ControllerContext } from '../machinery/controller-context.ts';
import { claimPods, tellClaimants } from './claimed-pods.ts';
import { syncRevisions, truncateRevisions } from './controller-revisions.ts';
import { fitsNode, isTolerated, nodeTaints } from '@lanthorn/kube/objects/node-fit.ts';
import { podFromTemplate } from './pod-template.ts';
import { isReady } from './replicaset-controller.ts';
import { queueKey, splitQueueKey, WorkQueue } from '../machinery/work-queue.ts';

const DAEMONSETS = 'daemonsets.v1.apps';
const PODS = 'pods.v1.';
const NODES = 'nodes.v1.';
const COMPONENT = 'daemonset-controller';
const REVISION = 'controller-revision-hash';
const GENERATION = 'pod-template-generation';

const selectorOf = (set: KubeObject) => readLabelSelector(getPath(set, 'spec', 'selector'));

/** What every daemon is at home with (util.AddOrUpdateDaemonPodTolerations). */
const TOLERATIONS = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
];

/** The node a daemon's pod is meant for, before the scheduler has bound it. */
function targetOf(pod: KubeObject): string {
  const bound = asString(getPath(pod, 'spec', 'nodeName'));
  if (bound !== '') return bound;
  const required = getPath(pod, 'spec', 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution');
  const term = asObject(asArray(asObject(required)['nodeSelectorTerms'])[0]);
  return asString(asArray(getPath(asArray(term['matchFields'])[0], 'values'))[0]);
}

/** One pod on every node that takes it (k8s.io/kubernetes/pkg/controller/daemon). */
export class DaemonSetController {
  readonly #context: ControllerContext;
  readonly #queue: WorkQueue;

  constructor(context: ControllerContext) {
    this.#context = context;
    this.#queue = new WorkQueue(context, key => this.#sync(key));
    context.informer(DAEMONSETS).subscribe(set => this.#queue.add(queueKey(set)));
    context.informer(PODS).subscribe(pod => this.#queue.addOwnerOf(pod, 'DaemonSet'));
    tellClaimants(context, { resource: DAEMONSETS, queue: this.#queue }, selectorOf);
    context.informer(NODES).subscribe((node, { previous }) => {
      const seen = ({ metadata, spec }: KubeObject) => ({ labels: metadata.labels, spec });
      if (previous !== null && deepEqual(seen(previous), seen(node))) return;
      for (const set of context.informer(DAEMONSETS).all()) this.#queue.add(queueKey(set));
    });
  }

  async #sync(key: string): Promise<void> {
    const { namespace, name } = splitQueueKey(key);
    const set = this.#context.informer(DAEMONSETS).get(namespace, name);
    if (set === undefined || set.metadata.deletionTimestamp !== undefined) return;
    const revisions = await syncRevisions(this.#context, {
      owner: { object: set, apiVersion: 'apps/v1', kind: 'DaemonSet' },
      labels: asStringMap(getPath(set, 'spec', 'selector', 'matchLabels')),
      hashLabel: REVISION,
    });
    const hash = revisions.at(-1)?.metadata.labels?.[REVISION] ?? '';
    const pods = await claimPods(this.#context, {
      ...{ object: set, apiVersion: 'apps/v1', kind: 'DaemonSet', selector: selectorOf(set) },
    });
    const nodes = [...this.#context.informer(NODES).all()].filter(node => isWanted(set, node));
    await this.#manage({ set, pods, nodes, hash });
    await this.#roll({ set, pods, nodes, hash });
    await this.#writeStatus({ set, pods: this.#context.informer(PODS).ownedBy(set.metadata.uid ?? ''), nodes, hash });
    const limit = asNumber(getPath(set, 'spec', 'revisionHistoryLimit')) ?? 10;
    await truncateRevisions(this.#context, revisions, {
      limit,
      isUsed: ({ metadata }) => pods.some(pod => pod.metadata.labels?.[REVISION] === metadata.labels?.[REVISION]),
    });
  }

  /** Nodes without a pod get one; pods on nodes that are not wanted, or that ended, go. */
  async #manage({ set, pods, nodes, hash }: Daemons): Promise<void> {
    const wanted = new Set(nodes.map(({ metadata }) => metadata.name ?? ''));
    const covered = new Set(pods.map(targetOf));
    for (const pod of pods) {
      const phase = asString(getPath(pod, 'status', 'phase'));
      const isOver = ['Failed', 'Succeeded'].includes(phase);
      if (phase === 'Failed' && pod.metadata.deletionTimestamp === undefined) this.#tellFailure(set, pod);
      if ((!wanted.has(targetOf(pod)) || isOver) && pod.metadata.deletionTimestamp === undefined)
        await this.#delete(set, pod);
    }
    for (const node of wanted) if (!covered.has(node)) await this.#create(set, node, hash);
  }

  /** Deletes old pods as far as `maxUnavailable` allows, those that are not ready first. */
  async #roll({ set, pods, nodes, hash }: Daemons): Promise<void> {
    if (getPath(set, 'spec', 'updateStrategy', 'type') === 'OnDelete') return;
    const wanted = new Set(nodes.map(({ metadata }) => metadata.name ?? ''));
    const value = getPath(set, 'spec', 'updateStrategy', 'rollingUpdate', 'maxUnavailable');
    const text = asString(value);
    const most = text.endsWith('%')
      ? Math.ceil((Number(text.slice(0, -1)) * nodes.length) / 100)
      : (asNumber(value) ?? 1);
    const alive = pods.filter(pod => pod.metadata.deletionTimestamp === undefined && wanted.has(targetOf(pod)));
    const old = alive.filter(pod => pod.metadata.labels?.[REVISION] !== hash);
    let unavailable = nodes.length - alive.filter(isReady).length;
    for (const pod of old.toSorted((a, b) => Number(isReady(a)) - Number(isReady(b)))) {
      if (isReady(pod) && unavailable >= most) continue;
      if (isReady(pod)) unavailable++;
      await this.#delete(set, pod);
    }
  }

  async #create(set: KubeObject, node: string, hash: string): Promise<void> {
    const pod = podFromTemplate({
      owner: { object: set, apiVersion: 'apps/v1', kind: 'DaemonSet' },
      template: asObject(getPath(set, 'spec', 'template')),
      namePrefix: `${set.metadata.name ?? ''}-`,
    });
    const spec = asObject(pod['spec']);
    const matchFields = [{ key: 'metadata.name', operator: 'In', values: [node] }];
    const required = { nodeSelectorTerms: [{ matchFields }] };
    const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } };
    const generation = set.metadata.annotations?.['deprecated.daemonset.template.generation'] ?? '1';
    const created = await this.#context.create(PODS, {
      ...pod,
      metadata: { ...pod.metadata, labels: { ...pod.metadata.labels, [REVISION]: hash, [GENERATION]: generation } },
      spec: { ...spec, affinity, tolerations: [...asArray(spec['tolerations']), ...TOLERATIONS] },
    });
    this.#event(set, 'SuccessfulCreate', `Created pod: ${created.metadata.name ?? ''}`);
  }

  #tellFailure(set: KubeObject, pod: KubeObject): void {
    const { namespace = '', name = '' } = pod.metadata;
    const message = `Found failed daemon pod ${namespace}/${name} on node ${targetOf(pod)}, will try to kill it`;
    this.#context.events.record(
      { kind: 'DaemonSet', apiVersion: 'apps/v1', object: set },
      { type: 'Warning', reason: 'FailedDaemonPod', message, component: COMPONENT },
    );
  }

  async #delete(set: KubeObject, pod: KubeObject): Promise<void> {
    await this.#context.client.delete(PODS, pod);
    this.#event(set, 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name ?? ''}`);
  }

  async #writeStatus({ set, pods, nodes, hash }: Daemons): Promise<void> {
    const wanted = new Set(nodes.map(({ metadata }) => metadata.name ?? ''));
    const placed = pods.filter(pod => wanted.has(targetOf(pod)));
    const ready = placed.filter(pod => isReady(pod) && pod.metadata.deletionTimestamp === undefined).length;
    const updated = placed.filter(pod => pod.metadata.labels?.[REVISION] === hash).length;
    const given = (name: string, value: number) => (value > 0 ? { [name]: value } : {});
    const status: JsonObject = {
      currentNumberScheduled: new Set(placed.map(targetOf)).size,
      numberMisscheduled: pods.length - placed.length,
      desiredNumberScheduled: nodes.length,
      numberReady: ready,
      observedGeneration: set.metadata.generation,
      ...given('updatedNumberScheduled', updated),
      ...given('numberAvailable', ready),
      ...given('numberUnavailable', nodes.length - ready),
    };
    if (!deepEqual(status, asObject(set['status']))) await this.#context.updateStatus(DAEMONSETS, { ...set, status });
  }

  #event(object: KubeObject, reason: string, message: string): void {
    const text = { type: 'Normal', reason, message, component: COMPONENT } as const;
    this.#context.events.record({ kind: 'DaemonSet', apiVersion: 'apps/v1', object }, text);
  }
}

interface Daemons {
  readonly set: KubeObject;
  readonly pods: readonly KubeObject[];
  /** The nodes that should run one. */
  readonly nodes: readonly KubeObject[];
  readonly hash: string;
}

function isWanted(set: KubeObject, node: KubeObject): boolean {
  const spec = asObject(getPath(set, 'spec', 'template', 'spec'));
  const tolerations = [...asArray(spec['tolerations']), ...TOLERATIONS];
  return fitsNode(spec, node) && nodeTaints(node).every(taint => isTolerated(taint, tolerations));
}
