import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ControllerContext } from '../machinery/controller-context.ts';
import { queueKey, splitQueueKey, WorkQueue } from '../machinery/work-queue.ts';

const NODES = 'nodes.v1.';
const PREFIX = 'node.kubernetes.io/';
const UNSCHEDULABLE = `${PREFIX}unschedulable`;
const NO_SCHEDULE = 'NoSchedule';

/** Which condition, with which status, keeps pods away by which taint (nodeConditionToTaintKeyStatusMap). */
const TAINTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Ready: { False: `${PREFIX}not-ready`, Unknown: `${PREFIX}unreachable` },
  MemoryPressure: { True: `${PREFIX}memory-pressure` },
  DiskPressure: { True: `${PREFIX}disk-pressure` },
  NetworkUnavailable: { True: `${PREFIX}network-unavailable` },
  PIDPressure: { True: `${PREFIX}pid-pressure` },
};
const OWN = new Set([UNSCHEDULABLE, ...Object.values(TAINTS).flatMap(keys => Object.values(keys))]);

const isOwn = (taint: JsonObject) => taint['effect'] === NO_SCHEDULE && OWN.has(asString(taint['key']));

function wantedKeys(node: KubeObject): string[] {
  const keys = asArray(getPath(node, 'status', 'conditions')).flatMap(entry => {
    const { type, status } = asObject(entry);
    return TAINTS[asString(type)]?.[asString(status)] ?? [];
  });
  return getPath(node, 'spec', 'unschedulable') === true ? [...keys, UNSCHEDULABLE] : keys;
}

/** Keeps pods away from nodes that say they are not well, or that somebody closed (k8s.io/kubernetes/pkg/controller/nodelifecycle). */
export class NodeTaintsController {
  readonly #context: ControllerContext;

  constructor(context: ControllerContext) {
    this.#context = context;
    const queue = new WorkQueue(context, key => this.#sync(key));
    context.informer(NODES).subscribe(node => queue.add(queueKey(node)));
  }

  async #sync(key: string): Promise<void> {
    const node = this.#context.informer(NODES).get('', splitQueueKey(key).name);
    if (node === undefined) return;
    const taints = asArray(getPath(node, 'spec', 'taints')).map(asObject);
    const known = taints.filter(isOwn).map(({ key: of }) => asString(of));
    const wanted = wantedKeys(node);
    const added = wanted.filter(of => !known.includes(of));
    if (added.length === 0 && known.every(of => wanted.includes(of))) return;
    const timeAdded = formatTime(this.#context.clock.now());
    const kept = taints.filter(taint => !isOwn(taint) || wanted.includes(asString(taint['key'])));
    const next = [...kept, ...added.map(of => ({ key: of, effect: NO_SCHEDULE, timeAdded }))];
    // Of the version that was judged: somebody may set a taint meanwhile.
    const { resourceVersion } = node.metadata;
    const spec = { taints: next.length === 0 ? null : next };
    await this.#context.patch(NODES, node, { metadata: { resourceVersion }, spec });
  }
}
