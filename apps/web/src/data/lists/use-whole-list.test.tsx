import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test } from 'vitest';
import type { ListFrame, WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { ListQuery } from '@lanthorn/protocol/up-messages.ts';
import { type Client, ClientContext } from '../client/client.ts';
import { listAnswer } from './list-answer.ts';
import { useLiveList } from './use-live-list.ts';
import { useLiveLists } from './use-live-lists.ts';
import { useWholeList } from './use-whole-list.ts';

const resource = { group: 'batch', version: 'v1', resource: 'cronjobs' };
const row = (index: number) => ({ key: `n/${index}`, uid: String(index), cells: [] }) as unknown as WireRow;

/** A server with a list of so many rows: it answers each window when it is told to. */
class Server {
  readonly open = new Map<ListQuery, (frame: ListFrame) => void>();
  readonly connection = {
    epoch: 1,
    state: { kind: 'open' },
    onState: () => () => {},
    subscribe: (query: ListQuery, onFrame: (frame: ListFrame) => void) => {
      this.open.set(query, onFrame);
      return { close: () => this.open.delete(query), update: () => {}, retry: () => {} };
    },
  };

  /** Answers every window that is open now, and says which they were. */
  answer(length: number, state: ListFrame['state'] = { kind: 'live' }): number[] {
    const asked = [...this.open];
    act(() => {
      for (const [{ offset, limit }, tell] of asked) {
        const count = Math.max(0, Math.min(limit, length - offset));
        const rows = Array.from({ length: count }, (_, i) => row(offset + i));
        tell({
          type: 'list',
          id: 1,
          offset,
          keys: rows.map(({ key }) => key),
          rows,
          matched: length,
          state,
        });
      }
    });
    return asked.map(([{ offset }]) => offset);
  }
}

function start(limit?: number, connection?: object) {
  const server = new Server();
  const client = { connection: connection ?? server.connection } as unknown as Client;
  const { result, unmount } = renderHook(
    () => useWholeList({ cluster: 'c', resource }, { namespaces: [], filter: '', sort: [] }, limit),
    { wrapper: ({ children }) => <ClientContext value={client}>{children}</ClientContext> },
  );
  return { server, result, unmount };
}

test('a list that is longer than a window is read on to its end, and is not told before it is whole', () => {
  const { server, result, unmount } = start();
  expect(server.answer(1_203)).toEqual([0]);
  expect(listAnswer(result.current).kind).toBe('loading');
  expect(server.answer(1_203)).toEqual([0, 500, 1_000]);
  expect([result.current.rows.size, result.current.matched]).toEqual([1_203, 1_203]);
  expect([...result.current.rows.keys()].at(-1)).toBe('n/1202');
  expect(listAnswer(result.current).kind).toBe('told');
  unmount();
  expect(server.open.size).toBe(0);
});

test('windows come and go with the length of the list', () => {
  const { server, result } = start();
  server.answer(499);
  expect(server.open.size).toBe(1);
  server.answer(501);
  // Until the second window has answered it is as it was.
  expect([result.current.rows.size, listAnswer(result.current).kind]).toEqual([499, 'told']);
  server.answer(501);
  expect(result.current.rows.size).toBe(501);
  server.answer(2);
  expect([server.open.size, result.current.rows.size]).toEqual([1, 2]);
});

test('beyond the limit it is counted and not read', () => {
  const { server, result } = start(1_200);
  server.answer(9_000);
  server.answer(9_000);
  expect([result.current.rows.size, result.current.matched, server.open.size]).toEqual([1_200, 9_000, 3]);
  expect([...server.open.keys()].map(({ limit }) => limit)).toEqual([500, 500, 200]);
});

test('one window that is refused makes the whole not known', () => {
  const { server, result } = start();
  server.answer(700);
  server.answer(700, {
    kind: 'forbidden',
    verb: 'list',
    resource: 'cronjobs.batch',
    reason: answerReason('serverSays', { detail: 'no' }),
  });
  expect(listAnswer(result.current).kind).toBe('unknown');
});

test('what the connection answers before it has a handle to give is told', () => {
  const server = new Server();
  const refuse = (query: ListQuery, onFrame: (frame: ListFrame) => void) => {
    const state = {
      kind: 'stale',
      since: 0,
      reason: answerReason('serverSays', { detail: 'too long' }),
      retryAt: null,
      isEmpty: true,
    } as const;
    onFrame({ type: 'list', id: 1, state });
    server.open.set(query, onFrame);
    return { close: () => server.open.delete(query), update: () => {}, retry: () => {} };
  };
  const { result } = start(undefined, { ...server.connection, subscribe: refuse });
  expect(result.current.state).toMatchObject({ kind: 'stale', reason: { message: 'too long' } });
});

test('what is shown of one list is never shown as another, not for one drawing', () => {
  const server = new Server();
  const drawn: string[] = [];
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <ClientContext value={{ connection: server.connection } as unknown as Client}>{children}</ClientContext>
  );
  const view = { namespaces: [], filter: '', sort: [] };
  const first = { offset: 0, limit: 500 };
  const { rerender } = renderHook(
    ({ cluster }) => {
      const whole = useWholeList({ cluster, resource }, view);
      const list = useLiveList({ cluster, resource }, view, first);
      const { lists } = useLiveLists([{ cluster, resource, ...view, limit: 500 }]);
      drawn.push(
        `${cluster} ${[whole, list, ...lists].map(({ rows, state }) => `${rows.size} ${state.kind}`).join(', ')}`,
      );
    },
    { initialProps: { cluster: 'a' }, wrapper },
  );
  server.answer(2);
  expect(drawn.at(-1)).toBe('a 2 live, 2 live, 2 live');
  rerender({ cluster: 'b' });
  expect(new Set(drawn.filter(text => text.startsWith('b')))).toEqual(new Set(['b 0 loading, 0 loading, 0 loading']));
});
