import { asArray, asObject, asString, type JsonObject } from '@lanthorn/base/json.ts';
import { type ApiSource, readBody } from './api-request.ts';
import type { GroupVersionResource } from './group-version-resource.ts';
import { AnswerProblem, answerReason } from './answer-reasons.ts';
import { readStatus, refusalReason } from './status.ts';

/** A kind that a server says it has. */
export interface DiscoveredResource extends GroupVersionResource {
  readonly kind: string;
  readonly isNamespaced: boolean;
  readonly verbs: readonly string[];
  /** What kubectl takes for it, too. */
  readonly shortNames: readonly string[];
  /** In which its objects can be read too, in the server's order; absent where there is none. */
  readonly otherVersions?: readonly string[];
  /** Its number of replicas has a part of its own, by which it is scaled; absent where it has none. */
  readonly isScaled?: true;
}

/** What cannot be watched is computed at each question. */
export function isListed({ verbs }: Pick<DiscoveredResource, 'verbs'>): boolean {
  return ['list', 'watch', 'get'].every(verb => verbs.includes(verb));
}

/** What a server has, and what it would have if somebody answered it. */
export interface Discovered {
  readonly kinds: readonly DiscoveredResource[];
  /** `metrics.k8s.io/v1beta1`: whoever serves them for the API server does not answer. */
  readonly unanswered: readonly string[];
  /** What it is made of, for the next question. */
  readonly parts: readonly DiscoveredPart[];
}

interface DiscoveredPart extends Pick<Discovered, 'kinds' | 'unanswered'> {
  /** The server's name for what it said; '' where it has none. */
  readonly etag: string;
}

/** Asking anew costs the server next to nothing: it names what it says, and says it only where that is another. */
export function isCheapToAsk({ parts }: Discovered): boolean {
  return parts.length > 0 && parts.every(({ etag }) => etag !== '');
}

/** As kubectl asks: v2 since Kubernetes 1.30, before it v2beta1 of the same shape. */
const AGGREGATED = ['v2', 'v2beta1']
  .map(version => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`)
  .join(',');

/**
 * Everything the server has now, each kind in its preferred version (aggregated discovery, KEP-3352: since Kubernetes 1.26): what was known before
 * where that is still so. Rejects where it is refused or not known.
 */
export async function discoverResources(source: ApiSource, before?: Discovered): Promise<Discovered> {
  const parts: DiscoveredPart[] = [];
  for (const [i, path] of ['/api', '/apis'].entries()) parts.push(await discoverPart(source, path, before?.parts[i]));
  if (before !== undefined && parts.every((part, i) => part === before.parts[i])) return before;
  return {
    kinds: parts.flatMap(({ kinds }) => kinds),
    unanswered: parts.flatMap(({ unanswered }) => unanswered),
    parts,
  };
}

async function discoverPart(source: ApiSource, path: string, before?: DiscoveredPart): Promise<DiscoveredPart> {
  const known = before === undefined || before.etag === '' ? {} : { 'if-none-match': before.etag };
  const response = await source.send({ method: 'GET', path, headers: { accept: AGGREGATED, ...known } });
  const body = await readBody(response);
  if (response.status === 304 && before !== undefined) return before;
  if (response.status !== 200) throw new AnswerProblem(refusalReason(readStatus(response.status, body)));
  const { kind, items } = asObject(JSON.parse(body));
  if (kind !== 'APIGroupDiscoveryList') throw new AnswerProblem(answerReason('noDiscovery', {}));
  const groups = asArray(items).map(asObject);
  return {
    etag: response.headers['etag'] ?? '',
    kinds: groups.flatMap(preferred),
    unanswered: groups.flatMap(staleVersions),
  };
}

/** Versions of which the server has only what it heard before, if anything. */
function staleVersions(item: JsonObject): string[] {
  const group = asString(asObject(item['metadata'])['name']);
  return asArray(item['versions'])
    .map(asObject)
    .flatMap(({ version, freshness }) => (freshness === 'Stale' ? [`${group}/${asString(version)}`] : []));
}

function preferred(item: JsonObject): DiscoveredResource[] {
  const group = asString(asObject(item['metadata'])['name']);
  const found = new Map<string, DiscoveredResource>();
  for (const entry of asArray(item['versions'])) {
    const { version: said, resources } = asObject(entry);
    const version = asString(said);
    for (const value of asArray(resources)) {
      const { resource: name, responseKind, scope, verbs: can, shortNames, subresources } = asObject(value);
      const resource = asString(name);
      const verbs = asArray(can).map(asString);
      const isScaled = asArray(subresources).some(part => asObject(part)['subresource'] === 'scale');
      const first = found.get(resource);
      if (first === undefined)
        found.set(resource, {
          group,
          version,
          resource,
          verbs,
          kind: asString(asObject(responseKind)['kind']),
          isNamespaced: scope === 'Namespaced',
          shortNames: asArray(shortNames).map(asString),
          ...(isScaled ? { isScaled } : {}),
        });
      else if (verbs.includes('get') && version !== first.version)
        found.set(resource, { ...first, otherVersions: [...(first.otherVersions ?? []), version] });
    }
  }
  return [...found.values()];
}
