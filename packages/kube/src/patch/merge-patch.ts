import { deepEqual, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { ownValue, putOwn } from '@lanthorn/base/own-value.ts';

/** RFC 7386: null removes, objects merge, anything else replaces. The target is not changed. */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: JsonObject = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else putOwn(result, key, applyMergePatch(ownValue(result, key), value));
  }
  return result;
}

/** A smallest merge patch that turns `from` into `to`. */
export function createMergePatch(from: JsonObject, to: JsonObject): JsonObject {
  const patch: JsonObject = {};
  for (const key of Object.keys(from)) if (!Object.hasOwn(to, key)) putOwn(patch, key, null);
  for (const [key, value] of Object.entries(to)) {
    const before = ownValue(from, key);
    if (isObject(before) && isObject(value)) {
      const nested = createMergePatch(before, value);
      if (Object.keys(nested).length > 0) putOwn(patch, key, nested);
    } else if (!deepEqual(before, value)) putOwn(patch, key, value);
  }
  return patch;
}
