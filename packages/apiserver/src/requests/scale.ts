import { asNumber, asObject, asString, asStringMap, getPath, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { invalid, invalidValue } from '../wire/api-error.ts';
import type { ServedResource } from '../resources/served-resource.ts';

/** The autoscaling/v1 Scale of a workload. */
export function toScale(info: ServedResource, object: KubeObject): JsonObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const { specReplicas, statusReplicas, selector } = info.scale;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: getPath(object, ...specReplicas) },
    status: {
      replicas: getPath(object, ...statusReplicas) ?? 0,
      selector: selectorText(selector.length === 0 ? '' : getPath(object, ...selector)),
    },
  };
}

/** Built-in kinds have a selector, custom ones its text; a ReplicationController has bare labels. */
function selectorText(selector: unknown): string {
  if (!isObject(selector)) return asString(selector);
  const { matchLabels, matchExpressions } = selector;
  const labels = matchLabels === undefined && matchExpressions === undefined ? selector : matchLabels;
  return Object.entries(asStringMap(labels))
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

/** The workload with the replicas of a Scale; the resourceVersion of the Scale is a precondition. */
export function fromScale(info: ServedResource, object: KubeObject, scale: JsonObject): JsonObject {
  const replicas = asNumber(getPath(scale, 'spec', 'replicas')) ?? 0;
  if (replicas < 0) {
    const target = { group: 'autoscaling', kind: 'Scale', name: object.metadata.name ?? info.resource };
    throw invalid(target, [invalidValue('spec.replicas', replicas, 'must be greater than or equal to 0')]);
  }
  const resourceVersion = getPath(scale, 'metadata', 'resourceVersion');
  const { resourceVersion: _own, ...metadata } = object.metadata;
  return {
    ...withPath(object, info.scale.specReplicas, replicas),
    metadata: { ...metadata, ...(resourceVersion === undefined ? {} : { resourceVersion }) },
  };
}

function withPath(object: JsonObject, [step = '', ...rest]: readonly string[], value: unknown): JsonObject {
  return { ...object, [step]: rest.length === 0 ? value : withPath(asObject(object[step]), rest, value) };
}
