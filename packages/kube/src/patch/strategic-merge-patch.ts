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
  const { $patch: directive, ...fields } = patch;
  if (directive === 'delete') return {};
  if (directive === 'replace') return asItStands(fields);
  const result: JsonObject = isObject(target) ? { ...target } : {};
  const retain = patch['$retainKeys'];
  if (Array.isArray(retain)) for (const key of Object.keys(result)) if (!retain.includes(key)) delete result[key];
  for (const [key, value] of Object.entries(fields)) {
    if (key.startsWith('$')) applyListDirective(result, { key, value, fields, schema });
    else if (value === null) delete result[key];
    else mergeField(result, key, { value, order: fields[`${ORDER}${key}`], schema: schema?.field(key) ?? null });
  }
  return result;
}

const DELETE = '$deleteFromPrimitiveList/';
const ORDER = '$setElementOrder/';

interface FieldPatch {
  readonly value: unknown;
  readonly order: unknown;
  readonly schema: PatchSchema | null;
}

interface ListDirective {
  readonly key: string;
  readonly value: unknown;
  /** What else the patch says. */
  readonly fields: JsonObject;
  readonly schema: PatchSchema | null;
}

function applyListDirective(result: JsonObject, { key, value, fields, schema }: ListDirective): void {
  const field = key.slice(key.indexOf('/') + 1);
  const current = ownValue(result, field);
  if (!Array.isArray(value) || !Array.isArray(current)) return;
  if (key.startsWith(DELETE)) result[field] = current.filter(item => !value.includes(item));
  // With a change of the list, the order is that of what comes of it.
  if (key.startsWith(ORDER) && !Object.hasOwn(fields, field))
    result[field] = inOrder(current, { order: value, before: current }, schema?.field(field)?.mergeKey ?? null);
}

function mergeField(result: JsonObject, key: string, { value, order, schema }: FieldPatch): void {
  const current = ownValue(result, key);
  if (Array.isArray(value) && schema?.strategies.includes('merge')) {
    const base = Array.isArray(current) ? current : [];
    const list = Array.isArray(current) ? value : (withoutDirectives(value) as unknown[]);
    const merged = schema.mergeKey === null ? mergeSet(base, list) : mergeList(base, list, schema);
    result[key] = inOrder(merged, { order: Array.isArray(order) ? order : value, before: base }, schema.mergeKey);
    return;
  }
  const merged = mergeValue(current, value, schema);
  if (merged === undefined) delete result[key];
  else putOwn(result, key, merged);
}

function mergeValue(current: unknown, value: unknown, schema: PatchSchema | null): unknown {
  if (isObject(current) && isObject(value)) return applyStrategicMergePatch(current, value, schema);
  return Array.isArray(current) && Array.isArray(value) ? asItStands(value) : withoutDirectives(value);
}

function mergeSet(current: readonly unknown[], patch: readonly unknown[]): unknown[] {
  return [...current, ...patch.filter(item => !current.some(existing => deepEqual(existing, item)))];
}

function mergeList(current: readonly unknown[], patch: readonly unknown[], schema: PatchSchema): unknown[] {
  const key = schema.mergeKey as string;
  const items = patch.filter(isObject);
  const changes = items.filter(item => !Object.hasOwn(item, '$patch'));
  if (items.some(item => item['$patch'] === 'replace')) return changes.map(asItStands);
  const has = (item: unknown, other: JsonObject) => isObject(item) && deepEqual(item[key], other[key]);
  const gone = items.filter(item => item['$patch'] === 'delete');
  const result = current.filter(item => !gone.some(other => has(item, other)));
  for (const change of changes) {
    const at = result.findIndex(item => has(item, change));
    if (at >= 0) result[at] = applyStrategicMergePatch(result[at], change, schema.items);
    else result.push(asItStands(change));
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

/** What is made of a value where nothing of its type was before: what it marks with `$patch` is no part of it. */
function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDirectives).filter(item => item !== undefined);
  if (!isObject(value)) return value;
  return Object.hasOwn(value, '$patch') ? undefined : fieldsOf(value, withoutDirectives);
}

/** A value that is taken as it stands, as the types of Kubernetes read it: they know no directives, and null is nothing. */
function asItStands(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asItStands);
  return isObject(value) ? fieldsOf(value, asItStands) : value;
}

function fieldsOf(value: JsonObject, read: (entry: unknown) => unknown): JsonObject {
  const result: JsonObject = {};
  for (const [key, entry] of Object.entries(value)) {
    const made = key.startsWith('$') || entry === null ? undefined : read(entry);
    if (made !== undefined) putOwn(result, key, made);
  }
  return result;
}
