import { act, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Operation, OperationTarget } from '@lanthorn/protocol/down-messages.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { ClusterTimes } from '../../data/connection/cluster-times.ts';
import { createOperationStore, takeOperation } from '../../data/operations/operation-store.ts';
import { testPreferences } from '../../data/preferences/test-preferences.ts';
import { followFocus } from '../../ui/focus/focus-return.ts';
import { OperationsTable } from './operations-table.tsx';

const HOUR = 3_600_000;

const target = (cluster: string, more: Partial<OperationTarget> = {}): OperationTarget => ({
  target: {
    ...{ cluster, namespace: 'n', name: 'a', uid: cluster },
    resource: { group: 'batch', version: 'v1', resource: 'cronjobs' },
  },
  ...{ phase: 'seen', created: null, status: null, message: '', kubectl: '', canUndo: false, isUndone: false },
  ...more,
});
const operation = (...targets: readonly OperationTarget[]): Operation => ({
  ...{ id: '1', identity: 'owner' as IdentityKey, kind: 'cronjob.suspend', user: 'jo', undoOf: null, undoes: null },
  ...{ startedAt: HOUR, revision: 0, targets },
});

function show(shown: Operation, stop: () => Promise<unknown> = () => Promise.resolve()) {
  const operations = createOperationStore();
  takeOperation(operations, shown);
  const times = new ClusterTimes({ now: () => HOUR, elapsed: () => 0 });
  times.take({ type: 'clock', cluster: 'there', now: 241 * HOUR, isKnown: true });
  const client = { operations, times, api: { stop }, preferences: testPreferences() };
  render(
    <ClientContext value={client as unknown as Client}>
      <OperationsTable cluster="here" />
    </ClientContext>,
  );
  return operations;
}
const rows = () => screen.getAllByRole('row').map(row => [...row.querySelectorAll('td')].map(cell => cell.textContent));

test('of one operation in two clusters each row names its own, and tells the time by its clock', () => {
  show(operation(target('here'), target('there')));
  expect(rows().map(([title, object, , , , age]) => [title, object, age])).toEqual([
    ['Suspend · here', 'n/a', '0s'],
    ['Suspend · there', 'n/a', '10d'],
  ]);
});

test('of many targets in two clusters the row of them all names both', () => {
  show(operation(...Array.from({ length: 21 }, (_, i) => target(i === 0 ? 'here' : 'there'))));
  expect(rows().map(([title]) => title)).toEqual(['Suspend · here · there']);
});

test('the one cluster that is on the screen is not named', () => {
  show(operation(target('here')));
  expect(rows().map(([title]) => title)).toEqual(['Suspend']);
});

test('no name changes the direction of the text', () => {
  const odd = target('here', { created: { name: 'x\u202ey' } });
  show(operation({ ...odd, target: { ...odd.target, name: 'a\u202eb' } }));
  expect(rows()[0]?.slice(1, 3)).toEqual(['n/a⟨U+202E⟩b', 'x⟨U+202E⟩y']);
});

test('Stop takes no second press, and says why it failed; what it stopped takes no focus with it', async () => {
  onTestFinished(followFocus());
  let refuse = (_why: Error) => {};
  const stop = vi.fn(() => new Promise<unknown>((_, reject) => (refuse = reject)));
  render(<button type="button">before</button>);
  screen.getByRole('button', { name: 'before' }).focus();
  const running = operation(target('here', { phase: 'sent' }));
  const operations = show(running, stop);
  const button = screen.getByRole('button', { name: 'Stop' });
  await userEvent.click(button);
  await userEvent.click(button);
  expect(stop).toHaveBeenCalledExactlyOnceWith('1');
  expect(button.getAttribute('aria-busy')).toBe('true');
  act(() => refuse(new Error('no \u202eway')));
  expect((await screen.findByRole('alert')).textContent).toBe('no ⟨U+202E⟩way');
  await userEvent.click(button);
  expect(stop).toHaveBeenCalledTimes(2);
  expect(screen.queryByRole('alert')).toBeNull();
  act(() => takeOperation(operations, { ...running, revision: 1, targets: [target('here', { phase: 'failed' })] }));
  expect(screen.queryByRole('button', { name: 'Stop' })).toBeNull();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'before' }));
});
