import type { Row } from '@lanthorn/views/row.ts';
import type { RowListener, RowStore } from '@lanthorn/watch/row-store.ts';
import type { LiveRows } from './live-rows.ts';

/** Of a store only the rows that belong to one object, found by the index of owners: their number is the cost, not the store's. */
export class OwnedRows implements LiveRows {
  readonly #store: RowStore<Row>;
  readonly #ownerUid: string;

  constructor(store: RowStore<Row>, ownerUid: string) {
    this.#store = store;
    this.#ownerUid = ownerUid;
  }

  get size(): number {
    return this.#store.countOwnedBy(this.#ownerUid);
  }

  get(key: string): Row | undefined {
    const row = this.#store.get(key);
    return row?.ownerUid === this.#ownerUid ? row : undefined;
  }

  prepare(count: number): boolean {
    return this.#store.indexOwners(count);
  }

  rows(): Iterable<Row> {
    return this.#store.ownedBy(this.#ownerUid);
  }

  subscribe(listener: RowListener<Row>): () => void {
    return this.#store.subscribe(changed => {
      const own = new Map<string, Row | undefined>();
      for (const [key, before] of changed) {
        const known = before?.ownerUid === this.#ownerUid ? before : undefined;
        if (known !== undefined || this.get(key) !== undefined) own.set(key, known);
      }
      if (own.size > 0) listener(own);
    });
  }

  flush(): void {
    this.#store.flush();
  }
}
