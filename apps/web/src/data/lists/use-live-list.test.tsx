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
    /** Rows, and the question that they answer where it is said. */
    tell: (keys: readonly string[], asked?: number) =>
      act(() => hear({ type: 'list', id: 1, keys, matched: keys.length, ...(asked === undefined ? {} : { asked }) })),
  };
}

test('a list is asked for once, with all that it is asked by', () => {
  const { subscribe, update, show } = open();
  expect(subscribe).toHaveBeenCalledWith(
    { kind: 'list', ...SUBJECT, ...VIEW, ...FIRST, hold: false, selects: false, asked: 1 },
    expect.any(Function),
    expect.any(Function),
  );
  show({ ...VIEW });
  expect(update).not.toHaveBeenCalled();
});

test('another view changes it, once for each', () => {
  const { subscribe, update, show } = open();
  show({ ...VIEW, namespaces: ['b'] });
  expect(update.mock.calls).toEqual([[{ ...VIEW, namespaces: ['b'], asked: 2 }]]);
  show(VIEW);
  expect(update.mock.calls).toEqual([[{ ...VIEW, namespaces: ['b'], asked: 2 }], [{ ...VIEW, asked: 3 }]]);
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
  expect(update.mock.calls).toEqual([[{ ...next, asked: 2 }]]);
  show(next);
  expect(update).toHaveBeenCalledOnce();
  show(VIEW);
  expect(update).toHaveBeenLastCalledWith({ ...VIEW, asked: 3 });
});

test('rows are awaited until those of what is asked now came, also where that was before the page was drawn with it', () => {
  const { result, show, tell } = open();
  const isAwaited = () => result.current.isAwaited;
  expect(isAwaited()).toBe(true);
  tell(['a', 'b'], 1);
  expect(isAwaited()).toBe(false);
  const next = { ...VIEW, filter: 'b' };
  act(() => result.current.foresee(next));
  tell(['b'], 2);
  // What is drawn is still the question before, and the rows are not its own.
  expect(isAwaited()).toBe(true);
  show(next);
  expect(isAwaited()).toBe(false);
  show(VIEW);
  expect(isAwaited()).toBe(true);
  tell(['a', 'b'], 3);
  expect(isAwaited()).toBe(false);
});

test('news of the question before ends no waiting, and an answer does that has the same rows', () => {
  const { result, show, tell } = open();
  tell(['a', 'b'], 1);
  show({ ...VIEW, filter: 'a' });
  tell(['a', 'b', 'c']);
  expect(result.current.isAwaited).toBe(true);
  show({ ...VIEW, filter: 'ab' });
  tell(['a'], 2);
  expect(result.current.isAwaited).toBe(true);
  act(() => result.current.setWindow({ offset: 0, limit: 30, hold: false }));
  const { keys } = result.current;
  tell(keys, 3);
  expect(result.current.isAwaited).toBe(false);
  // What comes later is of the same question.
  tell(['a', 'd']);
  expect(result.current.isAwaited).toBe(false);
});
