import { afterEach, expect, test } from 'vitest';
import { FakeCluster, FakeTab, keeperOf, POD } from './test-terminals.ts';

// Containers that do not run when their terminal is opened.

let end = async () => {};
afterEach(() => end());

function start() {
  const cluster = new FakeCluster();
  const keeper = keeperOf(cluster);
  const { clock } = cluster;
  end = async () => {
    keeper.close();
    await clock.advance(20_000);
    expect([keeper.size, clock.pendingTimers]).toEqual([0, 0]);
  };
  return { cluster, tab: new FakeTab(cluster, keeper), clock };
}

const second = '00000000-0000-4000-8000-000000000002';

test('a container that was only just added to the pod is waited for, and one whose image cannot be pulled is not', async () => {
  const { cluster, tab, clock } = start();
  const added = (status: object) => ({
    ...POD,
    spec: { ...POD.spec, ephemeralContainers: [{ name: 'look', image: 'tools:1' }] },
    status: { ...POD.status, ephemeralContainerStatuses: [{ name: 'look', ...status }] },
  });
  cluster.pod = added({ state: { waiting: { reason: 'ContainerCreating' } } });
  tab.open(1, { container: 'look' });
  await clock.advance(5_000);
  expect([cluster.connections.length, tab.ends]).toEqual([0, []]);
  cluster.pod = added({ containerID: 'c3', state: { running: {} } });
  await clock.advance(1_500);
  await clock.advance(10);
  expect(tab.states).toMatchObject([{ container: 'look', command: ['/bin/bash'] }]);
  cluster.pod = added({ state: { waiting: { reason: 'ImagePullBackOff' } } });
  tab.open(2, { container: 'look', session: second });
  await clock.advance(10);
  await clock.advance(10);
  expect(cluster.connections.length).toBeGreaterThan(2);
});

test('a pod that was made for its terminal is waited for until it begins', async () => {
  const { cluster, tab, clock } = start();
  const [labels, metadata] = [{ 'lanthorn.dev/node-shell': 'true' }, POD.metadata];
  cluster.pod = { ...POD, metadata: { ...metadata, labels }, status: { containerStatuses: [] } };
  tab.open(1, { container: 'app' });
  await clock.advance(5_000);
  expect([cluster.connections.length, tab.ends]).toEqual([0, []]);
  cluster.pod = { ...POD, metadata: { ...metadata, labels } };
  await clock.advance(1_500);
  await clock.advance(10);
  expect(tab.states).toMatchObject([{ container: 'app', command: ['/bin/bash'] }]);
});

/** The pod whose first container is so. */
const podWith = (state: object, { phase = 'Running', ...spec }: { phase?: string; restartPolicy?: string } = {}) => {
  const [app, side] = POD.status.containerStatuses;
  if (app === undefined || side === undefined) throw new Error('it has two');
  return {
    ...POD,
    spec: { ...POD.spec, ...spec },
    status: { phase, containerStatuses: [{ ...app, containerID: '', state }, side] },
  };
};

/** The same in a pod whose containers are not begun again, unless they say so of themselves. */
const saysItself = (pod: ReturnType<typeof podWith>, own: object) => {
  const [app, side] = pod.spec.containers;
  if (app === undefined || side === undefined) throw new Error('it has two');
  return { ...pod, spec: { ...pod.spec, restartPolicy: 'Never', containers: [{ ...app, ...own }, side] } };
};

const ruleOf = (operator: string, ...values: number[]) => ({
  restartPolicy: 'Never',
  restartPolicyRules: [{ action: 'Restart', exitCodes: { operator, values } }],
});

test.each([
  ['is not begun', podWith({ waiting: { reason: 'ContainerCreating' } }, { phase: 'Pending' })],
  ['nobody has said anything of', { ...POD, status: { phase: 'Pending', containerStatuses: [] } }],
  ['fails again and again', podWith({ waiting: { reason: 'CrashLoopBackOff' } })],
  ['has just ended and is begun again', podWith({ terminated: { exitCode: 0 } })],
  ['has failed and is begun again', podWith({ terminated: { exitCode: 1 } }, { restartPolicy: 'OnFailure' })],
  [
    'has just ended and says itself that it is begun again',
    saysItself(podWith({ terminated: { exitCode: 0 } }), { restartPolicy: 'Always' }),
  ],
  [
    'ended with a code that it is begun again for',
    saysItself(podWith({ terminated: { exitCode: 42 } }), ruleOf('In', 42)),
  ],
  [
    'ended with no code that it stays ended for',
    saysItself(podWith({ terminated: { exitCode: 1 } }), ruleOf('NotIn', 0, 42)),
  ],
])('a container that %s is waited for, and its terminal opens when it runs', async (_how, pod) => {
  const { cluster, tab, clock } = start();
  cluster.pod = pod;
  tab.open(1, { container: 'app' });
  for (let i = 0; i < 300; i++) await clock.advance(1_000);
  expect([cluster.connections.length, tab.ends]).toEqual([0, []]);
  cluster.pod = structuredClone(POD);
  await clock.advance(1_500);
  await clock.advance(10);
  expect(tab.states).toMatchObject([{ container: 'app', command: ['/bin/bash'] }]);
});

test.each([
  ['ended well', podWith({ terminated: { exitCode: 0, reason: 'Completed' } }, { restartPolicy: 'OnFailure' })],
  ['ended', podWith({ terminated: { exitCode: 0, reason: 'Completed' } }, { restartPolicy: 'Never' })],
  [
    'ended, with no code that it is begun again for,',
    saysItself(podWith({ terminated: { exitCode: 0, reason: 'Completed' } }), ruleOf('In', 42)),
  ],
  ['ended with its pod', podWith({ terminated: { exitCode: 0, reason: 'Completed' } }, { phase: 'Succeeded' })],
])('of a container that %s and is not begun again it is said so, and nothing is asked of it', async (_how, pod) => {
  const { cluster, tab, clock } = start();
  cluster.pod = pod;
  tab.open(1, { container: 'app' });
  await clock.advance(10);
  expect(cluster.connections).toEqual([]);
  expect(tab.ends).toMatchObject([{ problem: { code: 'containerEnded', params: { detail: 'Completed', code: 0 } } }]);
});

test.each([
  ['waiting: CrashLoopBackOff', { waiting: { reason: 'CrashLoopBackOff' } }, {}, 'Failed'],
  ['running', { running: {} }, { reason: 'Evicted' }, 'Evicted'],
  ['creating', { waiting: { reason: 'ContainerCreating' } }, { reason: 'Evicted', message: 'no disk.' }, 'no disk.'],
])(
  'in a pod that was ended without its node, a container that is still said to be %s is not waited for',
  async (...of) => {
    const [, state, said, detail] = of;
    const { cluster, tab, clock } = start();
    const pod = podWith(state, { phase: 'Failed' });
    cluster.pod = { ...pod, status: { ...pod.status, ...said } };
    tab.open(1, { container: 'app' });
    await clock.advance(10);
    expect(cluster.connections).toEqual([]);
    expect(tab.ends).toMatchObject([{ problem: { code: 'podEnded', params: { detail } } }]);
  },
);

test('what does not run in a pod that is being deleted is not waited for', async () => {
  const { cluster, tab, clock } = start();
  const pod = podWith({ waiting: { reason: 'ContainerCreating' } }, { phase: 'Pending' });
  cluster.pod = { ...pod, metadata: { ...pod.metadata, deletionTimestamp: '2026-11-23T08:00:00Z' } };
  tab.open(1, { container: 'app' });
  await clock.advance(10);
  expect(tab.ends).toMatchObject([{ problem: { code: 'podDeleted' } }]);
});

test('a container that does not begin in ten minutes is given up, which is said, and nothing is asked of it', async () => {
  const { cluster, tab, clock } = start();
  cluster.pod = podWith({ waiting: { reason: 'CrashLoopBackOff' } });
  tab.open(1, { container: 'app' });
  for (let i = 0; i < 599; i++) await clock.advance(1_000);
  expect(tab.ends).toEqual([]);
  for (let i = 0; i < 3; i++) await clock.advance(1_000);
  expect(cluster.connections).toEqual([]);
  expect(tab.ends).toMatchObject([
    { reason: 'refused', problem: { code: 'notBegun', params: { container: 'app', minutes: 10 } } },
  ]);
});
