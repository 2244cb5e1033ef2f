/** How fresh what a query shows is. Exactly one of these is on screen at any time. */
export type QueryState =
  /** The first rows are still coming; `total` is null while the server has not said how many there are. */
  | { readonly kind: 'loading'; readonly loaded: number; readonly total: number | null }
  | { readonly kind: 'live' }
  | {
      readonly kind: 'stale';
      /** Milliseconds; what is shown was true then. */
      readonly since: number;
      readonly reason: string;
      readonly retryAt: number | null;
      /** True when nothing was ever listed: there is nothing to show yet. */
      readonly isEmpty: boolean;
    }
  | { readonly kind: 'forbidden'; readonly verb: string; readonly resource: string; readonly message: string }
  /** Some namespaces are shown, some are not allowed. */
  | { readonly kind: 'partial'; readonly missing: readonly string[]; readonly inner: QueryState };

/** One state for several sources shown as one: the worst that is true of any of them. */
export function combineStates(
  parts: readonly { readonly namespace: string; readonly state: QueryState }[],
): QueryState {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only.state;
  const missing = parts.filter(part => part.state.kind === 'forbidden').map(part => part.namespace);
  const readable = parts.filter(part => part.state.kind !== 'forbidden').map(part => part.state);
  if (readable.length === 0) return only?.state ?? { kind: 'live' };
  const stale = readable.find(state => state.kind === 'stale');
  const inner = stale ?? combineLoading(readable);
  return missing.length === 0 ? inner : { kind: 'partial', missing, inner };
}

function combineLoading(states: readonly QueryState[]): QueryState {
  const loading = states.filter(state => state.kind === 'loading');
  if (loading.length === 0) return { kind: 'live' };
  const loaded = loading.reduce((sum, state) => sum + state.loaded, 0);
  const total = loading.every(state => state.total !== null)
    ? loading.reduce((sum, state) => sum + (state.total ?? 0), 0)
    : null;
  return { kind: 'loading', loaded, total };
}
