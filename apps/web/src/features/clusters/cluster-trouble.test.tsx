import { render, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { ClustersAnswer } from '@lanthorn/protocol/http/cluster-messages.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { ClusterTrouble } from './cluster-trouble.tsx';

const world = vi.hoisted(() => ({ isLost: false }));
vi.mock('@tanstack/react-router', () => ({ useNavigate: () => () => {} }));
vi.mock('./lanthorn-notice.tsx', () => ({ useIsLost: () => world.isLost }));

function show(isLost: boolean): void {
  world.isLost = isLost;
  const clusters = { clusters: [], problems: [], canStartDemo: true } as unknown as ClustersAnswer;
  render(
    <ClientContext value={{ api: {} } as unknown as Client}>
      <ClusterTrouble
        {...{ clusters, name: 'prod' }}
        trouble={{ kind: 'unreachable', problem: null }}
        onChanged={() => {}}
      />
    </ClientContext>,
  );
  screen.getByRole('heading', { name: 'prod cannot be reached' });
}

test('a cluster that does not answer is an alarm, with what can be done', () => {
  show(false);
  screen.getByRole('alert');
  expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toHaveLength(2);
});

test('while Lanthorn itself is away the screen stays as it was, and says so: nothing can be done from here', () => {
  show(true);
  screen.getByText('This was so when Lanthorn last answered.');
  expect([screen.queryByRole('alert'), screen.queryByRole('button')]).toEqual([null, null]);
});
