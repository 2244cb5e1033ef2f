import { render, screen, within } from '@testing-library/react';
import type { ReactNode } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import { LIMIT_RANGE_VIEW } from '@lanthorn/views/kinds/core/limitranges.ts';
import { NAMESPACE_VIEW } from '@lanthorn/views/kinds/core/namespaces.ts';
import { RESOURCE_QUOTA_VIEW } from '@lanthorn/views/kinds/core/resourcequotas.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { NETWORK_POLICY_VIEW } from '@lanthorn/views/kinds/networking.k8s.io/networkpolicies.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import { FORBIDDEN, resetWorld, tell, world } from '../test-world.ts';
import { Contents } from './contents.tsx';
import { Limits } from './limits.tsx';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children, search }: { children: ReactNode; search?: object }) => (
    <a href="#o" data-search={JSON.stringify(search)}>
      {children}
    </a>
  ),
}));
vi.mock('../../../data/lists/use-whole-list.ts', async () => (await import('../test-world.ts')).useWholeListModule);
vi.mock('../../../data/lists/use-live-lists.ts', async () => (await import('../test-world.ts')).useLiveListsModule);
vi.mock('../../../data/objects/use-live-object.ts', async () => (await import('../test-world.ts')).useLiveObjectModule);
beforeEach(resetWorld);

const subject = { cluster: 'c', view: NAMESPACE_VIEW, namespace: '', name: 'shop' };
const line = (kind: string) =>
  within(screen.getByTestId('contents'))
    .getAllByRole('row')
    .find(row => row.textContent?.startsWith(kind))?.textContent;

test('a namespace says what it holds, how much of it is not well, and what it could not count', async () => {
  tell(POD_VIEW, [{ metadata: { name: 'a', namespace: 'shop' } }, { metadata: { name: 'b', namespace: 'shop' } }]);
  tell(DEPLOYMENT_VIEW, [], FORBIDDEN);
  const api = { counts: async () => ({ counts: { services: 1200, secrets: null }, bad: {} }) };
  render(
    <ClientContext value={{ api } as unknown as Client}>
      <Contents subject={subject} />
    </ClientContext>,
  );
  expect(line('Pods')).toBe('Pods22');
  expect(line('Deployments')).toContain('not for you');
  expect(line('StatefulSets')).toBe('StatefulSets…');
  await screen.findByText('1,200');
  expect(line('Secrets')).toBe('Secrets––');
  expect(screen.getByText('Pods').dataset['search']).toBe('{"ns":"shop"}');
});

test('quotas are meters, limit ranges a table, and what is not there is said', () => {
  const quota = {
    metadata: { name: 'team', namespace: 'shop' },
    status: { hard: { pods: '10' }, used: { pods: '9' } },
  };
  const range = {
    metadata: { name: 'usual', namespace: 'shop' },
    spec: { limits: [{ type: 'Container', default: { cpu: '1' }, max: { cpu: '2' } }] },
  };
  tell(RESOURCE_QUOTA_VIEW, [quota]);
  tell(LIMIT_RANGE_VIEW, [range]);
  tell(NETWORK_POLICY_VIEW, []);
  tell(EVENT_VIEW, []);
  world.objects.set('team', quota);
  world.objects.set('usual', range);
  render(<Limits subject={subject} />);
  expect(screen.getByRole('meter', { name: 'pods' }).getAttribute('aria-valuetext')).toBe('9 of 10');
  expect(screen.getByTestId('limits-limitranges').textContent).toContain('Containercpu–21––');
  screen.getByText('No network policy: every pod here may be reached from everywhere.');
  screen.getByText(/No warnings in the time/);
});

test('what may not be read is not told to be missing', () => {
  tell(RESOURCE_QUOTA_VIEW, [], FORBIDDEN);
  tell(LIMIT_RANGE_VIEW, []);
  tell(NETWORK_POLICY_VIEW, [], FORBIDDEN);
  render(<Limits subject={subject} />);
  expect(screen.getByTestId('limits-resourcequotas').textContent).toContain('not for you');
  expect(screen.queryByText(/No network policy/)).toBeNull();
  screen.getByText(/No limit range/);
});
