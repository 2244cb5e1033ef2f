import type { KeptEvent } from '@lanthorn/views/facts/kept-events.ts';
import type { ClusterKey } from '../../upstream/cluster-key.ts';

/** What is kept at most: the newest of each object, and of each cluster. */
export interface EventBounds {
  readonly ofObject: number;
  readonly ofCluster: number;
}

/** Some 500 bytes each: 10 MB for a cluster. A pod that fails all day has fewer than a hundred. */
export const KEPT_EVENTS: EventBounds = { ofObject: 200, ofCluster: 20_000 };

/** `Pod/web-1` in a namespace. */
export type NamedByEvents = Pick<KeptEvent, 'namespace' | 'object'>;

/** What clusters said of their objects, which outlasts their API servers' memory, each as the person could read it for whom it was kept. Every call rejects when it cannot be carried out. */
export interface EventsStore {
  readonly bounds: EventBounds;
  /** Keeps events as they are now, each once by its uid; beyond the bounds the oldest go. */
  saveEvents(cluster: ClusterKey, events: readonly KeptEvent[]): Promise<void>;
  /** Those about objects, by uid, the newest first, so many at most. */
  eventsAbout(cluster: ClusterKey, uids: readonly string[], most: number): Promise<KeptEvent[]>;
  /** Those about objects, as events name them, the newest first, so many at most. */
  eventsNaming(cluster: ClusterKey, objects: readonly NamedByEvents[], most: number): Promise<KeptEvent[]>;
}
