import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { KIND_VIEWS } from '@lanthorn/views/kind-records.ts';
import { useCloneItem } from './use-clone-item.ts';

const page = vi.hoisted(() => ({ to: [] as unknown[], allowed: true }));
vi.mock('@tanstack/react-router', () => ({ useNavigate: () => (where: unknown) => page.to.push(where) }));
vi.mock('../actions/use-access.ts', () => ({
  useAccess: (_cluster: string, rights: readonly unknown[]) => rights.map(() => page.allowed),
  useAccessIn: (rights: readonly unknown[]) => rights.map(() => page.allowed),
}));
beforeEach(() => {
  page.to = [];
  page.allowed = true;
});

function Menu({ kind }: { readonly kind: string }) {
  const view = must(
    KIND_VIEWS.find(one => one.kind === kind),
    kind,
  );
  const target = { cluster: 'c', resource: view.resource, namespace: 'shop', name: 'web', uid: 'u' };
  const item = useCloneItem(target, view);
  return item === null ? null : (
    <button type="button" title={item.disabled ?? ''} onClick={item.run}>
      {item.title}
    </button>
  );
}

test('the text of another like it opens, with what it is to be like in the address', async () => {
  render(<Menu kind="Deployment" />);
  await userEvent.click(screen.getByRole('button', { name: 'Clone…' }));
  expect(page.to).toMatchObject([
    { params: { cluster: 'c', resource: 'apply' }, search: { tab: 'clone:deployments/shop/web', ns: 'shop' } },
  ]);
});

test('who may not create one is told the right that is missing', () => {
  page.allowed = false;
  render(<Menu kind="Pod" />);
  expect(screen.getByRole('button').title).toContain('create pods');
});

test.each([
  'Node',
  'Event',
  'Lease',
  'Endpoints',
  'EndpointSlice',
  'PersistentVolume',
  'ControllerRevision',
  'VolumeAttachment',
  'CSINode',
  'CSIStorageCapacity',
  'ResourceSlice',
  'IPAddress',
  'VolumeSnapshotContent',
  'Secret',
])('nobody makes another %s like one that is there', kind => {
  render(<Menu kind={kind} />);
  expect(screen.queryByRole('button')).toBeNull();
});
