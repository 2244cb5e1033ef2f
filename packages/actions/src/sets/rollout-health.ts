import { asArray, asNumber, asObject, deepEqual, getPath } from '@lanthorn/base/json.ts';
import { type GroupVersionResource, groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { findCondition, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { StatusCell } from '@lanthorn/views/cells/cell.ts';
import { daemonSetStatus } from '@lanthorn/views/kinds/apps/daemonsets.ts';
import { deploymentStatus } from '@lanthorn/views/kinds/apps/deployments.ts';
import { statefulSetStatus } from '@lanthorn/views/kinds/apps/statefulsets.ts';

/** The kinds whose pods are waited for, as `kubectl rollout status` does. */
const STATUS: ReadonlyMap<string, (object: unknown) => StatusCell> = new Map([
  ['deployments.apps', deploymentStatus],
  ['statefulsets.apps', statefulSetStatus],
  ['daemonsets.apps', daemonSetStatus],
]);

const PROGRESSING = 'Progressing';

export function isRolledOut({ group, resource }: Pick<GroupVersionResource, 'group' | 'resource'>): boolean {
  return STATUS.has(groupResource({ group, resource }));
}

/** A change as it was sent: by it is told whose doing a rollout is. */
export interface SentChange {
  readonly before: KubeObject | null;
  readonly answer: KubeObject | null;
}

/** Whether another change came since, so that how its pods do is not the doing of the one that was sent. */
export function isOvertaken(object: KubeObject | null, { before, answer }: SentChange): boolean {
  const sent = answer ?? before;
  if (object === null) return true;
  if (sent === null) return false;
  if (object.metadata.uid !== sent.metadata.uid) return true;
  // A watch may begin with an older state.
  if ((asNumber(object.metadata.generation) ?? 0) < (asNumber(sent.metadata.generation) ?? 0)) return false;
  return !deepEqual(getPath(object, 'spec', 'template'), getPath(sent, 'spec', 'template'));
}

export type RolloutHealth = 'underway' | 'well' | 'bad';

/** The state of a workload in its own word. */
export function rolloutWord(resource: GroupVersionResource, object: KubeObject | null): string {
  return STATUS.get(groupResource(resource))?.(object).status ?? '';
}

/**
 * How many pods of the newest template are ready at least, of how many it wants: `2/6`. A workload does not say which pods are ready, so as few
 * as can be of the new ones are counted. '' where there is no object.
 */
export function readyPods(object: KubeObject | null): string {
  if (object === null) return '';
  const count = (...path: readonly string[]) => asNumber(getPath(object, 'status', ...path));
  const updated = count('updatedReplicas') ?? count('updatedNumberScheduled') ?? 0;
  const ready = count('readyReplicas') ?? count('numberReady') ?? 0;
  const total = count('replicas') ?? count('currentNumberScheduled') ?? 0;
  const wanted = asNumber(getPath(object, 'spec', 'replicas')) ?? count('desiredNumberScheduled') ?? 1;
  return `${Math.max(0, updated + ready - total)}/${wanted}`;
}

/** How the pods of a workload do after a change of it; one that is gone has none to wait for. What was said of it before the change is not held against it. */
export function rolloutHealth(
  resource: GroupVersionResource,
  object: KubeObject | null,
  before: KubeObject | null = null,
): RolloutHealth {
  const statusOf = STATUS.get(groupResource(resource));
  if (statusOf === undefined || object === null) return 'well';
  // Until its controller has seen the change, its numbers are those of before.
  const observed = asNumber(getPath(object, 'status', 'observedGeneration')) ?? 0;
  if (observed < (asNumber(object.metadata.generation) ?? 0)) return 'underway';
  const counted = statusOf(withoutProgressing(object));
  // Of one that is to have no pods, or is paused, a deadline that passed may stay passed.
  if (counted.tone === 'muted') return 'well';
  const { tone } = hasProgressingOf(object, before) ? counted : statusOf(object);
  if (tone === 'bad') return 'bad';
  return tone === 'ok' || tone === 'muted' ? 'well' : 'underway';
}

/** The controller copies a deadline that passed into every later generation, until it sees progress. */
function hasProgressingOf(object: KubeObject, before: KubeObject | null): boolean {
  const now = findCondition(object, PROGRESSING);
  const then = findCondition(before, PROGRESSING);
  if (now === null || then === null) return false;
  const times = ['lastTransitionTime', 'lastUpdateTime'];
  // Without any nobody can tell them apart.
  return times.some(time => (now[time] ?? null) !== null) && times.every(time => now[time] === then[time]);
}

function withoutProgressing(object: KubeObject): object {
  const status = asObject(getPath(object, 'status'));
  const conditions = asArray(status['conditions']).filter(each => getPath(each, 'type') !== PROGRESSING);
  return { ...object, status: { ...status, conditions } };
}
