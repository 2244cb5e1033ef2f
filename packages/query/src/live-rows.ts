import type { Row } from '@lanthorn/views/row.ts';
import type { RowChanges, RowListener } from '@lanthorn/watch/row-store.ts';

/** Where a query reads its rows, and is told of their changes. */
export interface LiveRows {
  readonly size: number;
  get(key: string): Row | undefined;
  /** By which key it has a row, where that is not the row's own. */
  keyOf?(row: Row): string;
  /** Goes on, for about `count` rows, with what must be known before rows are read; false (or missing) when nothing is. */
  prepare?(count: number): boolean;
  rows(): Iterable<Row>;
  subscribe(listener: RowListener<Row>): () => void;
  /** Tells readers of what they do not know yet, so that what they read is what they know. */
  flush(): void;
}

/** By which key a source has a row. */
export function keyIn(source: Pick<LiveRows, 'keyOf'>, row: Row): string {
  return source.keyOf?.(row) ?? row.key;
}

export type Changes = RowChanges<Row>;
