import { asArray, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { apiVersionOf } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { zeroOf } from '../field-ownership/compare-fields.ts';
import { updateFields, type Writer } from '../field-ownership/field-manager.ts';
import type { ServedResource } from '../resources/served-resource.ts';
import type { WriteOptions } from '../wire/write-options.ts';
import { inScope } from './update-scope.ts';

/** A write whose owners may be decided already, as those of an apply are. */
export interface CreateOptions extends WriteOptions {
  readonly managedFields?: readonly JsonObject[];
}

interface FieldsOfUpdate {
  readonly options: CreateOptions;
  readonly subresource: string;
  readonly given: KubeObject;
  readonly current: KubeObject;
  readonly prepared: KubeObject;
  readonly now: number;
}

/** Who owns the fields of a new object: its creator, of all but the status. */
export function fieldsOfCreate(
  info: ServedResource,
  filled: KubeObject,
  { manager, now }: { manager: string; now: number },
): JsonObject[] {
  if (manager === '') return [];
  const { type } = info;
  const before = emptyOf(info);
  const change = { before, after: inScope(info.fromStored(filled), 'main', info), type, managedFields: [] };
  return updateFields(change, writerOf(info, { manager, subresource: '', now }));
}

/** Where nobody's fields were kept, as of an object that was restored, an update does not begin to. */
export function fieldsOfUpdate(
  info: ServedResource,
  { options, subresource, given, current, prepared, now }: FieldsOfUpdate,
): JsonObject[] {
  if (options.managedFields !== undefined) return [...options.managedFields];
  const known = asArray(current.metadata.managedFields).filter(isObject);
  if (known.length === 0 || options.manager === '') return known;
  // Sent along they are taken as sent; a list without any begins anew.
  const managedFields = given.metadata.managedFields ?? known;
  const { type } = info;
  const writer = writerOf(info, { manager: options.manager, subresource, now });
  const change = { before: info.fromStored(current), after: info.fromStored(prepared), type, managedFields };
  return updateFields(change, writer);
}

export function writerOf(
  info: ServedResource,
  { manager, subresource, now }: { manager: string; subresource: string; now: number },
): Writer {
  return { manager, subresource, apiVersion: apiVersionOf(info), now };
}

/** What was there before anything was written: Go has empty structs where custom kinds have nothing. */
export function emptyOf({ type, isCustom }: ServedResource): JsonObject {
  return type === null || isCustom ? {} : zeroOf(type);
}

export function withManagedFields(object: KubeObject, managedFields: readonly JsonObject[]): KubeObject {
  const { managedFields: _before, ...metadata } = object.metadata;
  return {
    ...object,
    metadata: managedFields.length === 0 ? metadata : { ...metadata, managedFields: [...managedFields] },
  };
}
