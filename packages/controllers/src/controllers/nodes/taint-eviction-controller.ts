import { asArray, asNumber, asObject, asString, deepEqual, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { isTolerated, nodeTaints } from '@lanthorn/kube/objects/node-fit.ts';
import { findCondition, formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ControllerContext } from '../../machinery/controller-context.ts';
import { queueKey, splitQueueKey, WorkQueue } from '../../machinery/work-queue.ts';

const PODS = 'pods.v1.';
const NODES = 'nodes.v1.';
/** No answer takes longer. */
const ECHO_MS = 60_000;
const DISRUPTED = {
  type: 'DisruptionTarget',
  status: 'True',
  reason: 'DeletionByTaintManager',
  message: 'Taint manager: deleting due to NoExecute taint',
};

const evicting = (node: KubeObject | null | undefined): JsonObject[] =>
  node === null || node === undefined ? [] : nodeTaints(node).filter(({ effect }) => effect === 'NoExecute');
const nodeOf = (pod: KubeObject) => asString(getPath(pod, 'spec', 'nodeName'));

/** Deletes pods from nodes whose taints they do not tolerate, or no longer (k8s.io/kubernetes/pkg/controller/tainteviction). */
export class TaintEvictionController {
  readonly #context: ControllerContext;
  /** When a pod is to go, in milliseconds: what is set once stays, whatever its tolerations become meanwhile. Null of one that was told to. */
  readonly #dueAt = new Map<string, number | null>();
  /** Uids of those that were told to a moment ago: an answer to an earlier write may show one after it is gone. */
  readonly #evicted = new Set<string>();

  constructor(context: ControllerContext) {
    this.#context = context;
    const queue = new WorkQueue(context, key => this.#sync(key));
    context.informer(NODES).subscribe((node, { previous }) => {
      if (deepEqual(evicting(previous), evicting(node))) return;
      for (const pod of context.informer(PODS).all()) if (nodeOf(pod) === node.metadata.name) queue.add(queueKey(pod));
    });
    context.informer(PODS).subscribe((pod, { isDeleted }) => {
      const key = queueKey(pod);
      if (isDeleted && this.#dueAt.get(key) === null) this.#dueAt.delete(key);
      if (this.#dueAt.has(key) || this.#taintsAt(pod).length > 0) queue.add(key);
    });
  }

  #taintsAt(pod: KubeObject): JsonObject[] {
    return evicting(this.#context.informer(NODES).get('', nodeOf(pod)));
  }

  async #sync(key: string): Promise<number | void> {
    const { namespace, name } = splitQueueKey(key);
    const pod = this.#context.informer(PODS).get(namespace, name);
    const known = this.#dueAt.get(key);
    if (known === null || this.#evicted.has(pod?.metadata.uid ?? '')) return;
    if (pod === undefined) return this.#stay({ metadata: { namespace, name } });
    const seconds = toleratedSeconds(this.#taintsAt(pod), asArray(getPath(pod, 'spec', 'tolerations')));
    if (seconds === Infinity) return this.#stay(pod);
    const now = this.#context.clock.now();
    const dueAt = seconds === 0 ? now : (known ?? now + seconds * 1_000);
    this.#dueAt.set(key, dueAt);
    if (dueAt > now) return dueAt - now;
    if (pod.metadata.deletionTimestamp === undefined) await this.#mark(pod);
    this.#dueAt.set(key, null);
    const { uid = '' } = pod.metadata;
    try {
      this.#evicted.add(uid);
      this.#context.clock.schedule(ECHO_MS, () => this.#evicted.delete(uid));
      await this.#context.client.delete(PODS, pod);
    } catch (error) {
      this.#evicted.delete(uid);
      this.#dueAt.set(key, dueAt);
      throw error;
    }
  }

  #stay(pod: KubeObject): void {
    if (this.#dueAt.delete(queueKey(pod))) this.#event(pod, 'Cancelling deletion of Pod');
  }

  async #mark(pod: KubeObject): Promise<void> {
    const others = asArray(getPath(pod, 'status', 'conditions')).filter(
      entry => getPath(entry, 'type') !== DISRUPTED.type,
    );
    const lastTransitionTime = formatTime(this.#context.clock.now());
    if (findCondition(pod, DISRUPTED.type)?.['reason'] !== DISRUPTED.reason) {
      const conditions = [...others, { ...DISRUPTED, lastProbeTime: null, lastTransitionTime }];
      await this.#context.updateStatus(PODS, { ...pod, status: { ...asObject(pod['status']), conditions } });
    }
    this.#event(pod, 'Marking for deletion Pod');
  }

  #event(object: KubeObject, what: string): void {
    const message = `${what} ${queueKey(object)}`;
    this.#context.events.record(
      { kind: 'Pod', apiVersion: 'v1', object },
      { type: 'Normal', reason: 'TaintManagerEviction', message, component: 'taint-eviction-controller' },
    );
  }
}

/** How long a pod may stay: not at all with a taint that it does not tolerate, else as long as the first toleration of each taint says. */
function toleratedSeconds(taints: readonly JsonObject[], tolerations: readonly unknown[]): number {
  const used = taints.map(taint => tolerations.find(toleration => isTolerated(taint, [toleration])));
  if (used.includes(undefined)) return 0;
  const seconds = used.flatMap(toleration => asNumber(getPath(toleration, 'tolerationSeconds')) ?? []);
  return Math.max(0, Math.min(...seconds, Infinity));
}
