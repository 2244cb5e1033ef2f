import { asArray, asNumber, asString, getPath } from '@lanthorn/base/json.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { type GroupVersionResource, resourceKey, resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import type { CountsAnswer } from '@lanthorn/protocol/http/name-messages.ts';
import { JoinedRows } from '@lanthorn/query/joined-rows.ts';
import type { LiveRows } from '@lanthorn/query/live-rows.ts';
import { isStatus } from '@lanthorn/views/cells/cell.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { findObjectKind, kindAddress } from '@lanthorn/views/kind-index.ts';
import { findKindView, KIND_VIEWS } from '@lanthorn/views/kind-records.ts';
import type { Row } from '@lanthorn/views/row.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { mapParallel } from '../upstream/parallel.ts';
import type { Hub } from './hub.ts';
import type { Collection } from './lists/collection.ts';

/** How long a count that nobody watches is good: a person glances at it. */
const TTL_MS = 30_000;
/** A request for each kind and namespace is cheap while there are few; of more than these only what is open is counted. */
const MAX_ASKED_NAMESPACES = 10;
/** As a client of Kubernetes asks beside other work: many groups have servers of their own. */
const MAX_ASKED_KINDS = 16;
/** A little longer than a navigation waits before it asks again. */
const HELD_MS = 45_000;
/** Of more objects than these a watch brings too much for one number. */
const MAX_HELD_ROWS = 10_000;
/** Rows judged in one turn of the event loop: a few milliseconds. */
const SLICE_ROWS = 10_000;
/** Of no object more than its name is needed, and of one object only. */
const ONE = { accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json' };

interface Known {
  readonly at: number;
  readonly count: Promise<number | null>;
}

/** What is counted by one word of an address. Of a kind without a record it is known where whoever asks looks for it. */
interface Counted {
  readonly address: string;
  readonly resource: GroupVersionResource;
  readonly namespaced: boolean;
  readonly view?: KindView | undefined;
}

function findCounted(address: string): Counted | undefined {
  const found = findObjectKind(address);
  if (found === undefined) return undefined;
  const { resource, namespaced = true } = found;
  return { address, resource, namespaced, view: findKindView(resource) };
}

/** What is needed of the hub: lists that are open. */
type Lists = Pick<Hub, 'peek' | 'hold' | 'clock'>;

/**
 * How many objects of each kind there are: of an open list what it holds, of others what the API server says to a list of one
 * (`remainingItemCount`), asked once for all tabs. Null where it may not be said, or nobody has asked.
 */
export class ResourceCounts {
  readonly #hub: Lists;
  readonly #known = new Map<string, Known>();

  constructor(hub: Lists) {
    this.#hub = hub;
  }

  /** `kinds` are those that somebody sees, by their word in an address; a kind without a record by its resource and version. */
  async count(cluster: Cluster, namespaces: readonly string[], kinds: readonly string[]): Promise<CountsAnswer> {
    const wanted = new Set(kinds);
    const entries = await mapParallel(
      [...wanted].flatMap(address => findCounted(address) ?? []),
      async (counted): Promise<[string, number | null]> => [
        counted.address,
        await this.#countKind(cluster, namespaces, counted),
      ],
      MAX_ASKED_KINDS,
    );
    return { counts: Object.fromEntries(entries), bad: await this.#bad(cluster, namespaces, wanted) };
  }

  async #countKind(
    cluster: Cluster,
    namespaces: readonly string[],
    { resource, view, namespaced }: Counted,
  ): Promise<number | null> {
    const scopes = namespaced && namespaces.length > 0 ? [...new Set(namespaces)] : [''];
    const open = scopes.map(namespace => (view === undefined ? null : this.#open(cluster, view, namespace)));
    if (scopes.length > MAX_ASKED_NAMESPACES && open.includes(null)) return null;
    const counts = await Promise.all(
      scopes.map(async (namespace, i) => open[i] ?? this.#ask(cluster, resource, namespace)),
    );
    const known = counts.filter(count => count !== null);
    // What some of the namespaces have is not what all of them have.
    return known.length === counts.length ? known.reduce((sum, count) => sum + count, 0) : null;
  }

  /**
   * Of the kinds whose lists are open and whole: what nobody watches is not read for this. What somebody has read stays open while its number
   * is looked at, so that it neither goes nor grows old when they go on to another screen.
   */
  async #bad(
    cluster: Cluster,
    namespaces: readonly string[],
    wanted: ReadonlySet<string>,
  ): Promise<CountsAnswer['bad']> {
    const bad: Record<string, number> = {};
    for (const view of KIND_VIEWS.filter(({ resource }) => wanted.has(kindAddress(resource)))) {
      const scopes = view.namespaced && namespaces.length > 0 ? [...new Set(namespaces)] : [''];
      const parts = scopes.map(namespace => this.#openRows(cluster, view, namespace));
      const open = parts.flatMap(part => (part === null ? [] : [part]));
      // oxlint-disable-next-line no-await-in-loop -- one after the other: each gives way to what waits
      if (open.length === parts.length)
        bad[kindAddress(view.resource)] = await this.#countBad(open.map(({ rows }) => rows));
      for (const { close } of open) close();
    }
    return bad;
  }

  async #countBad(parts: readonly LiveRows[]): Promise<number> {
    let count = 0;
    let read = 0;
    for (const part of parts) {
      // oxlint-disable-next-line no-await-in-loop -- see above
      while (part.prepare?.(SLICE_ROWS) === true) await this.#hub.clock.nextTurn();
      for (const row of part.rows()) {
        count += isBad(row) ? 1 : 0;
        read += 1;
        // oxlint-disable-next-line no-await-in-loop -- see above
        if (read % SLICE_ROWS === 0) await this.#hub.clock.nextTurn();
      }
    }
    return count;
  }

  /** What a list shows of this scope; null where a part of it is not watched, or not whole. */
  #openRows(
    cluster: Cluster,
    view: KindView,
    namespace: string,
  ): { readonly rows: LiveRows; readonly close: () => void } | null {
    const { join } = view;
    const base = this.#hub.peek(cluster, view, namespace);
    if (base?.state.kind !== 'live' || !view.columns.some(({ type }) => type === 'status')) return null;
    this.#hold(cluster, base);
    if (join === undefined) return { rows: base.store, close: () => {} };
    const ownedView = findKindView(join.resource);
    const owned = ownedView === undefined ? undefined : this.#hub.peek(cluster, ownedView, namespace);
    if (owned?.state.kind !== 'live') return null;
    this.#hold(cluster, owned);
    const joined = new JoinedRows(view, join, { base: base.store, owned: owned.store });
    return { rows: joined, close: () => joined.close() };
  }

  #hold(cluster: Cluster, list: Collection): void {
    if (list.store.size <= MAX_HELD_ROWS) this.#hub.hold(cluster, list, HELD_MS);
  }

  #open(cluster: Cluster, view: KindView, namespace: string): number | null {
    const open = this.#hub.peek(cluster, view, namespace);
    return open?.state.kind === 'live' ? open.store.size : null;
  }

  #ask(cluster: Cluster, resource: GroupVersionResource, namespace: string): Promise<number | null> {
    const key = JSON.stringify([cluster.key, resourceKey(resource), namespace]);
    const now = this.#hub.clock.elapsed();
    const known = this.#known.get(key);
    if (known !== undefined && now - known.at < TTL_MS) return known.count;
    for (const [other, { at }] of this.#known) if (now - at >= TTL_MS) this.#known.delete(other);
    // A cluster that does not answer says so elsewhere.
    const count = ask(cluster, resourcePath({ ...resource, namespace })).catch(() => null);
    this.#known.set(key, { at: now, count });
    return count;
  }
}

function isBad(row: Row): boolean {
  return row.cells.some(cell => isStatus(cell) && cell.tone === 'bad');
}

async function ask(cluster: Cluster, path: string): Promise<number | null> {
  const response = await cluster.source.send({ method: 'GET', path, query: { limit: '1' }, headers: ONE });
  const body = await readBody(response);
  // A kind that is not there has no objects.
  if (response.status === 404) return 0;
  if (response.status !== 200) return null;
  const list: unknown = JSON.parse(body);
  const remaining = asNumber(getPath(list, 'metadata', 'remainingItemCount'));
  // There are more, and the server does not say how many.
  if (remaining === undefined && asString(getPath(list, 'metadata', 'continue')) !== '') return null;
  return asArray(getPath(list, 'items')).length + (remaining ?? 0);
}
