import { asArray, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { formatTime, type KubeObject, parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import { isFailure } from '../../machinery/api-client.ts';
import type { ControllerContext } from '../../machinery/controller-context.ts';

const PODS = 'pods.v1.';
const NODES = 'nodes.v1.';
/** How often it looks (`gcCheckPeriod`). */
const LOOK_MS = 20_000;
/** A node that is not known is waited for so long (`quarantineTime`). */
const QUARANTINE_MS = 40_000;
/** `--terminated-pod-gc-threshold` of a kube-controller-manager. */
const MAX_ENDED = 12_500;

const DISRUPTED = {
  type: 'DisruptionTarget',
  status: 'True',
  reason: 'DeletionByPodGC',
  message: 'PodGC: node no longer exists',
};

/** Takes away pods that nobody else does: those of nodes that are gone, those that were deleted before they got one, and the oldest of too many that have ended. */
export class PodGarbageCollector {
  readonly #context: ControllerContext;
  readonly #maxEnded: number;
  /** Since when a node has been missing. */
  readonly #missing = new Map<string, number>();

  constructor(context: ControllerContext, maxEnded = MAX_ENDED) {
    this.#context = context;
    this.#maxEnded = maxEnded;
    let cancel = () => {};
    const look = () => {
      this.#collect()
        .catch((error: unknown) => this.#warn(error))
        // One round after the other, however long one takes.
        .finally(() => {
          if (!context.signal.aborted) cancel = context.clock.schedule(LOOK_MS, look);
        });
    };
    cancel = context.clock.schedule(LOOK_MS, look);
    context.signal.addEventListener('abort', () => cancel());
  }

  async #collect(): Promise<void> {
    const ended: KubeObject[] = [];
    const lost: KubeObject[] = [];
    const unplaced: KubeObject[] = [];
    const now = this.#context.clock.now();
    const named = new Set<string>();
    for (const pod of this.#context.informer(PODS).all()) {
      const node = asString(getPath(pod, 'spec', 'nodeName'));
      const isMissing = node !== '' && this.#context.informer(NODES).get('', node) === undefined;
      if (isMissing) named.add(node);
      if (isMissing && now - (this.#missing.get(node) ?? now) >= QUARANTINE_MS) lost.push(pod);
      else if (node === '' && pod.metadata.deletionTimestamp !== undefined) unplaced.push(pod);
      else if (isOver(pod)) ended.push(pod);
    }
    for (const node of this.#missing.keys()) if (!named.has(node)) this.#missing.delete(node);
    for (const node of named) if (!this.#missing.has(node)) this.#missing.set(node, now);
    for (const pod of lost) await this.#remove(pod, isOver(pod) ? null : this.#disrupted(pod));
    for (const pod of unplaced) await this.#remove(pod, isOver(pod) ? null : { phase: 'Failed' });
    const tooMany = ended.length - this.#maxEnded;
    if (tooMany <= 0) return;
    const made = (pod: KubeObject) => parseTime(pod.metadata.creationTimestamp) ?? 0;
    for (const pod of ended.toSorted((a, b) => made(a) - made(b)).slice(0, tooMany)) await this.#remove(pod, null);
  }

  /** Of one that ran where there is no node any more: why it failed (KEP-3329), for a Job that counts no such failures. */
  #disrupted(pod: KubeObject): JsonObject {
    const others = asArray(getPath(pod, 'status', 'conditions')).filter(
      entry => getPath(entry, 'type') !== DISRUPTED.type,
    );
    const lastTransitionTime = formatTime(this.#context.clock.now());
    return { phase: 'Failed', conditions: [...others, { ...DISRUPTED, lastProbeTime: null, lastTransitionTime }] };
  }

  /** One that has not ended is said to have failed before it goes. */
  async #remove(pod: KubeObject, last: JsonObject | null): Promise<void> {
    try {
      if (last !== null) await this.#context.patchStatus(PODS, pod, last);
      await this.#context.client.delete(PODS, pod, { gracePeriodSeconds: 0 });
    } catch (error) {
      // The others go all the same.
      if (!isFailure(error, 'NotFound') && !isFailure(error, 'Conflict')) this.#warn(error);
    }
  }

  #warn(error: unknown): void {
    this.#context.logger.warn({ error: String(error) }, 'pods could not be taken away');
  }
}

function isOver(pod: KubeObject): boolean {
  return ['Succeeded', 'Failed'].includes(asString(getPath(pod, 'status', 'phase')));
}
