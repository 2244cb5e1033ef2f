import { asArray, asObject, deepEqual, getPath } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { amountsOf, podRequest } from '@lanthorn/kube/objects/pod-requests.ts';
import { exactAmount } from '@lanthorn/kube/objects/quantity.ts';

// Whether a node gives the containers of a pod that runs other resources (canResizePod of k8s.io/kubernetes/pkg/kubelet/allocation).

/** Why not: there will never be so much on it, or there is no room now. */
export interface ResizeRefusal {
  readonly reason: 'Infeasible' | 'Deferred';
  readonly message: string;
}

const RESIZED = ['cpu', 'memory'] as const;
/** The kubelet counts CPU in thousandths. */
const UNITS: Readonly<Record<(typeof RESIZED)[number], number>> = { cpu: 1000, memory: 1 };

export function resizeRefusal(
  pod: KubeObject,
  node: KubeObject | undefined,
  others: Iterable<KubeObject>,
): ResizeRefusal | null {
  const room = amountsOf(getPath(node, 'status', 'allocatable'));
  const used = { cpu: 0, memory: 0 };
  for (const other of others) {
    if (other.metadata.uid === pod.metadata.uid || hasEnded(other)) continue;
    for (const resource of RESIZED) used[resource] += podRequest(allocated(other), resource);
  }
  for (const scope of ['capacity', 'resource'] as const)
    for (const resource of RESIZED) {
      const count = (amount: number) => Math.round(amount * UNITS[resource]);
      const asked = podRequest(pod, resource);
      const all = room.get(resource) ?? 0;
      if (scope === 'capacity' && asked > all)
        return {
          reason: 'Infeasible',
          message: `Node didn't have enough capacity: ${resource}, requested: ${count(asked)}, capacity: ${count(all)}`,
        };
      if (scope === 'resource' && exactAmount(asked + used[resource]) > all)
        return {
          reason: 'Deferred',
          message: `Node didn't have enough resource: ${resource}, requested: ${count(asked)}, used: ${count(used[resource])}, capacity: ${count(all)}`,
        };
    }
  return null;
}

/** A pod as the node gave it room: one whose own resize waits does not take what it asks for. */
function allocated(pod: KubeObject): KubeObject {
  const given = new Map(
    asArray(getPath(pod, 'status', 'containerStatuses')).map(status => [
      getPath(status, 'name'),
      getPath(status, 'allocatedResources'),
    ]),
  );
  const containers = asArray(getPath(pod, 'spec', 'containers')).map(entry => {
    const container = asObject(entry);
    const requests = given.get(container['name']);
    return requests === undefined ? container : { ...container, resources: { requests } };
  });
  return { ...pod, spec: { ...asObject(pod['spec']), containers } };
}

function hasEnded(pod: KubeObject): boolean {
  const phase = getPath(pod, 'status', 'phase');
  return phase === 'Succeeded' || phase === 'Failed';
}

/** It has ended, or asks for less than before. */
export function leavesRoom(pod: KubeObject, previous: KubeObject): boolean {
  const phase = getPath(pod, 'status', 'phase');
  const isEnded = (phase === 'Succeeded' || phase === 'Failed') && getPath(previous, 'status', 'phase') !== phase;
  const isGiven = (of: KubeObject) =>
    asArray(getPath(of, 'status', 'containerStatuses')).map(status => getPath(status, 'allocatedResources'));
  return isEnded || !deepEqual(isGiven(pod), isGiven(previous));
}
