import { setMaxListeners } from 'node:events';
import { expect, test } from 'vitest';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { getPath } from '@lanthorn/base/json.ts';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { type ApiRequest, readBody } from '@lanthorn/kube/api/api-request.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { ControllerContext } from '../machinery/controller-context.ts';
import { JobController } from './job-controller.ts';
import { JobPods } from './job-pods.ts';

const JOB = '/apis/batch/v1/namespaces/default/jobs/j';
const PODS = '/api/v1/namespaces/default/pods';

async function startJobs(load: (server: ApiServer) => void = () => {}) {
  const clock = new FakeClock();
  const random = seededRandom(1);
  const server = new ApiServer({ clock, random });
  load(server);
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const source = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const context = new ControllerContext({ source, clock, random, logger: silentLogger, signal: stop.signal });
  new JobController(context);
  await context.start();
  const send = async (method: ApiRequest['method'], path: string, body?: object, type = 'application/json') => {
    const headers = { 'content-type': type };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    return JSON.parse(await readBody(await source.send({ method, path, headers, ...sent }))) as object;
  };
  await send('POST', '/api/v1/namespaces/default/serviceaccounts', { metadata: { name: 'default' } });
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second++) await clock.advance(1_000);
  };
  /** All pods of the Job that are there have succeeded. */
  const succeed = async () => {
    const list = (await send('GET', PODS)) as { items: { metadata: { name: string } }[] };
    for (const { metadata } of list.items)
      await send('PATCH', `${PODS}/${metadata.name}/status`, { status: { phase: 'Succeeded' } }, MERGE);
    await pass(3);
    return list.items.map(({ metadata }) => metadata.name);
  };
  return { send, pass, succeed, stop, server, context };
}

const MERGE = 'application/merge-patch+json';
const job = (spec: object) => ({
  metadata: { name: 'j' },
  spec: {
    completions: 3,
    completionMode: 'Indexed',
    template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] } },
    ...spec,
  },
});

test('an index that was told to be done stays so when its pod is taken away', async () => {
  const { send, pass, succeed, stop } = await startJobs();
  await send('POST', '/apis/batch/v1/namespaces/default/jobs', job({}));
  await pass(3);
  for (let index = 0; index < 3; index++) {
    const [name = ''] = await succeed();
    expect(name).toMatch(new RegExp(`^j-${index}-`));
    await send('DELETE', `${PODS}/${name}`, { gracePeriodSeconds: 0 });
    await pass(3);
  }
  const status = getPath(await send('GET', JOB), 'status');
  expect(status).toMatchObject({ succeeded: 3, completedIndexes: '0-2' });
  expect(getPath(status, 'completionTime')).toBeDefined();
  stop.abort();
});

test('a Job that goes on says so to who watches: what was told before is not changed in place', async () => {
  const { send, pass, stop, server } = await startJobs();
  await send('POST', '/apis/batch/v1/namespaces/default/jobs', job({ suspend: true }));
  await pass(3);
  const before = server.storage.get('jobs.v1.batch', 'default/j');
  const conditions = JSON.stringify(getPath(before, 'status', 'conditions'));
  expect(conditions).toContain('JobSuspended');
  await send('PATCH', JOB, { spec: { suspend: false } }, MERGE);
  await pass(3);
  expect(JSON.stringify(getPath(before, 'status', 'conditions'))).toBe(conditions);
  expect(JSON.stringify(await send('GET', JOB))).toContain('JobResumed');
  stop.abort();
});

test('of a Job without indexes, too, what was counted stays so when its pods are taken away', async () => {
  const { send, pass, succeed, stop } = await startJobs();
  await send('POST', '/apis/batch/v1/namespaces/default/jobs', job({ completionMode: 'NonIndexed' }));
  await pass(3);
  for (let run = 0; run < 3; run++) {
    const [name = ''] = await succeed();
    await send('DELETE', `${PODS}/${name}`, { gracePeriodSeconds: 0 });
    await pass(3);
  }
  const status = getPath(await send('GET', JOB), 'status');
  expect(status).toMatchObject({ succeeded: 3, conditions: [{ type: 'SuccessCriteriaMet' }, { type: 'Complete' }] });
  stop.abort();
});

test('a failure is counted as well when its pod is gone, and how often one may fail with it', async () => {
  const { send, pass, stop } = await startJobs();
  await send('POST', '/apis/batch/v1/namespaces/default/jobs', job({ completionMode: 'NonIndexed', backoffLimit: 1 }));
  await pass(3);
  for (let run = 0; run < 2; run++) {
    const list = (await send('GET', PODS)) as { items: { metadata: { name: string } }[] };
    const name = list.items[0]?.metadata.name ?? '';
    await send('PATCH', `${PODS}/${name}/status`, { status: { phase: 'Failed' } }, MERGE);
    await send('DELETE', `${PODS}/${name}`, { gracePeriodSeconds: 0 });
    await pass(30);
  }
  expect(getPath(await send('GET', JOB), 'status')).toMatchObject({
    failed: 2,
    conditions: [{ type: 'FailureTarget' }, { type: 'Failed', reason: 'BackoffLimitExceeded' }],
  });
  stop.abort();
});

test('of a Job that was there before, what its status says is done stays so, whichever pods of it are left', async () => {
  const owner = { apiVersion: 'batch/v1', kind: 'Job', name: 'j', uid: 'j', controller: true };
  const { send, pass, stop } = await startJobs(server => {
    const made = job({ completions: 6, parallelism: 6 });
    const metadata = { name: 'j', namespace: 'default', uid: 'j' };
    server.load('jobs.v1.batch', { ...made, metadata, status: { succeeded: 5, completedIndexes: '0-4' } });
    server.load('pods.v1.', {
      metadata: {
        ...{ name: 'j-4-x', namespace: 'default', uid: 'j-4', ownerReferences: [owner] },
        annotations: { 'batch.kubernetes.io/job-completion-index': '4' },
      },
      status: { phase: 'Succeeded' },
    });
  });
  await pass(5);
  const { items } = (await send('GET', PODS)) as { items: { metadata: { name: string } }[] };
  expect(items.map(({ metadata }) => metadata.name.slice(0, 4))).toEqual(['j-4-', 'j-5-']);
  expect(getPath(await send('GET', JOB), 'status', 'completedIndexes')).toBe('0-4');
  stop.abort();
});

test('nothing is kept of a Job that is gone once its last pod is, though that still changes in between', async () => {
  const { send, pass, succeed, stop, context } = await startJobs();
  const pods = new JobPods(context);
  await send('POST', '/apis/batch/v1/namespaces/default/jobs', job({ completions: 1 }));
  await pass(3);
  const [name = ''] = await succeed();
  const made = (await send('GET', JOB)) as KubeObject;
  expect(pods.of(made)).toMatchObject({ succeededCount: 1, gone: { succeeded: 0 } });
  await send('DELETE', JOB, { propagationPolicy: 'Background' });
  await pass(3);
  await send('PATCH', `${PODS}/${name}`, { metadata: { annotations: { a: 'b' } } }, MERGE);
  await pass(3);
  expect(pods.of(made).succeededCount).toBe(1);
  await send('DELETE', `${PODS}/${name}`, { gracePeriodSeconds: 0 });
  await pass(3);
  expect(pods.of(made)).toMatchObject({ succeededCount: 0, gone: { succeeded: 0 } });
  stop.abort();
});
