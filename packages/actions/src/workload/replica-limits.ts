import { asNumber, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';
import { formatUsage, isInScope, usageOf } from '@lanthorn/kube/objects/resource-usage.ts';
import type { Message, RelatedList } from '../machinery/action.ts';

// Who else has a say in how many pods there are: autoscalers, and the quotas of the namespace.

const AUTOSCALERS = { group: 'autoscaling', version: 'v2', resource: 'horizontalpodautoscalers' };
const QUOTAS = { group: '', version: 'v1', resource: 'resourcequotas' };
const PODS = { group: '', resource: 'pods' };

export const autoscalers = (namespace: string): RelatedList => ({ resource: AUTOSCALERS, namespace, isAdvice: true });
export const quotas = (namespace: string): RelatedList => ({ resource: QUOTAS, namespace, isAdvice: true });

/** The autoscalers that set the number of this object. None is not the same as not known. */
export function autoscalersOf(object: KubeObject, to: number, scalers: readonly KubeObject[] | null): Message[] {
  if (scalers === null) return [{ key: 'effect.autoscalersUnknown', values: {} }];
  return scalers
    .filter(scaler => {
      const { kind, name } = asObject(getPath(scaler, 'spec', 'scaleTargetRef'));
      return kind === object.kind && name === object.metadata.name;
    })
    .map(scaler => {
      const max = asNumber(getPath(scaler, 'spec', 'maxReplicas')) ?? 0;
      const values = {
        name: scaler.metadata.name ?? '',
        min: asNumber(getPath(scaler, 'spec', 'minReplicas')) ?? 1,
        max,
      };
      // An autoscaler rests while there are none.
      return { key: to === 0 ? 'effect.autoscalerRests' : 'effect.autoscalerSets', values };
    });
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
      if (most === null || used + amount * more <= most) continue;
      const values = {
        name: quota.metadata.name ?? '',
        resource,
        used: formatUsage(resource, used),
        hard: formatUsage(resource, most),
        fits: Math.max(0, Math.floor((most - used) / amount)),
      };
      return [{ key: 'effect.quotaStops', values }];
    }
  }
  return [];
}
