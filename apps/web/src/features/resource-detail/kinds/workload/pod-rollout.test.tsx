import { render, screen } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { CONTROLLER_REVISION_VIEW } from '@lanthorn/views/kinds/apps/controllerrevisions.ts';
import { DAEMON_SET_VIEW } from '@lanthorn/views/kinds/apps/daemonsets.ts';
import { STATEFUL_SET_VIEW } from '@lanthorn/views/kinds/apps/statefulsets.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { resetWorld, tell, world } from '../../test-world.ts';
import { PodRollout } from './pod-rollout.tsx';

vi.mock(
  '../../../../data/lists/use-whole-list.ts',
  async () => (await import('../../test-world.ts')).useWholeListModule,
);
beforeEach(resetWorld);

const revision = (name: string, number: number) => ({
  metadata: { name, namespace: 'n', uid: name },
  revision: number,
  data: { spec: { template: { spec: { containers: [{ image: `db:${number}` }] } } } },
});
const pod = (name: string, hash: string, isReady: boolean) => ({
  metadata: { name, namespace: 'n', uid: name, labels: { 'controller-revision-hash': hash } },
  spec: { containers: [{ name: 'c' }] },
  status: { phase: 'Running', containerStatuses: [{ name: 'c', ready: isReady, state: { running: {} } }] },
});
const selector = { matchLabels: { app: 'db' } };

function show(view: KindView, spec: object, status: object): void {
  const object = { metadata: { name: 'db', uid: 'u' }, spec: { selector, ...spec }, status };
  render(<PodRollout subject={{ cluster: 'c', view, namespace: 'n', name: 'db' }} object={object} />);
}

const ROLLING = { currentRevision: 'db-a', updateRevision: 'db-b', replicas: 3, updatedReplicas: 1 };
const lines = () => screen.getAllByRole('listitem').map(({ textContent }) => textContent);
const boxes = (line: number) =>
  [...(screen.getAllByRole('listitem')[line]?.querySelectorAll<HTMLElement>('i') ?? [])].map(
    ({ dataset }) => dataset['state'],
  );

test('a StatefulSet: the pods of each revision, how many are ready, and what they run', () => {
  tell(CONTROLLER_REVISION_VIEW, [revision('db-a', 1), revision('db-b', 2)]);
  tell(POD_VIEW, [pod('db-0', 'db-a', true), pod('db-1', 'db-a', true), pod('db-2', 'db-b', false)]);
  show(STATEFUL_SET_VIEW, { replicas: 3 }, ROLLING);
  expect(screen.getByTestId('rollout').textContent).toContain('revision 1 → 2');
  expect(lines()).toEqual([
    'Revision 23 wanted, 1 created, 0 ready · db:2',
    'Revision 10 wanted, 2 created, 2 ready · db:1',
  ]);
  expect([boxes(0), boxes(1)]).toEqual([
    ['unready', 'missing', 'missing'],
    ['ready', 'ready'],
  ]);
});

test('a partition says how many pods it keeps', () => {
  tell(CONTROLLER_REVISION_VIEW, [revision('db-a', 1), revision('db-b', 2)]);
  tell(POD_VIEW, [pod('db-0', 'db-a', true), pod('db-1', 'db-a', true), pod('db-2', 'db-b', true)]);
  show(STATEFUL_SET_VIEW, { replicas: 3, updateStrategy: { rollingUpdate: { partition: 2 } } }, ROLLING);
  expect(lines()).toEqual([
    'Revision 21 wanted, 1 created, 1 ready · db:2',
    'Revision 12 wanted, 2 created, 2 ready · db:1',
  ]);
  expect(screen.getByText('The partition keeps 2 pods at the earlier revision.')).toBeDefined();
});

test('a DaemonSet whose pods wait to be deleted says so; of a revision none of whose pods is left nothing is said', () => {
  tell(CONTROLLER_REVISION_VIEW, [revision('db-0', 1), revision('db-a', 2), revision('db-b', 3)]);
  tell(POD_VIEW, [pod('x', 'a', true), pod('y', 'b', true)]);
  const status = { desiredNumberScheduled: 2, updatedNumberScheduled: 1, currentNumberScheduled: 2 };
  show(DAEMON_SET_VIEW, { updateStrategy: { type: 'OnDelete' } }, status);
  expect(lines()).toEqual([
    'Revision 32 wanted, 1 created, 1 ready · db:3',
    'Revision 20 wanted, 1 created, 1 ready · db:2',
  ]);
  expect(document.body.textContent).toContain('OnDelete');
});

test('of more pods than are listed the controller has counted, and which are ready nobody says', () => {
  tell(CONTROLLER_REVISION_VIEW, [revision('db-a', 1), revision('db-b', 2)]);
  tell(POD_VIEW, [pod('x', 'a', true)]);
  const told = world.lists.get('pods');
  if (told !== undefined) world.lists.set('pods', { ...told, matched: 300 });
  show(DAEMON_SET_VIEW, {}, { desiredNumberScheduled: 300, updatedNumberScheduled: 40, currentNumberScheduled: 299 });
  expect(lines()).toEqual(['Revision 2300 wanted, 40 created · db:2', 'Revision 10 wanted, 259 created · db:1']);
  expect(boxes(0)).toEqual([]);
});

test('where all pods are of one revision there is no rollout to be told of', () => {
  tell(CONTROLLER_REVISION_VIEW, [revision('db-a', 1), revision('db-b', 2)]);
  tell(POD_VIEW, [pod('db-0', 'db-b', true)]);
  show(STATEFUL_SET_VIEW, { replicas: 1 }, { ...ROLLING, currentRevision: 'db-b', replicas: 1 });
  expect(screen.queryByTestId('rollout')).toBeNull();
});
