import { render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { CONTROLLER_REVISION_VIEW } from '@lanthorn/views/kinds/apps/controllerrevisions.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { REPLICA_SET_VIEW } from '@lanthorn/views/kinds/apps/replicasets.ts';
import { STATEFUL_SET_VIEW } from '@lanthorn/views/kinds/apps/statefulsets.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { FORBIDDEN, resetWorld, tell, world } from '../test-world.ts';
import { WorkloadPods } from './workload-pods.tsx';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children, search }: { children: ReactNode; search?: object }) => (
    <a href="#o" data-search={JSON.stringify(search)}>
      {children}
    </a>
  ),
}));
vi.mock('../../../data/lists/use-whole-list.ts', async () => (await import('../test-world.ts')).useWholeListModule);
beforeEach(resetWorld);

const replicaSet = (revision: number) => ({
  metadata: {
    name: `web-${revision}`,
    namespace: 'n',
    annotations: { 'deployment.kubernetes.io/revision': `${revision}` },
  },
});
const pod = (name: string, owner: string, isReady: boolean, labels: object = {}) => ({
  metadata: {
    ...{ name, namespace: 'n', labels },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: owner, uid: owner, controller: true }],
  },
  spec: { containers: [{ name: 'c' }] },
  status: {
    phase: 'Running',
    containerStatuses: [
      { name: 'c', ready: isReady, state: isReady ? { running: {} } : { waiting: { reason: 'CrashLoopBackOff' } } },
    ],
  },
});
const workload = { metadata: { uid: 'u' }, spec: { selector: { matchLabels: { app: 'web' } } } };
const show = (view: KindView, object: object = workload) =>
  render(<WorkloadPods subject={{ cluster: 'c', view, namespace: 'n', name: 'web' }} object={object} />);
const revisions = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map(row => row.lastElementChild?.textContent);

test('each pod of a rollout says which revision it was made by; one that is not kept is none', () => {
  tell(REPLICA_SET_VIEW, [replicaSet(11), replicaSet(12)]);
  tell(POD_VIEW, [
    pod('a', 'web-12', false),
    pod('b', 'web-12', false),
    pod('c', 'web-11', true),
    pod('d', 'web-3', true),
  ]);
  show(DEPLOYMENT_VIEW);
  expect(revisions()).toEqual(['12', '12', '11', '–']);
});

test('pods of a StatefulSet are found by the name of the revision that they are marked with', () => {
  tell(CONTROLLER_REVISION_VIEW, [
    { metadata: { name: 'db-aaa', namespace: 'n' }, revision: 1 },
    { metadata: { name: 'db-bbb', namespace: 'n' }, revision: 2 },
  ]);
  tell(POD_VIEW, [
    pod('db-0', 'db', true, { 'controller-revision-hash': 'db-aaa' }),
    pod('db-1', 'db', true, { 'controller-revision-hash': 'db-bbb' }),
  ]);
  show(STATEFUL_SET_VIEW);
  expect(revisions()).toEqual(['1', '2']);
});

test('pods that may not be read are not none; a selector that the filter cannot say is said', () => {
  tell(REPLICA_SET_VIEW, [replicaSet(1)]);
  tell(POD_VIEW, [], FORBIDDEN);
  const { unmount } = show(DEPLOYMENT_VIEW);
  expect(screen.getByTestId('pods').textContent).toContain('not for you');
  unmount();
  // Its ReplicaSets say which are its own, whatever selects them; where these may not be read, only the selector does.
  const byExpressions = { metadata: { uid: 'u' }, spec: { selector: { matchExpressions: [{}] } } };
  tell(POD_VIEW, [pod('a', 'web-1', true)]);
  const { unmount: leave } = show(DEPLOYMENT_VIEW, byExpressions);
  expect(revisions()).toEqual(['1']);
  leave();
  tell(REPLICA_SET_VIEW, [], FORBIDDEN);
  show(DEPLOYMENT_VIEW, byExpressions);
  expect(screen.queryByTestId('pods')).toBeNull();
});

test('of more pods than are listed it leads to all of them; where no filter finds these, their number alone is said', () => {
  tell(REPLICA_SET_VIEW, [replicaSet(1)]);
  tell(POD_VIEW, [pod('a', 'web-1', true)]);
  const list = must(world.lists.get('pods'), 'just told');
  world.lists.set('pods', { ...list, matched: 140 });
  const { unmount } = show(DEPLOYMENT_VIEW);
  const said = () => screen.getByTestId('more-rows');
  expect(said().querySelector('a')?.dataset['search']).toBe('{"q":"label:app=web","ns":"n"}');
  unmount();
  show(DEPLOYMENT_VIEW, { metadata: { uid: 'u' }, spec: { selector: { matchExpressions: [{}] } } });
  expect([said().querySelector('a'), said().textContent]).toEqual([null, expect.stringContaining('140')]);
});
