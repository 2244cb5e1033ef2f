import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { Operation, OperationTarget } from '@lanthorn/protocol/down-messages.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import { createOperationStore } from '../../../data/operations/operation-store.ts';
import { OwnChanges } from './own-changes.tsx';

const navigate = vi.fn();
vi.mock('@tanstack/react-router', () => ({
  useNavigate: () => navigate,
  useParams: () => ({ cluster: 'c' }),
  useSearch: () => ({}),
}));

function operation(id: string, uids: readonly string[], phase: OperationTarget['phase'] = 'seen'): Operation {
  const targets = uids.map(uid => ({ phase, message: '', target: { cluster: 'c', name: 'x', uid } }));
  const head = {
    id,
    kind: 'workload.restart',
    user: 'ada',
    startedAt: Date.now() - 60_000,
    undoOf: null,
    undoes: null,
  };
  return { ...head, targets } as unknown as Operation;
}

function show(operations: readonly Operation[]): void {
  const store = createOperationStore();
  store.setState({ operations });
  render(
    <ClientContext value={{ operations: store } as unknown as Client}>
      <OwnChanges object={{ metadata: { uid: 'mine' } }} />
    </ClientContext>,
  );
}

test('what was done to this object is told, the last few; what was done to others is not', async () => {
  show([operation('1', ['mine', 'other'], 'failed'), operation('2', ['other']), operation('3', ['mine'])]);
  const lines = screen.getAllByRole('listitem');
  expect(lines.map(({ textContent }) => textContent)).toEqual(['60sada: Restart', '60sada: Restart']);
  expect(lines.map(({ dataset }) => dataset['warning'])).toEqual(['true', undefined]);
  await userEvent.click(screen.getByRole('button', { name: 'History' }));
  expect(navigate).toHaveBeenCalledOnce();
});

test('where nothing was done there is nothing', () => {
  show([operation('2', ['other'])]);
  expect(screen.queryByTestId('own-changes')).toBeNull();
});
