import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import { expect, test } from 'vitest';
import { combineClusters, combineStates, type QueryState } from './query-state.ts';

const said = (detail: string) => answerReason('serverSays', { detail });
const LIVE: QueryState = { kind: 'live' };
const stale = (reason: string, fields: object = {}): QueryState => ({
  kind: 'stale',
  since: 5,
  reason: said(reason),
  retryAt: 9,
  isEmpty: false,
  ...fields,
});
const forbidden = (message: string): QueryState => ({
  kind: 'forbidden',
  verb: 'list',
  resource: 'pods',
  reason: said(message),
});
/** What is told, its words for its code: of which codes they are made is a test of its own. */
const combined = (states: Readonly<Record<string, QueryState>>) => {
  const state = combineStates(Object.entries(states).map(([namespace, of]) => ({ namespace, state: of })));
  return 'reason' in state ? { ...state, reason: said(state.reason.message) } : state;
};

const loading = (loaded: number, total: number | null): QueryState => ({ kind: 'loading', loaded, total });

test('what is said of one alone is said as it is; of none there is nothing to wait for', () => {
  expect(combineStates([])).toEqual(LIVE);
  const partial: QueryState = { kind: 'partial', missing: ['x'], inner: LIVE };
  for (const state of [LIVE, stale('cut'), forbidden('no'), loading(1, null), partial])
    expect(combineStates([{ namespace: 'a', state }])).toBe(state);
});

test('what is loaded is counted together; how much there will be only where each has said it', () => {
  expect(combined({ a: LIVE, b: LIVE })).toEqual(LIVE);
  expect(combined({ a: loading(2, 10), b: LIVE, c: loading(3, 5) })).toEqual(loading(5, 15));
  expect(combined({ a: loading(2, 10), b: loading(3, null) })).toEqual(loading(5, null));
});

test('what is out of order is told before what is still loading, and both before what may not be read', () => {
  expect(combined({ a: loading(2, 10), b: stale('cut') })).toEqual(stale('b: cut'));
  const inner = loading(2, 10);
  expect(combined({ a: inner, b: forbidden('no') })).toEqual({ kind: 'partial', missing: ['b'], inner });
});

test('the trouble of one namespace is said of that one', () => {
  expect(combined({ a: LIVE, b: stale('connection refused') })).toEqual(stale('b: connection refused'));
  expect(combined({ a: LIVE, b: stale('cut'), c: stale('cut'), d: stale('429') })).toEqual(stale('b, c: cut; d: 429'));
});

test('what is true of all is said of all, since the first of them, until the next try', () => {
  const states = { a: stale('cut', { since: 3, retryAt: null }), b: stale('cut', { since: 4, retryAt: 7 }) };
  expect(combined(states)).toEqual(stale('cut', { since: 3, retryAt: 7 }));
  const tried = { a: stale('cut', { retryAt: 8 }), b: stale('cut', { retryAt: 7 }) };
  expect(combined(tried)).toMatchObject({ retryAt: 7 });
  const waiting = stale('cut', { retryAt: null });
  expect(combined({ a: waiting, b: waiting })).toEqual(waiting);
});

test('nothing is there to show only where nothing of any namespace is', () => {
  const empty = stale('cut', { isEmpty: true });
  expect(combined({ a: LIVE, b: empty })).toMatchObject({ isEmpty: false });
  expect(combined({ a: empty, b: stale('cut') })).toMatchObject({ isEmpty: false });
  expect(combined({ a: empty, b: empty })).toEqual(empty);
});

test('some that may not be read are named beside the state of the rest; of all their words are kept', () => {
  expect(combined({ a: LIVE, b: forbidden('no') })).toEqual({ kind: 'partial', missing: ['b'], inner: LIVE });
  expect(combined({ a: forbidden('not in a'), b: forbidden('not in b') })).toEqual(forbidden('not in a; not in b'));
  expect(combined({ a: forbidden('no'), b: forbidden('no') })).toEqual(forbidden('no'));
});

test('many are not all named', () => {
  const cut = (count: number) =>
    combined(
      Object.fromEntries([['n0', LIVE], ...Array.from({ length: count }, (_, i) => [`n${i + 1}`, stale('cut')])]),
    );
  expect(cut(5)).toEqual(stale('n1, n2, n3, n4, n5: cut'));
  expect(cut(6)).toEqual(stale('n1, n2, n3, n4, n5, …: cut'));
});

test('read anew in good order is said only where nothing else is out of order', () => {
  const polled = stale('no watch', { everyMs: 30_000 });
  expect(combined({ a: LIVE, b: polled })).toEqual({ ...polled, reason: said('b: no watch') });
  expect(combined({ a: stale('cut'), b: polled })).toEqual(stale('a: cut; b: no watch'));
  expect(combined({ a: polled, b: stale('no watch', { everyMs: 60_000 }) })).toMatchObject({ everyMs: 60_000 });
});

test('what is put together keeps the codes it is made of, so that a page can say it in its own language', () => {
  const parts = [
    { namespace: 'a', state: stale('cut') },
    { namespace: 'b', state: stale('429') },
  ];
  expect(combineStates(parts)).toMatchObject({
    reason: {
      code: 'andMore',
      params: {
        why: { code: 'someNamespaces', params: { namespaces: 'a', why: said('cut') } },
        more: { code: 'someNamespaces', params: { namespaces: 'b', why: said('429') } },
      },
    },
  });
});

test('[QY9] a cluster that told nothing is missing, and the list of the others is as they are; all of them together fail', () => {
  const of = (states: Readonly<Record<string, QueryState>>) =>
    combineClusters(Object.entries(states).map(([cluster, state]) => ({ cluster, state })));
  const never = stale('refused', { isEmpty: true });
  expect(of({ a: LIVE, b: LIVE })).toEqual(LIVE);
  expect(of({ a: LIVE, b: never, c: forbidden('no') })).toEqual({
    kind: 'partial',
    missing: ['b', 'c'],
    areClusters: true,
    inner: LIVE,
  });
  const partial: QueryState = { kind: 'partial', missing: ['x'], inner: LIVE };
  expect(of({ a: partial, b: loading(2, 4) })).toEqual({
    kind: 'partial',
    missing: ['a/x'],
    areClusters: true,
    inner: loading(2, 4),
  });
  expect(of({ a: never, b: never })).toEqual(never);
  expect(of({ a: forbidden('no'), b: forbidden('no') })).toMatchObject({ kind: 'forbidden' });
  const closed: QueryState = { kind: 'partial', missing: ['x'], inner: never };
  for (const silent of [never, closed])
    expect(of({ a: silent, b: forbidden('no') })).toEqual({
      kind: 'partial',
      missing: ['b'],
      areClusters: true,
      inner: never,
    });
});
