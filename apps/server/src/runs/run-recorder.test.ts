import { beforeEach, expect, test, vi } from 'vitest';
import { Boundary } from '../faults/boundary.ts';
import { Faults } from '../faults/faults.ts';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { SharedStrings } from '@lanthorn/base/collections/shared-strings.ts';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock, settle } from '@lanthorn/testkit/fake-clock.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import { projectRow, type Row } from '@lanthorn/views/row.ts';
import { RowStore } from '@lanthorn/watch/row-store.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { clusterKey } from '../history/stores/cluster-key.ts';
import { MemoryRuns } from '../history/memory/memory-runs.ts';
import { RunRecorder } from './run-recorder.ts';
import { ClusterClock } from '../upstream/sources/cluster-clock.ts';

const strings = new SharedStrings();

function job(name: string, cronJob: string, isFinished: boolean) {
  const conditions = isFinished ? [{ type: 'Complete', status: 'True' }] : [];
  const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name: cronJob, uid: `uid-${cronJob}`, controller: true };
  return {
    metadata: { name, namespace: 'data', uid: `uid-${name}`, ownerReferences: [owner] },
    status: { conditions },
  };
}

let clock: FakeClock;
let store: RowStore<Row>;
let recorder: RunRecorder;
let runs: MemoryRuns;
/** Says what the watch says of an object that is deleted. */
let tellGone: (last: Row) => void;
/** Jobs that were read, in their order. */
let read: string[];
/** What a Job's pods are. */
let pods: unknown[];
/** Events, by the uid of what they are about. */
let events: Readonly<Record<string, unknown[]>>;
/** Where a list of events or pods goes on that was cut by its limit. */
let next: string;

beforeEach(() => {
  clock = new FakeClock();
  store = new RowStore();
  runs = new MemoryRuns(10);
  read = [];
  pods = [];
  events = {};
  next = '';
  recorder = new RunRecorder(runs, {
    logger: silentLogger,
    boundary: new Boundary('runs', { clock, faults: new Faults(silentLogger) }),
  });
  const send = ({ path, query }: ApiRequest) => {
    const name = /\/jobs\/(.+)$/.exec(path)?.[1];
    if (name !== undefined) read.push(name);
    const [cronJob = ''] = (name ?? '').split('-');
    const about = query?.['fieldSelector']?.replace('involvedObject.uid=', '');
    const items = about === undefined ? pods : (events[about] ?? []);
    const text = JSON.stringify(
      name === undefined ? { metadata: { continue: next }, items } : job(name, cronJob, true),
    );
    async function* body() {
      yield text;
      await Promise.resolve();
    }
    return Promise.resolve({ status: 200, headers: {}, warnings: [], body: body() });
  };
  const info = { name: 'c', isDemo: true, server: '', user: '', namespace: '', problem: null };
  const cluster: Cluster = { clock: new ClusterClock(clock), info, source: { send }, close: async () => {} };
  recorder.follow(cluster, { view: JOB_VIEW, store, onGone: listener => void (tellGone = listener) });
});

function put(...jobs: readonly unknown[]): void {
  for (const object of jobs)
    store.apply({ type: 'apply', object: projectRow(JOB_VIEW, object, { now: 0, strings }), resourceVersion: '1' });
  store.flush();
}

test('runs that were finished when their list was opened are read one in two seconds, however many there are', async () => {
  put(
    ...Array.from({ length: 500 }, (_, i) => job(`nightly-${i}`, 'nightly', true)),
    job('nightly-x', 'nightly', false),
  );
  await settle();
  expect(read).toEqual([]);
  await clock.advance(20_000);
  expect(read).toHaveLength(10);
  expect(await runs.hasRun('uid-nightly-9')).toBe(true);
  recorder.close();
  await clock.advance(20_000);
  expect(read).toHaveLength(10);
  expect(clock.pendingTimers).toBe(0);
});

test('a run that ends while its list is open is read at once', async () => {
  put(job('nightly-1', 'nightly', true), job('nightly-2', 'nightly', false));
  put(job('nightly-2', 'nightly', true));
  await settle();
  expect(read).toEqual(['nightly-2']);
  recorder.close();
});

test('runs of a CronJob that somebody looks at are read at once, those of others in their turn, those that are gone never', async () => {
  put(...['a', 'b', 'c'].flatMap(name => [1, 2].map(i => job(`${name}-${i}`, name, true))));
  recorder.readFirst('other', 'uid-b');
  recorder.readFirst('c', 'uid-b');
  await clock.advance(0);
  expect(read).toEqual(['b-1', 'b-2']);
  const [gone] = [...store.rows()].filter(({ name }) => name === 'a-1');
  if (gone !== undefined) store.apply({ type: 'delete', object: gone, resourceVersion: '2' });
  store.flush();
  await clock.advance(60_000);
  expect(read).toEqual(['b-1', 'b-2', 'a-2', 'c-1', 'c-2']);
  put(job('a-2', 'a', true));
  await clock.advance(60_000);
  expect(read).toHaveLength(5);
  recorder.close();
});

test('a run that fails before its container starts is kept with what failed', async () => {
  const failed = { terminated: { exitCode: 3, reason: 'Error' } };
  pods = [
    {
      metadata: { namespace: 'data', name: 'nightly-1-x' },
      status: {
        initContainerStatuses: [
          { name: 'first', state: { terminated: { exitCode: 0 } } },
          { name: 'second', state: failed },
        ],
        containerStatuses: [{ name: 'app', state: { waiting: { reason: 'PodInitializing' } } }],
      },
    },
  ];
  put(job('nightly-1', 'nightly', false));
  put(job('nightly-1', 'nightly', true));
  await clock.advance(1);
  await clock.advance(1);
  const [run] = await runs.runsOf(clusterKey('c'), 'uid-nightly');
  expect(run?.pods[0]?.containers).toMatchObject([
    { name: 'second', exitCode: 3, reason: 'Error' },
    { name: 'app', exitCode: null, reason: 'PodInitializing' },
  ]);
  recorder.close();
});

test('the events of a run are kept in the order of their times, whatever they are about and whichever field says when', async () => {
  pods = [{ metadata: { namespace: 'data', name: 'nightly-1-x', uid: 'uid-pod' } }];
  const at = (second: number) => `2026-01-01T00:00:0${second}Z`;
  events = {
    'uid-nightly-1': [
      { reason: 'Completed', lastTimestamp: at(5) },
      { reason: 'SuccessfulCreate', lastTimestamp: at(1) },
    ],
    'uid-pod': [
      { reason: 'BackOff', eventTime: at(2), series: { count: 3, lastObservedTime: at(4) } },
      { reason: 'Scheduled', eventTime: at(2) },
      { reason: 'Started', lastTimestamp: at(3) },
    ],
  };
  put(job('nightly-1', 'nightly', false));
  put(job('nightly-1', 'nightly', true));
  await clock.advance(1);
  const [run] = await runs.runsOf(clusterKey('c'), 'uid-nightly');
  expect(run?.events?.map(({ about, reason }) => `${about} ${reason}`)).toEqual([
    'Job SuccessfulCreate',
    'nightly-1-x Scheduled',
    'nightly-1-x Started',
    'nightly-1-x BackOff',
    'Job Completed',
  ]);
  expect(run?.events?.[0]).not.toHaveProperty('at');
  recorder.close();
});

test('a run of more pods and events than are kept says so', async () => {
  next = 'more';
  put(job('nightly-1', 'nightly', false));
  put(job('nightly-1', 'nightly', true));
  await clock.advance(1);
  expect(await runs.runsOf(clusterKey('c'), 'uid-nightly')).toMatchObject([{ hasMorePods: true, hasMoreEvents: true }]);
  recorder.close();
});

test('a run whose Job ends and is deleted in one moment is kept as the watch saw it last, without a question for what is gone', async () => {
  put(job('nightly-1', 'nightly', false), job('nightly-2', 'nightly', false));
  for (const [name, isFinished] of [
    ['nightly-1', true],
    ['nightly-2', false],
  ] as const) {
    const last = projectRow(JOB_VIEW, job(name, 'nightly', isFinished), { now: 0, strings });
    store.apply({ type: 'delete', object: last, resourceVersion: '2' });
    tellGone(last);
  }
  store.flush();
  await clock.advance(60_000);
  expect(read).toEqual([]);
  expect(await runs.runsOf(clusterKey('c'), 'uid-nightly')).toMatchObject([
    { name: 'nightly-1', result: 'succeeded', template: null, settings: null },
  ]);
  recorder.close();
});

test('a run that could not be kept is tried again a minute later', async () => {
  const refused = vi.spyOn(runs, 'saveRun').mockRejectedValueOnce(new Error('disk full'));
  put(job('nightly-1', 'nightly', false));
  put(job('nightly-1', 'nightly', true));
  await clock.advance(30_000);
  expect([refused.mock.calls.length, await runs.hasRun('uid-nightly-1')]).toEqual([1, false]);
  await clock.advance(35_000);
  expect(await runs.hasRun('uid-nightly-1')).toBe(true);
  recorder.close();
  expect(clock.pendingTimers).toBe(0);
});
