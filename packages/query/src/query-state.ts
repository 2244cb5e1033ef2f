import type { Reason } from '@lanthorn/base/reason.ts';
import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';

/** How fresh what a query shows is. Exactly one of these is on screen at any time. */
export type QueryState =
  /** The first rows are still coming; `total` is null while the server has not said how many there are. */
  | { readonly kind: 'loading'; readonly loaded: number; readonly total: number | null }
  | { readonly kind: 'live' }
  | {
      readonly kind: 'stale';
      /** Milliseconds; what is shown was true then. */
      readonly since: number;
      readonly reason: Reason;
      readonly retryAt: number | null;
      /** True when nothing was ever listed: there is nothing to show yet. */
      readonly isEmpty: boolean;
      /** Where it may be read and not watched: read anew every so many milliseconds, in good order. Else absent. */
      readonly everyMs?: number;
    }
  | { readonly kind: 'forbidden'; readonly verb: string; readonly resource: string; readonly reason: Reason }
  /** Some namespaces are shown, some are not allowed; or some clusters are, and some tell nothing. */
  | {
      readonly kind: 'partial';
      readonly missing: readonly string[];
      readonly areClusters?: true;
      readonly inner: QueryState;
    };

/** All that can be had of it was there once; it may be of a while ago. */
export function isListed(state: QueryState): boolean {
  const own = state.kind === 'partial' ? state.inner : state;
  return own.kind === 'live' || (own.kind === 'stale' && !own.isEmpty);
}

type Part = { readonly namespace: string; readonly state: QueryState };
type Stale = Extract<QueryState, { kind: 'stale' }>;

/** Namespaces named in a sentence; of more a person reads none. */
const MAX_NAMED = 5;

/** One state for several sources shown as one: the worst that is true of any of them, and of which it is true. */
export function combineStates(parts: readonly Part[]): QueryState {
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return only.state;
  const forbidden = parts.flatMap(({ namespace, state }) => (state.kind === 'forbidden' ? [{ namespace, state }] : []));
  const readable = parts.filter(({ state }) => state.kind !== 'forbidden');
  const inner = combineStale(readable) ?? combineLoading(readable.map(({ state }) => state));
  const [first] = forbidden;
  if (first === undefined) return inner;
  if (readable.length > 0) return { kind: 'partial', missing: forbidden.map(({ namespace }) => namespace), inner };
  return { ...first.state, reason: together([...distinct(forbidden.map(({ state }) => state.reason)).values()]) };
}

/** One state for a list of several clusters: a cluster that told nothing is named as missing, and in nobody's way [QY9]. */
export function combineClusters(
  parts: readonly { readonly cluster: string; readonly state: QueryState }[],
): QueryState {
  const missing: string[] = [];
  const told: Part[] = [];
  for (const { cluster, state } of parts) {
    const own = state.kind === 'partial' ? state.inner : state;
    if (own.kind === 'forbidden' || (own.kind === 'stale' && own.isEmpty)) {
      missing.push(cluster);
      continue;
    }
    told.push({ namespace: cluster, state: own });
    if (state.kind === 'partial') missing.push(...state.missing.map(namespace => `${cluster}/${namespace}`));
  }
  if (told.length === 0) {
    const none = combineStates(
      parts.map(({ cluster, state }) => ({
        namespace: cluster,
        state: state.kind === 'partial' ? state.inner : state,
      })),
    );
    return none.kind === 'partial' ? { ...none, areClusters: true } : none;
  }
  const inner = combineStates(told);
  return missing.length === 0 ? inner : { kind: 'partial', missing, areClusters: true, inner };
}

/** Null where none is. What is said of some namespaces is not said of the others: they are named, unless it is true of all. */
function combineStale(parts: readonly Part[]): Stale | null {
  const stale = parts.flatMap(({ namespace, state }) => (state.kind === 'stale' ? [{ namespace, state }] : []));
  const [first] = stale;
  if (first === undefined) return null;
  const reasons = distinct(stale.map(({ state }) => state.reason));
  const isOfAll = reasons.size === 1 && stale.length === parts.length;
  const told = [...reasons].map(([message, why]) => {
    const namespaces = stale.flatMap(part => (part.state.reason.message === message ? [part.namespace] : []));
    return answerReason('someNamespaces', { namespaces: named(namespaces), why });
  });
  const polled = stale.flatMap(({ state }) => state.everyMs ?? []);
  const retries = stale.flatMap(({ state }) => state.retryAt ?? []);
  return {
    kind: 'stale',
    since: Math.min(...stale.map(({ state }) => state.since)),
    reason: isOfAll ? first.state.reason : together(told),
    retryAt: retries.length === 0 ? null : Math.min(...retries),
    isEmpty: stale.length === parts.length && stale.every(({ state }) => state.isEmpty),
    // One that is out of order is told before those that are not.
    ...(polled.length === stale.length ? { everyMs: Math.max(...polled) } : {}),
  };
}

/** By what is said, since a code says different things with other values. */
function distinct(reasons: readonly Reason[]): ReadonlyMap<string, Reason> {
  return new Map(reasons.map(reason => [reason.message, reason]));
}

function named(namespaces: readonly string[]): string {
  return [...namespaces.slice(0, MAX_NAMED), ...(namespaces.length > MAX_NAMED ? ['…'] : [])].join(', ');
}

/** One after the other, as far as a person reads. At least one is given. */
function together(reasons: readonly Reason[]): Reason {
  const more = reasons.length > MAX_NAMED ? [answerReason('serverSays', { detail: '…' })] : [];
  return [...reasons.slice(0, MAX_NAMED), ...more].reduceRight((rest, why) =>
    answerReason('andMore', { why, more: rest }),
  );
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
