import { asArray, asObject, asString, deepEqual, getPath, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { ownValue } from '@lanthorn/base/own-value.ts';
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

type Places = readonly (string | number)[];

/**
 * Owners of the field or item at a path of a tree; the path holds names and places in lists. Items are found as `fieldsV1` names them,
 * by their keys or their value (structured-merge-diff), so the tree may be another state of the object: a text being edited.
 * What is inside a field that is owned whole has that field's owners; a map has those who own the map itself, not only something in it.
 */
export function fieldOwners(object: unknown, tree: unknown, path: Places): FieldOwner[] {
  return ownersOf(object, fields => Object.hasOwn(fields, '.'), { tree, path });
}

/** The same, and who owns something in it. */
export function ownersWithin(object: unknown, tree: unknown, path: Places): FieldOwner[] {
  return ownersOf(object, () => true, { tree, path });
}

interface Place {
  readonly tree: unknown;
  readonly path: Places;
}

function ownersOf(object: unknown, isOwnedAt: (fields: JsonObject) => boolean, place: Place): FieldOwner[] {
  return asArray(getPath(object, 'metadata', 'managedFields'))
    .map(asObject)
    .filter(({ fieldsV1 }) => {
      const fields = fieldsAt(fieldsV1, place);
      return fields !== null && (Object.keys(fields).length === 0 || isOwnedAt(fields));
    })
    .map(({ manager, operation, subresource, time }) => ({
      manager: asString(manager),
      operation: asString(operation),
      subresource: asString(subresource),
      at: parseTime(time),
    }));
}

/** What is owned at a place, or whole around it; null where nothing is. Steps: `f:` a field, `k:` an item by its keys, `v:` by its value, `i:` by its place, `.` the thing itself. */
function fieldsAt(fields: unknown, { tree, path: [step, ...rest] }: Place): JsonObject | null {
  if (!isObject(fields)) return null;
  if (step === undefined || Object.keys(fields).length === 0) return fields;
  const value = getChild(tree, step);
  const key = typeof step === 'string' ? `f:${step}` : itemKey(fields, value, step);
  return key === undefined ? null : fieldsAt(ownValue(fields, key), { tree: value, path: rest });
}

function getChild(tree: unknown, step: string | number): unknown {
  if (typeof step === 'number') return asArray(tree)[step];
  return isObject(tree) ? ownValue(tree, step) : undefined;
}

/** The one that says all its keys; else one of which it leaves some out, which are there by their default. */
function itemKey(fields: JsonObject, item: unknown, index: number): string | undefined {
  const keys = Object.keys(fields);
  return (
    keys.find(key => key === `i:${index}` || sameItem(key, item)) ??
    keys.find(key => isObject(item) && sameItem(key, { ...keysOf(key), ...item }))
  );
}

/** Whether a key of `fieldsV1` names this item of a list; what cannot be read names none. */
export function sameItem(key: string, item: unknown): boolean {
  if (key.startsWith('v:')) return deepEqual(readKey(key), item);
  const keys = keysOf(key);
  return (
    keys !== null &&
    isObject(item) &&
    Object.entries(keys).every(([name, value]) => deepEqual(ownValue(item, name), value))
  );
}

function keysOf(key: string): JsonObject | null {
  const keys = key.startsWith('k:') ? readKey(key) : null;
  return isObject(keys) ? keys : null;
}

/** Undefined where it is no JSON. */
function readKey(key: string): unknown {
  try {
    return JSON.parse(key.slice(2)) as unknown;
  } catch {
    return undefined;
  }
}
