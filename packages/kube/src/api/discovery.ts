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
}

/** As kubectl asks: v2 since Kubernetes 1.30, before it v2beta1 of the same shape. */
const AGGREGATED = ['v2', 'v2beta1']
  .map(version => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`)
  .join(',');

/**
 * Everything the server has now, each kind in its preferred version (aggregated discovery, KEP-3352: since Kubernetes 1.26). Rejects
 * where it is refused or not known.
 */
export async function discoverResources(source: ApiSource): Promise<DiscoveredResource[]> {
  const found: DiscoveredResource[] = [];
  for (const path of ['/api', '/apis']) {
    const response = await source.send({ method: 'GET', path, headers: { accept: AGGREGATED } });
    const body = await readBody(response);
    if (response.status !== 200) throw new AnswerProblem(refusalReason(readStatus(response.status, body)));
    const { kind, items } = asObject(JSON.parse(body));
    if (kind !== 'APIGroupDiscoveryList') throw new AnswerProblem(answerReason('noDiscovery', {}));
    for (const item of asArray(items).map(asObject)) found.push(...preferred(item));
  }
  return found;
}

function preferred(item: JsonObject): DiscoveredResource[] {
  const group = asString(asObject(item['metadata'])['name']);
  const seen = new Set<string>();
  return asArray(item['versions']).flatMap(entry => {
    const { version, resources } = asObject(entry);
    return asArray(resources).flatMap(value => {
      const { resource, responseKind, scope, verbs } = asObject(value);
      const name = asString(resource);
      if (seen.has(name)) return [];
      seen.add(name);
      return [
        {
          group,
          version: asString(version),
          resource: name,
          kind: asString(asObject(responseKind)['kind']),
          isNamespaced: scope === 'Namespaced',
          verbs: asArray(verbs).map(asString),
        },
      ];
    });
  });
}
