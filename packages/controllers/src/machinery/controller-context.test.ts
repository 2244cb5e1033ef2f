import { setMaxListeners } from 'node:events';
import { expect, test, vi } from 'vitest';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { ReplicaSetController } from '../controllers/replicaset-controller.ts';
import { ControllerContext } from './controller-context.ts';

const METADATA = { namespace: 'default', labels: { app: 'a' } };
const SPEC = { containers: [{ name: 'c', image: 'i' }] };

test('nobody acts before all that is there was listed', async () => {
  const clock = new FakeClock();
  const random = seededRandom(1);
  const server = new ApiServer({ clock, random });
  const admin = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  server.load('replicasets.v1.apps', {
    metadata: { ...METADATA, name: 'set', uid: 'u' },
    spec: { replicas: 1, selector: { matchLabels: METADATA.labels }, template: { metadata: METADATA, spec: SPEC } },
  });
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'set', uid: 'u', controller: true };
  server.load('pods.v1.', { metadata: { ...METADATA, name: 'set-1', uid: 'p', ownerReferences: [owner] }, spec: SPEC });
  let listPods = () => {};
  const isLate = new Promise<void>(resolve => {
    listPods = resolve;
  });
  const written: string[] = [];
  const source: typeof admin = {
    ...admin,
    send: async (request: ApiRequest, signal) => {
      if (request.method === 'POST') written.push(request.path);
      if (request.path === '/api/v1/pods') await isLate;
      return admin.send(request, signal);
    },
  };
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const context = new ControllerContext({ source, clock, random, logger: silentLogger, signal: stop.signal });
  new ReplicaSetController(context);
  const started = context.start();
  await clock.advance(5_000);
  listPods();
  await started;
  await clock.advance(5_000);
  stop.abort();
  expect(written).toEqual([]);
});

test('a list that never comes is named, until nobody waits for it any more', async () => {
  const clock = new FakeClock();
  const random = seededRandom(1);
  const admin = new ApiServer({ clock, random }).as({ username: 'admin', groups: [MASTERS_GROUP] });
  const source: typeof admin = {
    ...admin,
    send: (request, signal) => (request.path === '/api/v1/pods' ? new Promise(() => {}) : admin.send(request, signal)),
  };
  const warn = vi.fn();
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const logger = { ...silentLogger, warn };
  const context = new ControllerContext({ source, clock, random, logger, signal: stop.signal });
  const isOver = { started: false, synced: false };
  void context.start().then(() => (isOver.started = true));
  void context.synced.then(() => (isOver.synced = true));
  await clock.advance(9_000);
  expect(warn).not.toHaveBeenCalled();
  await clock.advance(12_000);
  expect(warn.mock.calls.map(([fields]) => fields)).toEqual([{ resources: ['pods.v1.'] }, { resources: ['pods.v1.'] }]);
  expect(isOver).toEqual({ started: false, synced: false });
  stop.abort();
  await clock.advance(60_000);
  expect([isOver, warn.mock.calls.length]).toEqual([{ started: true, synced: true }, 2]);
});
