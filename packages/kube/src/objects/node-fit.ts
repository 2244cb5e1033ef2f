import { asArray, asObject, asString, asStringMap, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from './kube-object.ts';

// Which nodes a pod may run on (k8s.io/component-helpers/scheduling/corev1).

/** A node's taints that keep pods away. */
export function nodeTaints(node: KubeObject): JsonObject[] {
  return asArray(getPath(node, 'spec', 'taints'))
    .map(asObject)
    .filter(({ effect }) => effect === 'NoSchedule' || effect === 'NoExecute');
}

export function isTolerated(taint: JsonObject, tolerations: readonly unknown[]): boolean {
  return tolerations.map(asObject).some(({ key, operator = 'Equal', value, effect }) => {
    if (effect !== undefined && effect !== '' && effect !== taint['effect']) return false;
    if (key !== undefined && key !== '' && key !== taint['key']) return false;
    return operator === 'Exists' || ((key ?? '') !== '' && asString(value) === asString(taint['value']));
  });
}

/** A pod's node selector and required node affinity. */
export function fitsNode(podSpec: JsonObject, node: KubeObject): boolean {
  const labels = node.metadata.labels ?? {};
  const selector = Object.entries(asStringMap(podSpec['nodeSelector']));
  if (!selector.every(([key, value]) => labels[key] === value)) return false;
  const required = getPath(podSpec, 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution');
  return required === undefined || fitsNodeSelector(required, node);
}

/** One of the terms of a NodeSelector holds. */
export function fitsNodeSelector(selector: unknown, node: KubeObject): boolean {
  const labels = node.metadata.labels ?? {};
  const fields = { 'metadata.name': node.metadata.name ?? '' };
  return asArray(asObject(selector)['nodeSelectorTerms']).some(term => {
    const { matchExpressions, matchFields } = asObject(term);
    return (
      asArray(matchExpressions).every(entry => matches(asObject(entry), labels)) &&
      asArray(matchFields).every(entry => matches(asObject(entry), fields))
    );
  });
}

function matches({ key, operator, values }: JsonObject, labels: Readonly<Record<string, string>>): boolean {
  const value = labels[asString(key)];
  const list = asArray(values);
  switch (operator) {
    case 'In':
      return value !== undefined && list.includes(value);
    case 'NotIn':
      return value === undefined || !list.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return Number(value) > Number(list[0]);
    default:
      return operator === 'Lt' && Number(value) < Number(list[0]);
  }
}
