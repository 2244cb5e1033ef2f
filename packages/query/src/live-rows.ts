import type { Row } from '@lanthorn/views/row.ts';
import type { RowChanges, RowListener } from '@lanthorn/watch/row-store.ts';

/** Where a query reads its rows, and is told of their changes. */
export interface LiveRows {
  readonly size: number;
  get(key: string): Row | undefined;
  /** Goes on, for about `count` rows, with what must be known before rows are read; false (or missing) when nothing is. */
  prepare?(count: number): boolean;
  rows(): Iterable<Row>;
  subscribe(listener: RowListener<Row>): () => void;
  /** Tells readers of what they do not know yet, so that what they read is what they know. */
  flush(): void;
}

export type Changes = RowChanges<Row>;
