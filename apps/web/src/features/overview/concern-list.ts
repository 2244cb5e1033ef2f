import type { ListSnapshot } from '../../data/lists/list-store.ts';
import type { Concern } from './concerns.ts';

/** A concern and what its list tells. */
export interface ConcernList {
  readonly concern: Concern;
  readonly list: ListSnapshot;
}
