import type { RowListener, RowStore } from '@lanthorn/watch/row-store.ts';
import type { JoinView, KindView } from '@lanthorn/views/cells/kind-view.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import type { Row } from '@lanthorn/views/row.ts';
import type { Changes, LiveRows } from './live-rows.ts';

/**
 * Rows of a kind of which some cells sum up rows of another: those that they own (a CronJob's last runs), or the one that is called as they are
 * (what a pod uses). A change of such a row is a change of the row that sums it up.
 */
export class JoinedRows implements LiveRows {
  readonly #base: RowStore<Row>;
  readonly #owned: RowStore<Row>;
  readonly #join: JoinView;
  readonly #columns: readonly number[];
  readonly #listeners = new Set<RowListener<Row>>();
  readonly #cache = new Map<string, Row>();
  readonly #keyByUid = new Map<string, string>();
  readonly #stops: (() => void)[];

  constructor(view: KindView, join: JoinView, stores: { base: RowStore<Row>; owned: RowStore<Row> }) {
    this.#base = stores.base;
    this.#owned = stores.owned;
    this.#join = join;
    this.#columns = join.columns.map(column => columnIndex(view, column));
    for (const row of this.#base.rows()) this.#keyByUid.set(row.uid, row.key);
    this.#stops = [
      this.#base.subscribe(changed => this.#onBase(changed)),
      this.#owned.subscribe(changed => this.#onOwned(changed)),
    ];
  }

  get size(): number {
    return this.#base.size;
  }

  get(key: string): Row | undefined {
    const row = this.#base.get(key);
    if (row === undefined) return undefined;
    const known = this.#cache.get(key);
    if (known !== undefined) return known;
    const own = this.#columns.map(index => row.cells[index] ?? null);
    const joined = row.withCells(this.#columns, this.#join.summarise(this.#ownedBy(row), own));
    this.#cache.set(key, joined);
    return joined;
  }

  prepare(count: number): boolean {
    return this.#isByName ? false : this.#owned.indexOwners(count);
  }

  get #isByName(): boolean {
    return this.#join.by === 'name';
  }

  #ownedBy({ key, uid }: Row): Row[] {
    if (!this.#isByName) return this.#owned.ownedBy(uid);
    const namesake = this.#owned.get(key);
    return namesake === undefined ? [] : [namesake];
  }

  *rows(): Iterable<Row> {
    for (const { key } of this.#base.rows()) {
      const row = this.get(key);
      if (row !== undefined) yield row;
    }
  }

  subscribe(listener: RowListener<Row>): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  flush(): void {
    this.#owned.flush();
    this.#base.flush();
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }

  #onBase(changed: Changes): void {
    for (const [key, before] of changed) {
      const row = this.#base.get(key);
      if (before !== undefined) this.#keyByUid.delete(before.uid);
      if (row !== undefined) this.#keyByUid.set(row.uid, key);
    }
    this.#emit(changed.keys());
  }

  #onOwned(changed: Changes): void {
    const owners = new Set<string>();
    for (const [key, before] of changed) {
      if (this.#isByName) {
        if (this.#base.get(key) !== undefined) owners.add(key);
        continue;
      }
      for (const row of [before, this.#owned.get(key)]) {
        const owner = row === undefined ? undefined : this.#keyByUid.get(row.ownerUid);
        if (owner !== undefined) owners.add(owner);
      }
    }
    this.#emit(owners);
  }

  /** What readers know is what was read last; what was never read they do not know. */
  #emit(keys: Iterable<string>): void {
    const changed = new Map<string, Row | undefined>();
    for (const key of keys) {
      changed.set(key, this.#cache.get(key));
      this.#cache.delete(key);
    }
    if (changed.size > 0) for (const listener of this.#listeners) listener(changed);
  }
}
