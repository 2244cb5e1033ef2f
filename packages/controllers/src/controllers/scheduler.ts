import { asArray, asObject, asString, deepEqual, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { controllerOf, findCondition, formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { exactAmount, parseQuantity } from '@lanthorn/kube/objects/quantity.ts';
import type { ControllerContext } from '../machinery/controller-context.ts';
import { fitsNode, isTolerated, nodeTaints } from '@lanthorn/kube/objects/node-fit.ts';
import {
  apartnessOf,
  evennessOf,
  hasPlaceRules,
  meantNamespaces,
  type PodPlace,
  preferenceOf,
  requiredTerms,
} from '@lanthorn/kube/objects/pod-places.ts';
import { VolumeBinder } from './volumes/volume-binder.ts';
import { claimsOf } from './volumes/volume-matching.ts';
import { queueKey, splitQueueKey, WorkQueue } from '../machinery/work-queue.ts';

const PODS = 'pods.v1.';
const NODES = 'nodes.v1.';
const CLAIMS = 'persistentvolumeclaims.v1.';
const COMPONENT = 'default-scheduler';
const UNSCHEDULABLE = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
const NOT_READY = { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' };
/** How often a pod that fits on no node is tried again, as the real scheduler flushes its unschedulable queue. */
const RETRY_MS = 30_000;
/** Of a node that does not say how many pods it takes (`maxPods` of a kubelet). */
const MAX_PODS = 110;
/** Why others keep a pod from a node. */
const PLACE_WORDS: Readonly<Record<string, string>> = {
  antiAffinity: "didn't match pod anti-affinity rules",
  othersAntiAffinity: "didn't satisfy existing pods anti-affinity rules",
  affinity: "didn't match pod affinity rules",
  spread: "didn't match pod topology spread constraints",
};

/** Puts pods on ready nodes: node selector, taints, requested cpu, room, volumes; what others allow; then where they prefer to be, where fewest of their kind are, then the emptiest node. */
export class Scheduler {
  readonly #context: ControllerContext;
  readonly #queue: WorkQueue;
  /** Requested cores and pods per node. */
  readonly #load = new Map<string, { cpu: number; pods: number }>();
  /** Pods per node of each controller. */
  readonly #siblings = new Map<string, Map<string, number>>();
  readonly #volumes: VolumeBinder;
  /** Pods that run on nodes, by namespace and uid: rules mean those of few namespaces. */
  readonly #placed = new Map<string, Map<string, KubeObject>>();
  /** Pods on nodes that keep others away, by uid. */
  readonly #guards = new Map<string, KubeObject>();
  /** Keys of pods that fitted nowhere: they are tried again when a node changes. */
  readonly #refused = new Set<string>();

  constructor(context: ControllerContext) {
    this.#context = context;
    this.#queue = new WorkQueue(context, key => this.#sync(key));
    this.#volumes = new VolumeBinder(context);
    // A claim that is bound may be all that a pod waits for.
    context.informer(CLAIMS).subscribe(claim => {
      for (const pod of context.informer(PODS).all())
        if (isWaiting(pod) && claimsOf(pod).includes(claim.metadata.name ?? '')) this.#queue.add(queueKey(pod));
    });
    context.informer(NODES).subscribe((node, { previous }) => {
      if (previous !== null && deepEqual(placement(previous), placement(node))) return;
      for (const key of this.#refused) this.#queue.add(key);
    });
    context.informer(PODS).subscribe((pod, { previous, isDeleted }) => {
      this.#account(previous, -1);
      if (!isDeleted) this.#account(pod, 1);
      this.#keep(pod, isDeleted);
      // Who waits for the sake of others looks again where they come and go.
      const isMoved = isDeleted || (previous !== null && nodeOf(previous) !== nodeOf(pod));
      const hasEnded = isOver(pod) && (previous === null || !isOver(previous));
      if (isMoved || hasEnded) this.#lookAgain(pod);
      if (!isDeleted && isWaiting(pod)) this.#queue.add(queueKey(pod));
    });
  }

  #keep(pod: KubeObject, isDeleted: boolean): void {
    const { uid = '', namespace = '' } = pod.metadata;
    const isThere = !isDeleted && nodeOf(pod) !== '' && !isOver(pod);
    const placed = this.#placed.get(namespace) ?? new Map<string, KubeObject>();
    if (isThere) this.#placed.set(namespace, placed.set(uid, pod));
    else if (placed.delete(uid) && placed.size === 0) this.#placed.delete(namespace);
    if (getPath(pod, 'spec', 'affinity') === undefined || requiredTerms(pod, 'podAntiAffinity').length === 0) return;
    if (isThere) this.#guards.set(uid, pod);
    else this.#guards.delete(uid);
  }

  /** Those whom the rules of a pod may mean, or whose rules may mean it. */
  *#others(pod: KubeObject): Iterable<KubeObject> {
    const namespaces = hasPlaceRules(pod) ? meantNamespaces(pod) : new Set<string>();
    for (const namespace of namespaces) yield* this.#placed.get(namespace)?.values() ?? [];
    for (const guard of this.#guards.values()) if (!namespaces.has(guard.metadata.namespace ?? '')) yield guard;
  }

  #lookAgain(moved: KubeObject): void {
    if (this.#refused.size === 0) return;
    const isGuard = requiredTerms(moved, 'podAntiAffinity').length > 0;
    for (const key of this.#refused) {
      const { namespace, name } = splitQueueKey(key);
      const pod = this.#context.informer(PODS).get(namespace, name);
      if (pod !== undefined && (isGuard || hasPlaceRules(pod))) this.#queue.add(key);
    }
  }

  /** All nodes with those pods on them that a pod's place may depend on; none where it depends on none. */
  #places(pod: KubeObject, nodes: readonly KubeObject[]): readonly PodPlace[] {
    if (!hasPlaceRules(pod) && this.#guards.size === 0) return [];
    const byNode = new Map<string, KubeObject[]>();
    for (const other of this.#others(pod)) {
      const there = byNode.get(nodeOf(other));
      if (there === undefined) byNode.set(nodeOf(other), [other]);
      else there.push(other);
    }
    return nodes.map(node => placeOf(node, byNode.get(node.metadata.name ?? '') ?? []));
  }

  /** In the words of the scheduler's plugins; null where a pod may be there. */
  #filter(pod: KubeObject, places: readonly PodPlace[]): (node: KubeObject) => string | null {
    if (places.length === 0) return node => this.#whyNot(pod, node);
    const whyUneven = evennessOf(pod, places);
    const whyApart = apartnessOf(pod, places);
    return node => {
      const place = placeOf(node, []);
      const rule = () => whyUneven(place) ?? whyApart(place) ?? 'fits';
      return this.#whyNot(pod, node) ?? PLACE_WORDS[rule()] ?? null;
    };
  }

  #account(pod: KubeObject | null, sign: 1 | -1): void {
    if (pod === null || nodeOf(pod) === '' || isOver(pod)) return;
    const load = this.#load.get(nodeOf(pod)) ?? { cpu: 0, pods: 0 };
    load.cpu = exactAmount(load.cpu + sign * requestedCpu(pod));
    load.pods += sign;
    this.#load.set(nodeOf(pod), load);
    const owner = controllerOf(pod)?.uid;
    if (owner !== undefined) this.#countSibling(owner, nodeOf(pod), sign);
  }

  #countSibling(owner: string, node: string, sign: 1 | -1): void {
    const counts = this.#siblings.get(owner) ?? new Map<string, number>();
    const count = (counts.get(node) ?? 0) + sign;
    if (count > 0) counts.set(node, count);
    else counts.delete(node);
    if (counts.size > 0) this.#siblings.set(owner, counts);
    else this.#siblings.delete(owner);
  }

  async #sync(key: string): Promise<number | void> {
    const { namespace, name } = splitQueueKey(key);
    const pod = this.#context.informer(PODS).get(namespace, name);
    this.#refused.delete(key);
    if (pod === undefined || !isWaiting(pod)) return;
    const nodes = [...this.#context.informer(NODES).all()];
    const missing = this.#volumes.missing(pod);
    if (missing !== null) return this.#refuse(pod, noneOf(nodes.length, missing));
    const places = this.#places(pod, nodes);
    const whyNot = this.#filter(pod, places);
    const fitting = nodes.filter(node => whyNot(node) === null);
    const best = this.#best(pod, fitting, places);
    if (best === null) return this.#unschedulable(pod, nodes, whyNot);
    // The pod is bound when its volumes are.
    if (!(await this.#volumes.bind(pod, best))) return RETRY_MS;
    const nodeName = best.metadata.name ?? '';
    await this.#bind(pod, nodeName);
    this.#event(pod, {
      type: 'Normal',
      reason: 'Scheduled',
      message: `Successfully assigned ${namespace}/${name} to ${nodeName}`,
    });
  }

  /** The pod is counted on its node at once: the next one may be on its way. */
  async #bind(pod: KubeObject, node: string): Promise<void> {
    const { namespace, name = '' } = pod.metadata;
    const body = { apiVersion: 'v1', kind: 'Binding', metadata: { name }, target: { kind: 'Node', name: node } };
    await this.#context.client.ask(PODS, pod, { subresource: 'binding', body });
    this.#context.informer(PODS).observe(await this.#context.client.get(PODS, { namespace, name }));
  }

  #best(pod: KubeObject, nodes: readonly KubeObject[], places: readonly PodPlace[]): KubeObject | null {
    const siblings = this.#siblings.get(controllerOf(pod)?.uid ?? '');
    const prefers = hasPlaceRules(pod) ? preferenceOf(pod, places) : () => 0;
    const rank = (node: KubeObject) =>
      [-prefers(placeOf(node, [])), siblings?.get(node.metadata.name ?? '') ?? 0, this.#fill(node)] as const;
    let best: { readonly node: KubeObject; readonly rank: readonly number[] } | null = null;
    for (const node of nodes) {
      const own = rank(node);
      const known = best?.rank ?? [];
      const differs = own.findIndex((value, i) => value !== known[i]);
      if (best === null || (differs >= 0 && (own[differs] ?? 0) < (known[differs] ?? 0))) best = { node, rank: own };
    }
    return best?.node ?? null;
  }

  /** The share of cpu that is asked for and of pods that run. */
  #fill(node: KubeObject): number {
    const load = this.#load.get(node.metadata.name ?? '');
    return (load?.cpu ?? 0) / Math.max(1, capacity(node)) + (load?.pods ?? 0) / maxPods(node);
  }

  /** In the words of the scheduler's plugins. */
  #whyNot(pod: KubeObject, node: KubeObject): string | null {
    const spec = asObject(pod['spec']);
    const tolerations = asArray(spec['tolerations']);
    const tolerates = (taint: JsonObject) => isTolerated(taint, tolerations);
    if (getPath(node, 'spec', 'unschedulable') === true && !tolerates(UNSCHEDULABLE)) return 'were unschedulable';
    if (!nodeTaints(node).every(tolerates)) return 'had untolerated taint(s)';
    if (findCondition(node, 'Ready')?.['status'] !== 'True' && !tolerates(NOT_READY)) return 'had untolerated taint(s)';
    if (!fitsNode(spec, node)) return "didn't match Pod's node affinity/selector";
    const load = this.#load.get(node.metadata.name ?? '') ?? { cpu: 0, pods: 0 };
    if (load.pods + 1 > maxPods(node)) return 'Too many pods';
    if (exactAmount(load.cpu + requestedCpu(pod)) > capacity(node)) return 'Insufficient cpu';
    return this.#volumes.whyNot(pod, node);
  }

  async #unschedulable(
    pod: KubeObject,
    nodes: readonly KubeObject[],
    whyNot: (node: KubeObject) => string | null,
  ): Promise<number> {
    const reasons = new Map<string, number>();
    for (const node of nodes) {
      const why = whyNot(node) ?? '';
      reasons.set(why, (reasons.get(why) ?? 0) + 1);
    }
    const list = [...reasons]
      .map(([why, count]) => (/^[A-Z]/.test(why) ? `${count} ${why}` : `${count} node(s) ${why}`))
      .sort();
    const message = `0/${nodes.length} nodes are available: ${list.join(', ')}. preemption: 0/${nodes.length} nodes are available: ${nodes.length} Preemption is not helpful for scheduling.`;
    return this.#refuse(pod, message);
  }

  async #refuse(pod: KubeObject, message: string): Promise<number> {
    this.#refused.add(queueKey(pod));
    this.#event(pod, { type: 'Warning', reason: 'FailedScheduling', message });
    if (findCondition(pod, 'PodScheduled')?.['message'] !== message) {
      const condition = {
        type: 'PodScheduled',
        status: 'False',
        lastProbeTime: null,
        lastTransitionTime: formatTime(this.#context.clock.now()),
        reason: 'Unschedulable',
        message,
      };
      await this.#context.updateStatus(PODS, {
        ...pod,
        status: { ...asObject(pod['status']), conditions: [condition] },
      });
    }
    return RETRY_MS;
  }

  #event(object: KubeObject, text: { type: 'Normal' | 'Warning'; reason: string; message: string }): void {
    this.#context.events.record({ kind: 'Pod', apiVersion: 'v1', object }, { ...text, component: COMPONENT });
  }
}

const placeOf = (node: KubeObject, pods: readonly KubeObject[]): PodPlace => ({
  node,
  labels: node.metadata.labels ?? {},
  pods,
});

/** What of a node decides who may run there. */
function placement(node: KubeObject): JsonObject {
  const { labels } = node.metadata;
  const allocatable = getPath(node, 'status', 'allocatable');
  return { labels, spec: node['spec'], allocatable, ready: findCondition(node, 'Ready')?.['status'] };
}

/** For this scheduler: not held back by a gate, and not another one's. */
function isWaiting(pod: KubeObject): boolean {
  const { schedulerName, schedulingGates } = asObject(pod['spec']);
  const isOurs = schedulerName === undefined || schedulerName === COMPONENT;
  const isGated = asArray(schedulingGates).length > 0;
  return nodeOf(pod) === '' && isOurs && !isGated && pod.metadata.deletionTimestamp === undefined;
}

function noneOf(nodes: number, why: string): string {
  const preemption = `preemption: 0/${nodes} nodes are available: ${nodes} Preemption is not helpful for scheduling.`;
  // Where a claim is none, whatever else the scheduler tries finds none either.
  return `0/${nodes} nodes are available: ${why}. ${why.endsWith(' not found') ? 'not found' : preemption}`;
}

function nodeOf(pod: KubeObject): string {
  return asString(getPath(pod, 'spec', 'nodeName'));
}

function isOver(pod: KubeObject): boolean {
  return ['Succeeded', 'Failed'].includes(asString(getPath(pod, 'status', 'phase')));
}

function requestedCpu(pod: KubeObject): number {
  return asArray(getPath(pod, 'spec', 'containers')).reduce<number>(
    (sum, container) => sum + (parseQuantity(asString(getPath(container, 'resources', 'requests', 'cpu'))) ?? 0),
    0,
  );
}

function capacity(node: KubeObject): number {
  return parseQuantity(asString(getPath(node, 'status', 'allocatable', 'cpu'))) ?? 0;
}

function maxPods(node: KubeObject): number {
  return parseQuantity(asString(getPath(node, 'status', 'allocatable', 'pods'))) ?? MAX_PODS;
}
