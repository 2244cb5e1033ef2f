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
  if (scope === 'approval') return { metadata: object.metadata, status: object['status'] };
  if (scope === 'status') {
    const kept = info.strategy.keptByStatus ?? [];
    const taken = Object.entries(object.metadata).filter(([field]) => !kept.includes(field));
    return { metadata: Object.fromEntries(taken), status: object['status'] };
  }
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
    const metadata = givenMetadata(given, current, info.strategy.keptByStatus);
    return { ...current, metadata, status: given['status'] ?? {} };
  }
  if (scope === 'approval') {
    const { conditions } = asObject(given['status']);
    const metadata = givenMetadata(given, current);
    return { ...current, metadata, status: { ...asObject(current['status']), conditions } };
  }
  if (scope === 'finalize') return { ...current, metadata: givenMetadata(given, current), spec: given['spec'] ?? {} };
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

/** The updated object as its fields get owners: who sends metadata to a path that takes none of it is an owner all the same. */
export function ownedForm(
  prepared: KubeObject,
  { given, current, scope }: { readonly given: KubeObject; readonly current: KubeObject; readonly scope: UpdateScope },
): KubeObject {
  const isPart = scope === 'ephemeralcontainers' || scope === 'resize';
  return isPart ? { ...prepared, metadata: givenMetadata(given, current) } : prepared;
}

/** What was sent, but for what the server keeps: its own fields, and these. */
function givenMetadata(given: KubeObject, current: KubeObject, kept: readonly string[] = []): KubeObject['metadata'] {
  const metadata: Record<string, unknown> = {
    ...given.metadata,
    name: current.metadata.name,
    resourceVersion: current.metadata.resourceVersion,
  };
  delete metadata['managedFields'];
  if (current.metadata.namespace !== undefined) metadata['namespace'] = current.metadata.namespace;
  const before: Readonly<Record<string, unknown>> = { ...current.metadata };
  for (const field of [...SERVER_FIELDS, ...kept]) {
    if (before[field] === undefined) delete metadata[field];
    else metadata[field] = before[field];
  }
  return metadata;
}
