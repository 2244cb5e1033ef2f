import { asArray, asObject, asString, deepEqual, getPath, isObject } from '@lanthorn/base/json.ts';
import { parseTime } from './kube-object.ts';

/** Who wrote a field last, as the API server keeps it (server-side apply, field management). */
export interface FieldOwner {
  readonly manager: string;
  /** 'Apply' or 'Update'. */
  readonly operation: string;
  /** '' or the subresource it was written through. */
  readonly subresource: string;
  /** Milliseconds; null where the server does not say. */
  readonly at: number | null;
}

/**
 * Owners of the field or item at a path of a tree; the path holds names and places in lists. Items are found as `fieldsV1` names them,
 * by their keys or their value (structured-merge-diff), so the tree may be another state of the object: a text being edited.
 * What is inside a field that is owned whole has that field's owners; a map has those who own the map itself, not only something in it.
 */
export function fieldOwners(object: unknown, tree: unknown, path: readonly (string | number)[]): FieldOwner[] {
  return asArray(getPath(object, 'metadata', 'managedFields'))
    .map(asObject)
    .filter(({ fieldsV1 }) => isOwned(fieldsV1, tree, path))
    .map(({ manager, operation, subresource, time }) => ({
      manager: asString(manager),
      operation: asString(operation),
      subresource: asString(subresource),
      at: parseTime(time),
    }));
}

/** Steps of `fieldsV1`: `f:` a field, `k:` an item by its keys, `v:` an item by its value, `i:` an item by its place, `.` the thing itself. */
function isOwned(fields: unknown, tree: unknown, [step, ...rest]: readonly (string | number)[]): boolean {
  if (!isObject(fields)) return false;
  const keys = Object.keys(fields);
  if (keys.length === 0) return true;
  if (step === undefined) return keys.includes('.');
  const value = getChild(tree, step);
  const key = typeof step === 'string' ? `f:${step}` : keys.find(candidate => namesItem(candidate, value, step));
  return key !== undefined && isOwned(fields[key], value, rest);
}

function getChild(tree: unknown, step: string | number): unknown {
  if (typeof step === 'number') return asArray(tree)[step];
  return isObject(tree) ? tree[step] : undefined;
}

function namesItem(key: string, item: unknown, index: number): boolean {
  const text = key.slice(2);
  if (key.startsWith('i:')) return Number(text) === index;
  if (key.startsWith('v:')) return deepEqual(JSON.parse(text), item);
  if (!key.startsWith('k:') || !isObject(item)) return false;
  // A key that the text leaves out is there by its default.
  return Object.entries(asObject(JSON.parse(text))).every(
    ([name, value]) => item[name] === undefined || deepEqual(item[name], value),
  );
}
