import { deepClone, deepEqual, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { ownValue, putOwn } from '@lanthorn/base/own-value.ts';
import { err, ok, type Result } from '@lanthorn/base/result.ts';

export type JsonPatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly from: string; readonly path: string };

const WITH_VALUE = new Set<unknown>(['add', 'replace', 'test']);
const WITH_SOURCE = new Set<unknown>(['move', 'copy']);

export function isJsonPatch(value: unknown): value is JsonPatchOperation[] {
  return Array.isArray(value) && value.every(entry => isObject(entry) && isOperation(entry));
}

function isOperation({ op, path, from, ...rest }: JsonObject): boolean {
  if (typeof path !== 'string') return false;
  if (WITH_VALUE.has(op)) return 'value' in rest;
  return op === 'remove' || (WITH_SOURCE.has(op) && typeof from === 'string');
}

/**
 * RFC 6902, all or nothing: the patched copy, or why one operation failed. Only what the target itself holds is found by a pointer, never
 * what every object inherits.
 */
export function applyJsonPatch<T>(target: T, operations: readonly JsonPatchOperation[]): Result<T, string> {
  const document: JsonObject = { whole: deepClone(target) };
  for (const operation of operations) {
    const problem = apply(document, operation);
    if (problem !== null) return err(problem);
  }
  return ok(document['whole'] as T);
}

/** What keeps an operation from being done; null where it was done. */
function apply(document: JsonObject, operation: JsonPatchOperation): string | null {
  const { op, path } = operation;
  switch (op) {
    case 'add':
      return put(document, path, deepClone(operation.value));
    case 'remove':
      return take(document, path).problem;
    case 'replace': {
      const { problem } = take(document, path);
      return problem ?? put(document, path, deepClone(operation.value));
    }
    case 'test': {
      const found = find(document, path);
      if (found === undefined) return missing(path);
      return deepEqual(found.value, operation.value) ? null : `there is another value at ${path}`;
    }
    case 'copy': {
      const found = find(document, operation.from);
      return found === undefined ? missing(operation.from) : put(document, path, deepClone(found.value));
    }
    case 'move': {
      const { problem, value } = take(document, operation.from);
      return problem ?? put(document, path, value);
    }
  }
}

const missing = (path: string) => `there is nothing at ${path}`;

/** The names that a pointer holds (RFC 6901), below the document; null where it is none. */
function namesOf(path: string): string[] | null {
  if (path !== '' && !path.startsWith('/')) return null;
  return [
    'whole',
    ...path
      .split('/')
      .slice(1)
      .map(name => name.replaceAll('~1', '/').replaceAll('~0', '~')),
  ];
}

function find(document: JsonObject, path: string): { readonly value: unknown } | undefined {
  const names = namesOf(path);
  if (names === null) return undefined;
  let value: unknown = document;
  for (const name of names) {
    const key = Array.isArray(value) ? String(indexOf(name, value.length - 1)) : name;
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = ownValue(value as JsonObject, key);
  }
  return { value };
}

/** What holds the place that a pointer leads to, and the place's name there. */
function placeOf(document: JsonObject, path: string): { readonly holder: unknown; readonly name: string } {
  const names = namesOf(path) ?? [];
  const name = names.at(-1) ?? '';
  if (names.length < 2) return { holder: names.length === 1 ? document : undefined, name };
  return { holder: find(document, path.slice(0, path.lastIndexOf('/')))?.value, name };
}

function put(document: JsonObject, path: string, value: unknown): string | null {
  const { holder, name } = placeOf(document, path);
  if (Array.isArray(holder)) {
    const index = name === '-' ? holder.length : indexOf(name, holder.length);
    if (index === null) return missing(path);
    holder.splice(index, 0, value);
  } else if (isObject(holder)) putOwn(holder, name, value);
  else return missing(path);
  return null;
}

function take(document: JsonObject, path: string): { readonly problem: string | null; readonly value?: unknown } {
  const found = find(document, path);
  if (found === undefined) return { problem: missing(path) };
  const { holder, name } = placeOf(document, path);
  if (Array.isArray(holder)) holder.splice(Number(name), 1);
  else delete (holder as JsonObject)[name];
  return { problem: null, value: found.value };
}

/** A place in a list, without zeros before it; null beyond the last. */
function indexOf(name: string, last: number): number | null {
  return /^(?:0|[1-9]\d*)$/.test(name) && Number(name) <= last ? Number(name) : null;
}
