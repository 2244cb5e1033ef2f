import { asArray, asObject, isObject } from '@lanthorn/base/json.ts';

/** What stands in place of a value. */
export const MASK = '•••';

/** Whether an API server would read or write Secrets by this path. It decodes a path as a whole before it cuts it at the slashes. */
export function isSecretPath(path: string): boolean {
  const [root, , ...rest] = decodedSegments(path);
  if (root !== 'api') return false;
  // `/api/v1/watch/…` is the old way to ask for a watch.
  const parts = rest[0] === 'watch' ? rest.slice(1) : rest;
  return (parts[0] === 'namespaces' && parts.length > 2 ? parts[2] : parts[0]) === 'secrets';
}

/** Whether it names one object, and not all of a kind. */
export function isOneSecret(path: string): boolean {
  return decodedSegments(path).lastIndexOf('secrets') < decodedSegments(path).length - 1;
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

function decodedSegments(path: string): string[] {
  return decodeURIComponent(path)
    .split('/')
    .filter(segment => segment !== '');
}
