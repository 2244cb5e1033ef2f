import { deepEqual, isObject } from '@lanthorn/base/json.ts';

/** Whether all that a document says is so in an object; the server may have added to it. */
export function holds(object: unknown, document: unknown): boolean {
  if (isObject(document))
    return isObject(object) && Object.entries(document).every(([name, value]) => holds(object[name], value));
  if (Array.isArray(document))
    return (
      Array.isArray(object) && object.length >= document.length && document.every((item, i) => holds(object[i], item))
    );
  return deepEqual(object, document);
}
