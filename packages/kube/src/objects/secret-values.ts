import { asArray, asObject, isObject } from '@lanthorn/base/json.ts';

/** What stands in place of a value. */
export const MASK = '•••';

/** What of Secrets an API server would answer by this path; null where it is something else. It decodes a path as a whole before it cuts it at the slashes. */
export function secretsAt(path: string): 'one' | 'all' | 'events' | null {
  const [root, , ...rest] = decodeURIComponent(path)
    .split('/')
    .filter(segment => segment !== '');
  if (root !== 'api') return null;
  // `/api/v1/watch/…` is the old way to ask for a watch.
  const isWatch = rest[0] === 'watch';
  const parts = isWatch ? rest.slice(1) : rest;
  // By its place alone: a namespace and a Secret may be called `secrets`, too.
  const [resource, name] = parts[0] === 'namespaces' && parts.length > 2 ? parts.slice(2) : parts;
  if (resource !== 'secrets') return null;
  return isWatch ? 'events' : name === undefined ? 'all' : 'one';
}

/**
 * A Secret without its values: neither in its data, nor in what tools keep of it in annotations (`last-applied-configuration` holds all of
 * them). Which there are stays visible. It comes as an item of a list, in a row of a table or as itself.
 */
export function maskSecret(object: unknown): unknown {
  if (!isObject(object)) return object;
  const masked: Record<string, unknown> = { ...object };
  for (const field of ['data', 'stringData']) if (isObject(masked[field])) masked[field] = masks(masked[field]);
  const metadata = asObject(masked['metadata']);
  if (isObject(metadata['annotations']))
    masked['metadata'] = { ...metadata, annotations: masks(metadata['annotations']) };
  if (Array.isArray(masked['items'])) masked['items'] = masked['items'].map(maskSecret);
  if (Array.isArray(masked['rows']))
    masked['rows'] = masked['rows'].map(row => ({ ...asObject(row), object: maskSecret(asObject(row)['object']) }));
  return masked;
}

/** Masks what calls itself a Secret, wherever it came from: an object, or the items of a list. */
export function maskSecretsIn<T>(object: T): T {
  if (!isObject(object)) return object;
  if (object['apiVersion'] === 'v1' && (object['kind'] === 'Secret' || object['kind'] === 'SecretList'))
    return maskSecret(object) as T;
  const isList =
    Array.isArray(object['items']) && asArray(object['items']).some(item => asObject(item)['kind'] === 'Secret');
  return isList ? { ...object, items: asArray(object['items']).map(maskSecretsIn) } : object;
}

function masks(values: object): Record<string, string> {
  return Object.fromEntries(Object.keys(values).map(key => [key, MASK]));
}
