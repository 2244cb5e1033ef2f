import type { QueryState } from '@lanthorn/query/query-state.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';

/** Not every cluster has such objects, and this one does not: nothing is wrong, although it is asked again now and then. */
export function isAbsent({ isOptional }: Pick<KindView, 'isOptional'>, state: QueryState): boolean {
  return isOptional === true && state.kind === 'stale' && state.isEmpty && state.reason.code === 'notServed';
}
