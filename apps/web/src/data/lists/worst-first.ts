import type { SortKey } from '@lanthorn/query/row-order.ts';

/** What is not well first: it is what one looks for, and of too many what is read. */
export const WORST_FIRST: readonly SortKey[] = [
  { column: 'health', descending: true },
  { column: 'name', descending: false },
];

/** Of one object's pods, which are called alike, the newest say how it is. */
export const WORST_THEN_NEWEST: readonly SortKey[] = [
  { column: 'health', descending: true },
  { column: 'age', descending: false },
];
