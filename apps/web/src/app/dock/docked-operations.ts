import { later } from '../../ui/words/later.ts';

/** The table of what was done: most who come have done nothing yet. */
export const DockedOperations = later(
  async () => (await import('../../features/actions/operations-table.tsx')).OperationsTable,
);
