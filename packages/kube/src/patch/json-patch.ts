import { deepClone, isObject } from '@lanthorn/base/json.ts';
import { err, ok, type Result } from '@lanthorn/base/result.ts';
import { applyPatch, type Operation } from 'rfc6902';

export type JsonPatchOperation = Operation;

const OPERATIONS = new Set(['add', 'remove', 'replace', 'move', 'copy', 'test']);

export function isJsonPatch(value: unknown): value is JsonPatchOperation[] {
  return (
    Array.isArray(value) &&
    value.every(entry => isObject(entry) && OPERATIONS.has(entry['op'] as string) && typeof entry['path'] === 'string')
  );
}

/** RFC 6902, all or nothing: the patched copy, or why one operation failed. */
export function applyJsonPatch<T>(target: T, operations: readonly JsonPatchOperation[]): Result<T, string> {
  const copy = deepClone(target);
  const failed = applyPatch(copy, [...operations]).find(error => error !== null);
  return failed === undefined ? ok(copy) : err(failed.message === '' ? failed.name : failed.message);
}
