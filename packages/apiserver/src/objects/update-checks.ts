import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { validateMeta, validateMetaUpdate } from '../kinds/validation.ts';
import type { ServedResource } from '../resources/served-resource.ts';
import { badRequest, conflict, type FieldError, invalidValue, OBJECT_MODIFIED } from '../wire/api-error.ts';
import type { ObjectRef } from './object-ref.ts';
import type { UpdateScope } from './update-scope.ts';

export function checkName(sent: string, name: string): void {
  if (sent !== '' && sent !== name)
    throw badRequest(`the name of the object (${sent}) does not match the name on the URL (${name})`);
}

export function checkNamespace(given: KubeObject, namespace: string): void {
  const sent = given.metadata.namespace ?? '';
  if (sent !== '' && sent !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
}

/** A write that names a resourceVersion is refused when the object has another by now. */
export function checkVersion(ref: ObjectRef, given: KubeObject, current: KubeObject): void {
  const wanted = given.metadata.resourceVersion ?? '';
  if (wanted !== '' && wanted !== current.metadata.resourceVersion)
    throw conflict({ ...ref.info, name: ref.name }, OBJECT_MODIFIED);
}

/** What is wrong with an object that takes the place of `current`. */
export function updateErrors(
  object: KubeObject,
  { info, given, current, scope }: { info: ServedResource; given: KubeObject; current: KubeObject; scope: UpdateScope },
): FieldError[] {
  const { validate, validateUpdate, validateStatus, validateApproval, validateResize } = info.strategy;
  const isMain = scope === 'main';
  const { uid } = given.metadata;
  const isOther = uid !== undefined && uid !== current.metadata.uid;
  return [
    ...(isMain ? validateMeta(object, info.resource) : []),
    ...(isOther ? [invalidValue('metadata.uid', uid, 'field is immutable')] : []),
    ...validateMetaUpdate(object, current),
    ...(isMain ? [...(validate?.(object, current) ?? []), ...(validateUpdate?.(object, current) ?? [])] : []),
    ...(scope === 'resize'
      ? [...(validate?.(object, current) ?? []), ...(validateResize?.(object, current) ?? [])]
      : []),
    ...(scope === 'status' ? (validateStatus?.(object, current) ?? []) : []),
    ...(scope === 'approval' ? (validateApproval?.(object, current) ?? []) : []),
  ];
}
