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
import { formatTime, type KubeObject, parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import type { ControllerContext } from '../machinery/controller-context.ts';
import { queueKey, splitQueueKey, WorkQueue } from '../machinery/work-queue.ts';

const DEPLOYMENTS = 'deployments.v1.apps';
const REPLICASETS = 'replicasets.v1.apps';
const COMPONENT = 'deployment-controller';
const REVISION = 'deployment.kubernetes.io/revision';
const HISTORY = 'deployment.kubernetes.io/revision-history';
const DESIRED = 'deployment.kubernetes.io/desired-replicas';
const MOST = 'deployment.kubernetes.io/max-replicas';
/** Annotations that are not copied to the ReplicaSets (deployment_util, annotationsToSkip). */
const OWN_ANNOTATIONS = [REVISION, HISTORY, DESIRED, MOST, 'kubectl.kubernetes.io/last-applied-configuration'];
const HASH_LABEL = 'pod-template-hash';
/** rand.SafeEncodeString: no vowels. */
const HASH_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** Rolls Deployments out over ReplicaSets, with surge, unavailability, revisions and the progress deadline. */
export class DeploymentController {
  readonly #context: ControllerContext;
  readonly #queue: WorkQueue;

  constructor(context: ControllerContext) {
    this.#context = context;
    this.#queue = new WorkQueue(context, key => this.#sync(key));
    context.informer(DEPLOYMENTS).subscribe(deployment => this.#queue.add(queueKey(deployment)));
    context.informer(REPLICASETS).subscribe(set => this.#queue.addOwnerOf(set, 'Deployment'));
  }

  async #sync(key: string): Promise<number | void> {
    const { namespace, name } = splitQueueKey(key);
    const deployment = this.#context.informer(DEPLOYMENTS).get(namespace, name);
    if (deployment === undefined || deployment.metadata.deletionTimestamp !== undefined) return;
    const sets = this.#context.informer(REPLICASETS).ownedBy(deployment.metadata.uid ?? '');
    const hash = templateHash(getPath(deployment, 'spec', 'template'));
    let current = sets.find(set => set.metadata.labels?.[HASH_LABEL] === hash);
    const old = sets.filter(set => set !== current);
    const isPaused = getPath(deployment, 'spec', 'paused') === true;
    const isRecreated = getPath(deployment, 'spec', 'strategy', 'type') === 'Recreate';
    if (isRecreated && !isPaused && !(await this.#stop(deployment, old)))
      return this.#writeStatus(deployment, current, sets);
    if (current === undefined && !isPaused) current = await this.#createSet(deployment, { hash, sets });
    else if (current !== undefined) current = await this.#renumber(deployment, current, old);
    if (current !== undefined && !isPaused) await this.#roll(deployment, current, old);
    if (!isPaused) await this.#forget(deployment, old);
    return this.#writeStatus(deployment, current, sets);
  }

  /** Whether nothing of the old is left, which recreation waits for. */
  async #stop(deployment: KubeObject, old: readonly KubeObject[]): Promise<boolean> {
    for (const set of old) if (replicasOf(set) > 0) await this.#scale(deployment, set, 0);
    return old.every(set => count(set, 'replicas') + count(set, 'terminatingReplicas') === 0);
  }

  /** A template that is used again becomes the newest revision; its former numbers are kept in an annotation. */
  async #renumber(deployment: KubeObject, current: KubeObject, old: readonly KubeObject[]): Promise<KubeObject> {
    const revision = String(1 + Math.max(0, ...old.map(revisionOf)));
    const { annotations = {} } = current.metadata;
    const copied = copiedAnnotations(deployment);
    if (revisionOf(current) < Number(revision)) {
      const before = annotations[REVISION] ?? '';
      const history = [annotations[HISTORY] ?? '', before].filter(text => text !== '').join(',');
      const changed = { ...copied, [REVISION]: revision, ...(history === '' ? {} : { [HISTORY]: history }) };
      const renumbered = await this.#context.patch(REPLICASETS, current, { metadata: { annotations: changed } });
      await this.#context.annotate(DEPLOYMENTS, deployment, { [REVISION]: revision });
      return renumbered;
    }
    const isCopied = Object.entries(copied).every(([key, value]) => annotations[key] === value);
    return isCopied ? current : this.#context.patch(REPLICASETS, current, { metadata: { annotations: copied } });
  }

  /** Sets beyond the history limit that run nothing. */
  async #forget(deployment: KubeObject, old: readonly KubeObject[]): Promise<void> {
    const limit = asNumber(getPath(deployment, 'spec', 'revisionHistoryLimit')) ?? 10;
    const idle = old.filter(set => replicasOf(set) === 0 && count(set, 'replicas') === 0);
    const oldest = idle.toSorted((a, b) => revisionOf(a) - revisionOf(b)).slice(0, Math.max(0, old.length - limit));
    for (const set of oldest) await this.#context.client.delete(REPLICASETS, set);
  }

  async #createSet(
    deployment: KubeObject,
    { hash, sets }: { hash: string; sets: readonly KubeObject[] },
  ): Promise<KubeObject> {
    const { name = '', namespace, uid = '' } = deployment.metadata;
    const template = asObject(getPath(deployment, 'spec', 'template'));
    const meta = asObject(template['metadata']);
    const labels = { ...asStringMap(meta['labels']), [HASH_LABEL]: hash };
    const revision = 1 + Math.max(0, ...sets.map(revisionOf));
    const isFirst = sets.every(set => replicasOf(set) === 0);
    const replicas = isFirst ? replicasOf(deployment) : Math.min(replicasOf(deployment), surge(deployment));
    const created = await this.#context.create(REPLICASETS, {
      metadata: {
        name: `${name}-${hash}`,
        ...(namespace === undefined ? {} : { namespace }),
        labels,
        annotations: { ...copiedAnnotations(deployment), ...sizes(deployment), [REVISION]: String(revision) },
        ownerReferences: [
          { apiVersion: 'apps/v1', kind: 'Deployment', name, uid, controller: true, blockOwnerDeletion: true },
        ],
      },
      spec: {
        replicas,
        selector: {
          matchLabels: { ...asStringMap(getPath(deployment, 'spec', 'selector', 'matchLabels')), [HASH_LABEL]: hash },
        },
        template: { ...template, metadata: { ...meta, labels } },
      },
    });
    this.#scaled(deployment, created, { from: 0, to: replicas });
    await this.#context.annotate(DEPLOYMENTS, deployment, { [REVISION]: String(revision) });
    return created;
  }

  async #roll(deployment: KubeObject, current: KubeObject, old: readonly KubeObject[]): Promise<void> {
    const wanted = replicasOf(deployment);
    const total = [current, ...old].reduce((sum, set) => sum + replicasOf(set), 0);
    const room = old.some(set => replicasOf(set) > 0) ? wanted + surge(deployment) - total : wanted;
    const target = Math.min(
      wanted,
      old.some(set => replicasOf(set) > 0) ? replicasOf(current) + Math.max(0, room) : wanted,
    );
    if (target !== replicasOf(current)) await this.#scale(deployment, current, target);
    let removable =
      available(current) + old.reduce((sum, set) => sum + available(set), 0) - (wanted - unavailable(deployment));
    for (const set of old) {
      const unready = replicasOf(set) - available(set);
      const down = Math.min(replicasOf(set), Math.max(0, removable) + Math.max(0, unready));
      if (down === 0) continue;
      removable -= Math.max(0, down - unready);
      await this.#scale(deployment, set, replicasOf(set) - down);
    }
  }

  async #scale(deployment: KubeObject, set: KubeObject, to: number): Promise<void> {
    const from = replicasOf(set);
    await this.#context.patch(REPLICASETS, set, {
      metadata: { annotations: sizes(deployment) },
      spec: { replicas: to },
    });
    this.#scaled(deployment, set, { from, to });
  }

  #scaled(deployment: KubeObject, set: KubeObject, { from, to }: { from: number; to: number }): void {
    const message = `Scaled ${to > from ? 'up' : 'down'} replica set ${set.metadata.name ?? ''} from ${from} to ${to}`;
    const text = { type: 'Normal', reason: 'ScalingReplicaSet', message, component: COMPONENT } as const;
    this.#context.events.record({ kind: 'Deployment', apiVersion: 'apps/v1', object: deployment }, text);
  }

  async #writeStatus(
    deployment: KubeObject,
    current: KubeObject | undefined,
    sets: readonly KubeObject[],
  ): Promise<number | undefined> {
    const sum = (read: (set: KubeObject) => number) => sets.reduce((total, set) => total + read(set), 0);
    const replicas = sum(set => asNumber(getPath(set, 'status', 'replicas')) ?? 0);
    const ready = sum(set => asNumber(getPath(set, 'status', 'readyReplicas')) ?? 0);
    const updated = current === undefined ? 0 : (asNumber(getPath(current, 'status', 'replicas')) ?? 0);
    const usable = sum(available);
    const terminating = sum(set => count(set, 'terminatingReplicas'));
    const counts = { replicas, updated, ready, usable, wanted: replicasOf(deployment) };
    const status: JsonObject = {
      observedGeneration: deployment.metadata.generation,
      ...(replicas > 0 ? { replicas } : {}),
      ...(updated > 0 ? { updatedReplicas: updated } : {}),
      ...(ready > 0 ? { readyReplicas: ready } : {}),
      ...(usable > 0 ? { availableReplicas: usable } : {}),
      ...(counts.wanted > usable ? { unavailableReplicas: counts.wanted - usable } : {}),
      terminatingReplicas: terminating,
      conditions: [this.#available(deployment, counts), this.#progressing(deployment, current, counts)],
    };
    if (!deepEqual(status, asObject(deployment['status'])))
      await this.#context.updateStatus(DEPLOYMENTS, { ...deployment, status });
    return this.#deadlineLeft(deployment, status);
  }

  #available(deployment: KubeObject, { usable, wanted }: Counts): JsonObject {
    return usable >= wanted - unavailable(deployment)
      ? this.#condition(deployment, 'Available', {
          status: 'True',
          reason: 'MinimumReplicasAvailable',
          message: 'Deployment has minimum availability.',
        })
      : this.#condition(deployment, 'Available', {
          status: 'False',
          reason: 'MinimumReplicasUnavailable',
          message: 'Deployment does not have minimum availability.',
        });
  }

  #progressing(deployment: KubeObject, current: KubeObject | undefined, counts: Counts): JsonObject {
    const { replicas, updated, usable, wanted } = counts;
    const type = 'Progressing';
    const name = current?.metadata.name ?? '';
    if (getPath(deployment, 'spec', 'paused') === true) {
      return this.#condition(deployment, type, {
        status: 'Unknown',
        reason: 'DeploymentPaused',
        message: 'Deployment is paused',
      });
    }
    if (updated === wanted && replicas === wanted && usable === wanted) {
      const message = `ReplicaSet "${name}" has successfully progressed.`;
      return this.#condition(deployment, type, { status: 'True', reason: 'NewReplicaSetAvailable', message });
    }
    const timedOut = `ReplicaSet "${name}" has timed out progressing.`;
    const before = conditionOf(deployment, type);
    // A deadline that passed stays passed for this set until there is progress.
    if (before?.['message'] === timedOut && !hasProgressed(deployment, counts)) return before;
    const message = `ReplicaSet "${name}" is progressing.`;
    const progress = this.#condition(deployment, type, { status: 'True', reason: 'ReplicaSetUpdated', message });
    const since = parseTime(progress['lastUpdateTime']) ?? 0;
    if (this.#context.clock.now() - since < deadlineMs(deployment)) return progress;
    return this.#condition(deployment, type, {
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message: timedOut,
    });
  }

  /** A condition keeps its times while it says the same. */
  #condition(
    deployment: KubeObject,
    type: string,
    next: { status: string; reason: string; message: string },
  ): JsonObject {
    const now = formatTime(this.#context.clock.now());
    const before = conditionOf(deployment, type);
    const isSame =
      before !== undefined &&
      before['status'] === next.status &&
      before['reason'] === next.reason &&
      before['message'] === next.message;
    if (isSame) return before;
    const lastTransitionTime = before?.['status'] === next.status ? before['lastTransitionTime'] : now;
    return { type, ...next, lastUpdateTime: now, lastTransitionTime };
  }

  #deadlineLeft(deployment: KubeObject, status: JsonObject): number | undefined {
    const progressing = asArray(status['conditions'])
      .map(asObject)
      .find(entry => entry['type'] === 'Progressing');
    if (progressing?.['reason'] !== 'ReplicaSetUpdated') return undefined;
    return Math.max(
      1000,
      (parseTime(progressing['lastUpdateTime']) ?? 0) + deadlineMs(deployment) - this.#context.clock.now(),
    );
  }
}

interface Counts {
  readonly replicas: number;
  readonly updated: number;
  readonly ready: number;
  readonly usable: number;
  readonly wanted: number;
}

function conditionOf(deployment: KubeObject, type: string): JsonObject | undefined {
  return asArray(getPath(deployment, 'status', 'conditions'))
    .map(asObject)
    .find(entry => entry['type'] === type);
}

/** More new pods, fewer old ones, or more that are ready or usable than its status says (`DeploymentProgressing`). */
function hasProgressed(deployment: KubeObject, { replicas, updated, ready, usable }: Counts): boolean {
  const before = (name: string) => asNumber(getPath(deployment, 'status', name)) ?? 0;
  return (
    updated > before('updatedReplicas') ||
    replicas - updated < before('replicas') - before('updatedReplicas') ||
    ready > before('readyReplicas') ||
    usable > before('availableReplicas')
  );
}

function replicasOf(object: KubeObject): number {
  return asNumber(getPath(object, 'spec', 'replicas')) ?? 1;
}

function revisionOf(set: KubeObject): number {
  return Number(set.metadata.annotations?.[REVISION] ?? 0);
}

function count(set: KubeObject, name: string): number {
  return asNumber(getPath(set, 'status', name)) ?? 0;
}

function copiedAnnotations(deployment: KubeObject): Record<string, string> {
  const all = Object.entries(deployment.metadata.annotations ?? {});
  return Object.fromEntries(all.filter(([key]) => !OWN_ANNOTATIONS.includes(key)));
}

function sizes(deployment: KubeObject): Record<string, string> {
  const wanted = replicasOf(deployment);
  return { [DESIRED]: String(wanted), [MOST]: String(wanted + surge(deployment)) };
}

function available(set: KubeObject): number {
  return asNumber(getPath(set, 'status', 'availableReplicas')) ?? 0;
}

function deadlineMs(deployment: KubeObject): number {
  return (asNumber(getPath(deployment, 'spec', 'progressDeadlineSeconds')) ?? 600) * 1000;
}

/** Percentages of surge round up, of unavailability down. */
function share(value: unknown, total: number, round: (n: number) => number): number {
  const text = asString(value);
  return text.endsWith('%') ? round((Number(text.slice(0, -1)) * total) / 100) : (asNumber(value) ?? 0);
}

function surge(deployment: KubeObject): number {
  const value = getPath(deployment, 'spec', 'strategy', 'rollingUpdate', 'maxSurge');
  return Math.max(share(value, replicasOf(deployment), Math.ceil), unavailable(deployment) === 0 ? 1 : 0);
}

function unavailable(deployment: KubeObject): number {
  return share(
    getPath(deployment, 'spec', 'strategy', 'rollingUpdate', 'maxUnavailable'),
    replicasOf(deployment),
    Math.floor,
  );
}

/** Stable for equal templates; the real one hashes Go's in-memory form, so the values differ, not the behaviour. */
export function templateHash(template: unknown): string {
  let hash = 0x811c9dc5;
  for (const character of JSON.stringify(sortKeys(template)))
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return [...String(hash)].map(digit => HASH_ALPHABET.charAt(Number(digit) * 2)).join('');
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, sortKeys(entry)]),
  );
}
