import { renderHook } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { useNamespaceChoice } from './use-namespace-choice.ts';
import { type ListSearch, validateSearch, type ViewState } from './view-state.ts';

const navigate = vi.hoisted(() => vi.fn());
vi.mock('@tanstack/react-router', () => ({ useNavigate: () => navigate }));
beforeEach(() => navigate.mockReset());

/** The address after other namespaces were chosen. */
function chosen(search: ListSearch, name?: string): ListSearch | undefined {
  let after: ListSearch | undefined;
  const setSearch = (change: object) => (after = validateSearch({ ...search, ...change }));
  const state = { cluster: 'c', resource: 'pods', name, search, setSearch } as unknown as ViewState;
  renderHook(() => useNamespaceChoice(state)).result.current(['b']);
  return after;
}

test('of the object that was open nothing stays: neither its tab nor what of its log was looked at', () => {
  const log = { tab: 'logs', log: 'error', around: '3', line: '2026-01-01T00:00:00Z' };
  expect(chosen({ ns: 'a', q: 'web', sort: 'age', open: 'a/x', ...log })).toEqual({ ns: 'b', q: 'web', sort: 'age' });
});

test('a page that is no list keeps its own tab: the text that is begun with, the map as a list', () => {
  expect(chosen({ ns: 'a', tab: 'new:deployments' })).toEqual({ ns: 'b', tab: 'new:deployments' });
});

test("from an object's own page one comes to the list of its kind", () => {
  expect(chosen({ tab: 'logs' }, 'x')).toBeUndefined();
  expect(navigate.mock.calls[0]?.[0]).toMatchObject({
    params: { cluster: 'c', resource: 'pods' },
    search: { ns: 'b' },
  });
});
