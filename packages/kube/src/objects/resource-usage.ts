import { asArray, asObject, asString, getPath, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { groupResource } from '../api/group-version-resource.ts';
import type { KubeObject } from './kube-object.ts';
import { amountsOf, podAmounts } from './pod-requests.ts';
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
  for (const [name, amount] of podAmounts(pod, 'requests')) {
    usage[name] = amount;
    usage[`requests.${name}`] = amount;
  }
  for (const [name, amount] of podAmounts(pod, 'limits')) usage[`limits.${name}`] = amount;
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
  switch (scopeName) {
    case 'Terminating':
      return isTerminating;
    case 'NotTerminating':
      return !isTerminating;
    case 'BestEffort':
      return isBestEffort(pod);
    case 'NotBestEffort':
      return !isBestEffort(pod);
    case 'PriorityClass':
      return hasPriority(asString(getPath(pod, 'spec', 'priorityClassName')), operator, asArray(values));
    case 'CrossNamespacePodAffinity':
      return asksAcrossNamespaces(pod);
    default:
      return true;
  }
}

/** None of its containers asks for CPU or memory, or says how much it may have (GetPodQOS). */
function isBestEffort(pod: KubeObject): boolean {
  const containers = ['containers', 'initContainers'].flatMap(list => asArray(getPath(pod, 'spec', list)));
  return [...containers, pod['spec']].every(part => {
    const { requests, limits } = asObject(getPath(part, 'resources'));
    const amounts = [requests, limits].map(amountsOf);
    return amounts.every(list => (list.get('cpu') ?? 0) === 0 && (list.get('memory') ?? 0) === 0);
  });
}

function hasPriority(priority: string, operator: unknown, values: readonly unknown[]): boolean {
  if (operator === 'In') return priority !== '' && values.includes(priority);
  if (operator === 'NotIn') return priority === '' || !values.includes(priority);
  return (priority === '') === (operator === 'DoesNotExist');
}

/** Some term of its affinity is about pods of other namespaces. */
function asksAcrossNamespaces(pod: KubeObject): boolean {
  const affinities = ['podAffinity', 'podAntiAffinity'].map(kind => getPath(pod, 'spec', 'affinity', kind));
  const terms = affinities.flatMap(affinity => [
    ...asArray(getPath(affinity, 'requiredDuringSchedulingIgnoredDuringExecution')),
    ...asArray(getPath(affinity, 'preferredDuringSchedulingIgnoredDuringExecution')).map(term =>
      getPath(term, 'podAffinityTerm'),
    ),
  ]);
  return terms.some(
    term => asArray(getPath(term, 'namespaces')).length > 0 || isObject(getPath(term, 'namespaceSelector')),
  );
}

/** Amounts as quotas show them: bytes in powers of 1024. */
export function formatUsage(name: string, amount: number): string {
  return formatQuantity(amount, /memory|storage/.test(name) ? 'binary' : 'decimal');
}
