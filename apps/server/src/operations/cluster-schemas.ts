import { asObject, getPath } from '@lanthorn/base/json.ts';
import { readBody } from '@lanthorn/kube/api-request.ts';
import { type OpenApiSchema, type OpenApiSchemas, schemasOfKind, TypeSchema } from '@lanthorn/kube/type-schema.ts';
import type { Cluster } from '../upstream/cluster.ts';

export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** The types a cluster publishes (OpenAPI v3), by kind; each group's document is read once for the life of this process. */
export class ClusterSchemas {
  readonly #kinds = new Map<string, Promise<Record<string, OpenApiSchema>>>();

  /** Null where the server publishes no such kind or cannot be asked: then lists merge as wholes. */
  async ofKind(cluster: Cluster, kind: GroupVersionKind): Promise<TypeSchema | null> {
    return TypeSchema.ofKind(await this.definitions(cluster, kind), kind);
  }

  /** The definitions the kind reaches; empty where unknown. */
  definitions(cluster: Cluster, kind: GroupVersionKind): Promise<OpenApiSchemas> {
    const key = JSON.stringify([cluster.info.name, kind.group, kind.version, kind.kind]);
    const known = this.#kinds.get(key);
    if (known !== undefined) return known;
    const asked = read(cluster, kind);
    this.#kinds.set(key, asked);
    // What could not be read is asked for again next time.
    void asked.then(schemas => Object.keys(schemas).length === 0 && this.#kinds.delete(key));
    return asked;
  }
}

async function read(cluster: Cluster, kind: GroupVersionKind): Promise<Record<string, OpenApiSchema>> {
  const place = kind.group === '' ? ['api', kind.version] : ['apis', kind.group, kind.version];
  const path = `/openapi/v3/${place.map(encodeURIComponent).join('/')}`;
  try {
    const response = await cluster.source.send({ method: 'GET', path, headers: { accept: 'application/json' } });
    const body = await readBody(response);
    if (response.status !== 200) return {};
    return schemasOfKind(asObject(getPath(JSON.parse(body), 'components', 'schemas')) as OpenApiSchemas, kind);
  } catch (error) {
    if (error instanceof Error) return {};
    throw error;
  }
}
