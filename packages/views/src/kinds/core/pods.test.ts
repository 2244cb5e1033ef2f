import { expect, test } from 'vitest';
import { columnIndex } from '../../kind-index.ts';
import { containerFailures } from './containers/container-failures.ts';
import { POD_VIEW, podStatus } from './pods.ts';

// What kubectl prints of pods of every state is in pod-summary.test.ts; here is how well a pod is called, and why it is not.

const running = (name: string, fields: object = {}) => ({ name, ready: true, state: { running: {} }, ...fields });
const waiting = (name: string, reason: string, fields: object = {}) => ({
  name,
  state: { waiting: { reason } },
  ...fields,
});
const ended = (name: string, exitCode: number, fields: object = {}) => ({
  name,
  state: { terminated: { exitCode, ...fields } },
});

function pod(status: object, spec: object = {}, metadata: object = {}) {
  return { metadata, spec: { containers: [{ name: 'app' }], ...spec }, status };
}

const sidecar = { initContainers: [{ name: 'proxy', restartPolicy: 'Always' }] };
const init = { initContainers: [{ name: 'wait' }] };
const TEN = Array.from({ length: 10 }, (_, i) => i);
const pending = { phase: 'Pending', containerStatuses: [waiting('app', 'PodInitializing')] };

test.each([
  ['runs', pod({ phase: 'Running', containerStatuses: [running('app')] }), 'Running', 'ok'],
  [
    'runs, and a readiness gate is closed',
    pod({ phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }], containerStatuses: [running('app')] }),
    'Running',
    'warning',
  ],
  [
    'runs, and its sidecar is not ready',
    pod(
      {
        phase: 'Running',
        initContainerStatuses: [running('proxy', { started: true, ready: false })],
        containerStatuses: [running('app')],
      },
      sidecar,
    ),
    'Running',
    'warning',
  ],
  [
    'an init container is under way',
    pod({ ...pending, initContainerStatuses: [running('wait', { started: true })] }, init),
    'Init:0/1',
    'active',
  ],
  [
    'an init container was killed',
    pod({ ...pending, initContainerStatuses: [ended('wait', 137, { signal: 9 })] }, init),
    'Init:Signal:9',
    'bad',
  ],
  [
    'an init container failed',
    pod({ ...pending, initContainerStatuses: [ended('wait', 3)] }, init),
    'Init:ExitCode:3',
    'bad',
  ],
  [
    'nobody knows how an init container ended',
    pod({ ...pending, initContainerStatuses: [ended('wait', 137, { reason: 'ContainerStatusUnknown' })] }, init),
    'Init:ContainerStatusUnknown',
    'bad',
  ],
  [
    'gated',
    pod({
      phase: 'Pending',
      conditions: [
        { type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', message: 'Scheduling is blocked' },
      ],
    }),
    'SchedulingGated',
    'muted',
  ],
  [
    'its work is done and its sidecar was killed',
    pod(
      {
        phase: 'Succeeded',
        conditions: [{ type: 'Initialized', status: 'True' }],
        initContainerStatuses: [ended('proxy', 137, { reason: 'Error' })],
        containerStatuses: [ended('app', 0, { reason: 'Completed' })],
      },
      sidecar,
    ),
    'Completed',
    'muted',
  ],
  [
    'failed in its second container',
    pod({
      phase: 'Failed',
      containerStatuses: [ended('app', 0, { reason: 'Completed' }), ended('b', 1, { reason: 'Error' })],
    }),
    'Error',
    'bad',
  ],
  [
    'failed although its containers ended well, as at its deadline',
    pod({ phase: 'Failed', reason: 'DeadlineExceeded', containerStatuses: [ended('app', 0, { reason: 'Completed' })] }),
    'Completed',
    'bad',
  ],
  ['evicted', pod({ phase: 'Failed', reason: 'Evicted' }), 'Evicted', 'bad'],
  [
    'a node that is lost',
    pod({ phase: 'Running', reason: 'NodeLost' }, {}, { deletionTimestamp: 'x' }),
    'Unknown',
    'warning',
  ],
  [
    'a node that is lost, and it had failed',
    pod({ phase: 'Failed', reason: 'NodeLost' }, {}, { deletionTimestamp: 'x' }),
    'Unknown',
    'warning',
  ],
  ['no node was found yet', pod({ phase: 'Pending' }), 'Pending', 'warning'],
  ['nothing is known of it', pod({}), 'Unknown', 'warning'],
  [
    'its container is made',
    pod({ phase: 'Pending', containerStatuses: [waiting('app', 'ContainerCreating')] }),
    'ContainerCreating',
    'active',
  ],
  ['its container has its turn soon', pod(pending), 'PodInitializing', 'active'],
  [
    'its init container is made',
    pod({ ...pending, initContainerStatuses: [waiting('wait', 'ContainerCreating')] }, init),
    'Init:ContainerCreating',
    'active',
  ],
  [
    'many init containers have ended',
    pod(
      { ...pending, initContainerStatuses: [...TEN.map(() => ended('wait', 0)), running('last')] },
      { initContainers: [...TEN, 10, 11].map(i => ({ name: `wait-${i}` })) },
    ),
    'Init:10/12',
    'active',
  ],
  [
    'its containers have ended and it has not',
    pod({ phase: 'Running', containerStatuses: [ended('app', 0, { reason: 'Completed' })] }),
    'Completed',
    'muted',
  ],
  ['its work is done', pod({ phase: 'Succeeded', containerStatuses: [ended('app', 0)] }), 'ExitCode:0', 'muted'],
  ['being deleted', pod({ phase: 'Running' }, {}, { deletionTimestamp: 'x' }), 'Terminating', 'active'],
  ['failed, and being deleted', pod({ phase: 'Failed' }, {}, { deletionTimestamp: 'x' }), 'Failed', 'bad'],
] as const)('%s', (_what, object, status, tone) => {
  expect(podStatus(object)).toMatchObject({ status, tone });
});

test('that it has ended is told by its phase alone: containers that start again have the same words', () => {
  const of = (phase: string) =>
    podStatus(pod({ phase, containerStatuses: [ended('app', 1, { reason: 'Error' })] })).hasEnded;
  expect(['Running', 'Succeeded', 'Failed'].map(of)).toEqual([undefined, true, true]);
});

test('what failed in a pod: what comes before its containers, too', () => {
  const crashing = {
    ...pending,
    initContainerStatuses: [
      {
        ...waiting('wait', 'CrashLoopBackOff'),
        lastState: { terminated: { exitCode: 1, reason: 'Error', message: 'no db' } },
      },
    ],
  };
  expect(containerFailures(pod(crashing, init))).toEqual([
    { container: 'wait', exitCode: 1, reason: 'Error', message: 'no db', since: null },
  ]);
  const unpulled = { ...pending, initContainerStatuses: [waiting('wait', 'ImagePullBackOff')] };
  expect(containerFailures(pod(unpulled, init))).toEqual([
    { container: 'wait', exitCode: null, reason: 'ImagePullBackOff', message: '', since: null },
  ]);
  const killed = { ...pending, initContainerStatuses: [ended('wait', 137, { signal: 9 })] };
  expect(containerFailures(pod(killed, init))).toMatchObject([{ exitCode: 137, reason: 'Signal:9' }]);
});

test('what is no failure: an init container that ended well in the end, and a sidecar that was stopped after the work', () => {
  const retried = { ...ended('wait', 0), lastState: { terminated: { exitCode: 1 } } };
  expect(containerFailures(pod({ ...pending, initContainerStatuses: [retried] }, init))).toEqual([]);
  const over = {
    phase: 'Succeeded',
    initContainerStatuses: [ended('proxy', 137)],
    containerStatuses: [ended('app', 0)],
  };
  expect(containerFailures(pod(over, sidecar))).toEqual([]);
  expect(containerFailures(pod({ ...over, phase: 'Failed' }, sidecar))).toHaveLength(1);
});

test('a pod says why it is pending', () => {
  const reason = (status: object, spec?: object) =>
    POD_VIEW.columns[columnIndex(POD_VIEW, 'pending')]?.read(pod({ phase: 'Pending', ...status }, spec), { now: 0 });
  const message =
    '0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No victims found.';
  const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }];
  expect(reason({ conditions })).toBe('0/3 nodes are available: 3 Insufficient cpu');
  expect(reason({ containerStatuses: [waiting('app', 'ContainerCreating')] })).toBe('ContainerCreating');
  expect(reason({ ...pending, initContainerStatuses: [running('wait')] }, init)).toBe('Init:0/1');
  expect(reason({ conditions: [{ ...conditions[0], message: '' }] })).toBe('Unschedulable');
  // Nobody has said anything of it: whose turn it is.
  expect(reason({})).toBe('scheduler: default-scheduler');
  expect(reason({}, { schedulerName: 'mine' })).toBe('scheduler: mine');
  expect(reason({}, { nodeName: 'n1' })).toBe('node: n1');
  expect(reason({ phase: 'Running', conditions })).toBeNull();
});

test('a pod that nobody has looked at is pending since it was made', () => {
  const object = pod({ phase: 'Pending' }, {}, { creationTimestamp: '2026-11-28T03:00:00Z' });
  const read = (id: string) => POD_VIEW.columns[columnIndex(POD_VIEW, id)]?.read(object, { now: 0 });
  expect([read('why'), read('since')]).toEqual([
    'Pending: scheduler: default-scheduler',
    Date.parse('2026-11-28T03:00:00Z'),
  ]);
});

const AT = '2026-11-28T03:00:00Z';
const EARLIER = '2026-11-28T02:00:00Z';
const condition = (type: string, status: string, fields: object = {}) => ({
  type,
  status,
  lastTransitionTime: AT,
  ...fields,
});
const scheduled = condition('PodScheduled', 'True', { lastTransitionTime: EARLIER });
const unreadyApp = {
  reason: 'ContainersNotReady',
  message: 'containers with unready status: [app]',
};
const MADE = { metadata: { creationTimestamp: EARLIER }, spec: { containers: [{ name: 'app' }] } };
const creating = {
  phase: 'Pending',
  conditions: [scheduled, condition('Ready', 'False', unreadyApp)],
  containerStatuses: [waiting('app', 'ContainerCreating')],
};
const notReady = {
  phase: 'Running',
  conditions: [
    scheduled,
    condition('Initialized', 'True', { message: 'done' }),
    condition('Ready', 'False', unreadyApp),
  ],
  containerStatuses: [running('app', { ready: false })],
};

// Conditions and words as a kubelet of 1.37 writes them.
test.each([
  [
    'its containers are made',
    { ...MADE, status: creating },
    EARLIER,
    'ContainerCreating: containers with unready status: [app]',
  ],
  [
    'an init container runs',
    {
      ...MADE,
      spec: { ...MADE.spec, ...init },
      status: {
        ...creating,
        conditions: [
          scheduled,
          condition('Initialized', 'False', { message: 'containers with incomplete status: [wait]' }),
          condition('Ready', 'False', unreadyApp),
        ],
        initContainerStatuses: [running('wait', { started: true })],
      },
    },
    EARLIER,
    'Init:0/1: containers with incomplete status: [wait]',
  ],
  ['it runs and does not serve', { ...MADE, status: notReady }, AT, 'Running: containers with unready status: [app]'],
  [
    'a readiness gate is closed',
    {
      ...MADE,
      status: {
        phase: 'Running',
        conditions: [
          condition('Ready', 'False', { reason: 'ReadinessGatesNotReady' }),
          condition('ContainersReady', 'True'),
        ],
        containerStatuses: [running('app')],
      },
    },
    AT,
    'Running: ReadinessGatesNotReady',
  ],
  [
    'one of two containers has ended',
    {
      ...MADE,
      status: {
        phase: 'Running',
        conditions: [condition('Ready', 'False', unreadyApp)],
        containerStatuses: [ended('app', 0, { reason: 'Completed' }), running('other')],
      },
    },
    AT,
    'NotReady: containers with unready status: [app]',
  ],
  [
    'its node is lost',
    { ...MADE, status: { ...notReady, conditions: [condition('Ready', 'Unknown', { reason: 'NodeStatusUnknown' })] } },
    AT,
    'Running: NodeStatusUnknown',
  ],
  [
    'nobody says since when',
    { ...MADE, status: { phase: 'Pending', containerStatuses: [waiting('app', 'ContainerCreating')] } },
    EARLIER,
    'ContainerCreating',
  ],
  [
    'nobody says since when but its kubelet',
    {
      ...MADE,
      status: { phase: 'Pending', startTime: AT, containerStatuses: [waiting('app', 'ContainerCreating')] },
    },
    AT,
    'ContainerCreating',
  ],
  [
    'only its containers are spoken of',
    { ...MADE, status: { ...notReady, conditions: [condition('ContainersReady', 'False', unreadyApp)] } },
    AT,
    'Running: containers with unready status: [app]',
  ],
  [
    'it waits for a node',
    { ...MADE, status: { phase: 'Pending', conditions: [condition('PodScheduled', 'False')] } },
    null,
    null,
  ],
  [
    'it waits on purpose',
    {
      ...MADE,
      status: { phase: 'Pending', conditions: [condition('PodScheduled', 'False', { reason: 'SchedulingGated' })] },
    },
    null,
    null,
  ],
  [
    'it fails',
    { ...MADE, status: { ...creating, containerStatuses: [waiting('app', 'ImagePullBackOff')] } },
    null,
    null,
  ],
  [
    'it is being deleted',
    { ...MADE, metadata: { ...MADE.metadata, deletionTimestamp: AT }, status: notReady },
    null,
    null,
  ],
  [
    'it serves',
    { ...MADE, status: { ...notReady, conditions: [condition('Ready', 'True')], containerStatuses: [running('app')] } },
    null,
    null,
  ],
  ['it has ended', { ...MADE, status: { ...notReady, phase: 'Succeeded' } }, null, null],
])('a pod that is not ready: %s', (_what, object, since, why) => {
  const cell = (column: string) => POD_VIEW.columns[columnIndex(POD_VIEW, column)]?.read(object, { now: 0 });
  expect([cell('unreadySince'), cell('unready')]).toEqual([since === null ? null : Date.parse(since), why]);
});

test.each([
  ['its node does not say that it has ended', {}, {}, 'node: n1'],
  [
    'it was evicted from a node that is gone',
    {},
    { conditions: [{ type: 'DisruptionTarget', status: 'True', reason: 'DeletionByTaintManager' }] },
    'node: n1 (DeletionByTaintManager)',
  ],
  [
    'one of its containers runs, and somebody holds it',
    { finalizers: ['a.example/x'] },
    { containerStatuses: [ended('app', 0), running('b')] },
    'node: n1',
  ],
  ['it has ended and nobody holds it', {}, { containerStatuses: [ended('app', 0)] }, 'node: n1'],
  ['somebody holds it while it runs', { finalizers: ['a.example/x'] }, {}, 'node: n1'],
  [
    'somebody holds it when it has ended',
    { finalizers: ['a.example/x', 'b'] },
    { containerStatuses: [ended('app', 0)] },
    'finalizers: a.example/x, b',
  ],
])('what a pod that is being deleted waits for: %s', (_what, meta, status, expected) => {
  const deleted = pod(
    { phase: 'Running', containerStatuses: [running('app')], ...status },
    { nodeName: 'n1' },
    { deletionTimestamp: '2026-11-28T12:00:30Z', deletionGracePeriodSeconds: 30, ...meta },
  );
  const cell = (column: string) => POD_VIEW.columns[columnIndex(POD_VIEW, column)]?.read(deleted, { now: 0 });
  expect(cell('heldUp')).toBe(expected);
  expect(cell('why')).toBe(`Terminating: ${expected}`);
  expect([cell('since'), cell('overdueSince')]).toEqual([
    Date.parse('2026-11-28T12:00:00Z'),
    Date.parse('2026-11-28T12:00:30Z'),
  ]);
});

const cellOf = (object: object, column: string) =>
  POD_VIEW.columns[columnIndex(POD_VIEW, column)]?.read(object, { now: 0 });

test('of a pod that is being deleted and failed, what it is called comes first', () => {
  const failed = { containerStatuses: [ended('app', 1, { reason: 'Error' })] };
  const why = (phase: string) =>
    cellOf(pod({ phase, ...failed }, {}, { deletionTimestamp: AT, finalizers: ['a.example/x'] }), 'why');
  expect(why('Running')).toBe('Terminating: finalizers: a.example/x');
  expect(why('Failed')).toBe('app: exit 1 (Error)');
});

test('a pod that was failed as a whole says why, whatever its containers ended with: it is called as they are', () => {
  const message = 'Pod was active on the node longer than the specified deadline';
  const late = (exitCode: number, reason: string) =>
    pod({
      ...{ phase: 'Failed', reason: 'DeadlineExceeded', message },
      conditions: [condition('Ready', 'False', { reason: 'PodFailed' })],
      containerStatuses: [ended('app', exitCode, { reason })],
    });
  const told = (object: object) => [podStatus(object).status, cellOf(object, 'why'), cellOf(object, 'since')];
  const why = `DeadlineExceeded: ${message}`;
  expect(told(late(0, 'Completed'))).toEqual(['Completed', why, Date.parse(AT)]);
  expect(told(late(137, 'Error'))).toEqual(['Error', why, Date.parse(AT)]);
  expect(POD_VIEW.troubles?.(late(137, 'Error'))).toHaveLength(2);
  const evicted = pod({ phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.' });
  expect(told(evicted)).toEqual(['Evicted', 'Evicted: The node was low on resource: memory.', null]);
});

test.each([
  ['Pending', 0.5],
  ['Running', 0.5],
  ['Succeeded', null],
  ['Failed', null],
])('a pod that is %s asks for %j cores', (phase, cores) => {
  const containers = [{ name: 'app', resources: { requests: { cpu: '500m' } } }];
  expect(cellOf(pod({ phase }, { containers }), 'cpuRequest')).toBe(cores);
});

test.each([
  ['12', 12],
  ['x1', null],
  ['1x', null],
  ['', null],
])('the index of a Job %j is %j', (text, index) => {
  const annotations = { 'batch.kubernetes.io/job-completion-index': text };
  expect(cellOf(pod({}, {}, { annotations }), 'completionIndex')).toBe(index);
});

test('an address is told by older servers too', () => {
  expect(cellOf(pod({ podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.2' }] }), 'ip')).toBe('10.0.0.1');
  expect(cellOf(pod({ podIPs: [{ ip: '10.0.0.2' }] }), 'ip')).toBe('10.0.0.2');
});
