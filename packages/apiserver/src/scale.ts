import { asNumber, asObject, asStringMap, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/kube-object.ts';
import { invalid, invalidValue } from './api-error.ts';
import type { ResourceInfo } from './resource-info.ts';

/** The autoscaling/v1 Scale of a workload. */
export function toScale(object: KubeObject): JsonObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const labels = Object.entries(asStringMap(getPath(object, 'spec', 'selector', 'matchLabels'))).map(
    ([key, value]) => `${key}=${value}`,
  );
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: getPath(object, 'spec', 'replicas') },
    status: { replicas: getPath(object, 'status', 'replicas') ?? 0, selector: labels.join(',') },
  };
}

/** The workload with the replicas of a Scale; the resourceVersion of the Scale is a precondition. */
export function fromScale(info: ResourceInfo, object: KubeObject, scale: JsonObject): JsonObject {
  const replicas = asNumber(getPath(scale, 'spec', 'replicas')) ?? 0;
  if (replicas < 0) {
    const target = { group: 'autoscaling', kind: 'Scale', name: object.metadata.name ?? info.resource };
    throw invalid(target, [invalidValue('spec.replicas', replicas, 'must be greater than or equal to 0')]);
  }
  const resourceVersion = getPath(scale, 'metadata', 'resourceVersion');
  const { resourceVersion: _own, ...metadata } = object.metadata;
  return {
    ...object,
    metadata: { ...metadata, ...(resourceVersion === undefined ? {} : { resourceVersion }) },
    spec: { ...asObject(object['spec']), replicas },
  };
}
