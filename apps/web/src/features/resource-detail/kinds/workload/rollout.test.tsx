import { act, render, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { ListFrame } from '@lanthorn/protocol/down-messages.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { REPLICA_SET_VIEW } from '@lanthorn/views/kinds/apps/replicasets.ts';
import { type Client, ClientContext } from '../../../../data/client/client.ts';
import { Rollout } from './rollout.tsx';

vi.mock('@tanstack/react-router', () => ({ useParams: () => ({ cluster: 'c' }), useSearch: () => ({}) }));

type Counts = Readonly<Record<'revision' | 'desired' | 'current' | 'readyCount', number>>;

function show(sets: readonly Counts[]): void {
  let tell: (frame: ListFrame) => void = () => {};
  const connection = {
    epoch: 1,
    state: { kind: 'open' },
    onState: () => () => {},
    subscribe: (_query: unknown, onFrame: typeof tell) => {
      tell = onFrame;
      return { close: () => {}, update: () => {}, retry: () => {} };
    },
  };
  const subject = { cluster: 'c', view: DEPLOYMENT_VIEW, namespace: 'n', name: 'web' };
  render(
    <ClientContext value={{ connection } as unknown as Client}>
      <Rollout subject={subject} object={{ metadata: { name: 'web', uid: 'u' } }} />
    </ClientContext>,
  );
  const rows = sets.map((counts, i) => ({
    key: `n/web-${i}`,
    uid: `u${i}`,
    namespace: 'n',
    name: `web-${i}`,
    cells: REPLICA_SET_VIEW.columns.map(({ id }) =>
      id === 'images' ? `web:${counts.revision}` : ((counts as Readonly<Record<string, number>>)[id] ?? null),
    ),
  }));
  const keys = rows.map(({ key }) => key);
  act(() =>
    tell({ type: 'list', id: 1, keys, rows, matched: rows.length, state: { kind: 'live' } } as unknown as ListFrame),
  );
}

const OLD = { revision: 1, desired: 0, current: 0, readyCount: 0 };

test('while two revisions have pods, each tells how many it is to have, has, and has ready; the newest first', () => {
  show([
    OLD,
    { revision: 11, desired: 1, current: 1, readyCount: 1 },
    { revision: 12, desired: 5, current: 3, readyCount: 1 },
  ]);
  expect(screen.getByTestId('rollout').textContent).toContain('revision 11 → 12');
  const parts = screen.getAllByRole('listitem');
  expect(parts.map(({ dataset }) => dataset['revision'])).toEqual(['12', '11']);
  expect(parts[0]?.textContent).toBe('Revision 125 wanted, 3 created, 1 ready · web:12');
  const boxes = [...(parts[0]?.querySelectorAll<HTMLElement>('i') ?? [])].map(({ dataset }) => dataset['state']);
  expect(boxes).toEqual(['ready', 'unready', 'unready', 'missing', 'missing']);
});

test('where one revision has all pods there is no rollout to be told of', () => {
  show([OLD, { revision: 2, desired: 3, current: 3, readyCount: 3 }]);
  expect(screen.queryByTestId('rollout')).toBeNull();
});
