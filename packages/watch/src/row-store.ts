import { must } from '@lanthorn/base/assert.ts';
import { ShardedMap } from '@lanthorn/base/collections/sharded-map.ts';
import type { WatchEvent } from './watch-event.ts';

/** What a store must know of a row, and nothing more. */
export interface StoredRow {
  /** Unique within the store; `namespace/name`. */
  readonly key: string;
  readonly namespace: string;
  /** uid of the controlling owner, or ''. */
  readonly ownerUid: string;
  /** True when another row shows the same: then the old one stays. */
  equals(other: StoredRow): boolean;
}

/** Rows that were added, changed or removed by one batch: their keys, each with the row readers knew until then. */
export type RowChanges<R> = ReadonlyMap<string, R | undefined>;
export type RowListener<R> = (changed: RowChanges<R>) => void;

/** Rows of one resource: written by its reflector alone, read by every query. Rules ST… of SPEC.md. */
export class RowStore<R extends StoredRow> {
  readonly #rows = new ShardedMap<R>();
  /** Made when first asked for: most lists never are, and it would be one more large map. */
  #byOwner: Map<string, Set<string>> | null = null;
  /** Rows that may not be in it yet. */
  #unindexed: Iterator<R> | null = null;
  readonly #listeners = new Set<RowListener<R>>();
  /** Keys that a list has named, and the watch since, until what was left out is gone; null where nothing can be left out. */
  #listed: ShardedMap<true> | null = null;
  /** Keys that may have been left out. */
  #unswept: Iterator<string> | null = null;
  #pending = new Map<string, R | undefined>();

  get size(): number {
    return this.#rows.size;
  }

  get(key: string): R | undefined {
    return this.#rows.get(key);
  }

  rows(): Iterable<R> {
    return this.#rows.values();
  }

  ownedBy(uid: string): R[] {
    return [...(this.#ownerIndex().get(uid) ?? [])].flatMap(key => this.#rows.get(key) ?? []);
  }

  countOwnedBy(uid: string): number {
    return this.#ownerIndex().get(uid)?.size ?? 0;
  }

  /**
   * Adds up to `count` more rows to the index of owners; returns whether rows are left. Once built, the index follows every change.
   * Call it in slices before asking for the owned rows of a long list: otherwise the first question indexes all rows at once (100,000
   * rows: 100 ms).
   */
  indexOwners(count: number): boolean {
    if (this.#byOwner === null) {
      this.#byOwner = new Map();
      this.#unindexed = this.#rows.values()[Symbol.iterator]();
    }
    for (let i = 0; i < count && this.#unindexed !== null; i++) {
      const next = this.#unindexed.next();
      if (next.done === true) this.#unindexed = null;
      else this.#index(next.value);
    }
    return this.#unindexed !== null;
  }

  #ownerIndex(): ReadonlyMap<string, ReadonlySet<string>> {
    this.indexOwners(Number.POSITIVE_INFINITY);
    return must(this.#byOwner, 'made just now');
  }

  /** Called after each batch; the returned function ends it. */
  subscribe(listener: RowListener<R>): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes an event in; readers see it at the next `flush`. */
  apply(event: WatchEvent<R>): void {
    switch (event.type) {
      case 'init':
        this.#listed = this.#rows.size === 0 ? null : new ShardedMap();
        this.#unswept = null;
        break;
      case 'initApply':
        for (const row of event.objects) this.#putListed(row);
        break;
      case 'initDone':
        if (this.#listed?.size === this.#rows.size) this.#listed = null;
        if (this.#listed !== null) this.#unswept = this.#rows.keys()[Symbol.iterator]();
        break;
      case 'apply':
        this.#putListed(event.object);
        break;
      case 'delete':
        this.#remove(event.object.key);
        break;
      case 'bookmark':
      case 'live':
      case 'reconnecting':
      case 'trouble':
        break;
    }
  }

  /**
   * After `initDone`: goes on with letting go of what the list left out, for `count` rows; false when exactly what it named is there, and
   * what the watch brought since. Much may be gone after a long cut, and going at once it would hold up everybody.
   */
  sweep(count: number): boolean {
    for (let i = 0; i < count && this.#unswept !== null; i++) {
      const next = this.#unswept.next();
      if (next.done === true) {
        this.#unswept = null;
        this.#listed = null;
      } else if (this.#listed?.has(next.value) === false) this.#remove(next.value);
    }
    return this.#unswept !== null;
  }

  /** Replaces one row outside the watch: for cells that change with time. */
  replace(row: R): void {
    if (this.#rows.has(row.key)) this.#put(row);
  }

  /** As many rows as changed since the last flush. */
  get pending(): number {
    return this.#pending.size;
  }

  /** Tells readers of everything since the last flush. */
  flush(): void {
    if (this.#pending.size === 0) return;
    const changed = this.#pending;
    this.#pending = new Map();
    for (const listener of this.#listeners) listener(changed);
  }

  #putListed(row: R): void {
    this.#listed?.set(row.key, true);
    this.#put(row);
  }

  #put(row: R): void {
    const before = this.#rows.get(row.key);
    if (before?.equals(row)) return;
    if (before !== undefined && before.ownerUid !== row.ownerUid) this.#unindex(before);
    this.#rows.set(row.key, row);
    this.#index(row);
    this.#note(row.key, before);
  }

  #remove(key: string): void {
    const row = this.#rows.get(key);
    if (row === undefined) return;
    this.#rows.delete(key);
    this.#unindex(row);
    this.#note(key, row);
  }

  /** Of several changes readers know nothing but the first one's before. */
  #note(key: string, before: R | undefined): void {
    if (!this.#pending.has(key)) this.#pending.set(key, before);
  }

  #index(row: R): void {
    if (this.#byOwner === null || row.ownerUid === '') return;
    const keys = this.#byOwner.get(row.ownerUid) ?? new Set<string>();
    keys.add(row.key);
    this.#byOwner.set(row.ownerUid, keys);
  }

  #unindex(row: R): void {
    const keys = this.#byOwner?.get(row.ownerUid);
    keys?.delete(row.key);
    if (keys?.size === 0) this.#byOwner?.delete(row.ownerUid);
  }
}
