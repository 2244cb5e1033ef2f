import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import { type Client, ClientContext } from '../client/client.ts';
import type { Frame } from '../connection/connection.ts';
import { type ListView, useLiveList } from './use-live-list.ts';

const SUBJECT = { cluster: 'c', resource: { group: '', version: 'v1', resource: 'pods' } };
const FIRST = { offset: 0, limit: 60 };
const VIEW: ListView = { namespaces: ['a'], filter: '', sort: [] };

function open(subject = SUBJECT) {
  const update = vi.fn();
  let hear: (frame: Frame) => void = () => {};
  const subscribe = vi.fn((_query: unknown, onFrame: typeof hear) => {
    hear = onFrame;
    return { update, retry: () => {}, close: () => {} };
  });
  const connection = { epoch: 1, state: { kind: 'open' }, onState: () => () => {}, subscribe };
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <ClientContext value={{ connection } as unknown as Client}>{children}</ClientContext>
  );
  const { rerender, result } = renderHook(
    ({ view, about }: { view: ListView; about: typeof SUBJECT }) => useLiveList(about, view, FIRST),
    { wrapper, initialProps: { view: VIEW, about: subject } },
  );
  return {
    update,
    subscribe,
    result,
    show: (view: ListView, about = subject) => act(() => rerender({ view, about })),
    tell: (...keys: string[]) => act(() => hear({ type: 'list', id: 1, keys, matched: keys.length })),
  };
}

test('a list is asked for once, with all that it is asked by', () => {
  const { subscribe, update, show } = open();
  expect(subscribe).toHaveBeenCalledWith(
    { kind: 'list', ...SUBJECT, ...VIEW, ...FIRST, hold: false, selects: false },
    expect.any(Function),
    expect.any(Function),
  );
  show({ ...VIEW });
  expect(update).not.toHaveBeenCalled();
});

test('another view changes it, once for each', () => {
  const { subscribe, update, show } = open();
  show({ ...VIEW, namespaces: ['b'] });
  expect(update.mock.calls).toEqual([[{ ...VIEW, namespaces: ['b'] }]]);
  show(VIEW);
  expect(update.mock.calls).toEqual([[{ ...VIEW, namespaces: ['b'] }], [VIEW]]);
  expect(subscribe).toHaveBeenCalledOnce();
});

test('another subject with another view is one new question', () => {
  const { subscribe, update, show } = open();
  show({ ...VIEW, filter: 'x' }, { ...SUBJECT, cluster: 'd' });
  expect(subscribe).toHaveBeenCalledTimes(2);
  expect(subscribe).toHaveBeenLastCalledWith(
    expect.objectContaining({ cluster: 'd', filter: 'x' }),
    expect.any(Function),
    expect.any(Function),
  );
  expect(update).not.toHaveBeenCalled();
});

test('what is foreseen is asked for at once, and not again when the page is drawn with it', () => {
  const { update, result, show } = open();
  const next = { ...VIEW, filter: 'x' };
  act(() => result.current.foresee(next));
  expect(update.mock.calls).toEqual([[next]]);
  show(next);
  expect(update).toHaveBeenCalledOnce();
  show(VIEW);
  expect(update).toHaveBeenLastCalledWith(VIEW);
});

test('rows are awaited until some came for what is asked now, also where that was before the page was drawn with it', () => {
  const { result, show, tell } = open();
  const isAwaited = () => result.current.isAwaited;
  expect(isAwaited()).toBe(true);
  tell('a', 'b');
  expect(isAwaited()).toBe(false);
  const next = { ...VIEW, filter: 'b' };
  act(() => result.current.foresee(next));
  tell('b');
  // What is drawn is still the question before, and the rows are not its own.
  expect(isAwaited()).toBe(true);
  show(next);
  expect(isAwaited()).toBe(false);
  show(VIEW);
  expect(isAwaited()).toBe(true);
  tell('a', 'b');
  expect(isAwaited()).toBe(false);
});
