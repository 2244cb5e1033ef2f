import { ownValue } from '@lanthorn/base/own-value.ts';
import { deepEqual, isObject } from '@lanthorn/base/json.ts';
import { itemSteps, pathText, type TreePath } from './three-way-merge.ts';
import type { TypeSchema } from './type-schema.ts';

/** One difference of two trees; `undefined` is "not there". */
export interface TreeChange {
  /** As `pathText` writes it. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What differs, at the deepest places that can be named; items of keyed lists by their keys. In the order of the trees. */
export function treeChanges(before: unknown, after: unknown, schema: TypeSchema | null): TreeChange[] {
  const changes: TreeChange[] = [];
  collect({ before, after, schema, path: [] }, changes);
  return changes;
}

interface Place {
  readonly before: unknown;
  readonly after: unknown;
  readonly schema: TypeSchema | null;
  readonly path: TreePath;
}

function collect({ before, after, schema, path }: Place, into: TreeChange[]): void {
  if (deepEqual(before, after)) return;
  if (isObject(before) && isObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      collect(
        {
          before: ownValue(before, key),
          after: ownValue(after, key),
          schema: schema?.field(key) ?? null,
          path: [...path, key],
        },
        into,
      );
    return;
  }
  if (schema !== null && Array.isArray(before) && Array.isArray(after)) {
    const [from, to] = [itemSteps(before, schema), itemSteps(after, schema)];
    // A change of order alone is a change of the whole list.
    const isReordered =
      from !== null &&
      to !== null &&
      deepEqual([...from.keys()].toSorted(), [...to.keys()].toSorted()) &&
      !deepEqual([...from.keys()], [...to.keys()]);
    if (from !== null && to !== null && !isReordered) {
      for (const [key, { step }] of new Map([...from, ...to])) {
        const items = { before: from.get(key)?.item, after: to.get(key)?.item };
        collect({ ...items, schema: schema.items, path: [...path, step] }, into);
      }
      return;
    }
  }
  into.push({ path: pathText(path), before, after });
}
