import type { Clock } from '@lanthorn/base/clock.ts';
import { asObject, getPath } from '@lanthorn/base/json.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { type OpenApiSchema, type OpenApiSchemas, schemasOfKind, TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import type { Cluster } from '../upstream/cluster.ts';

export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** A changed CRD is noticed after this; an API server answers the question with "as before" in a millisecond. */
const FRESH_MS = 30_000;
/** Kinds that are edited or looked at in a day; each keeps some ten kilobytes. */
const MAX_KINDS = 100;

interface Known {
  readonly at: number;
  readonly answer: Promise<Answer>;
}

interface Answer {
  readonly schemas: Record<string, OpenApiSchema>;
  /** The server's mark of this very document; '' where it gives none. */
  readonly etag: string;
}

const NOTHING: Answer = { schemas: {}, etag: '' };

/** The types a cluster publishes (OpenAPI v3), by kind. They are asked for again after a while, since custom ones change. */
export class ClusterSchemas {
  readonly #clock: Clock;
  readonly #kinds = new Map<string, Known>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Null where the server publishes no such kind or cannot be asked: then lists merge as wholes. */
  async ofKind(cluster: Cluster, kind: GroupVersionKind): Promise<TypeSchema | null> {
    return TypeSchema.ofKind(await this.definitions(cluster, kind), kind);
  }

  /** The definitions the kind reaches; empty where unknown. */
  async definitions(cluster: Cluster, kind: GroupVersionKind): Promise<OpenApiSchemas> {
    const key = JSON.stringify([cluster.key, kind.group, kind.version, kind.kind]);
    const known = this.#kinds.get(key);
    if (known !== undefined && this.#clock.elapsed() - known.at < FRESH_MS) return (await known.answer).schemas;
    const answer = this.#ask(cluster, kind, known);
    // In the order they were asked for: the one that nobody asked for longest goes first.
    this.#kinds.delete(key);
    this.#kinds.set(key, { at: this.#clock.elapsed(), answer });
    const [oldest] = this.#kinds.keys();
    if (this.#kinds.size > MAX_KINDS && oldest !== undefined) this.#kinds.delete(oldest);
    const { schemas } = await answer;
    // What could not be read is asked for again next time.
    if (Object.keys(schemas).length === 0 && this.#kinds.get(key)?.answer === answer) this.#kinds.delete(key);
    return schemas;
  }

  async #ask(cluster: Cluster, kind: GroupVersionKind, known: Known | undefined): Promise<Answer> {
    const before = (await known?.answer) ?? NOTHING;
    try {
      return (await read(cluster, kind, before.etag)) ?? before;
    } catch (error) {
      if (error instanceof Error) return before;
      throw error;
    }
  }
}

/** Null where it is the document with this mark, or where the server cannot say now. */
async function read(cluster: Cluster, kind: GroupVersionKind, etag: string): Promise<Answer | null> {
  const place = kind.group === '' ? ['api', kind.version] : ['apis', kind.group, kind.version];
  const path = `/openapi/v3/${place.map(encodeURIComponent).join('/')}`;
  const headers = { accept: 'application/json', ...(etag === '' ? {} : { 'if-none-match': etag }) };
  const response = await cluster.source.send({ method: 'GET', path, headers });
  const body = await readBody(response);
  if (response.status === 404) return NOTHING;
  if (response.status !== 200) return null;
  const schemas = asObject(getPath(JSON.parse(body), 'components', 'schemas')) as OpenApiSchemas;
  return { schemas: schemasOfKind(schemas, kind), etag: response.headers['etag'] ?? '' };
}
