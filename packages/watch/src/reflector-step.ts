import { backoffDelay, type BackoffPolicy } from '@lanthorn/base/backoff.ts';
import type { Random } from '@lanthorn/base/random.ts';
import type { Reason } from '@lanthorn/base/reason.ts';
import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import { isExpired, isTooLargeResourceVersion, refusalReason, type Status } from '@lanthorn/kube/api/status.ts';
import type { Trouble, WatchEvent } from './watch-event.ts';

/** client-go's numbers: 0.8 s to 30 s is 0.22 requests per second against a sick server. */
export const RETRY: BackoffPolicy = { initialMs: 800, maxMs: 30_000, factor: 2 };
/** A watch that lasted so long is a fresh start. Whatever ends sooner adds to the back-off, whatever it brought [RF14]. */
const SETTLED_MS = 10_000;
/** How a server says that it lets nobody watch what it lists: for want of a right, or because it offers no watch. */
const UNWATCHED: ReadonlySet<number> = new Set([403, 405]);
/** What may be listed and not watched is listed again this often; by then the right to watch may be there. */
export const POLL_MS = 30_000;
/** Attempts after a first 401, over some fifteen seconds: more would look like somebody who guesses passwords. */
const MAX_UNAUTHORIZED = 4;
/** Three times as many as Kubernetes promises to bear; their rows take half a gigabyte. */
const MAX_OBJECTS = 500_000;
/** Two million objects in pages of the size that is asked for; a list that goes on is none. */
const MAX_PAGES = 1_000;
/** Pages in a row that bring nothing and name another one: a server looks for matches so far, and no further. */
const MAX_EMPTY_PAGES = 10;

/** Where a reflector is. The revision is opaque text. */
export type ReflectorState =
  | { readonly phase: 'empty'; readonly failures: number }
  | {
      readonly phase: 'listing';
      readonly failures: number;
      /** Pages that were read to their end. */
      readonly pages: number;
      /** Of them, those at the end that brought nothing. */
      readonly emptyPages: number;
      readonly objects: number;
      /** The page that is being read brought something. */
      readonly hasObjects: boolean;
    }
  | {
      readonly phase: 'listed';
      readonly resourceVersion: string;
      readonly failures: number;
    }
  | {
      readonly phase: 'watching';
      readonly resourceVersion: string;
      readonly openedAt: number;
      readonly hasNews: boolean;
      readonly failures: number;
    }
  | { readonly phase: 'stopped'; readonly failures: number };

/** What the loop has to do next. */
export type ReflectorCommand =
  | { readonly type: 'listPage'; readonly continueToken: string }
  | { readonly type: 'openWatch'; readonly resourceVersion: string }
  | { readonly type: 'sleep'; readonly forMs: number }
  /** Nothing until somebody asks for another try. */
  | { readonly type: 'stop' }
  /** Go on reading what is open. */
  | { readonly type: 'read' };

/** What the loop found. */
export type ReflectorInput<T> =
  | { readonly type: 'started' }
  | {
      readonly type: 'page';
      readonly objects: readonly T[];
      readonly remaining: number | null;
      /** Objects beside these that were not read. */
      readonly leftOut?: number;
    }
  | { readonly type: 'pageEnd'; readonly resourceVersion: string; readonly continueToken: string }
  | { readonly type: 'watchOpened' }
  | { readonly type: 'watchEvent'; readonly event: RawEvent<T> }
  | { readonly type: 'watchEnded' }
  | { readonly type: 'refused'; readonly status: Status; readonly retryAfterMs: number | null }
  | { readonly type: 'failed'; readonly reason: Reason }
  /** What came is no list, event or object that can be read, and asking again brings the same. */
  | { readonly type: 'unreadable'; readonly reason: Reason }
  | { readonly type: 'slept' }
  /** A person wants another try. */
  | { readonly type: 'asked' };

export interface RawEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: T | null;
  readonly resourceVersion: string;
  readonly status: Status | null;
}

export interface StepResult<T> {
  readonly state: ReflectorState;
  readonly events: readonly WatchEvent<T>[];
  readonly command: ReflectorCommand;
}

export interface StepContext {
  /** For what is told: when the next attempt starts. */
  readonly now: number;
  /** For durations. */
  readonly elapsed: number;
  readonly random: Random;
  /** Of what is measured and cannot be watched: how long until it is read again. */
  readonly pollMs?: number | undefined;
}

export const INITIAL_STATE: ReflectorState = { phase: 'empty', failures: 0 };

/** The whole policy of a reflector: no I/O, no clock. Rules RF… of SPEC.md. */
export function step<T>(before: ReflectorState, input: ReflectorInput<T>, context: StepContext): StepResult<T> {
  const state = settled(before, context.elapsed);
  switch (input.type) {
    case 'started':
    case 'slept':
      return resume(state);
    case 'asked':
      return resume({ ...state, failures: 0 });
    case 'page':
      return page(state, input);
    case 'pageEnd':
      return pageEnd(state, input, context);
    case 'watchOpened':
      return watchOpened(state, context.elapsed);
    case 'watchEvent':
      return watchEvent(state, input.event, context);
    case 'watchEnded':
      return watchEnded(state, context);
    case 'refused':
      return refused(state, input, context);
    case 'unreadable':
      return stop(state, { kind: 'unreadable', status: null, reason: input.reason });
    case 'failed':
      return retry(state, { kind: 'network', status: null, reason: input.reason }, { context, afterMs: null });
  }
}

function settled(state: ReflectorState, elapsed: number): ReflectorState {
  const hasLasted = state.phase === 'watching' && elapsed - state.openedAt >= SETTLED_MS;
  return hasLasted ? { ...state, failures: 0 } : state;
}

function resume<T>(state: ReflectorState): StepResult<T> {
  const { failures } = state;
  if (state.phase === 'listed' || state.phase === 'watching') {
    const { resourceVersion } = state;
    const listed = { phase: 'listed', resourceVersion, failures } as const;
    const events: WatchEvent<T>[] = state.phase === 'watching' ? [{ type: 'reconnecting' }] : [];
    return { state: listed, events, command: { type: 'openWatch', resourceVersion } };
  }
  const command = { type: 'listPage', continueToken: '' } as const;
  const listing = { phase: 'listing', failures, pages: 0, emptyPages: 0, objects: 0, hasObjects: false } as const;
  return { state: listing, events: [{ type: 'init' }], command };
}

function page<T>(
  before: ReflectorState,
  { objects, remaining, leftOut = 0 }: Extract<ReflectorInput<T>, { type: 'page' }>,
): StepResult<T> {
  const events: WatchEvent<T>[] = [{ type: 'initApply', objects, remaining, ...(leftOut === 0 ? {} : { leftOut }) }];
  if (before.phase !== 'listing' || objects.length + leftOut === 0)
    return { state: before, events, command: { type: 'read' } };
  const state = { ...before, objects: before.objects + objects.length, hasObjects: true };
  if (state.objects <= MAX_OBJECTS) return { state, events, command: { type: 'read' } };
  const reason = answerReason('listTooLong', { most: MAX_OBJECTS });
  const stopped = stop<T>(state, { kind: 'unreadable', status: null, reason });
  return { ...stopped, events: [...events, ...stopped.events] };
}

function pageEnd<T>(
  state: ReflectorState,
  { resourceVersion, continueToken }: { resourceVersion: string; continueToken: string },
  context: StepContext,
): StepResult<T> {
  if (continueToken !== '') return nextPage(state, continueToken, context);
  if (context.pollMs !== undefined) return measured(resourceVersion, context.pollMs);
  // That a list went well says nothing about the watch from it: only a watch that lasts ends a back-off.
  const listed = { phase: 'listed', resourceVersion, failures: state.failures } as const;
  return {
    state: listed,
    events: [{ type: 'initDone', resourceVersion }],
    command: { type: 'openWatch', resourceVersion },
  };
}

/** As live as it can be: nothing is newer than what was measured last. */
function measured<T>(resourceVersion: string, pollMs: number): StepResult<T> {
  return {
    state: { phase: 'empty', failures: 0 },
    events: [{ type: 'initDone', resourceVersion }, { type: 'live' }],
    command: { type: 'sleep', forMs: pollMs },
  };
}

function nextPage<T>(state: ReflectorState, continueToken: string, context: StepContext): StepResult<T> {
  if (state.phase !== 'listing') return { state, events: [], command: { type: 'read' } };
  const pages = state.pages + 1;
  const emptyPages = state.hasObjects ? 0 : state.emptyPages + 1;
  if (pages >= MAX_PAGES || emptyPages >= MAX_EMPTY_PAGES) {
    const reason =
      emptyPages >= MAX_EMPTY_PAGES
        ? answerReason('listEmptyPages', { pages: emptyPages })
        : answerReason('listEndless', { pages });
    return retry(state, { kind: 'server', status: null, reason }, { context, afterMs: null });
  }
  const next = { ...state, pages, emptyPages, hasObjects: false };
  return { state: next, events: [], command: { type: 'listPage', continueToken } };
}

function watchOpened<T>(state: ReflectorState, elapsed: number): StepResult<T> {
  if (state.phase !== 'listed') return { state, events: [], command: { type: 'read' } };
  const { resourceVersion, failures } = state;
  const watching = {
    phase: 'watching',
    resourceVersion,
    openedAt: elapsed,
    hasNews: false,
    failures,
  } as const;
  return { state: watching, events: [{ type: 'live' }], command: { type: 'read' } };
}

function watchEvent<T>(state: ReflectorState, event: RawEvent<T>, context: StepContext): StepResult<T> {
  if (event.type === 'ERROR') {
    const status = event.status ?? UNKNOWN_STATUS;
    return refused(state, { status, retryAfterMs: null }, context);
  }
  if (state.phase !== 'watching') return { state, events: [], command: { type: 'read' } };
  const { resourceVersion } = event;
  const next = { ...state, resourceVersion, hasNews: true };
  return { state: next, events: [toEvent(event)], command: { type: 'read' } };
}

function toEvent<T>({ type, object, resourceVersion }: RawEvent<T>): WatchEvent<T> {
  if (type === 'BOOKMARK' || object === null) return { type: 'bookmark', resourceVersion };
  return { type: type === 'DELETED' ? 'delete' : 'apply', object, resourceVersion };
}

function watchEnded<T>(state: ReflectorState, context: StepContext): StepResult<T> {
  if (state.phase !== 'watching') {
    const reason = answerReason('listCut', {});
    return retry(state, { kind: 'network', status: null, reason }, { context, afterMs: null });
  }
  const hasLasted = context.elapsed - state.openedAt >= SETTLED_MS;
  if (hasLasted) return resume(state);
  // A server may end a watch whenever it likes, but not again and again at once.
  if (state.hasNews && state.failures === 0) return resume({ ...state, failures: 1 });
  const reason = answerReason('watchEndedAtOnce', {});
  return retry(state, { kind: 'network', status: null, reason }, { context, afterMs: null });
}

const UNKNOWN_STATUS: Status = {
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: answerReason('undescribed', {}).message,
  code: 500,
};

function refused<T>(
  state: ReflectorState,
  { status, retryAfterMs }: { status: Status; retryAfterMs: number | null },
  context: StepContext,
): StepResult<T> {
  const reason = status === UNKNOWN_STATUS ? answerReason('undescribed', {}) : refusalReason(status);
  const code = status.code ?? 0;
  if (isExpired(status)) return expired(state, context);
  // A server that starts knows nobody for a while; whoever is still unknown then waits for a person.
  if (code === 401 && state.failures < MAX_UNAUTHORIZED)
    return retry(state, { kind: 'unauthorized', status, reason }, { context, afterMs: retryAfterMs });
  if (state.phase === 'listed' && UNWATCHED.has(code)) {
    const trouble: Trouble = { kind: 'forbidden', status, reason, retryAt: context.now + POLL_MS };
    const empty = { phase: 'empty', failures: state.failures } as const;
    return { state: empty, events: [{ type: 'trouble', trouble }], command: { type: 'sleep', forMs: POLL_MS } };
  }
  const final = FINAL[code];
  if (final !== undefined) return stop(state, { kind: final, status, reason });
  const afterMs = isTooLargeResourceVersion(status) ? 1_000 * (status.details?.retryAfterSeconds || 1) : retryAfterMs;
  return retry(state, { kind: 'server', status, reason }, { context, afterMs });
}

function stop<T>({ failures }: ReflectorState, trouble: Omit<Trouble, 'retryAt'>): StepResult<T> {
  return {
    state: { phase: 'stopped', failures },
    events: [{ type: 'trouble', trouble: { ...trouble, retryAt: null } }],
    command: { type: 'stop' },
  };
}

/** What no repetition heals. */
const FINAL: Readonly<Record<number, 'unauthorized' | 'forbidden' | 'notFound'>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'notFound',
};

/** List again: at once the first time, then with a pause, since a server could answer 410 for ever [RF14]. */
function expired<T>(state: ReflectorState, context: StepContext): StepResult<T> {
  const failures = state.failures + 1;
  const empty = { phase: 'empty', failures } as const;
  if (failures === 1) return resume(empty);
  const reason = answerReason('revisionGone', {});
  return retry(empty, { kind: 'server', status: null, reason }, { context, afterMs: null });
}

function retry<T>(
  state: ReflectorState,
  trouble: Omit<Trouble, 'retryAt'>,
  { context, afterMs }: { context: StepContext; afterMs: number | null },
): StepResult<T> {
  const failures = state.failures + 1;
  const forMs = Math.max(afterMs ?? 0, backoffDelay(RETRY, failures, context.random));
  const next: ReflectorState =
    state.phase === 'listed' || state.phase === 'watching'
      ? { phase: 'listed', resourceVersion: state.resourceVersion, failures }
      : { phase: 'empty', failures };
  return {
    state: next,
    events: [{ type: 'trouble', trouble: { ...trouble, retryAt: context.now + forMs } }],
    command: { type: 'sleep', forMs },
  };
}
