import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test } from 'vitest';
import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { type Client, ClientContext } from '../client/client.ts';
import type { ConnectionState, Frame } from '../connection/connection.ts';
import { useLiveLists } from './use-live-lists.ts';

const QUERY = { cluster: 'c', resource: { group: '', version: 'v1', resource: 'nodes' }, namespaces: [] };

test('while the own server cannot be heard nothing is said to be live, of no cluster either', () => {
  let tell: (frame: Frame) => void = () => {};
  let connectionState: ConnectionState = { kind: 'open' };
  let told = () => {};
  const connection = {
    epoch: 1,
    get state() {
      return connectionState;
    },
    onState: (listener: () => void) => {
      told = listener;
      return () => {};
    },
    subscribe: (_query: object, onFrame: typeof tell) => {
      tell = onFrame;
      return { retry: () => {}, close: () => {} };
    },
  };
  const client = { connection, clock: new FakeClock() } as unknown as Client;
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <ClientContext value={client}>{children}</ClientContext>
  );
  const queries = [{ ...QUERY, others: ['d'], filter: '', sort: [], limit: 0 }];
  const { result } = renderHook(() => useLiveLists(queries), { wrapper });
  const live = { kind: 'live' } as const;
  const reason = answerReason('reconnecting', {});
  const down = { kind: 'stale', since: 0, reason, retryAt: 9, isEmpty: true } as const;
  act(() => tell({ type: 'list', id: 1, matched: 2, state: live, clusters: { c: live, d: down } }));
  expect(result.current.lists).toMatchObject([{ state: live, clusters: { c: live, d: down } }]);
  act(() => {
    connectionState = { kind: 'lost', since: 0, retryAt: 1, why: 'away' };
    told();
  });
  const lost = { kind: 'stale', reason: { code: 'lanthorn.away' }, isEmpty: false };
  // What was never told is not known now.
  expect(result.current.lists).toMatchObject([{ state: lost, clusters: { c: lost, d: { ...lost, isEmpty: true } } }]);
});

test('of other lists those that are asked for already go on, with what was told of them; the others end', () => {
  const said: string[] = [];
  const tellers = new Map<string, (frame: Frame) => void>();
  const connection = {
    epoch: 1,
    state: { kind: 'open' } as ConnectionState,
    onState: () => () => {},
    subscribe: ({ filter }: { readonly filter: string }, onFrame: (frame: Frame) => void) => {
      said.push(`+${filter}`);
      tellers.set(filter, onFrame);
      return { retry: () => said.push(`retry ${filter}`), close: () => said.push(`-${filter}`) };
    },
  };
  const client = { connection, clock: new FakeClock() } as unknown as Client;
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <ClientContext value={client}>{children}</ClientContext>
  );
  const of = (...filters: readonly string[]) => filters.map(filter => ({ ...QUERY, filter, sort: [], limit: 0 }));
  const { result, rerender, unmount } = renderHook(({ queries }) => useLiveLists(queries), {
    wrapper,
    initialProps: { queries: of('a', 'b') },
  });
  act(() => tellers.get('b')?.({ type: 'list', id: 1, matched: 2, state: { kind: 'live' } }));
  rerender({ queries: of('c', 'b') });
  expect(said).toEqual(['+a', '+b', '-a', '+c']);
  expect(result.current.lists.map(({ matched }) => matched)).toEqual([null, 2]);
  // What comes back is not known from before.
  act(() => tellers.get('c')?.({ type: 'list', id: 2, matched: 3, state: { kind: 'live' } }));
  rerender({ queries: of('a', 'b') });
  rerender({ queries: of('c', 'b') });
  expect(result.current.lists.map(({ matched }) => matched)).toEqual([null, 2]);
  said.length = 0;
  act(() => result.current.retry());
  unmount();
  expect(said.sort()).toEqual(['-b', '-c', 'retry b', 'retry c']);
});
