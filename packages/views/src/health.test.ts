import { describe, expect, test } from 'vitest';
import { CERTIFICATE_VIEW } from './kinds/cert-manager.io/certificates.ts';
import type { Cell, RunCell } from './cells/cell.ts';
import { EVENT_VIEW } from './kinds/core/events.ts';
import { NODE_VIEW, nodeStatus } from './kinds/core/nodes.ts';
import { CRONJOB_VIEW, cronJobStatus } from './kinds/batch/cronjobs.ts';
import { JOB_VIEW } from './kinds/batch/jobs.ts';
import { nextSlots } from './kinds/batch/cronjob-slots.ts';
import { DAEMON_SET_VIEW, daemonSetStatus } from './kinds/apps/daemonsets.ts';
import type { KindView } from './cells/kind-view.ts';
import { columnIndex } from './kind-index.ts';
import { RESOURCE_QUOTA_VIEW } from './kinds/core/resourcequotas.ts';
import { STATEFUL_SET_VIEW, statefulSetStatus } from './kinds/apps/statefulsets.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const DAY = 86_400_000;
const iso = (ms: number) => new Date(ms).toISOString();

function cell(view: KindView, column: string, object: unknown, now = NOW): Cell | undefined {
  return view.columns[columnIndex(view, column)]?.read(object, { now });
}

describe('CronJobs', () => {
  const cronJob = (spec: object, status: object = {}) => ({
    metadata: { creationTimestamp: iso(NOW - 10 * DAY) },
    spec: { schedule: '0 * * * *', ...spec },
    status,
  });
  const last = (minutesAgo: number) => ({ lastScheduleTime: iso(NOW - minutesAgo * 60_000) });
  const active = [{ name: 'j' }];

  const TONES: Readonly<Record<string, string>> = {
    Scheduled: 'ok',
    Running: 'active',
    Missed: 'warning',
    Stuck: 'warning',
    Suspended: 'muted',
    Invalid: 'bad',
  };

  test.each([
    ['on time', {}, last(0), 'Scheduled'],
    ['running', {}, { ...last(0), active }, 'Running'],
    ['due a moment ago', { schedule: '59 * * * *' }, last(61), 'Scheduled'],
    ['due for an hour', {}, last(120), 'Missed'],
    ['never run although it was due', {}, {}, 'Missed'],
    ['due for an hour, and nothing holds it up', { concurrencyPolicy: 'Forbid' }, last(120), 'Missed'],
    ['due for an hour, and nothing may hold it up', {}, { ...last(120), active }, 'Missed'],
    ['held up by a run that does not end', { concurrencyPolicy: 'Forbid' }, { ...last(120), active }, 'Stuck'],
    ['suspended', { suspend: true }, last(600), 'Suspended'],
    ['a schedule nobody can read', { schedule: 'often' }, {}, 'Invalid'],
    ['a zone nobody knows', { timeZone: 'Mars/Olympus' }, {}, 'Invalid'],
    ['a time that never comes', { schedule: '0 0 31 2 *' }, {}, 'Scheduled'],
    ['a zone within an old schedule', { schedule: 'TZ=Asia/Tokyo 0 * * * *' }, last(0), 'Scheduled'],
  ])('%s', (_what, spec, status, expected) => {
    expect(cronJobStatus(cronJob(spec, status), NOW)).toEqual({ status: expected, tone: TONES[expected] });
  });

  test('when it runs next is not said of one that is suspended, and not known of one that nobody can read', () => {
    expect(cell(CRONJOB_VIEW, 'nextRun', cronJob({}))).toBe(NOW + 3_600_000);
    expect(cell(CRONJOB_VIEW, 'nextRun', cronJob({ suspend: true }))).toBeNull();
    expect(cell(CRONJOB_VIEW, 'nextRun', cronJob({ schedule: 'often' }))).toEqual({
      broken: expect.stringContaining('expected exactly 5 fields') as string,
    });
    expect(cell(CRONJOB_VIEW, 'lateAt', cronJob({ schedule: 'often' }))).toBeNull();
    // Nobody knows since when it could have run.
    expect(cell(CRONJOB_VIEW, 'lateAt', { spec: { schedule: '0 * * * *' } })).toBeNull();
  });

  test('a run by hand is told from one that was due, and one that is suspended from one that is not', () => {
    const job = (by: string) => ({ metadata: { annotations: { 'cronjob.kubernetes.io/instantiate': by } } });
    expect(['manual', 'other'].map(by => cell(JOB_VIEW, 'manual', job(by)))).toEqual([true, false]);
    expect([true, false].map(suspend => cell(CRONJOB_VIEW, 'suspend', cronJob({ suspend })))).toEqual([true, false]);
  });

  test('what a run asks for, written as text or as a number', () => {
    const containers = [{ resources: { requests: { cpu: 2 } } }, { resources: { requests: { cpu: '500m' } } }, {}];
    const object = cronJob({ jobTemplate: { spec: { parallelism: 3, template: { spec: { containers } } } } });
    expect(cell(CRONJOB_VIEW, 'cpu', object)).toBe(7.5);
  });

  test('it is read again when it becomes late', () => {
    const object = cronJob({}, last(0));
    const at = cell(CRONJOB_VIEW, 'lateAt', object);
    expect(at).toBe(NOW + 3_600_000 + 100_000);
    expect(cronJobStatus(object, Number(at)).status).toBe('Missed');
    expect(cell(CRONJOB_VIEW, 'lateAt', object, Number(at))).toBeNull();
  });

  test('one that is being deleted starts nothing any more, whatever is due or was missed', () => {
    const object = cronJob({ suspend: true }, last(600));
    const deleted = { ...object, metadata: { ...object.metadata, deletionTimestamp: iso(NOW) } };
    expect(cell(CRONJOB_VIEW, 'status', deleted)).toMatchObject({ status: 'Terminating' });
    expect(cell(CRONJOB_VIEW, 'nextRun', deleted)).toBeNull();
    expect(cell(CRONJOB_VIEW, 'lateAt', deleted)).toBeNull();
    expect(nextSlots(deleted, { now: NOW, count: 3, runs: [] })).toEqual([]);
  });

  test('one whose last run failed is failing, unless it is suspended', () => {
    const WORDS = { failed: 'Failed', succeeded: 'Complete', running: 'Running', suspended: 'Suspended' };
    const run = (result: RunCell['result']) => ({
      name: result,
      uid: result,
      createdAt: 1,
      cells: [null, null, { status: WORDS[result], tone: 'ok' } as const],
    });
    const status = (own: Cell, ...runs: RunCell['result'][]) =>
      CRONJOB_VIEW.join?.summarise(
        runs.map((result, i) => ({ ...run(result), createdAt: i })),
        [own],
      )[0];
    const scheduled = { status: 'Scheduled', tone: 'ok' } as const;
    const running = { status: 'Running', tone: 'active' } as const;
    expect(CRONJOB_VIEW.join?.columns).toEqual(['status', 'runs']);
    expect(status(running, 'failed', 'running')).toMatchObject({ status: 'Failing' });
    const suspended = { status: 'Suspended', tone: 'muted' } as const;
    expect(status(scheduled, 'succeeded', 'failed')).toMatchObject({ status: 'Failing' });
    expect(status(scheduled, 'failed', 'running')).toEqual({ status: 'Failing', tone: 'bad' });
    expect(status(scheduled, 'failed', 'succeeded')).toBe(scheduled);
    expect(status(scheduled)).toBe(scheduled);
    expect(status(suspended, 'failed')).toBe(suspended);
  });
});

test.each(['MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable'])(
  'a node that is ready and has %s is not well',
  type => {
    const conditions = ['Ready', type].map(of => ({ type: of, status: 'True' }));
    expect(nodeStatus({ status: { conditions } })).toEqual({ status: `Ready,${type}`, tone: 'warning' });
  },
);

test('a node under pressure is not well although it is ready', () => {
  const node = (...conditions: [string, string][]) => ({
    status: { conditions: conditions.map(([type, status]) => ({ type, status })) },
  });
  expect(nodeStatus(node(['Ready', 'True']))).toEqual({ status: 'Ready', tone: 'ok' });
  expect(nodeStatus(node(['Ready', 'True'], ['DiskPressure', 'True']))).toEqual({
    status: 'Ready,DiskPressure',
    tone: 'warning',
  });
  expect(nodeStatus(node(['Ready', 'False'], ['DiskPressure', 'True'])).tone).toBe('bad');
});

test('a node has the roles that kubectl says, in its order', () => {
  const roles = (labels: object) => cell(NODE_VIEW, 'roles', { metadata: { labels } });
  const prefix = 'node-role.kubernetes.io/';
  expect(roles({ [`${prefix}worker`]: '', [`${prefix}control-plane`]: '', [prefix]: '' })).toBe('control-plane,worker');
  expect(roles({ 'kubernetes.io/role': 'node', [`${prefix}worker`]: 'x' })).toBe('node,worker');
  expect(roles({ 'kubernetes.io/role': '' })).toBe('');
});

test('an event about something without a name is about its kind', () => {
  expect(cell(EVENT_VIEW, 'object', { involvedObject: { kind: 'Node' } })).toBe('Node');
  expect(cell(EVENT_VIEW, 'object', { involvedObject: { kind: 'Pod', name: 'x' } })).toBe('Pod/x');
});

test.each([
  [{ hard: { pods: '10' }, used: { pods: '7' } }, 'Free', 70, 'pods'],
  [
    { hard: { pods: '10', 'requests.cpu': '2' }, used: { pods: '1', 'requests.cpu': '1600m' } },
    'NearlyFull',
    80,
    'requests.cpu',
  ],
  [{ hard: { pods: '10', secrets: '0' }, used: { pods: '10' } }, 'Full', 100, 'pods'],
  [{ hard: { secrets: '0' }, used: { secrets: '1' } }, 'Full', 100, 'secrets'],
  [{ hard: { b: '2', a: '4' }, used: { b: '1', a: '2' } }, 'Free', 50, 'a'],
  [{ hard: { a: '4', b: '2' }, used: { b: '1', a: '2' } }, 'Free', 50, 'a'],
  [{}, 'Free', 0, null],
])('a quota is as full as its fullest limit: %j', (status, word, used, fullest) => {
  const quota = { status };
  const tones: Readonly<Record<string, string>> = { Full: 'bad', NearlyFull: 'warning', Free: 'ok' };
  expect(cell(RESOURCE_QUOTA_VIEW, 'status', quota)).toEqual({ status: word, tone: tones[word] });
  expect(cell(RESOURCE_QUOTA_VIEW, 'used', quota)).toBe(used);
  expect(cell(RESOURCE_QUOTA_VIEW, 'fullest', quota)).toBe(fullest);
});

test('a certificate changes its state by itself', () => {
  const ready = { conditions: [{ type: 'Ready', status: 'True' }] };
  const certificate = { status: { ...ready, notAfter: iso(NOW + 20 * DAY) } };
  const at = (now: number) => cell(CERTIFICATE_VIEW, 'status', certificate, now);
  expect(at(NOW)).toMatchObject({ status: 'Ready' });
  const near = Number(cell(CERTIFICATE_VIEW, 'changesAt', certificate));
  expect(near).toBe(NOW + 6 * DAY);
  expect(at(near)).toMatchObject({ status: 'Expiring', tone: 'warning' });
  const end = Number(cell(CERTIFICATE_VIEW, 'changesAt', certificate, near));
  expect(at(end)).toMatchObject({ status: 'Expired', tone: 'bad' });
  expect(cell(CERTIFICATE_VIEW, 'changesAt', certificate, end)).toBeNull();
  expect(cell(CERTIFICATE_VIEW, 'status', { status: {} })).toMatchObject({ status: 'NotReady' });
});

const WORKLOAD_TONES: Readonly<Record<string, string>> = {
  Available: 'ok',
  Unavailable: 'warning',
  Progressing: 'active',
  ScaledToZero: 'muted',
  NoNodes: 'muted',
};

describe('StatefulSets', () => {
  const set = (spec: object, status: object) => ({ spec: { replicas: 3, ...spec }, status });
  const done = { replicas: 3, readyReplicas: 3, updatedReplicas: 3, currentRevision: 'b', updateRevision: 'b' };
  const rolling = { ...done, updatedReplicas: 1, currentRevision: 'a' };

  test.each([
    ['as wanted', {}, done, 'Available'],
    ['one pod is not ready', {}, { ...done, readyReplicas: 2 }, 'Unavailable'],
    ['nothing was said of it yet', {}, {}, 'Unavailable'],
    ['a rollout under way', {}, rolling, 'Progressing'],
    [
      'a rollout that stops at the partition',
      { updateStrategy: { rollingUpdate: { partition: 2 } } },
      rolling,
      'Available',
    ],
    ['pods that nobody replaces', { updateStrategy: { type: 'OnDelete' } }, rolling, 'Available'],
    ['fewer wanted than there are', { replicas: 2 }, done, 'Progressing'],
    ['none wanted', { replicas: 0 }, { replicas: 0 }, 'ScaledToZero'],
    ['one where no number is given', { replicas: undefined }, { replicas: 1, readyReplicas: 1 }, 'Available'],
  ])('%s', (_what, spec, status, expected) => {
    expect(statefulSetStatus(set(spec, status))).toEqual({ status: expected, tone: WORKLOAD_TONES[expected] });
  });

  test.each([
    ['under way', {}, { isUnderway: true, wanted: 3, kept: 0, updated: 1 }],
    [
      'up to its partition',
      { updateStrategy: { rollingUpdate: { partition: 2 } } },
      { isUnderway: false, wanted: 1, kept: 2 },
    ],
    [
      'of which a partition lets nothing through',
      { updateStrategy: { rollingUpdate: { partition: 9 } } },
      { isUnderway: false, wanted: 0, kept: 3 },
    ],
    [
      'that waits for pods to be deleted',
      { updateStrategy: { type: 'OnDelete' } },
      { isUnderway: false, wanted: 3, waitsForDeletion: true },
    ],
  ])('a rollout %s', (_what, spec, expected) => {
    expect(STATEFUL_SET_VIEW.rollout?.(set(spec, rolling))).toMatchObject(expected);
  });

  test('a partition keeps nothing back where there is one revision', () => {
    const strategy = { updateStrategy: { rollingUpdate: { partition: 2 } } };
    expect(STATEFUL_SET_VIEW.rollout?.(set(strategy, done))).toMatchObject({ isUnderway: false, wanted: 3, kept: 0 });
  });
});

describe('DaemonSets', () => {
  const set = (spec: object, status: object) => ({ metadata: { generation: 2 }, spec, status });
  const done = {
    observedGeneration: 2,
    desiredNumberScheduled: 3,
    updatedNumberScheduled: 3,
    numberReady: 3,
    numberAvailable: 3,
  };

  test.each([
    ['as wanted', {}, done, 'Available'],
    ['a node without its pod', {}, { ...done, numberAvailable: 2 }, 'Unavailable'],
    ['a rollout under way', {}, { ...done, updatedNumberScheduled: 1 }, 'Progressing'],
    [
      'pods that nobody replaces',
      { updateStrategy: { type: 'OnDelete' } },
      { ...done, updatedNumberScheduled: 1 },
      'Available',
    ],
    ['numbers of the state before', {}, { ...done, observedGeneration: 1 }, 'Progressing'],
    ['no node is to have one', {}, { observedGeneration: 2, desiredNumberScheduled: 0 }, 'NoNodes'],
  ])('%s', (_what, spec, status, expected) => {
    expect(daemonSetStatus(set(spec, status))).toEqual({ status: expected, tone: WORKLOAD_TONES[expected] });
  });

  test('a rollout ends where every node has a pod of the newest revision, and begins before its controller says so', () => {
    const rollout = (spec: object, status: object) => DAEMON_SET_VIEW.rollout?.(set(spec, status));
    const one = { ...done, updatedNumberScheduled: 1, currentNumberScheduled: 3 };
    expect(rollout({}, one)).toMatchObject({ isUnderway: true, wanted: 3, updated: 1, total: 3 });
    expect(rollout({ updateStrategy: { type: 'OnDelete' } }, one)).toMatchObject({ isUnderway: false });
    expect(rollout({}, { ...done, observedGeneration: 1 })).toMatchObject({ isUnderway: true });
    expect(rollout({}, done)).toMatchObject({ isUnderway: false });
  });
});
