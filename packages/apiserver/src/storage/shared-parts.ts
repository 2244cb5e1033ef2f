import { asArray, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';
import { ownValue, putOwn } from '@lanthorn/base/own-value.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';

/** As many as kinds and their writers have in common; they are forgotten all at once. */
const MOST_SETS = 2_000;

/** The value, with whatever part of it equals what was before as that: versions of an object hold what did not change once. */
export function sharedWith(value: unknown, before: unknown): unknown {
  if (Array.isArray(value) && Array.isArray(before)) {
    const shared = value.map((item, i): unknown => sharedWith(item, before[i]));
    return shared.length === before.length && shared.every((item, i) => item === before[i]) ? before : shared;
  }
  if (!isObject(value) || !isObject(before)) return value;
  const shared: JsonObject = {};
  let isSame = true;
  let count = 0;
  for (const [name, field] of Object.entries(value)) {
    const known = ownValue(before, name);
    const part = sharedWith(field, known);
    putOwn(shared, name, part);
    if (part !== known || known === undefined) isSame = false;
    count++;
  }
  return isSame && Object.keys(before).length === count ? before : shared;
}

/** What many objects say in the same words: which fields who owns. */
export class SharedFieldSets {
  readonly #known = new Map<string, unknown>();
  /** Those that are known, so that none is written to be looked for. */
  #own = new WeakSet<JsonObject>();

  /** The object, with the sets of its owners as other objects have them. */
  share(object: KubeObject): KubeObject {
    const { managedFields } = object.metadata;
    if (managedFields === undefined) return object;
    const shared = asArray(managedFields).map(entry => {
      if (!isObject(entry) || !isObject(entry['fieldsV1'])) return entry;
      const fieldsV1 = this.#setOf(entry['fieldsV1']);
      return fieldsV1 === entry['fieldsV1'] ? entry : { ...entry, fieldsV1 };
    });
    return { ...object, metadata: { ...object.metadata, managedFields: shared } };
  }

  #setOf(fields: JsonObject): unknown {
    if (this.#own.has(fields)) return fields;
    const text = writeJson(fields);
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (this.#known.size >= MOST_SETS) {
      this.#known.clear();
      this.#own = new WeakSet();
    }
    this.#known.set(text, fields);
    this.#own.add(fields);
    return fields;
  }
}
