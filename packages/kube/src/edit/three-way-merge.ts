import { ownValue, putOwn } from '@lanthorn/base/own-value.ts';
import { deepEqual, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import type { TypeSchema } from './type-schema.ts';

/** A step into a tree: a field, or the item of a keyed list or of a set. */
export type PathStep = string | { readonly key: Readonly<Record<string, unknown>> } | { readonly value: unknown };
export type TreePath = readonly PathStep[];

/** Both sides changed the same thing in different ways; `undefined` is "not there". */
export interface Clash {
  readonly path: TreePath;
  readonly base: unknown;
  readonly mine: unknown;
  readonly live: unknown;
}

export interface Merge {
  /** Holds both people's changes; at a clash, what was chosen, else mine. */
  readonly merged: unknown;
  /** Clashes that are not decided yet; nothing may be saved while there is one. */
  readonly clashes: readonly Clash[];
}

/** Decisions by `pathText`. */
export type Choices = ReadonlyMap<string, 'mine' | 'live'>;

/**
 * Merges two changes of one tree. Lists merge by the keys their type declares, sets by value, atomic lists as wholes; without a
 * type every list is atomic. Never loses a change without naming it: what only one side changed is in the result, what both
 * changed alike is in the result, everything else is a clash.
 */
export function mergeTrees(
  { base, mine, live }: { readonly base: unknown; readonly mine: unknown; readonly live: unknown },
  schema: TypeSchema | null,
  choices: Choices = new Map(),
): Merge {
  const clashes: Clash[] = [];
  const merged = new Merger(choices, clashes).merge({ base, mine, live }, schema, []);
  return { merged, clashes };
}

/** `spec.template.spec.containers[name=app].image` */
export function pathText(path: TreePath): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'string')
      text += /^[\w-]+$/.test(step) ? `${text === '' ? '' : '.'}${step}` : `[${JSON.stringify(step)}]`;
    else if ('key' in step)
      text += `[${Object.entries(step.key)
        .map(([key, value]) => `${key}=${String(value)}`)
        .join(',')}]`;
    else text += `[${JSON.stringify(step.value)}]`;
  }
  return text;
}

interface Sides {
  readonly base: unknown;
  readonly mine: unknown;
  readonly live: unknown;
}

class Merger {
  readonly #choices: Choices;
  readonly #clashes: Clash[];

  constructor(choices: Choices, clashes: Clash[]) {
    this.#choices = choices;
    this.#clashes = clashes;
  }

  merge(sides: Sides, schema: TypeSchema | null, path: TreePath): unknown {
    const { base, mine, live } = sides;
    if (deepEqual(mine, live)) return mine;
    if (deepEqual(base, mine)) return live;
    if (deepEqual(base, live)) return mine;
    if (isObject(mine) && isObject(live) && schema?.isAtomicMap !== true)
      return this.#objects({ base: isObject(base) ? base : {}, mine, live }, schema, path);
    if (schema !== null && Array.isArray(mine) && Array.isArray(live)) {
      const merged = this.#lists({ base: Array.isArray(base) ? base : [], mine, live }, schema, path);
      if (merged !== null) return merged;
    }
    return this.#clash(sides, path);
  }

  #clash({ base, mine, live }: Sides, path: TreePath): unknown {
    const choice = this.#choices.get(pathText(path));
    if (choice === 'live') return live;
    if (choice === undefined) this.#clashes.push({ path, base, mine, live });
    return mine;
  }

  #objects(
    { base, mine, live }: { base: JsonObject; mine: JsonObject; live: JsonObject },
    schema: TypeSchema | null,
    path: TreePath,
  ): JsonObject {
    const merged: JsonObject = {};
    // In the order of mine, so that the text being typed keeps its order; what came from elsewhere follows.
    for (const key of new Set([...Object.keys(mine), ...Object.keys(live)])) {
      const sides = { base: ownValue(base, key), mine: ownValue(mine, key), live: ownValue(live, key) };
      const value = this.merge(sides, schema?.field(key) ?? null, [...path, key]);
      if (value !== undefined) putOwn(merged, key, value);
    }
    return merged;
  }

  /** Null when the items cannot be told apart. */
  #lists(
    { base, mine, live }: { base: readonly unknown[]; mine: readonly unknown[]; live: readonly unknown[] },
    schema: TypeSchema,
    path: TreePath,
  ): unknown[] | null {
    const [before, ours, theirs] = [itemSteps(base, schema), itemSteps(mine, schema), itemSteps(live, schema)];
    if (before === null || ours === null || theirs === null) return null;
    const order = orderOf({ base: [...before.keys()], mine: [...ours.keys()], live: [...theirs.keys()] });
    if (order === null) return null;
    const merged = new Map<string, unknown>();
    for (const [key, { step }] of new Map([...theirs, ...ours])) {
      const sides = { base: before.get(key)?.item, mine: ours.get(key)?.item, live: theirs.get(key)?.item };
      const value = this.merge(sides, schema.items, [...path, step]);
      if (value !== undefined) merged.set(key, value);
    }
    return order.filter(key => merged.has(key)).map(key => merged.get(key));
  }
}

/** Null when the item lacks a key that has no default: such a list cannot be merged by keys. */
function keyStep(item: unknown, keys: readonly string[], type: TypeSchema | null): PathStep | null {
  if (!isObject(item)) return null;
  const key: Record<string, unknown> = {};
  for (const name of keys) {
    const value = ownValue(item, name) ?? type?.field(name)?.default;
    // A key may be left out where it has no default (an EnvVar has none, a port's protocol has TCP).
    if (value === undefined) return null;
    key[name] = value;
  }
  return { key };
}

type ItemSteps = Map<string, { readonly step: PathStep; readonly item: unknown }>;

/** Items by what tells them apart; null when the list is atomic, two items are alike, or one has no key. */
export function itemSteps(items: readonly unknown[], { list, items: type }: TypeSchema): ItemSteps | null {
  if (list.type === 'atomic') return null;
  const index: ItemSteps = new Map();
  for (const item of items) {
    const step = list.type === 'set' ? { value: item } : keyStep(item, list.keys, type);
    const key = JSON.stringify(step);
    if (step === null || index.has(key)) return null;
    index.set(key, { step, item });
  }
  return index;
}

/**
 * Keys of all three in one order: that of the side that moved items, else the live one; new items stay behind their neighbour.
 * Null when both moved items, each in another way.
 */
function orderOf({ base, mine, live }: { base: string[]; mine: string[]; live: string[] }): string[] | null {
  const isMoved = (side: string[]) => !deepEqual(common(side, base), common(base, side));
  if (isMoved(mine) && isMoved(live) && !deepEqual(common(mine, live), common(live, mine))) return null;
  const [lead, other] = isMoved(mine) ? [mine, live] : [live, mine];
  const order = [...lead];
  let place = 0;
  for (const key of other) {
    if (!order.includes(key)) order.splice(place, 0, key);
    place = order.indexOf(key) + 1;
  }
  return order;
}

function common(of: readonly string[], within: readonly string[]): string[] {
  const names = new Set(within);
  return of.filter(key => names.has(key));
}
