import { must } from '@lanthorn/base/assert.ts';
import { SortedKeys } from '@lanthorn/base/collections/sorted-keys.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { expired } from '../wire/api-error.ts';
import { sharedWith, SharedFieldSets } from './shared-parts.ts';

export interface StorageEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly revision: number;
  readonly key: string;
  /** State after the event; for DELETED the last state, under the revision of the deletion. */
  readonly object: KubeObject;
  readonly previous: KubeObject | null;
}

/** Events kept per resource before the oldest are compacted: some minutes of a busy cluster, a few MB at most. */
const DEFAULT_HISTORY = 10_000;

interface Table {
  readonly objects: Map<string, KubeObject>;
  /** Keys in order, as etcd lists them. */
  readonly keys: SortedKeys;
  readonly history: StorageEvent[];
  /** Reading at or before this revision is no longer possible: events up to it are gone. */
  compacted: number;
  readonly watchers: Set<(event: StorageEvent) => void>;
}

/** `namespace/name`, or `name` for cluster-scoped objects: the order of lists. */
export function storageKey(namespace: string, name: string): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}

const compareKeys = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** After every character of a name. */
const LAST = '\uffff';

const firstOf = ({ prefix, start }: KeyRange) => (start > prefix ? start : prefix);

/** Two orders as one. */
function* merged(keys: Iterable<string>, others: readonly string[]): Iterable<string> {
  let at = 0;
  for (const key of keys) {
    for (let other = others[at]; other !== undefined && other < key; other = others[++at]) yield other;
    yield key;
  }
  yield* others.slice(at);
}

/**
 * Versioned objects in memory, with the promises of etcd that the API rests on: one revision counter for everything, reads
 * at any revision that is not compacted, and watches that replay from a revision without a gap. Objects are never changed
 * in place; callers must not either.
 */
export class Storage {
  #revision = 1;
  readonly #historyLimit: number;
  readonly #tables = new Map<string, Table>();
  readonly #fieldSets = new SharedFieldSets();

  constructor(historyLimit = DEFAULT_HISTORY) {
    this.#historyLimit = historyLimit;
  }

  get revision(): number {
    return this.#revision;
  }

  get(resource: string, key: string): KubeObject | undefined {
    return this.#table(resource).objects.get(key);
  }

  count(resource: string): number {
    return this.#table(resource).objects.size;
  }

  /** Creates or replaces; the stored object carries the new revision as resourceVersion. */
  put(resource: string, key: string, object: KubeObject): KubeObject {
    const table = this.#table(resource);
    const previous = table.objects.get(key) ?? null;
    const shared = previous === null ? object : (sharedWith(object, previous) as KubeObject);
    const stored = this.#stamped(this.#fieldSets.share(shared));
    if (previous === null) table.keys.add(key);
    table.objects.set(key, stored);
    const type = previous === null ? 'ADDED' : 'MODIFIED';
    this.#record(table, { type, revision: this.#revision, key, object: stored, previous });
    return stored;
  }

  delete(resource: string, key: string): KubeObject {
    const table = this.#table(resource);
    const previous = must(table.objects.get(key), `${resource} ${key} is not stored`);
    const object = this.#stamped(previous);
    table.objects.delete(key);
    table.keys.delete(key);
    this.#record(table, { type: 'DELETED', revision: this.#revision, key, object, previous });
    return object;
  }

  /** Objects in key order from `startKey` (inclusive) under `prefix`, as they are now. Stops when `visit` returns false. */
  scan(resource: string, range: KeyRange, visit: (key: string, object: KubeObject) => boolean): void {
    const table = this.#table(resource);
    for (const key of table.keys.from(firstOf(range))) {
      if (!key.startsWith(range.prefix)) break;
      if (!visit(key, must(table.objects.get(key), 'keys and objects agree'))) break;
    }
  }

  /** The same at an earlier revision: later events are taken back. Throws 410 when they are compacted. */
  scanAt(
    resource: string,
    range: KeyRange & { readonly revision: number },
    visit: (key: string, object: KubeObject) => boolean,
  ): void {
    const table = this.#table(resource);
    if (range.revision >= this.#revision) {
      this.scan(resource, range, visit);
      return;
    }
    const past = this.#past(table, range.revision);
    const gone = [...past.keys()].filter(key => past.get(key) !== null && !table.objects.has(key)).sort(compareKeys);
    for (const key of merged(table.keys.from(firstOf(range)), gone)) {
      if (!key.startsWith(range.prefix)) {
        if (key > range.prefix) break;
        continue;
      }
      const object = past.has(key) ? past.get(key) : table.objects.get(key);
      if (object !== null && object !== undefined && key >= range.start && !visit(key, object)) break;
    }
  }

  /** How many there were at a revision, from `start` on under `prefix`. */
  countAt(resource: string, range: KeyRange & { readonly revision: number }): number {
    const { objects, keys } = this.#table(resource);
    let count = keys.countBefore(`${range.prefix}${LAST}`) - keys.countBefore(firstOf(range));
    if (range.revision >= this.#revision) return count;
    for (const [key, before] of this.#past(this.#table(resource), range.revision))
      if (key.startsWith(range.prefix) && key >= range.start)
        count += Number(before !== null) - Number(objects.has(key));
    return count;
  }

  /** What differs from now of what was at a revision. */
  #past(table: Table, revision: number): Map<string, KubeObject | null> {
    if (revision < table.compacted) throw this.#tooOld(revision);
    const past = new Map<string, KubeObject | null>();
    for (let i = table.history.length - 1; i >= 0; i--) {
      const event = table.history[i] as StorageEvent;
      if (event.revision <= revision) break;
      past.set(event.key, event.previous);
    }
    return past;
  }

  /**
   * Calls `listener` with every event after `fromRevision`: those of the history at once, the rest as they happen.
   * Throws 410 when the history no longer reaches back that far. Returns the way to stop.
   */
  watch(resource: string, fromRevision: number, listener: (event: StorageEvent) => void): () => void {
    const table = this.#table(resource);
    if (fromRevision < table.compacted) throw this.#tooOld(fromRevision);
    let first = table.history.length;
    while (first > 0 && (table.history[first - 1] as StorageEvent).revision > fromRevision) first--;
    for (const event of table.history.slice(first)) listener(event);
    table.watchers.add(listener);
    return () => table.watchers.delete(listener);
  }

  /** Forgets all events so far, as etcd's compaction does: older revisions answer 410. */
  compact(): void {
    for (const table of this.#tables.values()) {
      table.history.length = 0;
      table.compacted = this.#revision;
    }
  }

  #stamped(object: KubeObject): KubeObject {
    this.#revision++;
    return { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#revision) } };
  }

  #record(table: Table, event: StorageEvent): void {
    table.history.push(event);
    if (table.history.length > this.#historyLimit * 2) {
      const dropped = table.history.splice(0, this.#historyLimit);
      table.compacted = must(dropped.at(-1), 'history was not empty').revision;
    }
    for (const watcher of [...table.watchers]) watcher(event);
  }

  #tooOld(revision: number) {
    return expired(`too old resource version: ${revision} (${this.#revision})`);
  }

  #table(resource: string): Table {
    let table = this.#tables.get(resource);
    if (table === undefined) {
      table = { objects: new Map(), keys: new SortedKeys(), history: [], compacted: 0, watchers: new Set() };
      this.#tables.set(resource, table);
    }
    return table;
  }
}

export interface KeyRange {
  /** `namespace/` for one namespace, empty for all. */
  readonly prefix: string;
  readonly start: string;
}
