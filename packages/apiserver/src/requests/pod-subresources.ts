import { asArray, asNumber, asObject, asString, asStringMap, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { matchesLabels, readLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';
import { ApiError, conflict } from '../wire/api-error.ts';

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

/** A pod about to be evicted; refused where a budget allows no further disruption (KEP-85, the eviction subresource). */
export function evicted(pod: KubeObject, budgets: Iterable<KubeObject>, now: number): KubeObject {
  const phase = asString(getPath(pod, 'status', 'phase'));
  const isDone = phase === 'Succeeded' || phase === 'Failed';
  const labels = asStringMap(pod.metadata.labels);
  for (const budget of isDone ? [] : budgets) {
    if (!matchesLabels(readLabelSelector(getPath(budget, 'spec', 'selector')), labels)) continue;
    if ((asNumber(getPath(budget, 'status', 'disruptionsAllowed')) ?? 0) <= 0) throw disrupted(budget);
  }
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
