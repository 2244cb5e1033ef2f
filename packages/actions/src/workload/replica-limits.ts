import { asNumber, asObject, asString, asStringMap, getPath } from '@lanthorn/base/json.ts';
import { parseApiVersion } from '@lanthorn/kube/api/group-version-resource.ts';
import { findCondition, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { exactAmount, parseQuantity, timesIn } from '@lanthorn/kube/objects/quantity.ts';
import { matchesLabels, readLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';
import { formatUsage, isInScope, usageOf } from '@lanthorn/kube/objects/resource-usage.ts';
import type { Message, RelatedList } from '../machinery/action.ts';

// Who else has a say in how many pods there are: autoscalers, and the quotas of the namespace. Budgets have none: what they guard are evictions.

const AUTOSCALERS = { group: 'autoscaling', version: 'v2', resource: 'horizontalpodautoscalers' };
const QUOTAS = { group: '', version: 'v1', resource: 'resourcequotas' };
const BUDGETS = { group: 'policy', version: 'v1', resource: 'poddisruptionbudgets' };
const PODS = { group: '', resource: 'pods' };

export const autoscalers = (namespace: string): RelatedList => ({ resource: AUTOSCALERS, namespace, isAdvice: true });
export const quotas = (namespace: string): RelatedList => ({ resource: QUOTAS, namespace, isAdvice: true });
export const budgets = (namespace: string): RelatedList => ({ resource: BUDGETS, namespace, isAdvice: true });

/** The autoscalers that set the number of this object. None is not the same as not known. */
export function autoscalersOf(object: KubeObject, to: number, scalers: readonly KubeObject[] | null): Message[] {
  if (scalers === null) return [{ key: 'effect.autoscalersUnknown', values: {} }];
  return scalers
    .filter(scaler => {
      const { kind, name } = asObject(getPath(scaler, 'spec', 'scaleTargetRef'));
      return kind === object.kind && name === object.metadata.name;
    })
    .map(scaler => ({ key: keyOf(scaler, to), values: valuesOf(scaler) }));
}

/** An autoscaler rests while there are none; but what made this one may begin again by itself. */
function keyOf(scaler: KubeObject, to: number): string {
  if (to === 0) return isOfKeda(scaler) ? 'effect.autoscalerWakes' : 'effect.autoscalerRests';
  return setsBack(scaler, to) ? 'effect.autoscalerSetsBack' : 'effect.autoscalerSets';
}

/** KEDA starts the first pod of what it scales when there is something to do, and leaves the rest to an autoscaler that it makes. */
function isOfKeda({ metadata: { labels = {}, ownerReferences = [] } }: KubeObject): boolean {
  return (
    labels['scaledobject.keda.sh/name'] !== undefined ||
    ownerReferences.some(({ apiVersion }) => parseApiVersion(apiVersion).group === 'keda.sh')
  );
}

/** How many it wants by what it measured last; absent where it has not measured yet. */
const desiredOf = (scaler: KubeObject) => asNumber(getPath(scaler, 'status', 'desiredReplicas')) ?? 0;

/** Only while it measures, and may go that way: else it keeps the number that it wanted before, and leaves any within its bounds alone. */
function setsBack(scaler: KubeObject, to: number): boolean {
  const desired = desiredOf(scaler);
  const isActive = findCondition(scaler, 'ScalingActive')?.['status'] === 'True';
  const way = to > desired ? 'scaleDown' : 'scaleUp';
  const mayGo = getPath(scaler, 'spec', 'behavior', way, 'selectPolicy') !== 'Disabled';
  return desired > 0 && desired !== to && isActive && mayGo;
}

function valuesOf(scaler: KubeObject): Message['values'] {
  const desired = desiredOf(scaler);
  return {
    name: scaler.metadata.name ?? '',
    min: asNumber(getPath(scaler, 'spec', 'minReplicas')) ?? 1,
    max: asNumber(getPath(scaler, 'spec', 'maxReplicas')) ?? 0,
    ...(desired > 0 ? { desired } : {}),
  };
}

/** What quotas do not leave room for. */
export function quotaStops(object: KubeObject, more: number, limits: readonly KubeObject[] | null): Message[] {
  if (limits === null) return [{ key: 'effect.quotasUnknown', values: {} }];
  const template = getPath(object, 'spec', 'template');
  const pod: KubeObject = { metadata: {}, spec: asObject(getPath(template, 'spec')) };
  const each = usageOf(PODS, pod);
  for (const quota of limits.filter(limit => isInScope(limit, pod))) {
    const hard = asObject(getPath(quota, 'status', 'hard'));
    for (const [resource, amount] of Object.entries(each)) {
      const most = parseQuantity(asString(hard[resource]));
      const used = parseQuantity(asString(getPath(quota, 'status', 'used', resource))) ?? 0;
      if (most === null || exactAmount(used + amount * more) <= most) continue;
      const values = {
        name: quota.metadata.name ?? '',
        resource,
        used: formatUsage(resource, used),
        hard: formatUsage(resource, most),
        fits: timesIn(most - used, amount),
      };
      return [{ key: 'effect.quotaStops', values }];
    }
  }
  return [];
}

/** Of fewer pods than before: the budgets that guard them are not asked, and what they leave to evictions afterwards. */
export function budgetsLeft(object: KubeObject, to: number, guards: readonly KubeObject[] | null): Message[] {
  if (guards === null) return [{ key: 'effect.budgetsUnknown', values: {} }];
  const labels = asStringMap(getPath(object, 'spec', 'template', 'metadata', 'labels'));
  return guards
    .filter(guard => {
      const selector = readLabelSelector(getPath(guard, 'spec', 'selector'));
      // One without a selector guards nothing; an empty one guards all.
      return getPath(guard, 'spec', 'selector') !== undefined && matchesLabels(selector, labels);
    })
    .map(guard => {
      const free = Math.max(0, to - healthyPods(guard, to));
      const values = { name: guard.metadata.name ?? '', after: to, free };
      return { key: free === 0 ? 'effect.budgetLeavesNone' : 'effect.budgetLeaves', values };
    });
}

/** How many a budget wants healthy of so many; shares are rounded up, as its controller does. */
function healthyPods(guard: KubeObject, of: number): number {
  const amount = (value: unknown) => {
    const share = /^(\d+)%$/.exec(asString(value));
    return share === null ? (asNumber(value) ?? 0) : Math.ceil((Number(share[1]) * of) / 100);
  };
  const most = getPath(guard, 'spec', 'maxUnavailable');
  return most === undefined ? amount(getPath(guard, 'spec', 'minAvailable')) : of - amount(most);
}
