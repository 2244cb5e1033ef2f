import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { NODE_VIEW } from '@lanthorn/views/kinds/core/nodes.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { NodeMap } from './node-map.tsx';

interface Told {
  readonly rows: ReadonlyMap<string, unknown>;
  readonly matched: number | null;
  readonly state: { readonly kind: string };
}
const LOADING: Told = { rows: new Map(), matched: null, state: { kind: 'loading' } };
const UNKNOWN: Told = { rows: new Map(), matched: null, state: { kind: 'forbidden' } };
const world = vi.hoisted(() => ({ lists: {} as Record<string, unknown>, limits: {} as Record<string, number> }));

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children, to: _to, params: _params, ...rest }: { children: ReactNode; to: string; params: object }) => (
    <a href="#there" {...rest}>
      {children}
    </a>
  ),
  useNavigate: () => () => {},
  useParams: () => ({ cluster: 'c' }),
  useSearch: () => ({}),
}));
vi.mock('../../../data/lists/use-whole-list.ts', () => ({
  useWholeList: ({ resource }: { resource: { resource: string } }, _view: object, limit: number) => {
    world.limits[resource.resource] = limit;
    return world.lists[resource.resource];
  },
}));
vi.mock('../../../data/lists/use-live-lists.ts', () => ({
  useLiveLists: () => ({ lists: [world.lists['metrics']], retry: () => {} }),
}));

function tell(
  view: KindView,
  cells: readonly (readonly [string, Readonly<Record<string, unknown>>])[],
  more = 0,
): Told {
  const rows = cells.map(([name, known]) => ({
    ...{ key: name, uid: name, name, namespace: '' },
    cells: view.columns.map(({ id }) => known[id] ?? null),
  }));
  return { rows: new Map(rows.map(row => [row.key, row])), matched: rows.length + more, state: { kind: 'live' } };
}
const READY = { status: { status: 'Ready', tone: 'ok' }, cpu: 4, memory: 100 };
const titles = () => screen.getAllByRole('link').map(link => link.getAttribute('aria-label'));
const legend = () => screen.getByRole('list', { name: 'What the fields mean' }).textContent;

beforeEach(() => {
  world.limits = {};
  world.lists = { nodes: LOADING, pods: LOADING, metrics: LOADING };
});

test('as measured, by memory or by CPU; no pod is read for it', async () => {
  world.lists = {
    nodes: tell(NODE_VIEW, [
      ['a', { ...READY, memoryUsed: 63, cpuUsed: 1 }],
      ['b', { ...READY, memoryUsed: 95, cpuUsed: 4 }],
      ['c', { ...READY, status: { status: 'NotReady', tone: 'bad' } }],
    ]),
    metrics: { ...tell(NODE_VIEW, []), matched: 2 },
    pods: LOADING,
  };
  render(<NodeMap />);
  expect(titles()).toEqual([
    'a: Ready, memory used of allocatable: 63% (63 of 100)',
    'b: Ready, memory used of allocatable: 95% (95 of 100)',
    'c: NotReady',
  ]);
  expect(screen.getAllByRole('link').map(({ dataset }) => [dataset['hot'], dataset['unknown']])).toEqual([
    [undefined, undefined],
    ['true', undefined],
    [undefined, 'true'],
  ]);
  expect(screen.getByTestId('node-map').textContent).toContain('3, memory used of allocatable');
  expect(legend()).toMatch(/0%.*100%.*over 90 %.*not ready.*not measured/);
  expect(world.limits['pods']).toBe(0);
  await userEvent.click(screen.getByRole('button', { name: 'by CPU' }));
  expect(titles()[0]).toBe('a: Ready, CPU used of allocatable: 25% (1 of 4)');
  await userEvent.click(screen.getByRole('button', { name: 'by memory' }));
  expect(titles()[0]).toContain('memory');
});

test('where nothing measures it, what pods asked for', () => {
  const asked = (node: string, memoryRequest: number) => ({ node, memoryRequest, cpuRequest: 1 });
  world.lists = {
    nodes: tell(NODE_VIEW, [
      ['a', READY],
      ['b', READY],
    ]),
    metrics: UNKNOWN,
    pods: tell(POD_VIEW, [
      ['x', asked('a', 20)],
      ['y', asked('a', 30)],
      ['z', { node: 'b' }],
    ]),
  };
  render(<NodeMap />);
  expect(titles()).toEqual([
    'a: Ready, memory requested of allocatable: 50% (50 of 100)',
    'b: Ready, memory requested of allocatable: 0% (0 of 100)',
  ]);
  expect(legend()).not.toContain('not measured');
});

test('of more pods than are summed up nothing is said but how nodes are', () => {
  world.lists = {
    nodes: tell(NODE_VIEW, [['a', { ...READY, status: { status: 'Ready,SchedulingDisabled', tone: 'warning' } }]]),
    metrics: UNKNOWN,
    pods: tell(POD_VIEW, [['x', { node: 'a' }]], 5_000),
  };
  render(<NodeMap />);
  expect(titles()).toEqual(['a: Ready,SchedulingDisabled']);
  expect(screen.getByText(/too many pods to sum up/)).toBeDefined();
  expect(screen.queryByRole('button')).toBeNull();
  expect(legend()).toContain('cordoned or under pressure');
});

test('while nobody knows yet what measures it, nodes show how they are', () => {
  world.lists = { nodes: tell(NODE_VIEW, [['a', READY]]), metrics: LOADING, pods: LOADING };
  render(<NodeMap />);
  expect(titles()).toEqual(['a: Ready']);
  expect(legend()).toContain('ready');
  expect(world.limits['pods']).toBe(0);
});
