import { act, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { create } from 'zustand';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { seededRandom } from '@lanthorn/base/random.ts';
import { NO_PREFERENCES } from '@lanthorn/protocol/no-preferences.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { type Client, ClientContext } from '../../../../data/client/client.ts';
import { followFocus } from '../../../../ui/focus/focus-return.ts';
import { resetWorld, tell, world } from '../../test-world.ts';
import { ObjectLogs } from './object-logs.tsx';

vi.mock(
  '../../../../data/objects/use-live-object.ts',
  async () => (await import('../../test-world.ts')).useLiveObjectModule,
);
vi.mock('../../../../data/lists/use-whole-list.ts', async original => ({
  ...(await original<object>()),
  ...(await import('../../test-world.ts')).useWholeListModule,
}));

const named = (name: string) => ({ name, namespace: 'n', uid: name });
const pod = (name: string) => ({
  metadata: named(name),
  spec: { containers: [{ name: 'app' }, { name: 'side' }] },
});

let stop: () => void;
beforeEach(() => {
  resetWorld();
  stop = followFocus();
});
afterEach(() => stop());

function logs(view: KindView, object: { readonly metadata: { readonly name: string } }) {
  const handle = { close: () => {}, write: () => false };
  const connection = { openStream: () => handle, subscribe: () => handle };
  const preferences = { store: create(() => ({ chosen: NO_PREFERENCES })) };
  const client = { connection, clock: new FakeClock(), random: seededRandom(1), preferences } as unknown as Client;
  return (
    <ClientContext value={client}>
      <main tabIndex={-1}>
        <ObjectLogs
          subject={{ cluster: 'c', view, namespace: 'n', name: object.metadata.name }}
          object={object}
          preferred={undefined}
        />
      </main>
    </ClientContext>
  );
}

const picker = (name: string) => screen.getByRole('combobox', { name });
const next = async (name: string) => {
  await act(async () => picker(name).focus());
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}');
};

test('who chooses another container of a pod goes on in the same choice', async () => {
  world.objects.set('box', pod('box'));
  render(logs(POD_VIEW, pod('box')));
  const before = picker('Container');
  await next('Container');
  expect(picker('Container').textContent).toBe('side');
  expect(before.isConnected).toBe(false);
  expect(document.activeElement).toBe(picker('Container'));
});

test('who chooses another run, pod or all of them goes on in the same choice, also while that is on its way', async () => {
  const nightly = { metadata: named('nightly') };
  tell(
    JOB_VIEW,
    ['run-1', 'run-2'].map(name => ({ metadata: named(name) })),
  );
  tell(POD_VIEW, [pod('a'), pod('b')]);
  world.objects.set('b', pod('b'));
  const { rerender } = render(logs(CRONJOB_VIEW, nightly));
  await next('Job');
  expect(picker('Job').textContent).toBe('run-2');
  expect(document.activeElement).toBe(picker('Job'));
  // All pods of the run, and then the first of them, of which nothing is known yet.
  await next('Pod');
  expect(picker('Pod').textContent).toBe('a');
  expect(document.activeElement).toBe(picker('Pod'));
  world.objects.set('a', pod('a'));
  rerender(logs(CRONJOB_VIEW, nightly));
  expect(screen.getByRole('combobox', { name: 'Container' }).textContent).toBe('app');
  expect(document.activeElement).toBe(picker('Pod'));
  await next('Job');
  expect(picker('Job').textContent).toBe('All runs (2)');
  expect(document.activeElement).toBe(picker('Job'));
});
