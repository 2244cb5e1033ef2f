import type { KeptEvent } from '@lanthorn/views/facts/kept-events.ts';
import type { ClusterKey } from '../../upstream/cluster-key.ts';
import type { EventBounds, EventsStore, NamedByEvents } from '../stores/events-store.ts';
import type { HistoryStatus } from '../stores/history-status.ts';
import { asKeptEvent } from '../stores/stored-shapes.ts';
import type { SqliteFile } from './sqlite-file.ts';

/** Counting all of a cluster's for each batch would cost more than keeping them: it is done when a part of the bound was added. */
const PRUNE_PART = 1 / 40;

const COLUMNS =
  'uid, about, namespace, object, type, reason, message, count, first_seen AS firstSeen, last_seen AS lastSeen';

export class SqliteEvents implements EventsStore {
  readonly #file: SqliteFile;
  readonly bounds: EventBounds;
  readonly #status: HistoryStatus;
  /** Of each cluster, kept since the last time that all were counted; a cluster not counted yet has no number. */
  readonly #uncounted = new Map<ClusterKey, number>();

  constructor(file: SqliteFile, { bounds, status }: { readonly bounds: EventBounds; readonly status: HistoryStatus }) {
    this.#file = file;
    this.bounds = bounds;
    this.#status = status;
  }

  async saveEvents(cluster: ClusterKey, events: readonly KeptEvent[]): Promise<void> {
    const uncounted = (this.#uncounted.get(cluster) ?? Number.POSITIVE_INFINITY) + events.length;
    const isDue = uncounted >= this.bounds.ofCluster * PRUNE_PART;
    this.#file.transaction(() => {
      for (const event of events)
        this.#file.run(
          'INSERT OR REPLACE INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
          cluster,
          event.uid,
          event.about,
          event.namespace,
          event.object,
          event.type,
          event.reason,
          event.message,
          event.count,
          event.firstSeen,
          event.lastSeen,
        );
      for (const about of new Set(events.map(event => event.about)))
        this.#file.run(
          // What goes is looked up by its keys: asked the other way round, all of the cluster's events are read for each object.
          `DELETE FROM events WHERE cluster = ?1 AND uid IN
           (SELECT uid FROM events WHERE cluster = ?1 AND about = ?2 ORDER BY last_seen DESC, uid LIMIT -1 OFFSET ?3)`,
          cluster,
          about,
          this.bounds.ofObject,
        );
      if (isDue)
        this.#file.run(
          `DELETE FROM events WHERE cluster = ?1 AND uid IN
           (SELECT uid FROM events WHERE cluster = ?1 ORDER BY last_seen DESC, uid LIMIT -1 OFFSET ?2)`,
          cluster,
          this.bounds.ofCluster,
        );
    });
    this.#uncounted.set(cluster, isDue ? 0 : uncounted);
  }

  async eventsAbout(cluster: ClusterKey, uids: readonly string[], most: number): Promise<KeptEvent[]> {
    return this.#read(
      cluster,
      this.#file.all(
        `SELECT ${COLUMNS} FROM events
         WHERE cluster = ?1 AND about IN (SELECT value FROM json_each(?2)) ORDER BY last_seen DESC, uid LIMIT ?3`,
        cluster,
        JSON.stringify(uids),
        most,
      ),
    );
  }

  async eventsNaming(cluster: ClusterKey, objects: readonly NamedByEvents[], most: number): Promise<KeptEvent[]> {
    const namespaces = [...new Set(objects.map(({ namespace }) => namespace))];
    const found = namespaces.flatMap(namespace =>
      this.#read(
        cluster,
        this.#file.all(
          `SELECT ${COLUMNS} FROM events INDEXED BY events_object WHERE cluster = ?1 AND namespace = ?2 AND object IN (SELECT value FROM json_each(?3))
           ORDER BY last_seen DESC, uid LIMIT ?4`,
          cluster,
          namespace,
          JSON.stringify(objects.filter(one => one.namespace === namespace).map(({ object }) => object)),
          most,
        ),
      ),
    );
    return found.toSorted((a, b) => b.lastSeen - a.lastSeen || (a.uid < b.uid ? -1 : 1)).slice(0, most);
  }

  #read(cluster: ClusterKey, rows: readonly unknown[]): KeptEvent[] {
    return rows.flatMap(row => {
      const event = asKeptEvent(row);
      if (event === null) this.#status.skip(`${cluster} ${JSON.stringify(row)} event`);
      return event ?? [];
    });
  }
}
