import type { Row } from '@lanthorn/views/row.ts';
import type { RowListener } from '@lanthorn/watch/row-store.ts';
import type { LiveRows } from './live-rows.ts';

/** Several sources with disjoint keys (one per namespace) as one. */
export class MergedRows implements LiveRows {
  readonly #parts: readonly LiveRows[];

  constructor(parts: readonly LiveRows[]) {
    this.#parts = parts;
  }

  get size(): number {
    return this.#parts.reduce((sum, part) => sum + part.size, 0);
  }

  get(key: string): Row | undefined {
    for (const part of this.#parts) {
      const row = part.get(key);
      if (row !== undefined) return row;
    }
    return undefined;
  }

  prepare(count: number): boolean {
    return this.#parts.some(part => part.prepare?.(count) === true);
  }

  *rows(): Iterable<Row> {
    for (const part of this.#parts) yield* part.rows();
  }

  subscribe(listener: RowListener<Row>): () => void {
    const stops = this.#parts.map(part => part.subscribe(listener));
    return () => {
      for (const stop of stops) stop();
    };
  }

  flush(): void {
    for (const part of this.#parts) part.flush();
  }
}
