import { asArray, asNumber, asObject, asString, asStringMap, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { findCondition, formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { matchesLabels, readLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';
import { ApiError, badRequest, conflict } from '../wire/api-error.ts';

/** Throws where it does not say what it should (BindingREST of k8s.io/kubernetes/pkg/registry/core/pod/storage). */
export function checkBinding(binding: JsonObject, name: string): void {
  if (asString(getPath(binding, 'metadata', 'name')) !== name)
    throw badRequest('name in URL does not match name in Binding object');
  const { kind = '', name: node } = asObject(binding['target']);
  const wrong = [
    ...(kind === '' || kind === 'Node'
      ? []
      : [`target.kind: Unsupported value: ${JSON.stringify(kind)}: supported values: "Node", "<empty>"`]),
    ...(asString(node) === '' ? ['target.name: Required value'] : []),
  ];
  // Errors of fields that nobody made an answer of.
  if (wrong.length > 0)
    throw new ApiError(500, { message: wrong.length === 1 ? (wrong[0] ?? '') : `[${wrong.join(', ')}]` });
}

/** A pod that was given its node (assignPod of k8s.io/kubernetes/pkg/registry/core/pod). */
export function bound(pod: KubeObject, binding: JsonObject, now: number): KubeObject {
  const node = asString(getPath(binding, 'target', 'name'));
  const before = asString(getPath(pod, 'spec', 'nodeName'));
  const { name = '' } = pod.metadata;
  if (before !== '')
    throw conflict(
      { group: '', resource: 'pods/binding', name },
      `pod ${name} is already assigned to node "${before}"`,
    );
  return withCondition(
    { ...pod, spec: { ...asObject(pod['spec']), nodeName: node } },
    { type: 'PodScheduled', status: 'True' },
    now,
  );
}

/**
 * The budget that an eviction takes from, with one disruption less; null where none has a say. Refused where it allows no further one (KEP-85,
 * k8s.io/kubernetes/pkg/registry/core/pod/storage/eviction.go).
 */
export function chargedBudget(pod: KubeObject, budgets: readonly KubeObject[]): KubeObject | null {
  // What has ended or not begun disturbs nobody.
  if (['Succeeded', 'Failed', 'Pending'].includes(asString(getPath(pod, 'status', 'phase')))) return null;
  const labels = asStringMap(pod.metadata.labels);
  const [budget, another] = budgets.filter(({ spec }) =>
    matchesLabels(readLabelSelector(getPath(spec, 'selector')), labels),
  );
  if (budget === undefined) return null;
  if (another !== undefined)
    throw new ApiError(500, {
      message: 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    });
  if (mayGoUnhealthy(pod, budget)) return null;
  const allowed = asNumber(getPath(budget, 'status', 'disruptionsAllowed')) ?? 0;
  if (allowed <= 0) throw disrupted(budget);
  return { ...budget, status: { ...asObject(budget['status']), disruptionsAllowed: allowed - 1 } };
}

/** A pod that is not ready serves nobody. */
function mayGoUnhealthy(pod: KubeObject, budget: KubeObject): boolean {
  if (findCondition(pod, 'Ready')?.['status'] === 'True') return false;
  if (getPath(budget, 'spec', 'unhealthyPodEvictionPolicy') === 'AlwaysAllow') return true;
  const count = (name: string) => asNumber(getPath(budget, 'status', name)) ?? 0;
  return count('desiredHealthy') > 0 && count('currentHealthy') >= count('desiredHealthy');
}

/** A pod about to be evicted. */
export function evicted(pod: KubeObject, now: number): KubeObject {
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
  };
  return withCondition(pod, condition, now);
}

function disrupted(budget: KubeObject): ApiError {
  const count = (name: string) => asNumber(getPath(budget, 'status', name)) ?? 0;
  const name = budget.metadata.name ?? '';
  const message = `The disruption budget ${name} needs ${count('desiredHealthy')} healthy pods and has ${count('currentHealthy')} currently`;
  return new ApiError(429, {
    message: "Cannot evict pod as it would violate the pod's disruption budget.",
    reason: 'TooManyRequests',
    details: { causes: [{ reason: 'DisruptionBudget', message }] },
  });
}

function withCondition(pod: KubeObject, condition: JsonObject, now: number): KubeObject {
  const { type, status, ...rest } = condition;
  const others = asArray(getPath(pod, 'status', 'conditions')).filter(entry => getPath(entry, 'type') !== type);
  const full = { type, status, lastProbeTime: null, lastTransitionTime: formatTime(now), ...rest };
  return { ...pod, status: { ...asObject(pod['status']), conditions: [...others, full] } };
}
