import { useEffect } from 'react';
import { rememberList } from '../../data/lists/list-memory.ts';
import type { ViewState } from '../../data/lists/view-state.ts';

/** The list is come back to as it is left. */
export function useListMemory({ place, resource, search: { q, sort, group } }: ViewState): void {
  useEffect(() => rememberList(place, resource, { q, sort, group }), [place, resource, q, sort, group]);
}
