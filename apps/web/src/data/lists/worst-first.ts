import type { SortKey } from '@lanthorn/query/row-order.ts';

/** What is not well first: it is what one looks for, and of too many what is read. */
export const WORST_FIRST: readonly SortKey[] = [
  { column: 'health', descending: true },
  { column: 'name', descending: false },
];
