import { deepEqual, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { ownValue, putOwn } from '@lanthorn/base/own-value.ts';

/** What strategic merge must know of a field: where it leads and how lists there merge. */
export interface PatchSchema {
  /** The schema of a field, or of a list's items, or null where nothing is known. */
  field(name: string): PatchSchema | null;
  readonly items: PatchSchema | null;
  readonly mergeKey: string | null;
  /** x-kubernetes-patch-strategy: `merge`, `replace`, `retainKeys`. */
  readonly strategies: readonly string[];
}

/**
 * kubectl's and the API server's strategic merge (apimachinery `strategicpatch`): lists with a merge key merge by it,
 * primitive lists with strategy merge as sets; `$patch`, `$deleteFromPrimitiveList`, `$setElementOrder` and `$retainKeys`
 * are obeyed. The target is not changed.
 */
export function applyStrategicMergePatch(target: unknown, patch: unknown, schema: PatchSchema | null): unknown {
  if (!isObject(patch)) return patch;
  if (patch['$patch'] === 'delete') return undefined;
  if (patch['$patch'] === 'replace') return withoutDirectives(patch);
  const result: JsonObject = isObject(target) ? { ...target } : {};
  const retain = patch['$retainKeys'];
  if (Array.isArray(retain)) for (const key of Object.keys(result)) if (!retain.includes(key)) delete result[key];
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$')) applyListDirective(result, key, value);
    else if (value === null) delete result[key];
    else
      mergeField(result, key, { value, order: patch[`$setElementOrder/${key}`], schema: schema?.field(key) ?? null });
  }
  return result;
}

interface FieldPatch {
  readonly value: unknown;
  readonly order: unknown;
  readonly schema: PatchSchema | null;
}

function applyListDirective(result: JsonObject, key: string, value: unknown): void {
  const prefix = '$deleteFromPrimitiveList/';
  if (!key.startsWith(prefix) || !Array.isArray(value)) return;
  const field = key.slice(prefix.length);
  const current = result[field];
  if (Array.isArray(current)) result[field] = current.filter(item => !value.includes(item));
}

function mergeField(result: JsonObject, key: string, { value, order, schema }: FieldPatch): void {
  const current = ownValue(result, key);
  if (Array.isArray(value) && schema?.strategies.includes('merge')) {
    const base = Array.isArray(current) ? current : [];
    const merged = schema.mergeKey === null ? mergeSet(base, value) : mergeList(base, value, schema);
    result[key] = inOrder(merged, { order: Array.isArray(order) ? order : value, before: base }, schema.mergeKey);
    return;
  }
  const merged = applyStrategicMergePatch(current, value, schema);
  if (merged === undefined) delete result[key];
  else putOwn(result, key, merged);
}

function mergeSet(current: readonly unknown[], patch: readonly unknown[]): unknown[] {
  return [...current, ...patch.filter(item => !current.some(existing => deepEqual(existing, item)))];
}

function mergeList(current: readonly unknown[], patch: readonly unknown[], schema: PatchSchema): unknown[] {
  const key = schema.mergeKey as string;
  if (patch.some(item => isObject(item) && item['$patch'] === 'replace')) {
    return patch.filter(item => isObject(item) && item['$patch'] !== 'replace');
  }
  const result = [...current];
  for (const item of patch) {
    if (!isObject(item)) continue;
    const at = result.findIndex(existing => isObject(existing) && deepEqual(existing[key], item[key]));
    if (item['$patch'] === 'delete') {
      if (at >= 0) result.splice(at, 1);
    } else if (at >= 0) result[at] = applyStrategicMergePatch(result[at], item, schema.items);
    else result.push(withoutDirectives(item));
  }
  return result;
}

/**
 * The elements a patch names stand in its order (that of `$setElementOrder` where it says so). The others are put between them where
 * they stood before, as far as the order of the patch allows (`mergeSortedSlice` of strategicpatch).
 */
function inOrder(
  items: readonly unknown[],
  { order, before }: { order: readonly unknown[]; before: readonly unknown[] },
  mergeKey: string | null,
): unknown[] {
  const keyOf = (item: unknown) => (mergeKey !== null && isObject(item) ? item[mergeKey] : item);
  const rank = (list: readonly unknown[], item: unknown) =>
    list.findIndex(entry => deepEqual(keyOf(entry), keyOf(item)));
  const named = items.filter(item => rank(order, item) >= 0).sort((a, b) => rank(order, a) - rank(order, b));
  const others = items.filter(item => rank(order, item) < 0);
  const result: unknown[] = [];
  for (const item of named) {
    while (others.length > 0 && rank(before, item) >= 0 && rank(before, others[0]) < rank(before, item))
      result.push(others.shift());
    result.push(item);
  }
  return [...result, ...others];
}

function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDirectives);
  if (!isObject(value)) return value;
  const result: JsonObject = {};
  for (const [key, entry] of Object.entries(value))
    if (!key.startsWith('$')) putOwn(result, key, withoutDirectives(entry));
  return result;
}
