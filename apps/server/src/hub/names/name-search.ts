import type { Clock } from '@lanthorn/base/clock.ts';
import type { NamesAnswer } from '@lanthorn/protocol/http/name-messages.ts';
import { MAX_NAMESPACES } from '@lanthorn/protocol/constants.ts';
import type { ClusterKey } from '../../upstream/cluster-key.ts';
import type { Cluster } from '../../upstream/cluster.ts';
import { NameIndex } from './name-index.ts';

/** Names are read again when somebody looks for one after this long; until they are, the ones before serve. */
const TTL_MS = 60_000;
/** What was not found may have come since: then names are read again sooner, where they are few enough to be read in a moment. */
const MISSED_TTL_MS = 3_000;
const FEW_NAMES = 20_000;
/** After this long without a question they are dropped. */
const IDLE_MS = 300_000;
const MAX_FOUND = 50;

interface Entry {
  current: NameIndex;
  next: NameIndex | null;
  cancelDrop: () => void;
}

/** Objects by name, of all kinds and namespaces an identity may list, read only when somebody looks for one. */
export class NameSearch {
  readonly #clock: Clock;
  readonly #entries = new Map<ClusterKey, Entry>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `namespaces` are those where somebody works who may not list whole clusters. */
  search(cluster: Cluster, query: string, namespaces: readonly string[]): NamesAnswer {
    const { key } = cluster;
    let entry = this.#entries.get(key);
    // Another tab may work in other namespaces.
    const wanted = [...new Set([...namespaces, ...(entry?.current.namespaces ?? [])])].slice(0, MAX_NAMESPACES);
    const read = () => new NameIndex(cluster, wanted);
    if (entry === undefined) {
      entry = { current: read(), next: null, cancelDrop: () => {} };
      this.#entries.set(key, entry);
    }
    if (entry.next?.isComplete === true) Object.assign(entry, { current: entry.next, next: null });
    // Names of other namespaces are no stand-in, and there are few.
    if (!entry.current.covers(namespaces)) {
      end(entry);
      Object.assign(entry, { current: read(), next: null });
    }
    const answer = entry.current.search(query, MAX_FOUND);
    const isMissed = answer.found.length === 0 && answer.loaded <= FEW_NAMES;
    const age = this.#clock.elapsed() - entry.current.startedElapsed;
    if (answer.isComplete && age > (isMissed ? MISSED_TTL_MS : TTL_MS)) entry.next ??= read();
    entry.cancelDrop();
    entry.cancelDrop = this.#clock.schedule(IDLE_MS, () => this.#drop(key));
    // Nothing is not the last word while names are read again for it.
    return isMissed && entry.next !== null ? { ...answer, isComplete: false } : answer;
  }

  close(): void {
    for (const key of [...this.#entries.keys()]) this.#drop(key);
  }

  #drop(key: ClusterKey): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    entry.cancelDrop();
    this.#entries.delete(key);
    end(entry);
  }
}

function end({ current, next }: Entry): void {
  current.close();
  next?.close();
}
