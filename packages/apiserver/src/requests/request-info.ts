import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import { parseFieldSelector } from '@lanthorn/kube/selectors/field-selector.ts';
import { methodNotAllowed, notFound, unknownPath } from '../wire/api-error.ts';
import type { ResourceRegistry } from '../resources/resource-registry.ts';
import type { ServedResource } from '../resources/served-resource.ts';

/** A request for a resource, taken apart. */
export interface RequestInfo {
  readonly info: ServedResource;
  readonly namespace: string;
  readonly name: string | undefined;
  /** The one object that a list or watch asks for by its field selector: a right to this name is enough (`requestinfo.go`). */
  readonly selectedName: string | undefined;
  readonly subresource: string;
  readonly verb: string;
  /** What is asked of the object itself, through the server: a path, '' where none is said. */
  readonly proxied: string;
}

/** The part of a resource at which requests are passed on. */
const PROXY = 'proxy';
const PROXIED = /^\/api\/v1\/(?:namespaces\/[^/]+\/)?[^/]+\/[^/]+\/proxy(\/.*)?$/;

interface SplitPath {
  readonly group: string;
  readonly version: string;
  readonly rest: readonly string[];
  /** `/api/v1/watch/…`: an older way to say it, which the server still takes. */
  readonly isWatchPath: boolean;
}

/** As Go's server has it: the path is decoded before it is taken apart, so `%2F` is a slash; one at the end says nothing. */
function splitPath(path: string): SplitPath | null {
  const [, root = '', ...segments] = decodePath(path).replace(/\/$/, '').split('/');
  if (root !== 'api' && root !== 'apis') return null;
  const [group = '', version = '', ...below] = root === 'api' ? ['', ...segments] : segments;
  const isWatchPath = below[0] === 'watch' && below.length > 1;
  const rest = isWatchPath ? below.slice(1) : below;
  return rest.length === 0 ? null : { group, version, rest, isWatchPath };
}

/** The resource a path names, or null for paths outside `/api/v1` and `/apis/GROUP/VERSION`. */
export function readRequestInfo(
  request: ApiRequest,
  { registry, isWatch }: { registry: ResourceRegistry; isWatch: boolean },
): RequestInfo | null {
  const path = splitPath(request.path);
  if (path === null) return null;
  const { group, version, rest, isWatchPath } = path;
  if (!registry.hasVersion(group, version)) return null;
  const { isNamespaced, namespace, rest: tail } = splitNamespace(rest);
  const [resource = '', name, subresource = '', ...extra] = tail;
  const info = registry.find(group, version, resource);
  if (
    info === undefined ||
    (extra.length > 0 && subresource !== PROXY) ||
    name === '' ||
    (isNamespaced && !info.namespaced)
  )
    throw unknownPath();
  const isWholeCluster = info.namespaced && !isNamespaced;
  if (isWholeCluster && (name !== undefined || request.method === 'POST')) throw unknownPath();
  checkSubresource(info, name, subresource);
  if (isWatchPath && (request.method !== 'GET' || subresource !== '')) throw unknownPath();
  const verb = isWatchPath ? 'watch' : verbOf(request.method, name, { isWatch, hasParts: subresource !== '' });
  const proxied = subresource === PROXY ? proxiedPath(request.path) : '';
  return { info, namespace, name, selectedName: selectedName(request, verb), subresource, verb, proxied };
}

/** As it was written, behind the part that says so: objects and namespaces may have that name, too. */
function proxiedPath(path: string): string {
  return PROXIED.exec(path)?.[1] ?? '';
}

function selectedName({ query }: ApiRequest, verb: string): string | undefined {
  if (verb !== 'list' && verb !== 'watch') return undefined;
  const requirements = parseFieldSelector(query?.['fieldSelector'] ?? '');
  if (!requirements.ok) return undefined;
  return requirements.value.find(({ field, operator }) => field === 'metadata.name' && operator === '=')?.value;
}

function checkSubresource(info: ServedResource, name = '', subresource: string): void {
  if (subresource === '' || info.subresources.some(entry => entry.name === subresource)) return;
  throw info.isCustom ? notFound({ ...info, name }) : unknownPath();
}

/** `namespaces/X/…`, unless the namespace itself (or its subresource) is meant. */
function splitNamespace(segments: readonly string[]): {
  isNamespaced: boolean;
  namespace: string;
  rest: readonly string[];
} {
  const [first, namespace = '', next = ''] = segments;
  const isNamespaced = first === 'namespaces' && segments.length > 2 && next !== 'status' && next !== 'finalize';
  return isNamespaced
    ? { isNamespaced, namespace, rest: segments.slice(2) }
    : { isNamespaced, namespace: '', rest: segments };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) throw unknownPath();
    throw error;
  }
}

function verbOf(
  method: ApiRequest['method'],
  name: string | undefined,
  { isWatch, hasParts }: { isWatch: boolean; hasParts: boolean },
): string {
  switch (method) {
    case 'GET':
      // One object is watched by a selector of its name; `watch` at its path is not read.
      if (name !== undefined) return 'get';
      return isWatch ? 'watch' : 'list';
    case 'POST':
      if (name !== undefined && !hasParts) throw methodNotAllowed();
      return 'create';
    case 'PUT':
      if (name === undefined) throw methodNotAllowed();
      return 'update';
    case 'PATCH':
      if (name === undefined) throw methodNotAllowed();
      return 'patch';
    case 'DELETE':
      return name === undefined ? 'deletecollection' : 'delete';
  }
}
