import type { Clock } from '@lanthorn/base/clock.ts';
import type { Random } from '@lanthorn/base/random.ts';
import { groupResource, resourceKey } from '@lanthorn/kube/api/group-version-resource.ts';
import type { CostsAnswer } from '@lanthorn/protocol/http/cost-messages.ts';
import { narrowsFilter } from '@lanthorn/query/narrows-filter.ts';
import type { RowFilter } from '@lanthorn/query/row-filter.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { RELEASE_STORAGE } from '@lanthorn/views/facts/helm-releases.ts';
import { Boundary, type FaultReport, THROWN_ON } from '../faults/boundary.ts';
import { ReleaseKeeper } from '../helm/release-keeper.ts';
import type { Cluster, ClusterRegistry } from '../upstream/cluster.ts';
import type { ClusterKey } from '../upstream/cluster-key.ts';
import type { SecretReader } from '../upstream/sources/secret-reader.ts';
import { Collection } from './lists/collection.ts';
import { ObjectWatch, type WatchedObject } from './objects/object-watch.ts';
import { ListFeed, type ListSpec, type Superlists } from './lists/list-feed.ts';
import { FileKeeper } from '../files/file-keeper.ts';
import { PortKeeper } from '../ports/port-keeper.ts';
import { TerminalKeeper } from '../streams/terminal/terminal-keeper.ts';
import { type Lease, Leased } from './sharing/leased.ts';

/** A watch stays open this long after its last reader: people come back. */
const LINGER_MS = 30_000;

export interface HubOptions {
  readonly clusters: ClusterRegistry;
  readonly clock: Clock;
  readonly random: Random;
  /** Told of each list that opens. */
  readonly onCollection?: (cluster: Cluster, collection: Collection) => void;
  /** Where faults are said; without it they are thrown on, as tests want it. */
  readonly faults?: FaultReport;
  /** The way to the values of Secrets, of which releases of Helm are read; without it none are. */
  readonly secretReader?: (key: ClusterKey) => Pick<SecretReader, 'read'> | undefined;
}

/** What all tabs share: one watch per cluster (and so identity), resource and scope. */
export class Hub {
  readonly clock: Clock;
  readonly clusters: ClusterRegistry;
  /** What outlasts the tabs that opened it. */
  readonly terminals: TerminalKeeper;
  readonly ports: PortKeeper;
  readonly releases: ReleaseKeeper;
  readonly files: FileKeeper;
  readonly #random: Random;
  readonly #faults: FaultReport;
  readonly #collections: Leased<Collection>;
  readonly #objects: Leased<ObjectWatch>;
  readonly #lists: Leased<ListFeed>;

  readonly #onCollection: (cluster: Cluster, collection: Collection) => void;

  constructor(options: HubOptions) {
    const { clusters, clock, random, faults = THROWN_ON, onCollection = () => {} } = options;
    this.#faults = faults;
    this.#onCollection = onCollection;
    this.clusters = clusters;
    this.clock = clock;
    this.#random = random;
    this.#collections = new Leased({ place: 'list', clock, faults, lingerMs: LINGER_MS });
    this.#objects = new Leased({ place: 'object', clock, faults, lingerMs: LINGER_MS });
    this.#lists = new Leased({ place: 'query', clock, faults, lingerMs: 0 });
    const boundary = (place: string, end: (message: string) => void) => this.boundary(place, end);
    this.terminals = new TerminalKeeper({ clock, boundary });
    this.files = new FileKeeper(clock);
    this.ports = new PortKeeper({
      ...{ clock, random, boundary },
      watchObject: (cluster, target) => this.object(cluster, target),
    });
    this.releases = new ReleaseKeeper({
      secretReader: options.secretReader ?? (() => undefined),
      lease: (cluster, { storage, namespace }, onFault) =>
        this.collection(cluster, { view: RELEASE_STORAGE[storage], namespace }, onFault),
    });
  }

  get openWatches(): number {
    return this.#collections.size + this.#objects.size;
  }

  /** For one user of this hub: what it throws ends it, and nobody else. */
  boundary(place: string, end: (message: string) => void): Boundary {
    return new Boundary(place, { clock: this.clock, faults: this.#faults, end });
  }

  /** The reader is told when the list fails; it is closed then, and who asks next gets a new one. So it is with objects and queries. */
  collection(
    cluster: Cluster,
    { view, namespace }: { readonly view: KindView; readonly namespace: string },
    onFault?: (message: string) => void,
  ): Lease<Collection> {
    const create = (boundary: Boundary) => {
      const collection = new Collection(cluster.info.name, { view, namespace }, this.#context(cluster, boundary));
      this.#onCollection(cluster, collection);
      return collection;
    };
    const key = collectionKey(cluster, view, namespace);
    return this.#collections.lease(key, create, { clock: cluster.clock, onFault });
  }

  /** The list, if somebody has it open. */
  peek(cluster: Cluster, view: KindView, namespace: string): Collection | undefined {
    return this.#collections.peek(collectionKey(cluster, view, namespace));
  }

  /** A list that is open, and that nobody reads any more, is followed for this long from now. */
  hold(
    cluster: Cluster,
    { view, namespace }: { readonly view: KindView; readonly namespace: string },
    forMs: number,
  ): void {
    this.#collections.hold(collectionKey(cluster, view, namespace), forMs);
  }

  /** Every open list, and how many read it. */
  openLists(): CostsAnswer['lists'] {
    return this.#collections.entries().map(({ value, readers }) => ({
      cluster: value.cluster,
      resource: groupResource(value.view.resource),
      namespace: value.namespace,
      rows: value.store.size,
      readers,
    }));
  }

  /** Tabs that ask for the same rows in the same order share what finds them. */
  list(spec: ListSpec, filter: RowFilter, onFault?: (message: string) => void): Lease<ListFeed> {
    const { cluster, others } = spec;
    const create = (boundary: Boundary) =>
      new ListFeed(this, spec, { filter, boundary, ...this.#superlists(spec, filter) });
    // Of several no clock is that of all.
    const clock = others === undefined ? cluster.clock : this.clock;
    return this.#lists.lease(listKey(spec), create, { clock, onFault });
  }

  /** The list without its filter, and the one before the last letter was typed. */
  #superlists(spec: ListSpec, { isTimed }: RowFilter): Superlists {
    const none = () => null;
    // One that is not in order yet helps nobody, and would be kept at it.
    const known = (filter: string) => (onFault: () => void) => {
      const key = listKey({ ...spec, filter });
      return (this.#lists.peek(key)?.query ?? null) === null ? null : this.#lists.leaseKnown(key, onFault);
    };
    const shorter = spec.filter.slice(0, -1);
    return {
      whole: spec.filter === '' ? none : known(''),
      wider: shorter === '' || isTimed || !narrowsFilter(shorter, spec.filter) ? none : known(shorter),
    };
  }

  object(cluster: Cluster, target: WatchedObject, onFault?: (message: string) => void): Lease<ObjectWatch> {
    const key = JSON.stringify([cluster.key, resourceKey(target.resource), target.namespace, target.name]);
    const create = (boundary: Boundary) => new ObjectWatch(target, this.#context(cluster, boundary));
    return this.#objects.lease(key, create, { clock: cluster.clock, onFault });
  }

  close(): void {
    this.terminals.close();
    this.ports.close();
    this.files.close();
    this.#lists.close();
    this.#collections.close();
    this.#objects.close();
  }

  #context(cluster: Cluster, boundary: Boundary) {
    return { source: cluster.source, time: cluster.clock, random: this.#random, boundary };
  }
}

function listKey(spec: ListSpec): string {
  const { cluster, others, absent, view, namespaces, filter, sort } = spec;
  const { ownerUid, related, tellsRelations, tellsUsage, group } = spec;
  const asked = [namespaces, filter, sort, ownerUid, related, tellsRelations, tellsUsage, group];
  return JSON.stringify([cluster.key, others?.map(other => other.key), absent, viewKey(view), ...asked]);
}

function collectionKey(cluster: Cluster, view: KindView, namespace: string): string {
  return JSON.stringify([cluster.key, viewKey(view), namespace, selection(view)]);
}

function selection({ fieldSelector = '', labelSelector = '', isMetadataAlone, words = [] }: KindView): unknown {
  return [fieldSelector, labelSelector, isMetadataAlone === true, words];
}

/** Kinds without a record are shown as they say: two that say otherwise are two. */
function viewKey(view: KindView): string {
  const { custom = null } = view.resource;
  return custom === null ? resourceKey(view.resource) : JSON.stringify([resourceKey(view.resource), custom]);
}
