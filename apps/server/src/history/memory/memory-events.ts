import type { KeptEvent } from '@lanthorn/views/facts/kept-events.ts';
import type { ClusterKey } from '../../upstream/cluster-key.ts';
import type { EventBounds, EventsStore, NamedByEvents } from '../stores/events-store.ts';

/** Events until the process ends. */
export class MemoryEvents implements EventsStore {
  /** By the uid of the event. */
  readonly #events = new Map<ClusterKey, Map<string, KeptEvent>>();
  readonly bounds: EventBounds;

  constructor(bounds: EventBounds) {
    this.bounds = bounds;
  }

  async saveEvents(cluster: ClusterKey, events: readonly KeptEvent[]): Promise<void> {
    const kept = this.#events.get(cluster) ?? new Map<string, KeptEvent>();
    this.#events.set(cluster, kept);
    for (const event of events) kept.set(event.uid, event);
    const abouts = new Set(events.map(({ about }) => about));
    const beyond = [...abouts].flatMap(about =>
      newestFirst([...kept.values()].filter(event => event.about === about)).slice(this.bounds.ofObject),
    );
    for (const { uid } of beyond) kept.delete(uid);
    if (kept.size > this.bounds.ofCluster)
      for (const { uid } of newestFirst([...kept.values()]).slice(this.bounds.ofCluster)) kept.delete(uid);
  }

  async eventsAbout(cluster: ClusterKey, uids: readonly string[], most: number): Promise<KeptEvent[]> {
    const asked = new Set(uids);
    const found = [...(this.#events.get(cluster)?.values() ?? [])].filter(({ about }) => asked.has(about));
    return newestFirst(found).slice(0, most);
  }

  async eventsNaming(cluster: ClusterKey, objects: readonly NamedByEvents[], most: number): Promise<KeptEvent[]> {
    const asked = new Set(objects.map(({ namespace, object }) => `${namespace}/${object}`));
    const kept = [...(this.#events.get(cluster)?.values() ?? [])];
    return newestFirst(kept.filter(({ namespace, object }) => asked.has(`${namespace}/${object}`))).slice(0, most);
  }
}

function newestFirst(events: readonly KeptEvent[]): KeptEvent[] {
  return events.toSorted((a, b) => b.lastSeen - a.lastSeen || (a.uid < b.uid ? -1 : 1));
}
