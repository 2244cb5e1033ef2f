import { beforeEach, expect, test, vi } from 'vitest';
import { Boundary } from '../faults/boundary.ts';
import { Faults } from '../faults/faults.ts';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { SharedParts } from '@lanthorn/views/cells/shared-parts.ts';
import { asStringMap, getPath } from '@lanthorn/base/json.ts';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import { matchesLabels } from '@lanthorn/kube/selectors/label-selector.ts';
import { parseLabelSelector } from '@lanthorn/kube/selectors/label-selector-parser.ts';
import { FakeClock, settle } from '@lanthorn/testkit/fake-clock.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import { projectRow, type Row } from '@lanthorn/views/row.ts';
import { RowStore } from '@lanthorn/watch/row-store.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { clusterKey } from '../upstream/cluster-key.ts';
import { MemoryRuns } from '../history/memory/memory-runs.ts';
import { RunRecorder } from './run-recorder.ts';
import { ClusterClock } from '../upstream/sources/cluster-clock.ts';
import { OWNER } from '../upstream/identity.ts';

const C = clusterKey('c', OWNER);
const shared = new SharedParts();

function job(name: string, cronJob: string, isFinished: boolean) {
  const conditions = isFinished ? [{ type: 'Complete', status: 'True' }] : [];
  const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name: cronJob, uid: `uid-${cronJob}`, controller: true };
  return {
    metadata: { name, namespace: 'data', uid: `uid-${name}`, ownerReferences: [owner] },
    spec: { template: { spec: {} } },
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
/** Paths of all requests. */
let asked: string[];
/** What a Job's pods are. */
let pods: unknown[];
/** Events, by the uid of what they are about. */
let events: Readonly<Record<string, unknown[]>>;
/** Paths to which no answer comes. */
let isCut: (path: string) => boolean;
/** The status of the answer at a path, and what it says. */
let answers: Readonly<Record<string, { readonly status: number; readonly text: string }>>;
/** What is logged. */
let logged: string[];
/** Where a list of events or pods goes on that was cut by its limit. */
let next: string;

beforeEach(() => {
  clock = new FakeClock();
  store = new RowStore();
  runs = new MemoryRuns(10);
  read = [];
  asked = [];
  pods = [];
  events = {};
  next = '';
  isCut = () => false;
  answers = {};
  logged = [];
  const log = (_fields: unknown, message: string) => void logged.push(message);
  recorder = new RunRecorder(runs, {
    logger: { ...silentLogger, info: log, warn: log, error: log },
    boundary: new Boundary('runs', { clock, faults: new Faults(silentLogger) }),
  });
  const send = ({ path, query }: ApiRequest) => {
    asked.push(path);
    if (isCut(path)) return Promise.reject(new Error('connection refused'));
    const name = /\/jobs\/(.+)$/.exec(path)?.[1];
    if (name !== undefined) read.push(name);
    const [cronJob = ''] = (name ?? '').split('-');
    const about = query?.['fieldSelector']?.replace('involvedObject.uid=', '');
    const items =
      about === undefined ? pods.filter(pod => isSelected(pod, query?.['labelSelector'])) : (events[about] ?? []);
    const { status, text } = answers[path] ?? {
      status: 200,
      text: JSON.stringify(name === undefined ? { metadata: { continue: next }, items } : job(name, cronJob, true)),
    };
    async function* body() {
      yield text;
      await Promise.resolve();
    }
    return Promise.resolve({ status, headers: {}, warnings: [], body: body() });
  };
  const info = { name: 'c', isDemo: true, server: '', user: '', namespace: '', problem: null };
  const cluster: Cluster = {
    clock: new ClusterClock(clock),
    key: C,
    info,
    source: { send },
    close: async () => {},
  };
  recorder.follow(cluster, { view: JOB_VIEW, store, onGone: listener => void (tellGone = listener) });
});

/** Long enough for a run to be read, and no time for anything else. */
async function turns(): Promise<void> {
  for (let i = 0; i < 20; i++) await clock.advance(1);
}

/** As the API server selects. */
function isSelected(pod: unknown, selector = ''): boolean {
  const parsed = parseLabelSelector(selector);
  return parsed.ok && matchesLabels(parsed.value, asStringMap(getPath(pod, 'metadata', 'labels')));
}

/** A pod as the controller makes it for a Job. */
function podOf(jobName: string, { name = `${jobName}-x`, uid = `uid-${jobName}`, status = {} } = {}) {
  const owner = { apiVersion: 'batch/v1', kind: 'Job', name: jobName, uid, controller: true };
  const labels = { 'batch.kubernetes.io/controller-uid': uid, 'controller-uid': uid };
  const metadata = { namespace: 'data', name, uid: `uid-${name}-${uid}`, labels, ownerReferences: [owner] };
  return { metadata, status };
}

function put(...jobs: readonly unknown[]): void {
  for (const object of jobs)
    store.apply({
      type: 'apply',
      object: projectRow(JOB_VIEW, object, { now: 0, shared, hasRelations: false }),
      resourceVersion: '1',
    });
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
  await turns();
  expect(read).toHaveLength(10);
  expect(await runs.hasRun(C, 'uid-nightly-9')).toBe(true);
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
  recorder.readFirst(clusterKey('other', OWNER), 'uid-b');
  recorder.readFirst(C, 'uid-b');
  await turns();
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
  const status = {
    initContainerStatuses: [
      { name: 'first', state: { terminated: { exitCode: 0 } } },
      { name: 'second', state: failed },
    ],
    containerStatuses: [{ name: 'app', state: { waiting: { reason: 'PodInitializing' } } }],
  };
  pods = [podOf('nightly-1', { status })];
  put(job('nightly-1', 'nightly', false));
  put(job('nightly-1', 'nightly', true));
  await turns();
  const [run] = await runs.runsOf(clusterKey('c', OWNER), 'uid-nightly');
  expect(run?.pods[0]?.containers).toMatchObject([
    { name: 'second', exitCode: 3, reason: 'Error' },
    { name: 'app', exitCode: null, reason: 'PodInitializing' },
  ]);
  recorder.close();
});

test('the events of a run are kept in the order of their times, whatever they are about and whichever field says when', async () => {
  pods = [podOf('nightly-1')];
  const at = (second: number) => `2026-01-01T00:00:0${second}Z`;
  events = {
    'uid-nightly-1': [
      { reason: 'Completed', lastTimestamp: at(5) },
      { reason: 'SuccessfulCreate', lastTimestamp: at(1) },
    ],
    'uid-nightly-1-x-uid-nightly-1': [
      { reason: 'BackOff', eventTime: at(2), series: { count: 3, lastObservedTime: at(4) } },
      { reason: 'Scheduled', eventTime: at(2) },
      { reason: 'Started', lastTimestamp: at(3) },
    ],
  };
  put(job('nightly-1', 'nightly', false));
  put(job('nightly-1', 'nightly', true));
  await turns();
  const [run] = await runs.runsOf(clusterKey('c', OWNER), 'uid-nightly');
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
  await turns();
  expect(await runs.runsOf(clusterKey('c', OWNER), 'uid-nightly')).toMatchObject([
    { hasMorePods: true, hasMoreEvents: true },
  ]);
  recorder.close();
});

test('a run whose Job ends and is deleted in one moment is kept as the watch saw it last, without a question for what is gone', async () => {
  put(job('nightly-1', 'nightly', false), job('nightly-2', 'nightly', false));
  for (const [name, isFinished] of [
    ['nightly-1', true],
    ['nightly-2', false],
  ] as const) {
    const last = projectRow(JOB_VIEW, job(name, 'nightly', isFinished), { now: 0, shared, hasRelations: false });
    store.apply({ type: 'delete', object: last, resourceVersion: '2' });
    tellGone(last);
  }
  store.flush();
  await clock.advance(60_000);
  expect(read).toEqual([]);
  expect(await runs.runsOf(clusterKey('c', OWNER), 'uid-nightly')).toMatchObject([
    {
      name: 'nightly-1',
      result: 'succeeded',
      template: null,
      settings: null,
      missing: [
        { part: 'job', why: 'gone' },
        { part: 'pods', why: 'gone' },
      ],
    },
  ]);
  recorder.close();
});

test('a run that could not be kept is tried again', async () => {
  const refused = vi.spyOn(runs, 'saveRun').mockRejectedValueOnce(new Error('disk full'));
  put(job('nightly-1', 'nightly', false));
  put(job('nightly-1', 'nightly', true));
  await clock.advance(2_000);
  expect([refused.mock.calls.length, await runs.hasRun(C, 'uid-nightly-1')]).toEqual([1, false]);
  await clock.advance(10_000);
  expect(await runs.hasRun(C, 'uid-nightly-1')).toBe(true);
  recorder.close();
  expect(clock.pendingTimers).toBe(0);
});

test('a cluster that does not answer is asked ever more seldom, and it is said once that runs cannot be kept, and once that they are', async () => {
  isCut = () => true;
  put(...Array.from({ length: 50 }, (_, i) => job(`n${i}-1`, `n${i}`, true)));
  await clock.advance(3_600_000);
  expect(logged).toEqual(['runs cannot be kept now; it is tried on']);
  // Once a minute, after the first few.
  expect(asked.length).toBeLessThan(66);
  isCut = () => false;
  read = [];
  await clock.advance(60_000);
  // One in two seconds, as ever.
  expect(read.length).toBeLessThanOrEqual(31);
  await clock.advance(600_000);
  await turns();
  await turns();
  for (let i = 0; i < 50; i++) expect(await runs.hasRun(C, `uid-n${i}-1`)).toBe(true);
  expect(logged).toEqual(['runs cannot be kept now; it is tried on', 'all runs that could not be kept are kept']);
  recorder.close();
  expect(clock.pendingTimers).toBe(0);
});

test('one run that cannot be kept holds up no other for long, and is said once', async () => {
  isCut = path => path.endsWith('/jobs/n0-1');
  for (let i = 0; i <= 20; i++) {
    put(job(`n${i}-1`, `n${i}`, false));
    put(job(`n${i}-1`, `n${i}`, true));
    await clock.advance(60_000);
    expect(await runs.hasRun(C, `uid-n${i}-1`)).toBe(i > 0);
  }
  expect(logged).toHaveLength(1);
  recorder.close();
});

test('a Job that was made anew under the name of another lends it no pods', async () => {
  pods = [podOf('nightly-1', { uid: 'uid-anew', name: 'nightly-1-of-another' }), podOf('nightly-1')];
  put(job('nightly-1', 'nightly', false));
  put(job('nightly-1', 'nightly', true));
  await turns();
  const [run] = await runs.runsOf(clusterKey('c', OWNER), 'uid-nightly');
  expect(run?.pods.map(({ name }) => name)).toEqual(['nightly-1-x']);
  expect(asked.filter(path => path.includes('of-another'))).toEqual([]);
  recorder.close();
});

test.each([
  ['of a server before 1.27', { 'controller-uid': 'uid-nightly-1' }, { 'controller-uid': 'uid-nightly-1' }, 200],
  ['by a selector that somebody wrote', { app: 'nightly' }, { app: 'nightly' }, 200],
  ['of a Job that may not be read', { 'controller-uid': 'uid-nightly-1' }, undefined, 403],
])('pods are found %s', async (_title, labels, matchLabels, status) => {
  const made = podOf('nightly-1');
  pods = [{ ...made, metadata: { ...made.metadata, labels } }];
  const object = job('nightly-1', 'nightly', true);
  const text = JSON.stringify({ ...object, spec: { ...object.spec, selector: { matchLabels } } });
  answers = { '/apis/batch/v1/namespaces/data/jobs/nightly-1': { status, text } };
  put(job('nightly-1', 'nightly', false));
  put(object);
  await turns();
  const [run] = await runs.runsOf(C, 'uid-nightly');
  expect(run?.pods.map(({ name }) => name)).toEqual(['nightly-1-x']);
  recorder.close();
});

test('what was read before a connection broke is kept, although it is gone when it goes on; what is missing is said', async () => {
  const ended = { terminated: { exitCode: 3, reason: 'Error' } };
  const status = { containerStatuses: [{ name: 'app', state: ended }] };
  pods = [podOf('nightly-1', { status })];
  isCut = path => path.endsWith('/log');
  put(job('nightly-1', 'nightly', false));
  put(job('nightly-1', 'nightly', true));
  await turns();
  const [last] = [...store.rows()];
  if (last === undefined) throw new Error('no row');
  store.apply({ type: 'delete', object: last, resourceVersion: '2' });
  tellGone(last);
  store.flush();
  pods = [];
  isCut = () => false;
  await clock.advance(10_000);
  const [run] = await runs.runsOf(clusterKey('c', OWNER), 'uid-nightly');
  expect(run).toMatchObject({
    settings: {},
    missing: [],
    pods: [{ name: 'nightly-1-x', containers: [{ name: 'app', exitCode: 3, reason: 'Error' }] }],
  });
  expect(read).toEqual(['nightly-1']);
  recorder.close();
});

test('why a part was not read is kept by its code: what an API server said, what a proxy did, an answer that nobody can read', async () => {
  const containerStatuses = [{ name: 'app', state: { terminated: { exitCode: 3 } } }];
  pods = [podOf('nightly-1', { status: { containerStatuses } })];
  const forbidden = JSON.stringify({ kind: 'Status', status: 'Failure', message: 'no events for you', code: 403 });
  answers = {
    '/apis/batch/v1/namespaces/data/jobs/nightly-1': { status: 407, text: '<h1>Who are you?</h1>' },
    '/api/v1/namespaces/data/events': { status: 403, text: forbidden },
    '/api/v1/namespaces/data/pods/nightly-1-x/log': { status: 200, text: 'x'.repeat(16 * 1024 * 1024 + 1) },
  };
  put(job('nightly-1', 'nightly', false));
  put(job('nightly-1', 'nightly', true));
  await turns();
  const [run] = await runs.runsOf(C, 'uid-nightly');
  expect(run?.missing.map(({ part, text, refusal }) => [part, text, refusal?.code, refusal?.params])).toEqual([
    ['job', 'the server answered 407: Who are you?', 'answeredWith', { status: 407, detail: 'Who are you?' }],
    ['events', 'no events for you', 'serverSays', { detail: 'no events for you' }],
  ]);
  expect(run?.pods[0]?.containers[0]).toMatchObject({
    logProblem: 'the answer is longer than 16777216 characters',
    logRefusal: { code: 'answerTooLong', params: { most: 16_777_216 } },
  });
  recorder.close();
});

test('a run whose reading failed before its Job was deleted is asked for what is left, and says what is not', async () => {
  pods = [podOf('nightly-1')];
  isCut = () => true;
  put(job('nightly-1', 'nightly', false));
  put(job('nightly-1', 'nightly', true));
  await turns();
  const [last] = [...store.rows()];
  if (last === undefined) throw new Error('no row');
  store.apply({ type: 'delete', object: last, resourceVersion: '2' });
  tellGone(last);
  store.flush();
  isCut = () => false;
  await clock.advance(10_000);
  const [run] = await runs.runsOf(clusterKey('c', OWNER), 'uid-nightly');
  expect(run).toMatchObject({
    result: 'succeeded',
    template: null,
    pods: [{ name: 'nightly-1-x' }],
    missing: [{ part: 'job', why: 'gone', text: '', refusal: null }],
  });
  recorder.close();
});
