import { asArray, asObject, asString, asStringMap, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { ownValue } from '@lanthorn/base/own-value.ts';
import { matchesLabels, readLabelSelector } from '../selectors/label-selector.ts';
import type { KubeObject } from './kube-object.ts';

// Which nodes a pod may run on (k8s.io/component-helpers/scheduling/corev1).

/** A node's taints that keep pods away. */
export function nodeTaints(node: KubeObject): JsonObject[] {
  return asArray(getPath(node, 'spec', 'taints'))
    .map(asObject)
    .filter(({ effect }) => effect === 'NoSchedule' || effect === 'NoExecute');
}

/** As `ToleratesTaint` of k8s.io/api says it; comparing values as numbers is left out, which is off unless a cluster turns it on. */
export function isTolerated(taint: JsonObject, tolerations: readonly unknown[]): boolean {
  return tolerations.map(asObject).some(({ key, operator, value, effect }) => {
    if (asString(effect) !== '' && effect !== taint['effect']) return false;
    if (asString(key) !== '' && key !== taint['key']) return false;
    if (operator === 'Exists') return true;
    const isEqual = asString(operator) === '' || operator === 'Equal';
    return isEqual && asString(key) !== '' && asString(value) === asString(taint['value']);
  });
}

/** A pod's node selector and required node affinity. */
export function fitsNode(podSpec: JsonObject, node: KubeObject): boolean {
  const labels = node.metadata.labels ?? {};
  const selector = Object.entries(asStringMap(podSpec['nodeSelector']));
  if (!selector.every(([key, value]) => ownValue(labels, key) === value)) return false;
  const required = getPath(podSpec, 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution');
  return required === undefined || fitsNodeSelector(required, node);
}

/** One of the terms of a NodeSelector holds; an empty term matches no node. */
export function fitsNodeSelector(selector: unknown, node: KubeObject): boolean {
  const labels = node.metadata.labels ?? {};
  const fields = { 'metadata.name': node.metadata.name ?? '' };
  return asArray(asObject(selector)['nodeSelectorTerms']).some(term => {
    const { matchExpressions, matchFields } = asObject(term);
    const ofLabels = readLabelSelector({ matchExpressions });
    const ofFields = readLabelSelector({ matchExpressions: matchFields });
    return ofLabels.length + ofFields.length > 0 && matchesLabels(ofLabels, labels) && matchesLabels(ofFields, fields);
  });
}
