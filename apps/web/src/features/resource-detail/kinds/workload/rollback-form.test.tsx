import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { REPLICA_SET_VIEW } from '@lanthorn/views/kinds/apps/replicasets.ts';
import { closeActionDialog, useActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { type Client, ClientContext } from '../../../../data/client/client.ts';
import { ClusterTimes } from '../../../../data/connection/cluster-times.ts';
import { testPreferences } from '../../../../data/preferences/test-preferences.ts';
import { ClusterTime } from '../../../../parts/cluster-time.tsx';
import { targetOf } from '../../subject/detail-subject.ts';
import { RollbackForm } from './rollback-form.tsx';

const owned = vi.hoisted(() => ({
  rows: new Map<string, unknown>(),
  state: { kind: 'live' },
  matched: 0,
  retry: () => {},
}));
vi.mock('../../subject/owned-list.tsx', () => ({ useOwned: () => owned }));
beforeEach(closeActionDialog);

const row = (revision: number | null, image: string) => ({
  ...{ key: `web-${image}`, uid: `uid-${image}`, name: `web-${image}`, namespace: 'n' },
  cells: REPLICA_SET_VIEW.columns.map(({ id }) => ({ revision, images: image, age: 0 })[id] ?? null),
});

function open(rows: readonly ReturnType<typeof row>[]) {
  owned.rows = new Map(rows.map(one => [one.key, one]));
  owned.matched = rows.length;
  const clock = new FakeClock(60_000);
  const api = { clusters: async () => ({ clusters: [] }) };
  const client = { api, clock, times: new ClusterTimes(clock), preferences: testPreferences({}) };
  const onClose = vi.fn();
  const object = { metadata: { name: 'web', namespace: 'n', uid: 'u' } };
  const subject = { cluster: 'c', view: DEPLOYMENT_VIEW, namespace: 'n', name: 'web' };
  render(
    <ClientContext value={client as unknown as Client}>
      <ClusterTime cluster="c">
        <RollbackForm subject={subject} target={targetOf(subject, object)} object={object} onClose={onClose} />
      </ClusterTime>
    </ClientContext>,
  );
  return { onClose, preview: screen.getByRole('button', { name: /Preview/ }) };
}
const asked = () => useActionDialog.getState().request;

test('the one before is chosen first, the newest is not offered, and what is no revision neither', async () => {
  const { preview } = open([row(2, 'web:2'), row(11, 'web:11'), row(9, 'web:9'), row(null, 'web:x')]);
  const names = screen.getAllByRole('radio').map(radio => radio.parentElement?.textContent);
  expect(names).toEqual([expect.stringContaining('9: web:9'), expect.stringContaining('2: web:2')]);
  expect(screen.getByRole('radio', { name: /web:9/ })).toHaveProperty('checked', true);
  await userEvent.click(preview);
  expect(asked()).toMatchObject({
    kind: 'workload.rollback',
    params: { rollback: { revision: 9, name: 'web-web:9' } },
  });
});

test('another is chosen by a press or by the keys', async () => {
  const { preview } = open([row(3, 'web:3'), row(2, 'web:2'), row(1, 'web:1')]);
  await userEvent.click(screen.getByRole('radio', { name: /web:1/ }));
  await userEvent.click(preview);
  expect(asked()).toMatchObject({ params: { rollback: { revision: 1 } } });
});

test('where none is kept that is said, and nothing can be asked', async () => {
  const { preview, onClose } = open([row(1, 'web:1')]);
  screen.getByText('No earlier revision is kept.');
  expect(preview.getAttribute('aria-disabled')).toBe('true');
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect([onClose.mock.calls.length, asked()]).toEqual([1, null]);
});
