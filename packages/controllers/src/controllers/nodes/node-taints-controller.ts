import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { findCondition, formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ControllerContext } from '../../machinery/controller-context.ts';
import { queueKey, splitQueueKey, WorkQueue } from '../../machinery/work-queue.ts';

const NODES = 'nodes.v1.';
const PREFIX = 'node.kubernetes.io/';
const UNSCHEDULABLE = `${PREFIX}unschedulable`;
const NO_SCHEDULE = 'NoSchedule';
const NO_EXECUTE = 'NoExecute';

/** Which condition, with which status, keeps pods away by which taint (nodeConditionToTaintKeyStatusMap). */
const TAINTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Ready: { False: `${PREFIX}not-ready`, Unknown: `${PREFIX}unreachable` },
  MemoryPressure: { True: `${PREFIX}memory-pressure` },
  DiskPressure: { True: `${PREFIX}disk-pressure` },
  NetworkUnavailable: { True: `${PREFIX}network-unavailable` },
  PIDPressure: { True: `${PREFIX}pid-pressure` },
};
const OWN = new Set([UNSCHEDULABLE, ...Object.values(TAINTS).flatMap(keys => Object.values(keys))]);

const EVICTING = new Set(Object.values(asObject(TAINTS['Ready'])).map(asString));

interface Taint {
  readonly key: string;
  readonly effect: string;
}

const isReady = (node: KubeObject) => findCondition(node, 'Ready')?.['status'] === 'True';
const isSame = (of: Taint) => (taint: Taint) => taint.key === of.key && taint.effect === of.effect;
const isOwn = ({ key, effect }: Taint) =>
  (effect === NO_SCHEDULE && OWN.has(key)) || (effect === NO_EXECUTE && EVICTING.has(key));

/** What keeps new pods away; where a node is not ready, its pods go too, unless no node is: then it is hardly the nodes. */
function wantedTaints(node: KubeObject, mayEvict: boolean): Taint[] {
  const ofConditions = asArray(getPath(node, 'status', 'conditions')).flatMap(entry => {
    const { type, status } = asObject(entry);
    return TAINTS[asString(type)]?.[asString(status)] ?? [];
  });
  const keys = getPath(node, 'spec', 'unschedulable') === true ? [...ofConditions, UNSCHEDULABLE] : ofConditions;
  return [
    ...keys.map(key => ({ key, effect: NO_SCHEDULE })),
    ...keys.filter(key => mayEvict && EVICTING.has(key)).map(key => ({ key, effect: NO_EXECUTE })),
  ];
}

/** Keeps pods away from nodes that say they are not well, or that somebody closed (k8s.io/kubernetes/pkg/controller/nodelifecycle). */
export class NodeTaintsController {
  readonly #context: ControllerContext;

  constructor(context: ControllerContext) {
    this.#context = context;
    const queue = new WorkQueue(context, key => this.#sync(key));
    const nodes = context.informer(NODES);
    let isAnyReady = false;
    nodes.subscribe(node => {
      queue.add(queueKey(node));
      const isNow = [...nodes.all()].some(isReady);
      // What it means that a node is not ready depends on all of them.
      if (isNow !== isAnyReady) for (const other of nodes.all()) queue.add(queueKey(other));
      isAnyReady = isNow;
    });
  }

  async #sync(key: string): Promise<void> {
    const node = this.#context.informer(NODES).get('', splitQueueKey(key).name);
    if (node === undefined) return;
    const taints = asArray(getPath(node, 'spec', 'taints')).map(readTaint);
    const wanted = wantedTaints(node, [...this.#context.informer(NODES).all()].some(isReady));
    const added = wanted.filter(taint => !taints.some(isSame(taint)));
    const kept = taints.filter(taint => !isOwn(taint) || wanted.some(isSame(taint)));
    if (added.length === 0 && kept.length === taints.length) return;
    const timeAdded = formatTime(this.#context.clock.now());
    const next = [...kept, ...added.map(taint => ({ ...taint, timeAdded }))];
    // Of the version that was judged: somebody may set a taint meanwhile.
    const { resourceVersion } = node.metadata;
    const spec = { taints: next.length === 0 ? null : next };
    await this.#context.patch(NODES, node, { metadata: { resourceVersion }, spec });
  }
}

function readTaint(taint: unknown): JsonObject & Taint {
  const { key, effect, ...rest } = asObject(taint);
  return { ...rest, key: asString(key), effect: asString(effect) };
}
