import { asArray, asNumber, asString, asStringMap, getPath } from '@lanthorn/base/json.ts';
import { controllerOf, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { matchesLabels, readLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';
import type { Message, RelatedList } from '../machinery/action.ts';

// What becomes of a pod that has to go: who makes it anew, what is lost, and which budget has a say.

/** The kubelet made it from a file of its node: only there it can be taken away. */
export const MIRROR = 'kubernetes.io/config.mirror';

export const budgets = (namespace: string): RelatedList => ({
  resource: { group: 'policy', version: 'v1', resource: 'poddisruptionbudgets' },
  namespace,
  isAdvice: true,
});

/** Names of its volumes that end with it. */
export function emptyDirs(pod: unknown): readonly string[] {
  return asArray(getPath(pod, 'spec', 'volumes'))
    .filter(volume => getPath(volume, 'emptyDir') !== undefined)
    .map(volume => asString(getPath(volume, 'name')));
}

export function isOver(pod: unknown): boolean {
  return ['Succeeded', 'Failed'].includes(asString(getPath(pod, 'status', 'phase')));
}

/** The budgets that cover a pod. */
export function budgetsOf(pod: KubeObject, all: readonly KubeObject[]): readonly KubeObject[] {
  const labels = asStringMap(pod.metadata.labels);
  return all.filter(budget => {
    const selector = getPath(budget, 'spec', 'selector');
    return selector !== undefined && matchesLabels(readLabelSelector(selector), labels);
  });
}

export function disruptionsAllowed(budget: unknown): number {
  return asNumber(getPath(budget, 'status', 'disruptionsAllowed')) ?? 0;
}

/** What is lost with the pod, and what comes in its place. */
export function losses(pod: KubeObject): Message[] {
  const owner = controllerOf(pod);
  const volumes = emptyDirs(pod);
  return [
    owner === null
      ? { key: 'effect.podIsLost', values: {} }
      : { key: 'effect.podIsReplaced', values: { owner: `${owner.kind}/${owner.name}` } },
    ...(volumes.length === 0 ? [] : [{ key: 'effect.emptyDirsLost', values: { volumes: volumes.join(', ') } }]),
  ];
}

/** What budgets say of it now; of those that could not be read that is said. */
export function budgetMessages(pod: KubeObject, all: readonly KubeObject[] | null): Message[] {
  if (all === null) return [{ key: 'effect.budgetsUnknown', values: {} }];
  return budgetsOf(pod, all).map(budget => {
    const allowed = disruptionsAllowed(budget);
    const values = { name: budget.metadata.name ?? '', allowed };
    return { key: allowed > 0 ? 'effect.budgetAllows' : 'effect.budgetHolds', values };
  });
}
