import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { immutableErrors } from './immutable-fields.ts';
import { validateMeta, validateMetaUpdate } from '../kinds/validation.ts';
import type { Strategy } from '../resources/strategy.ts';
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
  const { uid, name = '' } = given.metadata;
  const isOther = uid !== undefined && uid !== current.metadata.uid;
  const isRenamed = name !== '' && name !== current.metadata.name;
  return [
    ...(scope === 'main' || scope === 'status' ? validateMeta(object, info.resource) : []),
    ...(isOther ? [invalidValue('metadata.uid', uid, 'field is immutable')] : []),
    ...(isRenamed ? [invalidValue('metadata.name', name, 'field is immutable')] : []),
    ...validateMetaUpdate(object, current),
    ...checksOf(info.strategy, scope).flatMap(check => check?.(object, current) ?? []),
    ...(scope === 'main' && !info.isCustom ? immutableErrors(info.resource, object, current) : []),
  ];
}

/** What a kind looks at when this part of an object is written. */
function checksOf(strategy: Strategy, scope: UpdateScope): readonly (Strategy['validateUpdate'] | undefined)[] {
  switch (scope) {
    case 'main':
      return [strategy.validate, strategy.validateUpdate];
    case 'resize':
      return [strategy.validate, strategy.validateResize];
    case 'ephemeralcontainers':
      return [strategy.validateEphemeral];
    case 'status':
      return [strategy.validateStatus];
    case 'approval':
      return [strategy.validateApproval];
    case 'finalize':
      return [];
  }
}
