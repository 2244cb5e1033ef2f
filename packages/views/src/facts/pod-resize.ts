import { asString, getPath } from '@lanthorn/base/json.ts';
import { findCondition, parseTime } from '@lanthorn/kube/objects/kube-object.ts';

/** How far a change of a running pod's resources has come. */
export interface PodResize {
  /** Its node will never have that much; has no room for it now; is at it; or tried and failed. */
  readonly state: 'infeasible' | 'deferred' | 'underWay' | 'failed';
  readonly message: string;
  readonly since: number | null;
}

/** What the kubelet says of a resize that is not done (KEP 1287); null where there is none. */
export function readPodResize(pod: unknown): PodResize | null {
  if (getPath(pod, 'status', 'phase') !== 'Running') return null;
  const told = (type: string) => {
    const condition = findCondition(pod, type);
    return condition?.['status'] === 'True' ? condition : null;
  };
  const pending = told('PodResizePending');
  const condition = pending ?? told('PodResizeInProgress');
  if (condition === null) return null;
  return {
    state: stateOf(pending !== null, asString(condition['reason'])),
    message: asString(condition['message']),
    since: parseTime(condition['lastTransitionTime']),
  };
}

function stateOf(isPending: boolean, reason: string): PodResize['state'] {
  if (isPending) return reason === 'Infeasible' ? 'infeasible' : 'deferred';
  return reason === 'Error' ? 'failed' : 'underWay';
}
