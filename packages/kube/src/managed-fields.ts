import { asArray, asObject, asString, getPath, isObject } from '@lanthorn/base/json.ts';
import { parseTime } from './kube-object.ts';

/** Who wrote a field last, as the API server keeps it (server-side apply, field management). */
export interface FieldOwner {
  readonly manager: string;
  /** 'Apply' or 'Update'. */
  readonly operation: string;
  /** '' or the subresource it was written through. */
  readonly subresource: string;
  /** Milliseconds; null where the server does not say. */
  readonly at: number | null;
}

/** Owners of each field, by its path in dots; items of lists are `-`, so two items' owners come together. */
export function fieldOwners(object: unknown): ReadonlyMap<string, readonly FieldOwner[]> {
  const owners = new Map<string, FieldOwner[]>();
  for (const entry of asArray(getPath(object, 'metadata', 'managedFields'))) {
    const { manager, operation, subresource, time, fieldsV1 } = asObject(entry);
    const owner: FieldOwner = {
      manager: asString(manager),
      operation: asString(operation),
      subresource: asString(subresource),
      at: parseTime(time),
    };
    collect({ fields: fieldsV1, path: '', owner }, owners);
  }
  return owners;
}

function collect(
  { fields, path, owner }: { fields: unknown; path: string; owner: FieldOwner },
  into: Map<string, FieldOwner[]>,
): void {
  if (!isObject(fields)) return;
  for (const [key, nested] of Object.entries(fields)) {
    // f:name is a field, k:{…} and v:… are items of lists, i:n a place in one; '.' is the thing itself.
    if (key === '.') continue;
    const step = key.startsWith('f:') ? key.slice(2) : '-';
    const place = path === '' ? step : `${path}.${step}`;
    const known = into.get(place) ?? [];
    if (!known.includes(owner)) into.set(place, [...known, owner]);
    collect({ fields: nested, path: place, owner }, into);
  }
}
