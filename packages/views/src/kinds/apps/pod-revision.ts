import { asString, getPath } from '@lanthorn/base/json.ts';
import type { Cell } from '../../cells/cell.ts';

/** What keeps a state of a workload's template: a ReplicaSet or a ControllerRevision. */
export interface KeptRevision {
  readonly name: string;
  readonly revision: number;
}

/** By which of its workload's templates a pod was made: what the controller marked it with. */
export function templateHash(pod: unknown): Cell {
  const labels = getPath(pod, 'metadata', 'labels');
  return (
    asString(getPath(labels, 'pod-template-hash')) || asString(getPath(labels, 'controller-revision-hash')) || null
  );
}

interface MadePod {
  /** What controls it; a ReplicaSet keeps the template itself. */
  readonly owner?: { readonly name: string } | undefined;
  readonly templateHash: string;
}

/**
 * The revision a pod was made by; null where that is not kept any more. A ReplicaSet is found as its owner. A ControllerRevision's name is what
 * StatefulSets mark their pods with, and ends with what DaemonSets do.
 */
export function revisionOfPod<R extends KeptRevision>(pod: MadePod, revisions: readonly R[]): R | null {
  const owned = revisions.find(({ name }) => name === pod.owner?.name);
  if (owned !== undefined) return owned;
  return revisions.find(({ name }) => name === pod.templateHash || name.endsWith(`-${pod.templateHash}`)) ?? null;
}
