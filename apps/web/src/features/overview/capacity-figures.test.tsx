import { render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { RequestedCapacity } from '@lanthorn/protocol/http/standing-messages.ts';
import { NODE_VIEW } from '@lanthorn/views/kinds/core/nodes.ts';
import type { ListSnapshot } from '../../data/lists/list-store.ts';
import { CapacityFigures } from './capacity-figures.tsx';
import { CONCERNS } from './concerns.ts';

const world = vi.hoisted(() => ({ requested: null as unknown, nodes: {} as unknown }));
vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { children: ReactNode }) => <a href="#there">{children}</a>,
  useNavigate: () => () => {},
  useParams: () => ({ cluster: 'c' }),
  useSearch: () => ({}),
}));
vi.mock('../../data/usage/use-standings.ts', () => ({
  useStandings: () => new Map([['c', { requested: world.requested }]]),
}));
vi.mock('../../data/lists/use-whole-list.ts', () => ({ useWholeList: () => world.nodes }));

const GIBI = 1024 ** 3;
const cells = NODE_VIEW.columns.map(({ id }) => (id === 'cpu' ? 4 : id === 'memory' ? 8 * GIBI : null));
const nodes = (matched: number) => ({
  rows: new Map(['a', 'b'].map(name => [name, { key: name, cells }])),
  matched,
  state: { kind: 'live' },
});
beforeEach(() => {
  world.nodes = nodes(2);
});

function show(requested: RequestedCapacity | null, pods: object = { state: { kind: 'live' }, matched: 0 }) {
  world.requested = requested;
  const lists = CONCERNS.map(concern => ({ concern, list: pods as ListSnapshot }));
  render(<CapacityFigures lists={lists} />);
  return screen.getAllByRole('listitem').map(item => [item.textContent, item.getAttribute('aria-busy')]);
}

test('what pods asked for of what the nodes lend', () => {
  expect(show({ cpu: 2, memory: 15 * GIBI })).toEqual([
    ['CPU requested25%2 of 8', 'false'],
    ['Memory requested94%15Gi of 16Gi', 'false'],
  ]);
});

test('of more nodes than are added up, what was asked for alone', () => {
  world.nodes = nodes(900);
  expect(show({ cpu: 2, memory: GIBI })).toEqual([
    ['CPU requested2', 'false'],
    ['Memory requested1Gi', 'false'],
  ]);
});

test('it is awaited while pods are read, and not known where they may not be or cannot be now', () => {
  expect(show(null)[0]).toEqual(['CPU requested', 'true']);
  const forbidden = { state: { kind: 'forbidden', verb: 'list', resource: 'pods' }, matched: null };
  expect(show(null, forbidden).at(-2)).toEqual(['CPU requested–not known', 'false']);
  const stale = { state: { kind: 'stale', since: 1, isEmpty: false }, matched: 3 };
  expect(show(null, stale).at(-2)).toEqual(['CPU requested–not known', 'false']);
  expect(show({ cpu: 2, memory: GIBI }, stale).at(-2)).toEqual(['CPU requested25%2 of 8', 'false']);
});
