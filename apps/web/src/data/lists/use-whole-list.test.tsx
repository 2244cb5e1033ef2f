import { act, renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { ListFrame, WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { ListQuery } from '@lanthorn/protocol/up-messages.ts';
import { type Client, ClientContext } from '../client/client.ts';
import { listAnswer } from './list-answer.ts';
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

function start(limit?: number) {
  const server = new Server();
  const client = { connection: server.connection } as unknown as Client;
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
  server.answer(700, { kind: 'forbidden', verb: 'list', resource: 'cronjobs.batch', message: 'no' });
  expect(listAnswer(result.current).kind).toBe('unknown');
});
