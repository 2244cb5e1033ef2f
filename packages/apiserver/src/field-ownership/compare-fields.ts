import { deepEqual, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';
import { FieldSet } from './field-set.ts';

/** What differs between two states of an object. */
export interface Comparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

/** The rules of structured-merge-diff's `TypedValue.Compare`: maps by field, lists by their keys or values, the rest whole. */
export function compareFields(before: JsonObject, after: JsonObject, type: TypeSchema | null): Comparison {
  const comparison = { added: new FieldSet(), modified: new FieldSet(), removed: new FieldSet() };
  new Comparer(comparison).compare([], { before, after }, type);
  return comparison;
}

interface Sides {
  /** `undefined` where there is nothing; null is a value that is null. */
  readonly before: unknown;
  readonly after: unknown;
}

class Comparer {
  readonly #found: Comparison;

  constructor(found: Comparison) {
    this.#found = found;
  }

  compare(path: readonly string[], sides: Sides, type: TypeSchema | null): void {
    const { before, after } = sides;
    const shape = after ?? before;
    if (isObject(shape) && type?.isAtomicMap !== true && !(isEmpty(before) && isEmpty(after))) {
      const names = new Set([...Object.keys(asMap(before)), ...Object.keys(asMap(after))]);
      for (const name of names) {
        const nested = { before: asMap(before)[name], after: asMap(after)[name] };
        this.compare([...path, `f:${name}`], nested, type?.field(name) ?? null);
      }
    } else if (Array.isArray(shape) && isGranular(type) && !(isEmpty(before) && isEmpty(after))) {
      this.#compareItems(path, sides, type);
    } else return this.#leaf(path, sides);
    if (before === undefined) this.#found.added.insert(path);
    else if (after === undefined) this.#found.removed.insert(path);
    return undefined;
  }

  /** Where several items have the same keys, nobody says which one a field is of: they are one, as a whole. */
  #compareItems(path: readonly string[], { before, after }: Sides, type: TypeSchema | null): void {
    const [left, right] = [itemsByStep(before, type), itemsByStep(after, type)];
    const mayBeTwins = hasTwins(before, left) || hasTwins(after, right);
    for (const step of new Set([...left.keys(), ...right.keys()])) {
      const place = [...path, step];
      const twins = mayBeTwins ? { before: twinsOf(before, step, type), after: twinsOf(after, step, type) } : null;
      if (twins !== null && Math.max(twins.before?.length ?? 0, twins.after?.length ?? 0) > 1) this.#leaf(place, twins);
      else this.compare(place, { before: left.get(step), after: right.get(step) }, type?.items ?? null);
    }
  }

  #leaf(path: readonly string[], { before, after }: Sides): void {
    if (before === undefined) this.#found.added.insert(path);
    else if (after === undefined) this.#found.removed.insert(path);
    else if (!deepEqual(before, after)) this.#found.modified.insert(path);
  }
}

/** Every place that a configuration sets (`TypedValue.ToFieldSet`). */
export function fieldsOf(value: JsonObject, type: TypeSchema | null): FieldSet {
  const set = new FieldSet();
  collect([], { value, type, set });
  return set;
}

function collect(
  path: readonly string[],
  { value, type, set }: { value: unknown; type: TypeSchema | null; set: FieldSet },
): void {
  if (isObject(value) && type?.isAtomicMap !== true) {
    for (const [name, nested] of Object.entries(value)) {
      const place = [...path, `f:${name}`];
      collect(place, { value: nested, type: type?.field(name) ?? null, set });
      // The keys of a map are its owner's; the fields of a struct are only places on the way.
      const isField = type?.fields.includes(name) === true;
      if (!isField || nested === null || (isObject(nested) && Object.keys(nested).length === 0)) set.insert(place);
    }
  } else if (Array.isArray(value) && isGranular(type)) {
    for (const [step, item] of itemsByStep(value, type)) {
      collect([...path, step], { value: item, type: type?.items ?? null, set });
      set.insert([...path, step]);
    }
  } else set.insert(path);
}

/** Lists without a type are whole (deduced types). */
export function isGranular(type: TypeSchema | null): boolean {
  return type !== null && type.list.type !== 'atomic';
}

/** The items of a list by the step that names each. */
export function itemsByStep(list: unknown, type: TypeSchema | null): Map<string, unknown> {
  const items = new Map<string, unknown>();
  if (Array.isArray(list)) for (const item of list as unknown[]) items.set(stepOf(item, type), item);
  return items;
}

function hasTwins(list: unknown, items: ReadonlyMap<string, unknown>): boolean {
  return Array.isArray(list) && list.length > items.size;
}

function twinsOf(list: unknown, step: string, type: TypeSchema | null): readonly unknown[] | undefined {
  const found = Array.isArray(list) ? list.filter(item => stepOf(item, type) === step) : [];
  return found.length === 0 ? undefined : found;
}

/** `k:{…}` with the keys in order, defaults for those left out; `v:…` in a set. */
function stepOf(item: unknown, type: TypeSchema | null): string {
  const list = type?.list;
  if (list?.type !== 'map' || !isObject(item)) return `v:${writeJson(item)}`;
  const keys = list.keys.toSorted().flatMap(name => {
    const value = item[name] ?? type?.items?.field(name)?.default;
    return value === undefined ? [] : [[name, value] as const];
  });
  return `k:${writeJson(Object.fromEntries(keys))}`;
}

function asMap(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) ? Object.keys(value).length === 0 : value === undefined || value === null;
}

const zeros = new WeakMap<TypeSchema, JsonObject>();

/**
 * An object of the type as Go makes it before anything is set: structs that are no pointers are there, required lists and
 * pointers are null, required scalars have their zero value. OpenAPI tells them by `default: {}` and `required`.
 */
export function zeroOf(type: TypeSchema): JsonObject {
  const known = zeros.get(type);
  if (known !== undefined) return known;
  const zero: JsonObject = {};
  for (const name of type.fields) {
    const field = type.field(name);
    if (field === null) continue;
    if (isObject(field.default)) zero[name] = zeroOf(field);
    // Required sets (of policies' actions) are left out when empty all the same.
    else if (type.required.includes(name) && field.list.type !== 'set') zero[name] = field.default ?? null;
  }
  zeros.set(type, zero);
  return zero;
}
