import type { RowListener, RowStore } from '@lanthorn/watch/row-store.ts';
import type { JoinView, KindView } from '@lanthorn/views/kind-view.ts';
import { columnIndex } from '@lanthorn/views/kind-views.ts';
import type { Row } from '@lanthorn/views/row.ts';
import type { RowSource } from './live-query.ts';

/**
 * Rows of a kind whose one cell sums up the rows they own (a CronJob's last runs). A change of an owned row is a change of
 * its owner's row.
 */
export class JoinedRows implements RowSource {
  readonly #base: RowStore<Row>;
  readonly #owned: RowStore<Row>;
  readonly #join: JoinView;
  readonly #column: number;
  readonly #listeners = new Set<RowListener>();
  readonly #cache = new Map<string, Row>();
  readonly #keyByUid = new Map<string, string>();
  readonly #ownerOf = new Map<string, string>();
  readonly #stops: (() => void)[];

  constructor(view: KindView, join: JoinView, stores: { base: RowStore<Row>; owned: RowStore<Row> }) {
    this.#base = stores.base;
    this.#owned = stores.owned;
    this.#join = join;
    this.#column = columnIndex(view, join.column);
    for (const row of this.#base.rows()) this.#keyByUid.set(row.uid, row.key);
    for (const row of this.#owned.rows()) this.#ownerOf.set(row.key, row.ownerUid);
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
    const joined = row.withCell(this.#column, this.#join.summarise(this.#owned.ownedBy(row.uid)));
    this.#cache.set(key, joined);
    return joined;
  }

  *rows(): Iterable<Row> {
    for (const { key } of this.#base.rows()) {
      const row = this.get(key);
      if (row !== undefined) yield row;
    }
  }

  subscribe(listener: RowListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }

  #onBase(changed: ReadonlySet<string>): void {
    for (const key of changed) {
      this.#cache.delete(key);
      const row = this.#base.get(key);
      if (row !== undefined) this.#keyByUid.set(row.uid, key);
    }
    this.#emit(changed);
  }

  #onOwned(changed: ReadonlySet<string>): void {
    const owners = new Set<string>();
    for (const key of changed) {
      const uids = [this.#ownerOf.get(key), this.#owned.get(key)?.ownerUid];
      for (const uid of uids) {
        const owner = uid === undefined ? undefined : this.#keyByUid.get(uid);
        if (owner !== undefined) owners.add(owner);
      }
      const row = this.#owned.get(key);
      if (row === undefined) this.#ownerOf.delete(key);
      else this.#ownerOf.set(key, row.ownerUid);
    }
    for (const key of owners) this.#cache.delete(key);
    if (owners.size > 0) this.#emit(owners);
  }

  #emit(changed: ReadonlySet<string>): void {
    for (const listener of this.#listeners) listener(changed);
  }
}
