import { act, renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { SERVICE_VIEW } from '@lanthorn/views/kinds/core/services.ts';
import { useFilledColumns } from './use-filled-columns.ts';
import type { KeptColumns } from './use-kept-columns.ts';

const IDS = ['name', 'namespace', 'status', 'clusterIp', 'externalIp'];

function row(name: string, cells: Readonly<Record<string, string>>): WireRow {
  const all = SERVICE_VIEW.columns.map(
    ({ id }) => ({ name, namespace: 'n', clusterIp: '10.0.0.1', ...cells })[id] ?? null,
  );
  return { key: `n/${name}`, uid: name, namespace: 'n', name, createdAt: null, ownerUid: '', cells: all };
}

function listOf(rows: readonly WireRow[], { matched = rows.length, state = 'live' } = {}) {
  const keys = rows.map(({ key }) => key);
  return { rows: new Map(rows.map(each => [each.key, each])), keys, matched, state: { kind: state } as never };
}

function show(first: ReturnType<typeof listOf>, { search = {}, isUsual = true } = {}) {
  const chosen: (readonly string[])[] = [];
  const kept: KeptColumns = {
    ids: IDS,
    isUsual,
    widths: {},
    choose: ids => chosen.push(ids),
    move: () => {},
    resize: () => {},
    reset: () => {},
  };
  const view = { ...SERVICE_VIEW };
  const { result, rerender } = renderHook(({ list }) => useFilledColumns(list, { view, search }, kept), {
    initialProps: { list: first },
  });
  return {
    shown: () => result.current.shown,
    offered: () => result.current.offered,
    tell: (list: typeof first) => rerender({ list }),
    chosen,
  };
}

test('the columns there are', () => {
  for (const id of IDS) expect(columnIndex(SERVICE_VIEW, id)).toBeGreaterThanOrEqual(0);
});

test('a usual column that nothing in the whole list fills is left out, and is back with the first row that does', () => {
  const { shown, offered, tell } = show(listOf([row('a', {}), row('b', {})]));
  expect(shown().ids).toEqual(['name', 'namespace', 'clusterIp']);
  expect(offered().empty).toEqual(['status', 'externalIp']);
  tell(listOf([row('a', {}), row('c', { externalIp: '1.2.3.4' })]));
  expect(shown().ids).toEqual(['name', 'namespace', 'clusterIp', 'externalIp']);
  // No column goes while somebody reads.
  tell(listOf([row('a', {})]));
  expect(shown().ids).toEqual(['name', 'namespace', 'clusterIp', 'externalIp']);
});

test.each([
  ['that a person chose', listOf([row('a', {})]), { isUsual: false }],
  ['of a list that is filtered', listOf([row('a', {})]), { search: { q: 'a' } }],
  ['of a list of which more is elsewhere', listOf([row('a', {})], { matched: 900 }), {}],
  ['of a list that still loads', listOf([row('a', {})], { state: 'loading' }), {}],
])('columns %s stay', (_which, list, options) => {
  expect(show(list, options).shown().ids).toEqual(IDS);
});

test('a column that is sorted by stays', () => {
  expect(show(listOf([row('a', {})]), { search: { sort: 'status' } }).offered().empty).toEqual(['externalIp']);
});

test('where the list outgrows what is here, all are back', () => {
  const { shown, tell } = show(listOf([row('a', {})]));
  tell(listOf([row('a', {})], { matched: 500 }));
  expect(shown().ids).toEqual(IDS);
});

test('a column is moved among those that are seen', () => {
  const { shown, chosen } = show(listOf([row('a', {})]));
  act(() => shown().move('clusterIp', 1));
  expect(chosen).toEqual([['name', 'clusterIp', 'namespace']]);
});
