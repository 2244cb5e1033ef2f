import { asArray, asObject, asString, deepEqual, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { ownValue, putOwn } from '@lanthorn/base/own-value.ts';
import { itemSteps, type PathStep } from '@lanthorn/kube/edit/three-way-merge.ts';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { type FieldOwner, fieldOwners, ownersWithin } from '@lanthorn/kube/objects/managed-fields.ts';
import type { OwnApply } from '../machinery/action.ts';
import { editable } from './edit-object.ts';

/** Who owns what is applied here, as `managedFields` says it. */
export const FIELD_MANAGER = 'lanthorn';

/** What is applied here owns it. */
export function isOwnApply({ manager, operation }: { readonly manager: string; readonly operation: string }): boolean {
  return manager === FIELD_MANAGER && operation === 'Apply';
}

/** Null where nothing was applied here. */
export function ownApply({ metadata }: KubeObject): OwnApply | null {
  const entry = asArray(metadata['managedFields'])
    .map(asObject)
    .find(({ manager, operation }) => isOwnApply({ manager: asString(manager), operation: asString(operation) }));
  return entry === undefined ? null : { time: asString(entry['time']), fieldsV1: entry['fieldsV1'] };
}

/** An item of a list as the API server names it: `[name="web"]`, `[containerPort=80,protocol="TCP"]`, `[="a"]` of a set. */
const ITEM = /^\[((?:"(?:[^"\\]|\\.)*"|[^"\]])*)\]/;
const KEY = /([^=,]*)=("(?:[^"\\]|\\.)*"|[^,]*),?/gy;

/** The object without fields that a conflict names, as `.spec.containers[name="web"].image`. */
export function withoutFields(object: KubeObject, fields: readonly string[], schema: TypeSchema | null): KubeObject {
  return without(
    object,
    fields.map(field => field.replace(/^(?![.[])/, '.')),
    schema,
  ) as KubeObject;
}

/** All in one walk. Names stand in a field as they are, dots and all: where one ends follows from what is there. */
function without(tree: unknown, fields: readonly string[], schema: TypeSchema | null): unknown {
  if (fields.length === 0) return tree;
  if (fields.includes('')) return undefined;
  if (Array.isArray(tree)) return schema === null ? tree : withoutItems(tree, fields, schema);
  if (!isObject(tree)) return tree;
  const below = belowNames(tree, fields);
  const left: JsonObject = {};
  for (const [name, value] of Object.entries(tree)) {
    const kept = without(value, below.get(name) ?? [], schema?.field(name) ?? null);
    if (kept !== undefined) putOwn(left, name, kept);
  }
  return left;
}

/** What fields say below the names that they begin with: the longest of each, `a.b` rather than `a` of `.a.b[0]`. */
function belowNames(tree: JsonObject, fields: readonly string[]): Map<string, string[]> {
  const below = new Map<string, string[]>();
  const lengths = [...new Set(Object.keys(tree).map(({ length }) => length))].toSorted((a, b) => b - a);
  for (const field of fields.filter(each => each.startsWith('.'))) {
    const names = lengths
      .filter(length => ['.', '[', undefined].includes(field[length + 1]))
      .map(length => field.slice(1, length + 1));
    const name = names.find(each => Object.hasOwn(tree, each));
    if (name !== undefined) add(below, name, field.slice(name.length + 1));
  }
  return below;
}

function add(below: Map<string, string[]>, key: string, rest: string): void {
  below.set(key, [...(below.get(key) ?? []), rest]);
}

/** Items by what tells them apart, with what their type has by default; where that does not, all stay. */
function withoutItems(items: readonly unknown[], fields: readonly string[], schema: TypeSchema): readonly unknown[] {
  const steps = itemSteps(items, schema);
  if (steps === null) return items;
  const below = new Map<string, string[]>();
  for (const field of fields) {
    const [whole = '', words = ''] = ITEM.exec(field) ?? [];
    add(below, JSON.stringify(stepNamed(words, schema)), field.slice(whole.length));
  }
  return [...steps]
    .map(([key, { item }]) => without(item, below.get(key) ?? [], schema.items))
    .filter(item => item !== undefined);
}

function stepNamed(words: string, { list }: TypeSchema): PathStep {
  const said = new Map([...words.matchAll(KEY)].map(([, name = '', text = '']) => [name, readValue(text)]));
  if (list.type !== 'map') return { value: said.get('') };
  return { key: Object.fromEntries(list.keys.map(name => [name, said.get(name)])) };
}

/** As it stands in a field; undefined where it is no JSON. */
function readValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Whether an object has fields of others that it would be given another value of, beside those that are said. */
export function hasOtherConflicts(
  fresh: KubeObject,
  {
    object,
    said,
    schema,
  }: { readonly object: KubeObject; readonly said: readonly string[]; readonly schema: TypeSchema | null },
): boolean {
  const rest = editable(withoutFields(object, said, schema));
  return differing({ live: editable(fresh), mine: rest, schema, places: [] }).some(places =>
    ownersWithin(fresh, rest, places).some(owner => !isOwnApply(owner)),
  );
}

/** Who owns what an edit changes, each with the paths: the last writer first. */
export function changedOwners(
  live: KubeObject,
  merged: KubeObject,
  schema: TypeSchema | null,
): (FieldOwner & { readonly fields: readonly string[] })[] {
  const [before, after] = [editable(live), editable(merged)];
  const owned = new Map<string, FieldOwner & { readonly fields: readonly string[] }>();
  const collect = (tree: unknown, other: unknown) => {
    for (const places of differing({ live: other, mine: tree, schema, places: [] }))
      for (const owner of fieldOwners(live, tree, places)) {
        const { manager, operation, subresource } = owner;
        const key = JSON.stringify([manager, operation, subresource]);
        const fields = owned.get(key)?.fields ?? [];
        const field = placesText(places);
        owned.set(key, { ...owner, fields: fields.includes(field) ? fields : [...fields, field] });
      }
  };
  collect(after, before);
  // What is taken away is in the object alone.
  collect(before, after);
  return [...owned.values()].sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
}

/** As a person reads it: `spec.containers[0].image`. */
function placesText(places: readonly (string | number)[]): string {
  return places
    .map(place => (typeof place === 'number' ? `[${place}]` : `.${place}`))
    .join('')
    .slice(1);
}

interface Compared {
  readonly live: unknown;
  readonly mine: unknown;
  readonly schema: TypeSchema | null;
  readonly places: readonly (string | number)[];
}

/** Places of values that are another in `mine`; what is not in `mine` is no difference. */
function differing({ live, mine, schema, places }: Compared): (readonly (string | number)[])[] {
  if (isObject(live) && isObject(mine) && schema?.isAtomicMap !== true)
    return Object.entries(mine).flatMap(([name, value]) =>
      differing({
        live: ownValue(live, name),
        mine: value,
        schema: schema?.field(name) ?? null,
        places: [...places, name],
      }),
    );
  if (Array.isArray(live) && Array.isArray(mine) && schema !== null) {
    const [before, after] = [itemSteps(live, schema), itemSteps(mine, schema)];
    if (before !== null && after !== null)
      return [...after].flatMap(([key, { item }], i) =>
        differing({ live: before.get(key)?.item, mine: item, schema: schema.items, places: [...places, i] }),
      );
  }
  return deepEqual(live, mine) ? [] : [places];
}
