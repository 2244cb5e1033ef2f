import type { Clock } from '@lanthorn/base/clock.ts';
import type { Random } from '@lanthorn/base/random.ts';
import { groupResource, resourceKey } from '@lanthorn/kube/group-version-resource.ts';
import type { CostsAnswer } from '@lanthorn/protocol/http-messages.ts';
import type { RowFilter } from '@lanthorn/query/row-filter.ts';
import type { KindView } from '@lanthorn/views/kind-view.ts';
import type { Cluster, ClusterRegistry } from '../upstream/cluster.ts';
import { Collection } from './collection.ts';
import { ObjectWatch, type WatchedObject } from './object-watch.ts';
import { ListFeed, type ListSpec } from './list-feed.ts';
import { type Lease, Shared } from './shared.ts';

/** A watch stays open this long after its last reader: people come back. */
const LINGER_MS = 30_000;

export interface HubOptions {
  readonly clusters: ClusterRegistry;
  readonly clock: Clock;
  readonly random: Random;
  /** Told of each list that opens. */
  readonly onCollection?: (cluster: Cluster, collection: Collection) => void;
}

/** What all tabs share: one watch per cluster (and so identity), resource and scope. */
export class Hub {
  readonly clock: Clock;
  readonly clusters: ClusterRegistry;
  readonly #random: Random;
  readonly #collections: Shared<Collection>;
  readonly #objects: Shared<ObjectWatch>;
  readonly #lists: Shared<ListFeed>;

  readonly #onCollection: (cluster: Cluster, collection: Collection) => void;

  constructor({ clusters, clock, random, onCollection = () => {} }: HubOptions) {
    this.#onCollection = onCollection;
    this.clusters = clusters;
    this.clock = clock;
    this.#random = random;
    this.#collections = new Shared(clock, LINGER_MS);
    this.#objects = new Shared(clock, LINGER_MS);
    this.#lists = new Shared(clock, 0);
  }

  get openWatches(): number {
    return this.#collections.size + this.#objects.size;
  }

  collection(cluster: Cluster, view: KindView, namespace: string): Lease<Collection> {
    return this.#collections.lease(collectionKey(cluster, view, namespace), () => {
      const collection = new Collection(cluster.info.name, { view, namespace }, this.#context(cluster));
      this.#onCollection(cluster, collection);
      return collection;
    });
  }

  /** The list, if somebody has it open. */
  peek(cluster: Cluster, view: KindView, namespace: string): Collection | undefined {
    return this.#collections.peek(collectionKey(cluster, view, namespace));
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
  list(spec: ListSpec, filter: RowFilter): Lease<ListFeed> {
    const { cluster, view, namespaces, sort, ownerUid } = spec;
    const key = JSON.stringify([
      cluster.info.name,
      resourceKey(view.resource),
      namespaces,
      spec.filter,
      sort,
      ownerUid,
    ]);
    return this.#lists.lease(key, () => new ListFeed(this, spec, filter));
  }

  object(cluster: Cluster, target: WatchedObject): Lease<ObjectWatch> {
    const key = JSON.stringify([cluster.info.name, resourceKey(target.resource), target.namespace, target.name]);
    return this.#objects.lease(key, () => new ObjectWatch(target, this.#context(cluster)));
  }

  close(): void {
    this.#lists.close();
    this.#collections.close();
    this.#objects.close();
  }

  #context(cluster: Cluster) {
    return { source: cluster.source, clock: this.clock, random: this.#random };
  }
}

function collectionKey(cluster: Cluster, view: KindView, namespace: string): string {
  return JSON.stringify([cluster.info.name, resourceKey(view.resource), namespace]);
}
