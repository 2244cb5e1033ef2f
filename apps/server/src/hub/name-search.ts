import type { NamesAnswer } from '@lanthorn/protocol/http-messages.ts';
import { EVENT_VIEW } from '@lanthorn/views/cluster-views.ts';
import { KIND_VIEWS } from '@lanthorn/views/kind-views.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { NameIndex } from './name-index.ts';

/** Names are read again when somebody looks for one after this long; until they are, the ones before serve. */
const TTL_MS = 60_000;
/** After this long without a question they are dropped. */
const IDLE_MS = 300_000;
const MAX_FOUND = 50;
/** Whatever can be opened; an event's name says nothing. */
const KINDS = KIND_VIEWS.filter(view => view !== EVENT_VIEW).map(view => view.resource);

interface Entry {
  current: NameIndex;
  next: NameIndex | null;
  cancelDrop: () => void;
}

/** Objects by name, of all kinds and namespaces an identity may list, read only when somebody looks for one. */
export class NameSearch {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  search(cluster: Cluster, query: string): NamesAnswer {
    const { name } = cluster.info;
    const now = this.#clock.now();
    let entry = this.#entries.get(name);
    if (entry === undefined) {
      entry = { current: new NameIndex(cluster, KINDS, now), next: null, cancelDrop: () => {} };
      this.#entries.set(name, entry);
    }
    if (entry.next?.isComplete === true) Object.assign(entry, { current: entry.next, next: null });
    if (entry.current.isComplete && now - entry.current.startedAt > TTL_MS)
      entry.next ??= new NameIndex(cluster, KINDS, now);
    entry.cancelDrop();
    entry.cancelDrop = this.#clock.schedule(IDLE_MS, () => this.#entries.delete(name));
    return entry.current.search(query, MAX_FOUND);
  }

  close(): void {
    for (const { cancelDrop } of this.#entries.values()) cancelDrop();
    this.#entries.clear();
  }
}
