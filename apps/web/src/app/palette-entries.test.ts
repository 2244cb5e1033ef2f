import { renderHook } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { searchEntries } from '../features/palette/palette-search.ts';
import { useCreateEntries } from './palette-entries.ts';

const navigate = vi.fn();
vi.mock('@tanstack/react-router', () => ({ useNavigate: () => navigate }));
const widgets = { group: 'example.com', version: 'v1', resource: 'widgets', kind: 'Widget', shortNames: [] };
const deployments = {
  group: 'apps',
  version: 'v1',
  resource: 'deployments',
  kind: 'Deployment',
  shortNames: ['deploy'],
};
const events = { group: '', version: 'v1', resource: 'events', kind: 'Event', shortNames: [] };
const gateways = (group: string) => ({ group, version: 'v1', resource: 'gateways', kind: 'Gateway', shortNames: [] });
const served = {
  kinds: [widgets, gateways('b.example.com'), deployments, gateways('a.example.com'), events].map(kind => ({
    ...kind,
    isListed: true,
    isNamespaced: true,
  })),
  unanswered: [],
};
vi.mock('../data/client/use-served-kinds.ts', () => ({ useServedKinds: () => served }));
beforeEach(() => navigate.mockClear());

const entries = (
  clusters: readonly string[] = ['c'],
  { namespaces = ['shop'], isReadOnly = false }: { namespaces?: readonly string[]; isReadOnly?: boolean } = {},
) => renderHook(() => useCreateEntries({ cluster: 'c', clusters, namespaces }, isReadOnly)).result.current;

test('“create deployment” and a short name find it, and lead to its form in the namespace on the screen', () => {
  for (const query of ['create deployment', 'create deploy']) {
    const [found] = searchEntries(entries(), query);
    expect(found?.title).toBe('Create Deployment');
    found?.run();
  }
  const search = { tab: 'new:deployments', ns: 'shop' };
  const begun = { to: '/c/$cluster/$resource', params: { cluster: 'c', resource: 'apply' }, search };
  expect(navigate.mock.calls).toEqual([[begun], [begun]]);
});

test('a custom kind has one; what people do not write has none, nor has a screen of several clusters', () => {
  expect(entries().map(({ id }) => id)).toEqual([
    'create:deployments',
    'create:gateways.a.example.com',
    'create:gateways.b.example.com',
    'create:widgets.example.com',
  ]);
  expect(entries(['c', 'd'])).toEqual([]);
  entries(['c'], { namespaces: ['a', 'b'] })
    .at(-1)
    ?.run();
  expect(navigate.mock.calls[0]?.[0]).toHaveProperty('search', { tab: 'new:widgets.example.com' });
});

test('kinds of one name are told apart by their group; where nothing can be changed it is said why', () => {
  expect(entries().map(({ title, disabled }) => [title, disabled])).toEqual([
    ['Create Deployment', null],
    ['Create Gateway (a.example.com)', null],
    ['Create Gateway (b.example.com)', null],
    ['Create Widget', null],
  ]);
  const why = 'Read only: nothing can be changed in c (--read-only).';
  expect(new Set(entries(['c'], { isReadOnly: true }).map(({ disabled }) => disabled))).toEqual(new Set([why]));
});
