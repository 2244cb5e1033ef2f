import { asArray, asObject, asString, isObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Message } from './action.ts';

/** People, by what they write with: they do not write again by themselves. */
const PEOPLE = /^(?:kubectl|lanthorn)/i;

export function isPerson(manager: string): boolean {
  return PEOPLE.test(manager);
}

interface Entry {
  readonly manager: string;
  /** By which an entry is told from the others of its manager. */
  readonly key: string;
  readonly time: string;
  readonly fields: unknown;
}

function entriesOf({ metadata }: KubeObject): readonly Entry[] {
  return asArray(metadata['managedFields'])
    .map(asObject)
    .map(({ manager, operation, subresource, time, fieldsV1 }) => ({
      manager: asString(manager),
      key: JSON.stringify([manager, operation, subresource]),
      time: asString(time),
      fields: fieldsV1,
    }));
}

/**
 * Who wrote what an edit changes, and so may write it again: the managers that would own less than before, as the answer to the dry run says
 * it. Nothing where there is no answer.
 */
export function rivals(before: KubeObject, answer: KubeObject | null): Message[] {
  if (answer === null) return [];
  const after = entriesOf(answer);
  return entriesOf(before)
    .filter(({ manager }) => !isPerson(manager))
    .filter(({ key, fields }) => ownsLess(fields, after.find(entry => entry.key === key)?.fields))
    .map(({ manager, time }) => ({ key: 'effect.rival', values: { manager, time } }));
}

function ownsLess(before: unknown, after: unknown): boolean {
  if (!isObject(before)) return false;
  return Object.entries(before).some(
    ([field, inner]) => !isObject(after) || !Object.hasOwn(after, field) || ownsLess(inner, after[field]),
  );
}
