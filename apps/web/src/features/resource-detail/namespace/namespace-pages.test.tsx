import { cleanup, render, screen, within } from '@testing-library/react';
import type { ReactNode } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import { LIMIT_RANGE_VIEW } from '@lanthorn/views/kinds/core/limitranges.ts';
import { NAMESPACE_VIEW } from '@lanthorn/views/kinds/core/namespaces.ts';
import { RESOURCE_QUOTA_VIEW } from '@lanthorn/views/kinds/core/resourcequotas.ts';
import { DAEMON_SET_VIEW } from '@lanthorn/views/kinds/apps/daemonsets.ts';
import { STATEFUL_SET_VIEW } from '@lanthorn/views/kinds/apps/statefulsets.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import { PERSISTENT_VOLUME_CLAIM_VIEW } from '@lanthorn/views/kinds/core/persistentvolumeclaims.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { NETWORK_POLICY_VIEW } from '@lanthorn/views/kinds/networking.k8s.io/networkpolicies.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import { createOperationStore } from '../../../data/operations/operation-store.ts';
import { AWAY, FORBIDDEN, resetWorld, tell, world } from '../test-world.ts';
import { Contents } from './contents.tsx';
import { ContentsVerdict } from './contents-verdict.tsx';
import { Limits } from './limits.tsx';
import { NamespaceChanges } from './namespace-changes.tsx';
import { WatchedKinds } from './watched-kinds.tsx';

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
function showContents(api: object): void {
  render(
    <ClientContext value={{ api } as unknown as Client}>
      <WatchedKinds cluster="c" namespace="shop">
        <Contents subject={subject} />
      </WatchedKinds>
    </ClientContext>,
  );
}

const line = (kind: string) =>
  within(screen.getByTestId('contents'))
    .getAllByRole('row')
    .find(row => row.textContent?.startsWith(kind))?.textContent;

test('a namespace says what it holds, how much of it is not well, and what it could not count', async () => {
  tell(POD_VIEW, [{ metadata: { name: 'a', namespace: 'shop' } }, { metadata: { name: 'b', namespace: 'shop' } }]);
  tell(DEPLOYMENT_VIEW, [], FORBIDDEN);
  const api = { counts: async () => ({ counts: { services: 1200, secrets: null }, bad: {} }) };
  showContents(api);
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
  world.objects.set('team', quota);
  world.objects.set('usual', range);
  render(<Limits subject={subject} />);
  expect(screen.getByRole('meter', { name: 'pods' }).getAttribute('aria-valuetext')).toBe('9 of 10');
  expect(screen.getByTestId('limits-limitranges').textContent).toContain('Containercpu–21––');
  screen.getByText('No network policy: every pod here may be reached from everywhere.');
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

const NO_NEWS = [STATEFUL_SET_VIEW, DAEMON_SET_VIEW, CRONJOB_VIEW, JOB_VIEW, PERSISTENT_VOLUME_CLAIM_VIEW];
const verdict = () => {
  render(
    <WatchedKinds cluster="c" namespace="shop">
      <ContentsVerdict subject={subject} status="Active" />
    </WatchedKinds>,
  );
  return screen.getByTestId('verdict');
};

test('a namespace says in a sentence what in it is not well, each with the way there', () => {
  tell(POD_VIEW, [{ metadata: { name: 'a', namespace: 'shop' } }, { metadata: { name: 'b', namespace: 'shop' } }]);
  tell(DEPLOYMENT_VIEW, [{ metadata: { name: 'c', namespace: 'shop' } }]);
  for (const view of NO_NEWS) tell(view, []);
  expect(verdict().textContent).toBe('Active – not well in it: 2\u00a0Pods · 1\u00a0Deployment');
  expect(screen.getByText('2 Pods').dataset['search']).toBe('{"ns":"shop","q":"health>=warning"}');
});

test('an empty one has nothing that runs; of what may not be read nothing is concluded', () => {
  for (const view of [POD_VIEW, DEPLOYMENT_VIEW, ...NO_NEWS]) tell(view, []);
  expect(verdict().textContent).toBe('Active – nothing runs in it.');
  cleanup();
  tell(POD_VIEW, [], FORBIDDEN);
  const shown = verdict();
  expect(shown.textContent).toBe('Active – looked at in part.Not looked at, since it may not be read now: Pods');
  expect(shown.dataset['tone']).toBe('muted');
});

test('before all is told nothing is called well', () => {
  tell(POD_VIEW, []);
  expect(verdict().textContent).toBe('Active – what runs in it is being looked at.');
});

const without = (since: number) => ({ ...AWAY, since, isEmpty: false });

test.each([
  [10 * 60_000, 'Without news for 10m: Pods'],
  [null, 'Without news now: Pods'],
])('without news for %s ms nothing is called well now, and it is said of what', (ms, news) => {
  for (const view of [DEPLOYMENT_VIEW, ...NO_NEWS]) tell(view, []);
  tell(POD_VIEW, [], without(ms === null ? 0 : Date.now() - ms));
  const empty = verdict();
  expect(empty.textContent).toBe(`Active – nothing ran in it when it was last heard of.${news}`);
  expect(empty.dataset['tone']).toBe('muted');
  cleanup();
  world.lists.set('pods', { ...must(world.lists.get('pods'), 'pods are told'), total: 3 });
  const shown = verdict();
  expect(shown.textContent).toBe(`Active – all that ran in it was well when it was last heard of.${news}`);
  expect(shown.dataset['tone']).toBe('muted');
});

test('what was not well stays said so without news', () => {
  for (const view of [DEPLOYMENT_VIEW, ...NO_NEWS]) tell(view, []);
  tell(POD_VIEW, [{ metadata: { name: 'a', namespace: 'shop' } }], without(Date.now() - 5_000));
  const shown = verdict();
  expect(shown.textContent).toBe('Active – not well in it: 1\u00a0PodWithout news for 5s: Pods');
  expect(shown.dataset['tone']).toBe('warning');
});

test('the count of a kind says since when it is old', () => {
  tell(POD_VIEW, [{ metadata: { name: 'a', namespace: 'shop' } }], without(Date.now() - 10 * 60_000));
  tell(DEPLOYMENT_VIEW, [], without(0));
  tell(STATEFUL_SET_VIEW, []);
  const api = { counts: () => new Promise(() => {}) };
  showContents(api);
  expect(line('Pods')).toBe('Pods stale 10m11');
  expect(line('Deployments')).toBe('Deployments reconnecting00');
  expect(line('StatefulSets')).toBe('StatefulSets00');
});

const MINUTE = 60_000;
const operation = (id: string, minutes: number, targets: readonly object[]) =>
  ({
    ...{ id, kind: 'workload.restart', user: 'ada', undoOf: null, undoes: null },
    startedAt: Date.now() - minutes * MINUTE,
    targets: targets.map(target => ({
      phase: 'seen',
      target: {
        ...{ cluster: 'c', namespace: 'shop', uid: '' },
        resource: { group: 'apps', version: 'v1', resource: 'deployments' },
        ...target,
      },
    })),
  }) as unknown as Operation;

function showChanges(operations: readonly Operation[]): void {
  const store = createOperationStore();
  store.setState({ operations });
  render(
    <ClientContext value={{ operations: store } as unknown as Client}>
      <NamespaceChanges subject={subject} object={{ metadata: { name: 'shop', uid: 'ns' } }} />
    </ClientContext>,
  );
}

test('what was done in a namespace and to it stands among its events, the newest first; what was done elsewhere does not', () => {
  tell(EVENT_VIEW, [
    {
      metadata: { name: 'e', namespace: 'shop' },
      involvedObject: { kind: 'Pod', name: 'web', namespace: 'shop' },
      ...{ type: 'Warning', reason: 'BackOff', message: 'again', count: 1 },
      lastTimestamp: new Date(Date.now() - 3 * MINUTE).toISOString(),
    },
  ]);
  showChanges([
    operation('1', 1, [
      { name: 'other', namespace: 'ci' },
      { name: 'cart', namespace: 'shop' },
    ]),
    operation('2', 2, [{ name: 'web', namespace: 'ci' }]),
    operation('3', 5, [{ name: 'shop', namespace: '', uid: 'ns' }]),
    operation('4', 70, [{ name: 'cart', namespace: 'shop' }]),
    operation('5', 4, [{ name: 'cart', namespace: 'shop', cluster: 'd' }]),
  ]);
  const lines = within(screen.getByTestId('latest-changes')).getAllByRole('listitem');
  expect(lines.map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/ada: Restart cart$/),
    expect.stringMatching(/Pod\/web BackOff again$/),
    expect.stringMatching(/ada: Restart shop$/),
  ]);
  expect(lines.map(({ dataset }) => dataset['warning'])).toEqual([undefined, 'true', undefined]);
  expect(screen.getByText('Events').dataset['search']).toBe('{"ns":"shop"}');
});

test('that events may not be read is said beside what was done', () => {
  tell(EVENT_VIEW, [], FORBIDDEN);
  showChanges([operation('1', 1, [{ name: 'cart' }])]);
  expect(screen.getByTestId('latest-changes').textContent).toMatch(/not for you.*Restart cart/);
});
