import { expect, test } from 'vitest';
import { combineStates, type QueryState } from './query-state.ts';

const LIVE: QueryState = { kind: 'live' };
const stale = (reason: string, fields: object = {}): QueryState => ({
  kind: 'stale',
  since: 5,
  reason,
  retryAt: 9,
  isEmpty: false,
  ...fields,
});
const forbidden = (message: string): QueryState => ({ kind: 'forbidden', verb: 'list', resource: 'pods', message });
const combined = (states: Readonly<Record<string, QueryState>>) =>
  combineStates(Object.entries(states).map(([namespace, state]) => ({ namespace, state })));

test('the trouble of one namespace is said of that one', () => {
  expect(combined({ a: LIVE, b: stale('connection refused') })).toEqual(stale('b: connection refused'));
  expect(combined({ a: LIVE, b: stale('cut'), c: stale('cut'), d: stale('429') })).toEqual(stale('b, c: cut; d: 429'));
});

test('what is true of all is said of all, since the first of them, until the next try', () => {
  const states = { a: stale('cut', { since: 3, retryAt: null }), b: stale('cut', { since: 4, retryAt: 7 }) };
  expect(combined(states)).toEqual(stale('cut', { since: 3, retryAt: 7 }));
});

test('nothing is there to show only where nothing of any namespace is', () => {
  const empty = stale('cut', { isEmpty: true });
  expect(combined({ a: LIVE, b: empty })).toMatchObject({ isEmpty: false });
  expect(combined({ a: empty, b: empty })).toEqual(empty);
});

test('some that may not be read are named beside the state of the rest; of all their words are kept', () => {
  expect(combined({ a: LIVE, b: forbidden('no') })).toEqual({ kind: 'partial', missing: ['b'], inner: LIVE });
  expect(combined({ a: forbidden('not in a'), b: forbidden('not in b') })).toEqual(forbidden('not in a; not in b'));
});

test('many are not all named', () => {
  const states = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`n${i}`, i === 0 ? LIVE : stale('cut')]));
  expect(combined(states)).toEqual(stale('n1, n2, n3, n4, n5, …: cut'));
});

test('read anew in good order is said only where nothing else is out of order', () => {
  const polled = stale('no watch', { everyMs: 30_000 });
  expect(combined({ a: LIVE, b: polled })).toEqual({ ...polled, reason: 'b: no watch' });
  expect(combined({ a: stale('cut'), b: polled })).toEqual(stale('a: cut; b: no watch'));
});
