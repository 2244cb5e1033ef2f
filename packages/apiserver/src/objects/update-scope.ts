import { asObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { resizedPod } from '../kinds/pod-resize.ts';
import type { ServedResource } from '../resources/served-resource.ts';

/** Which part of an object a request may change. */
export type UpdateScope = 'main' | 'status' | 'finalize' | 'ephemeralcontainers' | 'resize' | 'approval';

/** The server's own fields: what a client sends there is ignored. */
const SERVER_FIELDS = [
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'generation',
] as const;

/** What a request to this path may write. */
export function inScope(object: KubeObject, scope: UpdateScope, info: ServedResource): KubeObject {
  if (scope === 'status' || scope === 'approval') return { metadata: {}, status: object['status'] };
  const { status: _status, ...rest } = object;
  return info.strategy.hasStatus === true ? rest : object;
}

/** The updated object: fields that this path may write as they were sent, all others as they are stored. */
export function mergeScope(
  given: KubeObject,
  current: KubeObject,
  { scope, info }: { readonly scope: UpdateScope; readonly info: ServedResource },
): KubeObject {
  if (scope === 'status') {
    const status = given['status'] ?? {};
    return { ...current, ...(hasOwnMetadata(info) ? { metadata: givenMetadata(given, current) } : {}), status };
  }
  if (scope === 'approval') {
    const { conditions } = asObject(given['status']);
    return { ...current, status: { ...asObject(current['status']), conditions } };
  }
  if (scope === 'finalize') return { ...current, spec: given['spec'] ?? {} };
  if (scope === 'ephemeralcontainers') {
    const { ephemeralContainers } = asObject(given['spec']);
    return { ...current, spec: { ...asObject(current['spec']), ephemeralContainers } };
  }
  if (scope === 'resize') return resizedPod(given, current);
  const merged: KubeObject = { ...given, metadata: givenMetadata(given, current) };
  if (info.strategy.hasStatus === true) {
    if (current['status'] === undefined) delete merged['status'];
    else merged['status'] = current['status'];
  }
  return merged;
}

/** Groups whose kinds take no metadata with their status (ResetObjectMetaForStatus); custom kinds do not either. */
const STATUS_ALONE = new Set([
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'certificates.k8s.io',
  'flowcontrol.apiserver.k8s.io',
]);

const hasOwnMetadata = ({ group, isCustom }: ServedResource) => !isCustom && !STATUS_ALONE.has(group);

function givenMetadata(given: KubeObject, current: KubeObject): KubeObject['metadata'] {
  const metadata: Record<string, unknown> = {
    ...given.metadata,
    name: current.metadata.name,
    resourceVersion: current.metadata.resourceVersion,
  };
  delete metadata['managedFields'];
  if (current.metadata.namespace !== undefined) metadata['namespace'] = current.metadata.namespace;
  for (const field of SERVER_FIELDS) {
    if (current.metadata[field] === undefined) delete metadata[field];
    else metadata[field] = current.metadata[field];
  }
  return metadata;
}
