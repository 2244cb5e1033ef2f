import { deepEqual, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { ownValue, putOwn } from '@lanthorn/base/own-value.ts';
import { itemSteps } from '@lanthorn/kube/edit/three-way-merge.ts';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { type FieldOwner, fieldOwners } from '@lanthorn/kube/objects/managed-fields.ts';
import { editable } from './edit-object.ts';

/** Who owns what is applied here, as `managedFields` says it. */
export const FIELD_MANAGER = 'lanthorn';

/** What is applied here owns it. */
export function isOwnApply({ manager, operation }: { readonly manager: string; readonly operation: string }): boolean {
  return manager === FIELD_MANAGER && operation === 'Apply';
}

/** As the API server names a field in a conflict: `.spec.containers[name="web"].image`. */
const STEP = /\.([^.[\]]+)|\[(="(?:[^"\\]|\\.)*"|[^\]]*)\]/g;

/** The object without fields that a conflict names. */
export function withoutFields(object: KubeObject, fields: readonly string[]): KubeObject {
  return fields.reduce<unknown>((left, field) => {
    const steps = [...field.replace(/^(?![.[])/, '.').matchAll(STEP)].map(([, name, item]) =>
      name === undefined ? { item: item ?? '' } : name,
    );
    return without(left, steps);
  }, object) as KubeObject;
}

function without(tree: unknown, [step, ...rest]: readonly (string | { readonly item: string })[]): unknown {
  if (step === undefined) return undefined;
  if (Array.isArray(tree) && typeof step === 'object')
    return tree.flatMap(item => (isNamed(item, step.item) ? dropped(without(item, rest)) : [item]));
  if (!isObject(tree) || typeof step !== 'string') return tree;
  const left: JsonObject = {};
  for (const [name, value] of Object.entries(tree)) {
    const kept = name === step ? without(value, rest) : value;
    if (kept !== undefined) putOwn(left, name, kept);
  }
  return left;
}

const dropped = (item: unknown): unknown[] => (item === undefined ? [] : [item]);

/** `name="web"`, `containerPort=80,protocol="TCP"`, or `="a"` of a set. */
function isNamed(item: unknown, words: string): boolean {
  const pairs = [...words.matchAll(/([\w-]*)=("(?:[^"\\]|\\.)*"|[^,]*)/g)];
  return (
    pairs.length > 0 &&
    pairs.every(([, name = '', text = '']) => {
      const value = name === '' ? item : isObject(item) ? ownValue(item, name) : undefined;
      // A key that the item leaves out has its default.
      return (value === undefined && name !== '' && isObject(item)) || JSON.stringify(value) === text;
    })
  );
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
  const rest = editable(withoutFields(object, said));
  return differing({ live: editable(fresh), mine: rest, schema, places: [] }).some(places =>
    fieldOwners(fresh, rest, places).some(owner => !isOwnApply(owner)),
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
