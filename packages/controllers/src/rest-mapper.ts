import type { Clock } from '@lanthorn/base/clock.ts';
import { asArray, asObject, asString, type JsonObject } from '@lanthorn/base/json.ts';
import { type ApiSource, readBody } from '@lanthorn/kube/api-request.ts';
import { resourceKey } from '@lanthorn/kube/group-version-resource.ts';

export interface DiscoveredResource {
  readonly key: string;
  readonly group: string;
  readonly resource: string;
  readonly kind: string;
  readonly isNamespaced: boolean;
  readonly verbs: readonly string[];
}

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Everything the server has now, each kind in its preferred version (aggregated discovery). */
async function discoverResources(source: ApiSource): Promise<DiscoveredResource[]> {
  const found: DiscoveredResource[] = [];
  for (const path of ['/api', '/apis']) {
    const response = await source.send({ method: 'GET', path, headers: { accept: AGGREGATED } });
    const list = asObject(JSON.parse(await readBody(response)));
    for (const item of asArray(list['items']).map(asObject)) found.push(...preferred(item));
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
          key: resourceKey({ group, version: asString(version), resource: name }),
          group,
          resource: name,
          kind: asString(asObject(responseKind)['kind']),
          isNamespaced: scope === 'Namespaced',
          verbs: asArray(verbs).map(asString),
        },
      ];
    });
  });
}

/** Definitions come and go; a kind that is not known is looked for again after this. */
const FRESH_MS = 5_000;

/** Which resource a kind is, as the server says (client-go's RESTMapper). */
export class RestMapper {
  readonly #source: ApiSource;
  readonly #clock: Clock;
  #known: Promise<readonly DiscoveredResource[]> | null = null;
  #at = 0;

  constructor(source: ApiSource, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
  }

  all(): Promise<readonly DiscoveredResource[]> {
    if (this.#known === null || this.#clock.now() - this.#at > FRESH_MS) {
      this.#at = this.#clock.now();
      this.#known = discoverResources(this.#source);
    }
    return this.#known;
  }

  async byKind(group: string, kind: string): Promise<DiscoveredResource | null> {
    return (await this.all()).find(entry => entry.group === group && entry.kind === kind) ?? null;
  }

  async byResource(group: string, resource: string): Promise<DiscoveredResource | null> {
    return (await this.all()).find(entry => entry.group === group && entry.resource === resource) ?? null;
  }
}
