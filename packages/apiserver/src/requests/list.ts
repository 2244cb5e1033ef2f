import type { JsonObject } from '@lanthorn/base/json.ts';
import { isObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { ApiError, badRequest } from '../wire/api-error.ts';
import type { ListOptions } from './list-options.ts';
import type { ServedResource } from '../resources/served-resource.ts';
import type { Storage } from '../storage/storage.ts';

export interface ListResult {
  readonly objects: readonly KubeObject[];
  readonly listMeta: JsonObject;
}

/** One page of a list, consistent with the revision of its first page. */
export function listObjects(
  storage: Storage,
  info: ServedResource,
  request: { namespace: string; options: ListOptions },
): ListResult {
  const { namespace, options } = request;
  const prefix = namespace === '' ? '' : `${namespace}/`;
  const { revision, start } = startOf(storage, options, prefix);
  const objects: KubeObject[] = [];
  let next: string | null = null;
  storage.scanAt(info.storageKey, { prefix, start, revision }, (key, object) => {
    if (!options.matches(object)) return true;
    if (options.limit === 0 || objects.length < options.limit) return objects.push(object) > 0;
    next = key;
    return false;
  });
  const listMeta: JsonObject = { resourceVersion: String(revision) };
  if (next !== null) {
    listMeta['continue'] = encodeToken({ revision, start: next });
    // Of those that a selector chooses the real server does not know the number either.
    if (options.isWhole)
      listMeta['remainingItemCount'] = storage.countAt(info.storageKey, { prefix, start: next, revision });
  }
  return { objects, listMeta };
}

function startOf(storage: Storage, options: ListOptions, prefix: string): { revision: number; start: string } {
  if (options.continueToken !== '') {
    const token = decodeToken(options.continueToken);
    return { revision: token.revision, start: token.start };
  }
  const asked = readResourceVersion(options.resourceVersion);
  if (asked > storage.revision) throw tooLarge(asked, storage.revision);
  const isExact =
    options.resourceVersionMatch === 'Exact' || (options.limit > 0 && options.resourceVersionMatch === '' && asked > 0);
  return { revision: isExact ? asked : storage.revision, start: prefix };
}

export function readResourceVersion(text: string): number {
  if (text === '') return 0;
  if (!/^\d+$/.test(text)) throw badRequest(`invalid resource version: ${notANumber(text)}`);
  return Number(text);
}

/** Go's error (strconv) for a version that is not a number. */
export function notANumber(text: string): string {
  return `resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`;
}

function tooLarge(asked: number, current: number): ApiError {
  return new ApiError(504, {
    message: `Timeout: Too large resource version: ${asked}, current: ${current}`,
    reason: 'Timeout',
    details: {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: 1,
    },
  });
}

interface Token {
  readonly revision: number;
  readonly start: string;
}

/** Opaque to clients: hexadecimal JSON, since pure code has no base64. */
function encodeToken({ revision, start }: Token): string {
  return [...encodeURIComponent(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start }))]
    .map(character => character.charCodeAt(0).toString(16).padStart(2, '0'))
    .join('');
}

function decodeToken(text: string): Token {
  const bad = (why: string) => badRequest(`invalid continue token: continue key is not valid: ${why}`);
  if (!/^([0-9a-f]{2})+$/.test(text)) throw bad('encoding');
  const characters = text.replace(/../g, digits => String.fromCharCode(Number.parseInt(digits, 16)));
  try {
    const parsed: unknown = JSON.parse(decodeURIComponent(characters));
    if (isObject(parsed) && typeof parsed['rv'] === 'number' && typeof parsed['start'] === 'string') {
      return { revision: parsed['rv'], start: parsed['start'] };
    }
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof URIError)) throw error;
  }
  throw bad('content');
}
