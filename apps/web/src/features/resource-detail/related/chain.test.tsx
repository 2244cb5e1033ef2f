import { render, screen, within } from '@testing-library/react';
import type { ReactNode } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { KIND_VIEWS } from '@lanthorn/views/kind-records.ts';
import { PERSISTENT_VOLUME_CLAIM_VIEW } from '@lanthorn/views/kinds/core/persistentvolumeclaims.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import { FORBIDDEN, resetWorld, tell, world } from '../test-world.ts';
import { Chain } from './chain.tsx';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children, params }: { children: ReactNode; params: object }) => (
    <a href={`#${Object.values(params).join('/')}`}>{children}</a>
  ),
}));
vi.mock('../../../data/lists/use-live-lists.ts', async () => (await import('../test-world.ts')).useLiveListsModule);
vi.mock('../../../data/objects/use-live-object.ts', async () => (await import('../test-world.ts')).useLiveObjectModule);
beforeEach(resetWorld);

const CLAIM = {
  metadata: { name: 'reports', namespace: 'data', uid: 'claim' },
  spec: { volumeName: 'pv-1', storageClassName: 'fast' },
};

function show(): HTMLElement {
  const everywhere = KIND_VIEWS.filter(({ isOptional }) => isOptional !== true).map(({ resource }) => resource);
  const client = {
    kinds: { of: async () => ({ kinds: everywhere, unanswered: [] }), referrers: async () => ({ kinds: [], more: 0 }) },
  };
  const subject = { cluster: 'c', view: PERSISTENT_VOLUME_CLAIM_VIEW, namespace: 'data', name: 'reports' };
  render(
    <ClientContext value={client as unknown as Client}>
      <Chain subject={subject} object={CLAIM} />
    </ClientContext>,
  );
  return screen.getByTestId('chain');
}
const links = (chain: HTMLElement) =>
  within(chain)
    .queryAllByRole('link')
    .map(link => link.getAttribute('href'));

test('a claim stands between the pods that use it, the volume it is bound to and the class that makes it', () => {
  tell(POD_VIEW, [{ metadata: { name: 'report-1', namespace: 'data' }, status: { phase: 'Running' } }]);
  world.objects.set('pv-1', { metadata: { name: 'pv-1' }, status: { phase: 'Bound' } });
  world.objects.set('fast', { metadata: { name: 'fast' }, provisioner: 'csi.example.com' });
  const chain = show();
  expect(links(chain)).toEqual(
    expect.arrayContaining(['#c/pods/data/report-1', '#c/persistentvolumes/-/pv-1', '#c/storageclasses/-/fast']),
  );
  expect(chain.textContent).toMatch(/report-1.*Running/);
  expect(chain.textContent).toMatch(/pv-1.*Bound/);
});

test('a volume that is not there is said to be missing, and that nobody uses the claim as well', () => {
  tell(POD_VIEW, []);
  world.objects.set('pv-1', null);
  const chain = show();
  expect(chain.textContent).toMatch(/pv-1.*not there/i);
  expect(within(chain).getAllByText('nothing').length).toBeGreaterThanOrEqual(1);
});

test('pods that may not be read are no pods that do not use it', () => {
  tell(POD_VIEW, [], FORBIDDEN);
  expect(show().textContent).toMatch(/Pods could not be looked through.*not for you/);
});

test('a volume of which one may not read how it is still has its link', () => {
  tell(POD_VIEW, []);
  world.states.set('pv-1', FORBIDDEN);
  const chain = show();
  expect(links(chain)).toContain('#c/persistentvolumes/-/pv-1');
  expect(chain.textContent).toMatch(/may not be read/i);
});
