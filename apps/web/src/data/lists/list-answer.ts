import type { ListSnapshot } from './list-store.ts';

/** Whether a list was told whole, so that what is not in it was not there, and of which moment that is true. */
export type ListAnswer =
  | { readonly kind: 'loading' }
  /** Refused, or never reached: nothing is known of what is in it. */
  | { readonly kind: 'unknown' }
  /** `until` is null while it is live, and 0 where nobody knows. */
  | { readonly kind: 'told'; readonly until: number | null };

/** "None" and "not known" are different answers: whoever concludes from what a list lacks asks here first. */
export function listAnswer({ matched, state }: Pick<ListSnapshot, 'matched' | 'state'>): ListAnswer {
  const own = state.kind === 'partial' ? state.inner : state;
  if (own.kind === 'forbidden') return { kind: 'unknown' };
  if (own.kind === 'stale' && own.isEmpty) return { kind: 'unknown' };
  // The first frame counts what has arrived by then.
  if (own.kind === 'loading' || matched === null) return { kind: 'loading' };
  if (state.kind === 'partial') return { kind: 'unknown' };
  return { kind: 'told', until: own.kind === 'stale' ? own.since : null };
}
