import type { Clock } from '@lanthorn/base/clock.ts';
import { asArray, asNumber, asString, getPath } from '@lanthorn/base/json.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { type GroupVersionResource, resourceKey, resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { MAX_PRINTED_COLUMNS, MAX_PRINTED_TEXT } from '@lanthorn/protocol/constants.ts';
import type { PrintedColumn } from '@lanthorn/views/cells/kind-view.ts';
import type { Cluster } from '../upstream/cluster.ts';

/** A definition that was changed is read anew after this long. */
const TTL_MS = 30_000;
/** Definitions of as many kinds as somebody looks at in that time. */
const MAX_KNOWN = 200;

const DEFINITIONS = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' };

interface Known {
  readonly at: number;
  readonly columns: Promise<readonly PrintedColumn[]>;
}

/** What the definitions of custom kinds print, each read when somebody looks at its kind: all of them at once are megabytes. */
export class PrintedColumns {
  readonly #clock: Clock;
  readonly #known = new Map<string, Known>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Nothing where there is no definition, or it may not be read. Rejects where the cluster does not answer. */
  async of(cluster: Cluster, resource: GroupVersionResource): Promise<readonly PrintedColumn[]> {
    const key = JSON.stringify([cluster.key, resourceKey(resource)]);
    const now = this.#clock.elapsed();
    for (const [other, { at }] of this.#known)
      if (now - at >= TTL_MS || this.#known.size > MAX_KNOWN) this.#known.delete(other);
    const known = this.#known.get(key) ?? { at: now, columns: readColumns(cluster, resource) };
    this.#known.set(key, known);
    try {
      return await known.columns;
    } catch (error) {
      if (this.#known.get(key) === known) this.#known.delete(key);
      throw error;
    }
  }
}

async function readColumns(cluster: Cluster, resource: GroupVersionResource): Promise<readonly PrintedColumn[]> {
  const name = `${resource.resource}.${resource.group}`;
  const response = await cluster.source.send({ method: 'GET', path: resourcePath({ ...DEFINITIONS, name }) });
  const body = await readBody(response);
  if (response.status !== 200) return [];
  const versions = asArray(getPath(JSON.parse(body), 'spec', 'versions'));
  const version = versions.find(entry => getPath(entry, 'name') === resource.version);
  return asArray(getPath(version, 'additionalPrinterColumns'))
    .map(printedColumn)
    .filter(({ name: title, path }) => title !== '' && Math.max(title.length, path.length) <= MAX_PRINTED_TEXT)
    .slice(0, MAX_PRINTED_COLUMNS);
}

function printedColumn(column: unknown): PrintedColumn {
  const part = (key: string) => asString(getPath(column, key));
  return {
    name: part('name'),
    type: part('type') || 'string',
    path: part('jsonPath'),
    isWide: (asNumber(getPath(column, 'priority')) ?? 0) > 0,
  };
}
