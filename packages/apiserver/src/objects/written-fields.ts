import { asArray, asObject, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { apiVersionOf } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { zeroOf } from '../field-ownership/compare-fields.ts';
import { updateFields, type Writer } from '../field-ownership/field-manager.ts';
import type { ServedResource } from '../resources/served-resource.ts';
import type { WriteOptions } from '../wire/write-options.ts';
import { inScope } from './update-scope.ts';

/** Options of a write, with the owners of its fields where they are decided already, as by an apply. */
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
  const after = inScope(info.fromStored(filled), 'main', info);
  const change = { before: emptyOf(info), after, type: info.type, managedFields: [] };
  return updateFields(change, writerOf(info, { manager, subresource: '', now }));
}

/** Who owns the fields after an update. Where no owners were recorded (a restored object has none), an update does not begin to. */
export function fieldsOfUpdate(
  info: ServedResource,
  { options, subresource, given, current, prepared, now }: FieldsOfUpdate,
): JsonObject[] {
  if (options.managedFields !== undefined) return [...options.managedFields];
  const known = asArray(current.metadata.managedFields).filter(isObject);
  if (known.length === 0 || options.manager === '') return known;
  // A client may send the list along, and then it counts: an empty one starts anew.
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

/** An object before anything was written to it: in Go built-in kinds have empty structs then, custom kinds have nothing. */
export function emptyOf({ type, isCustom }: ServedResource): JsonObject {
  return type === null || isCustom ? {} : zeroOf(type);
}

/** The object with its owners; of what nobody owns (`unowned`) none is kept. */
export function withManagedFields(
  object: KubeObject,
  managedFields: readonly JsonObject[],
  unowned: readonly string[] = [],
): KubeObject {
  const { managedFields: _before, ...metadata } = object.metadata;
  const kept =
    unowned.length === 0 ? [...managedFields] : managedFields.flatMap(entry => withoutFields(entry, unowned));
  return { ...object, metadata: kept.length === 0 ? metadata : { ...metadata, managedFields: kept } };
}

/** Whoever owns nothing then is no owner. */
function withoutFields(entry: JsonObject, names: readonly string[]): JsonObject[] {
  const fields = Object.entries(asObject(entry['fieldsV1'])).filter(([key]) => !names.includes(key.slice(2)));
  return fields.length === 0 ? [] : [{ ...entry, fieldsV1: Object.fromEntries(fields) }];
}
