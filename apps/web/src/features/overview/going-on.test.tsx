import { act, render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import type { ListFrame, Operation, OperationTarget } from '@lanthorn/protocol/down-messages.ts';
import type { ListQuery } from '@lanthorn/protocol/up-messages.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { createOperationStore } from '../../data/operations/operation-store.ts';
import { GoingOn } from './going-on.tsx';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children, search }: { children: ReactNode; search?: object }) => (
    <a href="#there" data-search={JSON.stringify(search)}>
      {children}
    </a>
  ),
  useNavigate: () => () => {},
  useParams: () => ({ cluster: 'c' }),
  useSearch: () => ({}),
}));

interface Told {
  readonly query: ListQuery;
  readonly tell: (frame: ListFrame) => void;
}

function show(operations: readonly Operation[] = []): readonly Told[] {
  const told: Told[] = [];
  const connection = {
    epoch: 1,
    state: { kind: 'open' },
    onState: () => () => {},
    subscribe: (query: ListQuery, tell: (frame: ListFrame) => void) => {
      told.push({ query, tell });
      return { close: () => {}, update: () => {}, retry: () => {} };
    },
  };
  const store = createOperationStore();
  store.setState({ operations });
  render(
    <ClientContext value={{ connection, operations: store } as unknown as Client}>
      <GoingOn />
    </ClientContext>,
  );
  return told;
}

function operation(phases: readonly OperationTarget['phase'][], cluster = 'c'): Operation {
  const targets = phases.map((phase, i) => ({ phase, message: '', target: { cluster, name: `pod-${i}` } }));
  const head = { id: '1', kind: 'pod.evict', user: 'me', startedAt: Date.now(), undoOf: null, undoes: null };
  return { ...head, targets } as unknown as Operation;
}

const rows = () => screen.queryAllByRole('row').map(({ textContent }) => textContent);

test('rollouts are told with how far they are, and the list has those beyond a few', () => {
  const told = show();
  expect(screen.queryByTestId('going-on')).toBeNull();
  expect(told.map(({ query }) => `${query.resource.resource} ${query.filter}`)).toEqual([
    'deployments status=Progressing',
    'statefulsets status=Progressing',
    'daemonsets status=Progressing',
  ]);
  const cells = DEPLOYMENT_VIEW.columns.map(({ id }) => (id === 'ready' ? '1/3' : null));
  const row = { key: 'n/web', uid: 'u', namespace: 'n', name: 'web', createdAt: null, ownerUid: '', cells };
  act(() =>
    told[0]?.tell({
      type: 'list',
      id: 1,
      keys: ['n/web'],
      rows: [row],
      matched: 9,
      state: { kind: 'live' },
    }),
  );
  expect(rows()).toEqual(['web DeploymentRolling out1/3 readyn']);
  const all = screen.getByText('All 9 Deployments on their way');
  expect(all.dataset['search']).toBe('{"q":"status=Progressing"}');
});

test('what was done and is not over is told with how much of it is; what is over, or of another cluster, is not', () => {
  show([operation(['seen', 'sent', 'sent']), operation(['seen', 'settled']), operation(['sent'], 'other')]);
  expect(rows()).toHaveLength(1);
  expect(rows()[0]).toMatch(/^Evict pod-0 \+2Under way1 of 3 doneme/);
});
