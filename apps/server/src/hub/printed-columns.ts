import type { Clock } from '@lanthorn/base/clock.ts';
import { asArray, asNumber, asString, getPath } from '@lanthorn/base/json.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { type GroupVersionResource, resourceKey, resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { MAX_PRINTED_COLUMNS, MAX_PRINTED_TEXT, MAX_TABLE_CELL } from '@lanthorn/protocol/constants.ts';
import type { PrintedColumn } from '@lanthorn/views/cells/kind-view.ts';
import type { Cluster } from '../upstream/cluster.ts';

/** A definition that was changed is read anew after this long. */
const TTL_MS = 30_000;
/** Definitions of as many kinds as somebody looks at in that time. */
const MAX_KNOWN = 200;

/** A server that prints nothing answers in JSON, which has no columns. */
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

const DEFINITIONS = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' };

interface Known {
  readonly at: number;
  readonly columns: Promise<readonly PrintedColumn[] | null>;
}

/** What the definitions of custom kinds print, each read when somebody looks at its kind: all of them at once are megabytes. */
export class PrintedColumns {
  readonly #clock: Clock;
  readonly #known = new Map<string, Known>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Where there is no definition, or it may not be read: what the server's Table of that namespace has, or nothing where no namespace is given.
   * Rejects where the cluster does not answer.
   */
  async of(
    cluster: Cluster,
    resource: GroupVersionResource,
    namespace: string | null,
  ): Promise<readonly PrintedColumn[]> {
    const defined = await this.#read([cluster.key, resourceKey(resource)], () => definedColumns(cluster, resource));
    if (defined !== null || namespace === null) return defined ?? [];
    const key = [cluster.key, resourceKey(resource), namespace];
    return (await this.#read(key, () => tableColumns(cluster, resource, namespace))) ?? [];
  }

  async #read(place: readonly string[], read: () => Known['columns']): Known['columns'] {
    const key = JSON.stringify(place);
    const now = this.#clock.elapsed();
    for (const [other, { at }] of this.#known)
      if (now - at >= TTL_MS || this.#known.size > MAX_KNOWN) this.#known.delete(other);
    const known = this.#known.get(key) ?? { at: now, columns: read() };
    this.#known.set(key, known);
    try {
      return await known.columns;
    } catch (error) {
      if (this.#known.get(key) === known) this.#known.delete(key);
      throw error;
    }
  }
}

/** Null where nobody says. */
async function definedColumns(cluster: Cluster, resource: GroupVersionResource): Known['columns'] {
  const name = `${resource.resource}.${resource.group}`;
  const response = await cluster.source.send({ method: 'GET', path: resourcePath({ ...DEFINITIONS, name }) });
  const body = await readBody(response);
  if (response.status !== 200) return null;
  const versions = asArray(getPath(JSON.parse(body), 'spec', 'versions'));
  const version = versions.find(entry => getPath(entry, 'name') === resource.version);
  return bounded(asArray(getPath(version, 'additionalPrinterColumns')).map(definedColumn));
}

function bounded(columns: readonly PrintedColumn[]): readonly PrintedColumn[] {
  return columns
    .filter(({ name, path }) => name !== '' && Math.max(name.length, path.length) <= MAX_PRINTED_TEXT)
    .slice(0, MAX_PRINTED_COLUMNS);
}

function definedColumn(column: unknown): PrintedColumn {
  return { ...titled(column), path: asString(getPath(column, 'jsonPath')) };
}

function titled(column: unknown): Pick<PrintedColumn, 'name' | 'type' | 'isWide'> {
  return {
    name: asString(getPath(column, 'name')),
    type: asString(getPath(column, 'type')) || 'string',
    isWide: (asNumber(getPath(column, 'priority')) ?? 0) > 0,
  };
}

/** Says which columns there are also where nothing is listed. */
async function tableColumns(
  cluster: Cluster,
  resource: GroupVersionResource,
  namespace: string,
): Promise<readonly PrintedColumn[]> {
  const path = resourcePath({ ...resource, namespace });
  const query = { limit: '1', includeObject: 'None' };
  const response = await cluster.source.send({ method: 'GET', path, query, headers: { accept: TABLE } });
  const body = await readBody(response);
  if (response.status !== 200) return [];
  const columns = asArray(getPath(JSON.parse(body), 'columnDefinitions'));
  return bounded(
    columns
      .map((column, cell) => ({ ...titled(column), path: '', cell, format: getPath(column, 'format') }))
      .filter(({ name, type, cell, format }) => format !== 'name' && !isAge(name, type) && cell <= MAX_TABLE_CELL)
      .map(({ format: _format, ...column }) => column),
  );
}

/** Its text was true when it was written ("5m"), and no watch says when it is not any more. */
function isAge(name: string, type: string): boolean {
  return type === 'date' || name === 'Age';
}
