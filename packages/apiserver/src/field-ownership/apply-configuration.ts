import { isObject, type JsonObject } from '@lanthorn/base/json.ts';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { isGranular, itemsByStep } from './compare-fields.ts';
import type { FieldSet } from './field-set.ts';

/**
 * The live object with a configuration in it, and without what its manager set the last time, no longer sets and nobody else owns
 * (structured-merge-diff: `Merge`, then `prune`).
 */
export function applyConfiguration(
  { live, config, last, owned }: { live: JsonObject; config: JsonObject; last: FieldSet; owned: FieldSet },
  type: TypeSchema | null,
): JsonObject {
  const merged = merge(live, config, type) as JsonObject;
  return prune(merged, { last, owned }, type) as JsonObject;
}

function merge(live: unknown, config: unknown, type: TypeSchema | null): unknown {
  if (isObject(live) && isObject(config) && type?.isAtomicMap !== true) {
    const result = { ...live };
    for (const [name, value] of Object.entries(config))
      result[name] = merge(live[name], value, type?.field(name) ?? null);
    return result;
  }
  if (Array.isArray(live) && Array.isArray(config) && isGranular(type)) return mergeList(live, config, type);
  return config;
}

/** What both have stands in the order of the configuration; what only the live object has keeps its place before it. */
function mergeList(live: readonly unknown[], config: readonly unknown[], type: TypeSchema | null): unknown[] {
  const left = itemsByStep(live, type);
  const right = itemsByStep(config, type);
  const steps = [...right.keys()];
  const result: unknown[] = [];
  let next = 0;
  const takeUntil = (end: number) => {
    for (; next < end; next++) {
      const step = steps[next] ?? '';
      result.push(left.has(step) ? merge(left.get(step), right.get(step), type?.items ?? null) : right.get(step));
    }
  };
  for (const [step, item] of left) {
    if (right.has(step)) takeUntil(Math.max(next, steps.indexOf(step) + 1));
    else result.push(item);
  }
  takeUntil(steps.length);
  return result;
}

interface Ownership {
  /** Of the manager, the last time; a field that leads to one counts as its own. */
  readonly last: FieldSet;
  /** Of all managers now, this one's new fields among them. */
  readonly owned: FieldSet | undefined;
}

function prune(value: unknown, { last, owned }: Ownership, type: TypeSchema | null): unknown {
  if (isObject(value)) {
    const result = { ...value };
    for (const [step, below] of last.children) {
      const name = step.slice(2);
      if (!step.startsWith('f:') || !Object.hasOwn(result, name)) continue;
      const others = owned?.children.get(step);
      if (others === undefined || others.isEmpty) delete result[name];
      else result[name] = prune(result[name], { last: below, owned: others }, type?.field(name) ?? null);
    }
    return result;
  }
  if (!Array.isArray(value) || !isGranular(type)) return value;
  return [...itemsByStep(value, type)].flatMap(([step, item]) => {
    const below = last.children.get(step);
    if (below === undefined) return [item];
    const others = owned?.children.get(step);
    if (others === undefined || others.isEmpty) return [];
    return [prune(item, { last: below, owned: others }, type?.items ?? null)];
  });
}
