import type { LiveList } from '../../data/lists/use-live-list.ts';

/** Nothing listed yet and nothing known: a number would be a lie. */
export function isUnknown({ state }: LiveList): boolean {
  return (
    state.kind === 'forbidden' ||
    (state.kind === 'stale' && state.isEmpty) ||
    (state.kind === 'loading' && state.loaded === 0)
  );
}
