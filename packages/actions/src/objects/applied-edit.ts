import { asObject, deepEqual, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { ownValue, putOwn } from '@lanthorn/base/own-value.ts';
import { itemSteps, mergeTrees, pathText, type TreePath } from '@lanthorn/kube/edit/three-way-merge.ts';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { fieldOwners, sameItem } from '@lanthorn/kube/objects/managed-fields.ts';
import type { OwnApply } from '../machinery/action.ts';
import { editable } from './edit-object.ts';
import { isOwnApply, ownApply } from './field-conflicts.ts';

export interface AppliedEdit {
  /** What was changed, and what was applied here before: left out, that would be taken away. */
  readonly object: KubeObject;
  /** What was changed, as paths. */
  readonly fields: readonly string[];
  /** What was taken out of the text and others own: an apply takes away what is its own alone. */
  readonly kept: readonly string[];
  /** What had been applied here before. */
  readonly since: OwnApply | null;
}

/** An edit as server-side apply says it. */
export function appliedEdit(
  { base, mine, live }: { readonly base: KubeObject; readonly mine: KubeObject; readonly live: KubeObject },
  schema: TypeSchema | null,
): AppliedEdit {
  const now = editable(live);
  const { merged } = mergeTrees({ base: editable(base), mine: editable(mine), live: now }, schema);
  const part = new Part(live);
  const since = ownApply(live);
  const { metadata: ownMetadata, ...picked } = asObject(
    part.pick({ live: now, mine: merged, own: since?.fieldsV1, schema, path: [], places: [] }),
  );
  const { apiVersion, kind } = asObject(merged);
  const { namespace, name } = live.metadata;
  const metadata = { ...asObject(ownMetadata), ...(namespace === undefined ? {} : { namespace }), name };
  return {
    object: { apiVersion, kind, metadata, ...picked } as KubeObject,
    fields: part.fields,
    kept: part.kept,
    since,
  };
}

interface Place {
  readonly live: unknown;
  readonly mine: unknown;
  /** Of `fieldsV1`; undefined where nothing was applied here. */
  readonly own: unknown;
  readonly schema: TypeSchema | null;
  readonly path: TreePath;
  /** The same in the live tree, with places in lists: where it is not there, up to where it is. */
  readonly places: readonly (string | number)[];
}

class Part {
  readonly fields: string[] = [];
  readonly kept: string[] = [];
  readonly #live: KubeObject;

  constructor(live: KubeObject) {
    this.#live = live;
  }

  /** What of a place is applied; undefined where nothing is. */
  pick(place: Place): unknown {
    const { live, mine, own, path } = place;
    if (isObject(live) && isObject(mine) && !isOneValue(place)) return this.#pickFields(place, live, mine);
    const items = this.#pickItems(place);
    if (items !== null) return items.length === 0 && own === undefined ? undefined : items;
    if (deepEqual(live, mine)) return own === undefined ? undefined : mine;
    this.fields.push(pathText(path));
    return mine;
  }

  #pickFields({ own, schema, path, places }: Place, live: JsonObject, mine: JsonObject): JsonObject | undefined {
    const picked: JsonObject = {};
    for (const name of Object.keys(mine)) {
      const value = this.pick({
        live: ownValue(live, name),
        mine: ownValue(mine, name),
        own: isObject(own) ? ownValue(own, `f:${name}`) : undefined,
        schema: schema?.field(name) ?? null,
        path: [...path, name],
        places: [...places, name],
      });
      if (value !== undefined) putOwn(picked, name, value);
    }
    for (const name of Object.keys(live))
      if (ownValue(mine, name) === undefined) this.#takenAway([...path, name], [...places, name]);
    return Object.keys(picked).length === 0 && own === undefined ? undefined : picked;
  }

  /** Items by what tells them apart; null where the list is one value. */
  #pickItems({ own, path, places, live, mine, schema }: Place): unknown[] | null {
    if (!Array.isArray(live) || !Array.isArray(mine) || schema === null) return null;
    const [before, after] = [itemSteps(live, schema), itemSteps(mine, schema)];
    if (before === null || after === null) return null;
    const picked: unknown[] = [];
    for (const [key, { step, item }] of after) {
      const known = before.get(key);
      const owned = ownItem(own, step);
      const place = { schema: schema.items, path: [...path, step], places: [...places, live.indexOf(known?.item)] };
      const value = this.pick({ ...place, live: known?.item, mine: item, own: owned });
      if (value === undefined) continue;
      // An item is named by its keys, however little of it is changed.
      picked.push(typeof step === 'object' && 'key' in step && isObject(value) ? { ...step.key, ...value } : value);
    }
    for (const [key, { step, item }] of before)
      if (!after.has(key)) this.#takenAway([...path, step], [...places, live.indexOf(item)]);
    return picked;
  }

  #takenAway(path: TreePath, places: readonly (string | number)[]): void {
    const text = pathText(path);
    this.fields.push(text);
    const others = fieldOwners(this.#live, this.#live, places).filter(owner => !isOwnApply(owner));
    const isOwned = fieldOwners(this.#live, this.#live, places).some(isOwnApply);
    if (others.length > 0 || !isOwned) this.kept.push(text);
  }
}

/** A map that has one owner as a whole; where its type is not known, that is seen by what is owned of it: itself, and nothing in it. */
function isOneValue({ own, live, schema }: Place): boolean {
  if (schema !== null) return schema.isAtomicMap;
  return isObject(own) && Object.keys(own).length === 0 && isObject(live) && Object.keys(live).length > 0;
}

function ownItem(own: unknown, step: TreePath[number]): unknown {
  if (!isObject(own) || typeof step === 'string') return undefined;
  const item = 'key' in step ? step.key : step.value;
  const key = Object.keys(own).find(name => sameItem(name, item));
  return key === undefined ? undefined : own[key];
}
