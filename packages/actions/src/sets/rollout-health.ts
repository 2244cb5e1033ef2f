import { asNumber, getPath } from '@lanthorn/base/json.ts';
import { type GroupVersionResource, groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
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

export function isRolledOut({ group, resource }: Pick<GroupVersionResource, 'group' | 'resource'>): boolean {
  return STATUS.has(groupResource({ group, resource }));
}

export type RolloutHealth = 'underway' | 'well' | 'bad';

/** The state of a workload in its own word. */
export function rolloutWord(resource: GroupVersionResource, object: KubeObject | null): string {
  return STATUS.get(groupResource(resource))?.(object).status ?? '';
}

/** How many of its pods are ready and of its newest template, of how many that it wants: `2/6`. */
export function readyPods(object: KubeObject | null): string {
  const count = (...path: readonly string[]) => asNumber(getPath(object, 'status', ...path));
  const updated = count('updatedReplicas') ?? count('updatedNumberScheduled') ?? 0;
  const ready = count('readyReplicas') ?? count('numberReady') ?? 0;
  const wanted = asNumber(getPath(object, 'spec', 'replicas')) ?? count('desiredNumberScheduled') ?? 1;
  return `${Math.min(updated, ready)}/${wanted}`;
}

/** How the pods of a workload do after a change of it; one that is gone has none to wait for. */
export function rolloutHealth(resource: GroupVersionResource, object: KubeObject | null): RolloutHealth {
  const statusOf = STATUS.get(groupResource(resource));
  if (statusOf === undefined || object === null) return 'well';
  // Until its controller has seen the change, its numbers are those of before.
  const observed = asNumber(getPath(object, 'status', 'observedGeneration')) ?? 0;
  if (observed < (asNumber(object.metadata.generation) ?? 0)) return 'underway';
  const { tone } = statusOf(object);
  if (tone === 'bad') return 'bad';
  return tone === 'ok' || tone === 'muted' ? 'well' : 'underway';
}
