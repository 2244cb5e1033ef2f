import { asNumber, asObject, asString, deepEqual, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { controllerOf, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { matchesLabels, readLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';
import { conditionNow } from '../machinery/conditions.ts';
import type { ControllerContext } from '../machinery/controller-context.ts';
import { isReady } from './replicaset-controller.ts';
import { queueKey, splitQueueKey, WorkQueue } from '../machinery/work-queue.ts';

const BUDGETS = 'poddisruptionbudgets.v1.policy';
const PODS = 'pods.v1.';
/** Kinds whose `spec.replicas` is the wanted number of pods. */
const SCALED = { ReplicaSet: 'replicasets.v1.apps', StatefulSet: 'statefulsets.v1.apps' } as const;

/** How many pods a budget lets go (k8s.io/kubernetes/pkg/controller/disruption). */
export class DisruptionController {
  readonly #context: ControllerContext;
  readonly #queue: WorkQueue;

  constructor(context: ControllerContext) {
    this.#context = context;
    this.#queue = new WorkQueue(context, key => this.#sync(key));
    context.informer(BUDGETS).subscribe(budget => this.#queue.add(queueKey(budget)));
    context.informer(PODS).subscribe(pod => {
      for (const budget of context.informer(BUDGETS).all()) if (covers(budget, pod)) this.#queue.add(queueKey(budget));
    });
  }

  async #sync(key: string): Promise<void> {
    const { namespace, name } = splitQueueKey(key);
    const budget = this.#context.informer(BUDGETS).get(namespace, name);
    if (budget === undefined) return;
    const pods = [...this.#context.informer(PODS).all()].filter(
      pod => covers(budget, pod) && !['Succeeded', 'Failed'].includes(asString(getPath(pod, 'status', 'phase'))),
    );
    const expectedPods = this.#countExpected(budget, pods);
    const currentHealthy = pods.filter(pod => isReady(pod) && pod.metadata.deletionTimestamp === undefined).length;
    const desiredHealthy = desired(budget, expectedPods);
    const disruptionsAllowed = expectedPods === 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy);
    const status = {
      observedGeneration: budget.metadata.generation,
      disruptionsAllowed,
      currentHealthy,
      desiredHealthy,
      expectedPods,
      conditions: [this.#condition(budget, disruptionsAllowed)],
    };
    if (!deepEqual(status, asObject(budget['status'])))
      await this.#context.updateStatus(BUDGETS, { ...budget, status });
  }

  /** With shares and `maxUnavailable` the controllers of the pods say how many there should be. */
  #countExpected(budget: KubeObject, pods: readonly KubeObject[]): number {
    const least = getPath(budget, 'spec', 'minAvailable');
    if (typeof least === 'number') return pods.length;
    const counted = new Map<string, number>();
    for (const pod of pods) {
      const owner = controllerOf(pod);
      if (owner === null || !Object.hasOwn(SCALED, owner.kind)) continue;
      const resource = SCALED[owner.kind as keyof typeof SCALED];
      const scaled = this.#context.informer(resource).get(pod.metadata.namespace ?? '', owner.name);
      counted.set(owner.uid, asNumber(getPath(scaled, 'spec', 'replicas')) ?? 0);
    }
    return [...counted.values()].reduce((sum, count) => sum + count, 0);
  }

  #condition(budget: KubeObject, allowed: number): JsonObject {
    const reason = allowed > 0 ? 'SufficientPods' : 'InsufficientPods';
    const condition = { type: 'DisruptionAllowed', isTrue: allowed > 0, reason, message: '' };
    const observedGeneration = budget.metadata.generation;
    return { ...conditionNow(budget, condition, this.#context.clock.now()), observedGeneration };
  }
}

function covers(budget: KubeObject, pod: KubeObject): boolean {
  if (budget.metadata.namespace !== pod.metadata.namespace) return false;
  return matchesLabels(readLabelSelector(getPath(budget, 'spec', 'selector')), pod.metadata.labels ?? {});
}

function desired(budget: KubeObject, expected: number): number {
  const { minAvailable, maxUnavailable } = asObject(budget['spec']);
  const share = (value: unknown) => {
    const text = asString(value);
    return text.endsWith('%') ? Math.ceil((Number(text.slice(0, -1)) * expected) / 100) : (asNumber(value) ?? 0);
  };
  return maxUnavailable === undefined ? share(minAvailable) : Math.max(0, expected - share(maxUnavailable));
}
