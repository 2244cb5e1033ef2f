import { asString, deepEqual, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { ownValue } from '@lanthorn/base/own-value.ts';
import { pathText, type PathStep, type TreePath } from '../edit/three-way-merge.ts';
import type { TreeChange } from '../edit/tree-changes.ts';
import { parseQuantity } from './quantity.ts';

/**
 * What of a manifest is no longer so in the object that came of it: `before` is as it was written, `after` as it is. What the server or others
 * added is no drift, nor is what the server writes in another way: it leaves out what is empty or zero, and writes quantities in its own form.
 * Total.
 */
export function driftedFields(written: unknown, live: unknown): TreeChange[] {
  const changes: TreeChange[] = [];
  collect({ written, live, path: [] }, changes);
  return changes;
}

interface Place {
  readonly written: unknown;
  readonly live: unknown;
  readonly path: TreePath;
}

function collect({ written, live, path }: Place, into: TreeChange[]): void {
  if (isAlike(written, live, path)) return;
  if (isObject(written) && (isObject(live) || live === undefined)) {
    for (const [key, value] of Object.entries(written))
      collect({ written: value, live: isObject(live) ? ownValue(live, key) : undefined, path: [...path, key] }, into);
    return;
  }
  if (Array.isArray(written) && Array.isArray(live) && written.every(isObject) && live.every(isObject)) {
    collectItems({ written, live, path }, into);
    return;
  }
  into.push({ path: pathText(path), before: written, after: live });
}

interface Items {
  readonly written: readonly JsonObject[];
  readonly live: readonly JsonObject[];
  readonly path: TreePath;
}

/** Items of lists with names are found by them. Of others any item that holds all that was written is the one; else the one at its place. */
function collectItems({ written, live, path }: Items, into: TreeChange[]): void {
  const names = [...namesOf(written), ...namesOf(live)];
  const isNamed = names.every(name => name !== '') && hasNoTwins(namesOf(written)) && hasNoTwins(namesOf(live));
  for (const [index, item] of written.entries()) {
    const name = asString(item['name']);
    const step: PathStep = isNamed ? { key: { name } } : String(index);
    const other = isNamed
      ? live.find(one => one['name'] === name)
      : (live.find(one => driftedFields(item, one).length === 0) ?? live[index]);
    if (other === undefined) into.push({ path: pathText([...path, step]), before: item, after: undefined });
    else collect({ written: item, live: other, path: [...path, step] }, into);
  }
}

const namesOf = (items: readonly JsonObject[]) => items.map(item => asString(item['name']));
const hasNoTwins = (names: readonly string[]) => new Set(names).size === names.length;

function isAlike(written: unknown, live: unknown, path: TreePath): boolean {
  if (deepEqual(written, live)) return true;
  if (live === undefined || live === null) return isNothing(written);
  const [a, b] = [quantityAt(written, path), quantityAt(live, path)];
  return a !== null && a === b;
}

/** What Go leaves out where a field is `omitempty`. */
function isNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.values(value).every(isNothing);
  return value === null || value === undefined || value === '' || value === 0 || value === false;
}

/** Fields whose values are quantities, in any kind. */
const QUANTITIES: ReadonlySet<PathStep> = new Set([
  ...['limits', 'requests', 'capacity', 'hard', 'overhead', 'allocatable', 'sizeLimit', 'averageValue', 'divisor'],
  ...['min', 'max', 'default', 'defaultRequest', 'maxLimitRequestRatio'],
]);

function quantityAt(value: unknown, path: TreePath): number | null {
  if (!path.slice(-2).some(step => QUANTITIES.has(step))) return null;
  return typeof value === 'string' || typeof value === 'number' ? parseQuantity(String(value)) : null;
}
