import { setMaxListeners } from 'node:events';
import { expect, test } from 'vitest';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { type ApiRequest, readBody } from '@lanthorn/kube/api/api-request.ts';
import { readLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { ControllerContext } from '../machinery/controller-context.ts';
import { claimPods } from './claimed-pods.ts';
import { GarbageCollector } from './garbage-collector.ts';
import { JobController } from './job-controller.ts';
import { ReplicaSetController } from './replicaset-controller.ts';

const PODS = '/api/v1/namespaces/default/pods';
const MAPS = '/api/v1/namespaces/default/configmaps';
const SETS = '/apis/apps/v1/namespaces/default/replicasets';
const MERGE = 'application/merge-patch+json';
const LABELS = { app: 'a' };
const SPEC = { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] };

type Send = (method: ApiRequest['method'], path: string, body?: object, type?: string) => Promise<object>;

/** Controllers; `before` is run before each of their requests arrives. */
async function start(before: (request: ApiRequest, send: Send) => Promise<void> = async () => {}) {
  const clock = new FakeClock();
  const random = seededRandom(1);
  const server = new ApiServer({ clock, random });
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const admin = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const send: Send = async (method, path, body, type = 'application/json') => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    return JSON.parse(await readBody(await admin.send({ method, path, headers: { 'content-type': type }, ...sent })));
  };
  const source: typeof admin = {
    ...admin,
    send: async (request, signal) => {
      await before(request, send);
      return admin.send(request, signal);
    },
  };
  await send('POST', '/api/v1/namespaces/default/serviceaccounts', { metadata: { name: 'default' } });
  const context = new ControllerContext({ source, clock, random, logger: silentLogger, signal: stop.signal });
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second++) await clock.advance(1_000);
  };
  return { context, send, pass, stop };
}

const ownersOf = async (send: Send, path: string) =>
  asArray(getPath(await send('GET', path), 'metadata', 'ownerReferences')).map(owner =>
    asString(getPath(owner, 'name')),
  );

test('of two who select a pod that nobody owns one has it, and keeps it', async () => {
  const { context, send, stop } = await start();
  await send('POST', PODS, { metadata: { name: 'p', labels: LABELS }, spec: SPEC });
  await context.start();
  const selector = readLabelSelector({ matchLabels: LABELS });
  const claim = (kind: string) => {
    const object = { metadata: { name: kind, namespace: 'default', uid: kind } };
    return claimPods(context, { object, apiVersion: 'v1', kind, selector, takes: () => true });
  };
  const [first, second] = await Promise.allSettled([claim('one'), claim('two')]);
  expect([first.status, second.status]).toEqual(['fulfilled', 'rejected']);
  expect(await ownersOf(send, `${PODS}/p`)).toEqual(['one']);
  // The queue tries again: by now it is known whose the pod is.
  expect(await claim('two')).toEqual([]);
  stop.abort();
});

test('a ReplicaSet leaves pods that have ended to others; a Job counts them', async () => {
  const { context, send, pass, stop } = await start();
  for (const name of ['of-set', 'of-job']) {
    await send('POST', PODS, { metadata: { name, labels: { app: name } }, spec: SPEC });
    await send('PATCH', `${PODS}/${name}/status`, { status: { phase: 'Succeeded' } }, MERGE);
  }
  const templateOf = (app: string) => ({ metadata: { labels: { app } }, spec: SPEC });
  const of = (app: string) => ({ selector: { matchLabels: { app } }, template: templateOf(app) });
  await send('POST', SETS, { metadata: { name: 'set' }, spec: { replicas: 1, ...of('of-set') } });
  const job = { metadata: { name: 'job' }, spec: { manualSelector: true, ...of('of-job') } };
  await send('POST', '/apis/batch/v1/namespaces/default/jobs', job);
  new ReplicaSetController(context);
  new JobController(context);
  await context.start();
  await pass(5);
  expect(await ownersOf(send, `${PODS}/of-set`)).toEqual([]);
  expect(await ownersOf(send, `${PODS}/of-job`)).toEqual(['job']);
  stop.abort();
});

test.each(['Background', 'Orphan'])('an owner that came meanwhile stays when another goes (%s)', async policy => {
  let isLate = false;
  const added: object[] = [];
  const { context, send, pass, stop } = await start(async ({ method, path }, write) => {
    if (isLate || method !== 'PATCH' || path !== `${MAPS}/dependent`) return;
    isLate = true;
    await write('PATCH', `${MAPS}/dependent`, { metadata: { ownerReferences: added } }, MERGE);
  });
  const owners: object[] = [];
  for (const name of ['goes', 'stays', 'came']) {
    const made = await send('POST', MAPS, { metadata: { name } });
    owners.push({ apiVersion: 'v1', kind: 'ConfigMap', name, uid: getPath(made, 'metadata', 'uid') });
  }
  added.push(...owners);
  await send('POST', MAPS, { metadata: { name: 'dependent', ownerReferences: owners.slice(0, 2) } });
  new GarbageCollector(context);
  await context.start();
  await send('DELETE', `${MAPS}/goes`, { propagationPolicy: policy });
  await pass(5);
  expect(isLate).toBe(true);
  expect(await ownersOf(send, `${MAPS}/dependent`)).toEqual(['stays', 'came']);
  stop.abort();
});
