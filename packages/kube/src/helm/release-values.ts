import { isObject, type JsonObject } from '@lanthorn/base/json.ts';

/**
 * All values of a release, as `helm get values --all` computes them from what is stored: those that were given over the chart's own. A value
 * that was given as null takes the chart's away; a table and a plain value do not mix, and the one that was given stays.
 */
export function allValues(given: JsonObject, defaults: JsonObject): JsonObject {
  const result: JsonObject = {};
  for (const [key, value] of Object.entries(given)) {
    const own = Object.hasOwn(defaults, key) ? defaults[key] : undefined;
    if (value === null && Object.hasOwn(defaults, key)) continue;
    define(result, key, isObject(value) && isObject(own) ? allValues(value, own) : value);
  }
  for (const [key, value] of Object.entries(defaults)) if (!Object.hasOwn(given, key)) define(result, key, value);
  return result;
}

/** Also a key called `__proto__`, which a plain assignment would not make. */
function define(object: JsonObject, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}
