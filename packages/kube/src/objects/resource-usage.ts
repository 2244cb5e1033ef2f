import { asArray, asObject, asString, getPath, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { groupResource } from '../api/group-version-resource.ts';
import type { KubeObject } from './kube-object.ts';
import { formatQuantity, parseQuantity } from './quantity.ts';

// What an object counts for in a ResourceQuota (k8s.io/kubernetes/pkg/quota/v1/evaluator/core).

export type Usage = Readonly<Record<string, number>>;

/** Kinds that quotas name without `count/`. */
const NAMED = new Set([
  'configmaps',
  'persistentvolumeclaims',
  'pods',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'services',
]);

/** What one object of a resource uses, by the names that quotas have for it. */
export function usageOf(target: { readonly group: string; readonly resource: string }, object: KubeObject): Usage {
  const { resource } = target;
  const counted = { [`count/${groupResource(target)}`]: 1 };
  const isNamed = target.group === '' && NAMED.has(resource);
  if (target.group !== '' || resource === 'pods') {
    return resource === 'pods' && target.group === '' ? { ...counted, ...podUsage(object) } : counted;
  }
  return {
    ...counted,
    ...(isNamed ? { [resource]: 1 } : {}),
    ...(resource === 'persistentvolumeclaims' ? { 'requests.storage': storageOf(object) } : {}),
    ...(resource === 'services' ? servicePorts(object) : {}),
  };
}

function storageOf(claim: KubeObject): number {
  return parseQuantity(asString(getPath(claim, 'spec', 'resources', 'requests', 'storage'))) ?? 0;
}

function servicePorts(service: KubeObject): Usage {
  const type = getPath(service, 'spec', 'type');
  const ports = asArray(getPath(service, 'spec', 'ports')).length;
  return {
    ...(type === 'NodePort' || type === 'LoadBalancer' ? { 'services.nodeports': ports } : {}),
    ...(type === 'LoadBalancer' ? { 'services.loadbalancers': 1 } : {}),
  };
}

/** A pod that has ended uses nothing but its place among the objects. */
function podUsage(pod: KubeObject): Usage {
  if (['Succeeded', 'Failed'].includes(asString(getPath(pod, 'status', 'phase')))) return {};
  const usage: Record<string, number> = { pods: 1 };
  for (const [kind, prefixes] of [
    ['requests', ['requests.', '']],
    ['limits', ['limits.']],
  ] as const) {
    const totals: Record<string, number> = {};
    for (const container of asArray(getPath(pod, 'spec', 'containers'))) {
      for (const [name, amount] of Object.entries(asObject(getPath(container, 'resources', kind))))
        totals[name] = (totals[name] ?? 0) + (parseQuantity(String(amount)) ?? 0);
    }
    for (const [name, total] of Object.entries(totals))
      for (const prefix of prefixes) usage[`${prefix}${name}`] = total;
  }
  return usage;
}

/** Whether a quota counts an object at all (ResourceQuotaScope). */
export function isInScope(quota: KubeObject, object: KubeObject): boolean {
  const { scopes, scopeSelector } = asObject(quota['spec']);
  const named = asArray(scopes).map(scope => ({ scopeName: scope, operator: 'Exists', values: undefined }));
  const selected = asArray(asObject(scopeSelector)['matchExpressions']).map(asObject);
  return [...named, ...selected].every(entry => hasScope(object, entry));
}

function hasScope(pod: KubeObject, { scopeName, operator, values }: JsonObject): boolean {
  const isTerminating = getPath(pod, 'spec', 'activeDeadlineSeconds') !== undefined;
  const isBestEffort = asArray(getPath(pod, 'spec', 'containers')).every(container => {
    const { requests, limits } = asObject(getPath(container, 'resources'));
    return ![requests, limits].some(list => isObject(list) && Object.keys(list).length > 0);
  });
  const priority = getPath(pod, 'spec', 'priorityClassName');
  switch (scopeName) {
    case 'Terminating':
      return isTerminating;
    case 'NotTerminating':
      return !isTerminating;
    case 'BestEffort':
      return isBestEffort;
    case 'NotBestEffort':
      return !isBestEffort;
    case 'PriorityClass':
      return operator === 'In' ? asArray(values).includes(priority) : priority !== undefined;
    default:
      return true;
  }
}

/** Amounts as quotas show them: bytes in powers of 1024. */
export function formatUsage(name: string, amount: number): string {
  return formatQuantity(amount, /memory|storage/.test(name) ? 'binary' : 'decimal');
}
