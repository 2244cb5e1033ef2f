import { asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ServedResource } from '../resources/served-resource.ts';
import { ApiError } from '../wire/api-error.ts';
import type { DeleteOptions } from '../wire/write-options.ts';
import type { ObjectRef } from './object-ref.ts';

export function checkDeletePreconditions(
  { info, name }: Pick<ObjectRef, 'info' | 'name'>,
  options: DeleteOptions,
  current: KubeObject,
): void {
  const refuse = (what: string, wanted: string, end: string) => {
    const have = what === 'UID' ? current.metadata.uid : current.metadata.resourceVersion;
    const why = `the ${what} in the precondition (${wanted}) does not match the ${what} in record (${have ?? ''}). The object might have been ${end}`;
    // The real server names the kind here, and the resource in all its other conflicts.
    return new ApiError(409, {
      message: `Operation cannot be fulfilled on ${info.kind}${info.group === '' ? '' : `.${info.group}`} "${name}": ${why}`,
      reason: 'Conflict',
      details: { name, ...(info.group === '' ? {} : { group: info.group }), kind: info.kind },
    });
  };
  if (options.uid !== null && options.uid !== current.metadata.uid)
    throw refuse('UID', options.uid, 'deleted and then recreated');
  if (options.resourceVersion !== null && options.resourceVersion !== current.metadata.resourceVersion) {
    throw refuse('ResourceVersion', options.resourceVersion, 'modified');
  }
}

/** The finalizers that make the garbage collector do as the client says with what the object owns. */
export function withPropagation(finalizers: readonly string[], propagation: DeleteOptions['propagation']): string[] {
  const kept = finalizers.filter(entry => entry !== 'orphan' && entry !== 'foregroundDeletion');
  if (propagation === 'Orphan') return [...kept, 'orphan'];
  return propagation === 'Foreground' ? [...kept, 'foregroundDeletion'] : kept;
}

/** Only pods that run on a node get time to end. */
export function gracePeriod(info: ServedResource, current: KubeObject, options: DeleteOptions): number {
  const own = info.strategy.gracePeriod?.(current);
  if (own === undefined) return 0;
  const phase = getPath(current, 'status', 'phase');
  if (asString(getPath(current, 'spec', 'nodeName')) === '' || phase === 'Succeeded' || phase === 'Failed') return 0;
  return Math.max(0, options.gracePeriodSeconds ?? own);
}

/** The object as it is shown while its finalizers or its grace period hold it. */
export function markDeleted(
  info: ServedResource,
  current: KubeObject,
  { finalizers, grace, now }: { finalizers: readonly string[]; grace: number; now: number },
): KubeObject {
  const already = current.metadata.deletionTimestamp;
  const metadata = {
    ...current.metadata,
    ...(finalizers.length > 0 ? { finalizers: [...finalizers] } : {}),
    deletionTimestamp: already ?? formatTime(now + grace * 1000),
    ...(already === undefined ? { deletionGracePeriodSeconds: grace } : {}),
    ...(current.metadata.deletionGracePeriodSeconds === undefined
      ? {}
      : { deletionGracePeriodSeconds: Math.min(grace, current.metadata.deletionGracePeriodSeconds) }),
    ...(already === undefined && current.metadata.generation !== undefined
      ? { generation: current.metadata.generation + 1 }
      : {}),
  };
  const object: KubeObject = { ...current, metadata };
  return info.resource === 'namespaces'
    ? { ...object, status: { ...asObject(current['status']), phase: 'Terminating' } }
    : object;
}

/** A write that leaves nothing to wait for removes the object. */
export function isDeletionDone(info: ServedResource, object: KubeObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds, finalizers } = object.metadata;
  return (
    deletionTimestamp !== undefined &&
    (finalizers ?? []).length === 0 &&
    (deletionGracePeriodSeconds ?? 0) === 0 &&
    !holdsNamespace(info, object)
  );
}

/** A namespace stays until its controller has emptied it and taken the finalizer out of its spec. */
function holdsNamespace(info: ServedResource, object: KubeObject): boolean {
  const finalizers = getPath(object, 'spec', 'finalizers');
  return info.resource === 'namespaces' && Array.isArray(finalizers) && finalizers.length > 0;
}
