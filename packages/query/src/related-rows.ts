import { answers, type RelationQuestion } from '@lanthorn/views/cells/relation-question.ts';
import type { Row } from '@lanthorn/views/row.ts';
import type { RowListener, RowStore } from '@lanthorn/watch/row-store.ts';
import type { LiveRows } from './live-rows.ts';

/**
 * Of a store only the rows that have to do with an object. They are found by looking at each row once, in slices, and at each change: nothing is
 * kept but their keys, and that only as long as somebody looks. For one subscriber.
 */
export class RelatedRows implements LiveRows {
  readonly #store: RowStore<Row>;
  readonly #question: RelationQuestion;
  readonly #keys = new Set<string>();
  /** Rows that were not looked at yet. */
  #rest: Iterator<Row> | null;

  constructor(store: RowStore<Row>, question: RelationQuestion) {
    this.#store = store;
    this.#question = question;
    this.#rest = store.rows()[Symbol.iterator]();
  }

  get size(): number {
    return this.#keys.size;
  }

  get(key: string): Row | undefined {
    return this.#matching(this.#store.get(key));
  }

  prepare(count: number): boolean {
    for (let i = 0; i < count && this.#rest !== null; i++) {
      const next = this.#rest.next();
      if (next.done === true) this.#rest = null;
      else if (this.#matching(next.value) !== undefined) this.#keys.add(next.value.key);
    }
    return this.#rest !== null;
  }

  *rows(): Iterable<Row> {
    for (const key of this.#keys) {
      const row = this.get(key);
      if (row !== undefined) yield row;
    }
  }

  subscribe(listener: RowListener<Row>): () => void {
    return this.#store.subscribe(changed => {
      const related = new Map<string, Row | undefined>();
      for (const [key, row] of changed) {
        const before = this.#matching(row);
        const isRelated = this.get(key) !== undefined;
        if (isRelated) this.#keys.add(key);
        else this.#keys.delete(key);
        if (isRelated || before !== undefined) related.set(key, before);
      }
      if (related.size > 0) listener(related);
    });
  }

  flush(): void {
    this.#store.flush();
  }

  #matching(row: Row | undefined): Row | undefined {
    return row !== undefined && answers(this.#question, row) ? row : undefined;
  }
}
