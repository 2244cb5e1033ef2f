import { setMaxListeners } from 'node:events';
import { expect, test } from 'vitest';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { asArray, getPath } from '@lanthorn/base/json.ts';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { type ApiSource, readBody } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { ControllerContext } from '../../machinery/controller-context.ts';
import { PodGarbageCollector } from './pod-garbage-collector.ts';

test('a pod that cannot be taken away keeps no other, and is tried again', async () => {
  const clock = new FakeClock();
  const random = seededRandom(1);
  const server = new ApiServer({ clock, random });
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const real = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const tried: string[] = [];
  const source: ApiSource = {
    send: async request => {
      if (request.method === 'DELETE') tried.push(request.path.split('/').at(-1) ?? '');
      if (request.method === 'DELETE' && request.path.endsWith('/a')) throw new Error('no answer');
      return real.send(request);
    },
  };
  const context = new ControllerContext({ source, clock, random, logger: silentLogger, signal: stop.signal });
  new PodGarbageCollector(context);
  await context.start();
  for (const name of ['a', 'b'])
    server.load('pods.v1.', {
      metadata: { name, namespace: 'default', uid: name },
      spec: { nodeName: 'away', containers: [{ name: 'c', image: 'i' }] },
      status: { phase: 'Failed' },
    });
  for (let second = 0; second < 90; second++) await clock.advance(1_000);
  expect(tried).toEqual(['a', 'b', 'a']);
  stop.abort();
});

test('a pod of a node that is gone is told to have failed for that, whatever was told of it before', async () => {
  const clock = new FakeClock();
  const random = seededRandom(1);
  const server = new ApiServer({ clock, random });
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const real = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const told: unknown[] = [];
  const source: ApiSource = {
    send: request => {
      if (request.method === 'PATCH') told.push(JSON.parse(request.body ?? ''));
      return real.send(request);
    },
  };
  const context = new ControllerContext({ source, clock, random, logger: silentLogger, signal: stop.signal });
  new PodGarbageCollector(context);
  await context.start();
  const ready = { type: 'Ready', status: 'True' };
  server.load('pods.v1.', {
    metadata: { name: 'lost', namespace: 'default', uid: 'lost' },
    spec: { nodeName: 'away', containers: [{ name: 'c', image: 'i' }] },
    status: { phase: 'Running', conditions: [ready] },
  });
  for (let second = 0; second < 70; second++) await clock.advance(1_000);
  const why = { type: 'DisruptionTarget', status: 'True', reason: 'DeletionByPodGC' };
  const words = expect.objectContaining({ ...why, message: 'PodGC: node no longer exists' });
  expect(told).toEqual([{ status: { phase: 'Failed', conditions: [ready, words] } }]);
  stop.abort();
});

test('pods of a node that stays away go, and the oldest of too many that have ended', async () => {
  const clock = new FakeClock();
  const random = seededRandom(1);
  const server = new ApiServer({ clock, random });
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const source = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const context = new ControllerContext({ source, clock, random, logger: silentLogger, signal: stop.signal });
  new PodGarbageCollector(context, 2);
  await context.start();
  server.load('nodes.v1.', { metadata: { name: 'here', uid: 'here' } });
  const load = (name: string, nodeName: string, phase: string, second: number) =>
    server.load('pods.v1.', {
      metadata: { name, namespace: 'default', uid: name, creationTimestamp: `2026-01-01T00:00:0${second}Z` },
      spec: { nodeName, containers: [{ name: 'c', image: 'i' }] },
      status: { phase },
    });
  load('runs', 'here', 'Running', 0);
  load('lost', 'away', 'Running', 0);
  load('waits', '', 'Pending', 0);
  for (const [i, name] of ['third', 'first', 'second'].entries()) load(name, 'here', 'Succeeded', i);
  const names = async () => {
    const list: unknown = JSON.parse(
      await readBody(await source.send({ method: 'GET', path: '/api/v1/namespaces/default/pods' })),
    );
    return asArray(getPath(list, 'items')).map(item => getPath(item, 'metadata', 'name'));
  };
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second++) await clock.advance(1_000);
  };
  await pass(25);
  expect(await names()).toEqual(['first', 'lost', 'runs', 'second', 'waits']);
  await pass(45);
  expect(await names()).toEqual(['first', 'runs', 'second', 'waits']);
  stop.abort();
});
