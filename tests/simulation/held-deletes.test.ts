import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { ActionKind } from '@lanthorn/actions/action-records.ts';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import { heldMessage } from '@lanthorn/protocol/operation-state.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { MemoryOperations } from '../../apps/server/src/history/memory/memory-operations.ts';
import { openHistory } from '../../apps/server/src/history/open-history.ts';
import type { OperationsStore } from '../../apps/server/src/history/stores/operations-store.ts';
import { Hub } from '../../apps/server/src/hub/hub.ts';
import { ClusterSchemas } from '../../apps/server/src/operations/cluster-schemas.ts';
import { OperationRunner } from '../../apps/server/src/operations/operation-runner.ts';
import { ClusterClock } from '../../apps/server/src/upstream/sources/cluster-clock.ts';
import { clusterKey } from '../../apps/server/src/upstream/cluster-key.ts';
import { OWNER } from '../../apps/server/src/upstream/identity.ts';

const MERGE = 'application/merge-patch+json';
const SPEC = {
  schedule: '0 3 * * *',
  jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] } } } },
};

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

function stage(store: OperationsStore = new MemoryOperations()) {
  const clock = new FakeClock();
  const random = seededRandom(3);
  const server = new ApiServer({ clock, random });
  const source = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  /** What happens just before the first delete of the program is sent, and how it was refused. */
  const between: { do: (() => Promise<void>) | null; readonly refused: number[] } = { do: null, refused: [] };
  const program: typeof source = {
    send: async (sent, signal) => {
      const { do: happen } = between;
      if (sent.method !== 'DELETE' || happen === null) return source.send(sent, signal);
      between.do = null;
      await happen();
      const answer = await source.send(sent, signal);
      if (answer.status >= 400) between.refused.push(answer.status);
      return answer;
    },
  };
  const request = async (
    method: 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    type = 'application/json',
  ) => {
    const headers = { 'content-type': type };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    return JSON.parse(await readBody(await source.send({ method, path, headers, ...sent }))) as KubeObject;
  };
  const info = { name: 'sim', isDemo: true, server: '', user: 'admin', namespace: 'default', problem: null };
  const cluster = {
    clock: new ClusterClock(clock),
    key: clusterKey(info.name, OWNER),
    info,
    source: program,
    close: async () => {},
  };
  const hub = new Hub({ clusters: { list: () => [info], get: () => cluster }, clock, random });
  let told: Operation | null = null;
  const run = (kept: OperationsStore) =>
    new OperationRunner({
      hub,
      store: kept,
      schemas: new ClusterSchemas(clock),
      publish: operation => (told = operation),
    });
  const runner = run(store);
  /** A promise of this program may be many turns away. */
  const settled = async () => {
    for (let i = 0; i < 40; i++) await clock.advance(50);
  };
  const start = async (kind: ActionKind, resource: { group: string; resource: string }, { metadata }: KubeObject) => {
    const { namespace = '', name = '', uid = '' } = metadata;
    const target = { cluster: 'sim', resource: { version: 'v1', ...resource }, namespace, name, uid };
    const id = crypto.randomUUID();
    void runner.start(OWNER, { id, suffix: 'x7k2p', kind, targets: [target] });
    await settled();
  };
  return { clock, settled, hub, request, start, runner, run, between, target: () => told?.targets[0] };
}

const CRONJOBS = { group: 'batch', resource: 'cronjobs' };

test('a delete is not done before its finalizers are gone; they are named as they are now', async () => {
  const { clock, settled, hub, request, start, target } = stage();
  const path = '/apis/batch/v1/namespaces/default/cronjobs';
  const held = await request('POST', path, {
    metadata: { name: 'held', finalizers: ['a.example/x', 'b.example/y'] },
    spec: SPEC,
  });
  await start('object.delete', CRONJOBS, held);
  expect(target()).toMatchObject({ phase: 'accepted', message: heldMessage(['a.example/x', 'b.example/y']) });
  await clock.advance(3_600_000);
  expect(target()?.phase).toBe('accepted');
  await request('PATCH', `${path}/held`, { metadata: { finalizers: ['b.example/y'] } }, MERGE);
  await settled();
  expect(target()).toMatchObject({ phase: 'accepted', message: heldMessage(['b.example/y']) });
  await request('PATCH', `${path}/held`, { metadata: { finalizers: null } }, MERGE);
  await settled();
  expect(target()).toMatchObject({ phase: 'seen', message: '' });
  expect(hub.openWatches).toBe(0);
  hub.close();
});

test('who holds it is not told on when nobody looks any more: that is said instead', async () => {
  const { clock, settled, hub, request, start, target } = stage();
  const path = '/apis/batch/v1/namespaces/default/cronjobs';
  const held = await request('POST', path, { metadata: { name: 'held', finalizers: ['a.example/x'] }, spec: SPEC });
  await start('object.delete', CRONJOBS, held);
  await clock.advance(5 * 3_600_000);
  expect(target()).toMatchObject({ phase: 'accepted', message: heldMessage(['a.example/x']) });
  await clock.advance(2 * 3_600_000);
  await settled();
  expect(hub.openWatches).toBe(0);
  await request('PATCH', `${path}/held`, { metadata: { finalizers: ['b.example/y'] } }, MERGE);
  await settled();
  expect(target()).toMatchObject({ phase: 'accepted', message: 'operation.unfollowed' });
  hub.close();
});

test('a delete that the server was restarted over is followed on to its end', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lanthorn-held-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  const history = openHistory(folder, { clock: new FakeClock() });
  const { clock, settled, hub, request, start, runner, run, target } = stage(history.operations);
  const path = '/apis/batch/v1/namespaces/default/cronjobs';
  const finalizers = ['a.example/x', 'b.example/y'];
  const held = await request('POST', path, { metadata: { name: 'held', finalizers }, spec: SPEC });
  await start('object.delete', CRONJOBS, held);
  await runner.close();
  await history.close();
  const later = openHistory(folder, { clock: new FakeClock() });
  cleanups.push(() => void later.close());
  const next = run(later.operations);
  await settled();
  await request('PATCH', `${path}/held`, { metadata: { finalizers: ['b.example/y'] } }, MERGE);
  await settled();
  expect(target()).toMatchObject({ phase: 'accepted', message: heldMessage(['b.example/y']) });
  // Longer than it is watched at a time.
  await clock.advance(3_600_000);
  await request('PATCH', `${path}/held`, { metadata: { finalizers: null } }, MERGE);
  await settled();
  expect(target()).toMatchObject({ phase: 'seen', message: '' });
  expect((await later.operations.recent(OWNER.key, { operations: 1, targets: 1 }))[0]?.targets[0]?.phase).toBe('seen');
  await next.close();
  hub.close();
});

test('a pod in its grace period is being deleted until it is gone', async () => {
  const { settled, hub, request, start, target } = stage();
  const path = '/api/v1/namespaces/default/pods';
  const pod = await request('POST', path, {
    metadata: { name: 'slow' },
    spec: { nodeName: 'n1', terminationGracePeriodSeconds: 30, containers: [{ name: 'c', image: 'i' }] },
  });
  await start('object.delete', { group: '', resource: 'pods' }, pod);
  expect(target()).toMatchObject({ phase: 'accepted', message: heldMessage([]) });
  await request('DELETE', `${path}/slow`, { gracePeriodSeconds: 0 });
  await settled();
  expect(target()).toMatchObject({ phase: 'seen', message: '' });
  expect(hub.openWatches).toBe(0);
  hub.close();
});

test.each(['object.delete', 'cronjob.suspend'] as const)(
  '%s of an object that was made anew under its name leaves the new one alone, and says so',
  async kind => {
    const { hub, request, start, target } = stage();
    const path = '/apis/batch/v1/namespaces/default/cronjobs';
    const chosen = await request('POST', path, { metadata: { name: 'nightly' }, spec: SPEC });
    await request('DELETE', `${path}/nightly`);
    const anew = await request('POST', path, { metadata: { name: 'nightly' }, spec: SPEC });
    await start(kind, CRONJOBS, chosen);
    expect(target()).toMatchObject({ phase: 'failed', canUndo: false, status: { code: 409 } });
    expect(target()?.message).toBe('another object of this name took its place');
    const { metadata, ...left } = await request('PATCH', `${path}/nightly`, {}, MERGE);
    expect(metadata).toMatchObject({ uid: anew.metadata.uid, resourceVersion: anew.metadata.resourceVersion });
    expect(left).toMatchObject({ spec: { suspend: false } });
    hub.close();
  },
);

test('an object that is made anew between reading and sending is refused by the server itself', async () => {
  const { hub, request, start, target, between } = stage();
  const path = '/apis/batch/v1/namespaces/default/cronjobs';
  const chosen = await request('POST', path, { metadata: { name: 'nightly' }, spec: SPEC });
  between.do = async () => {
    await request('DELETE', `${path}/nightly`);
    await request('POST', path, { metadata: { name: 'nightly' }, spec: SPEC });
  };
  await start('object.delete', CRONJOBS, chosen);
  expect(between.refused).toEqual([409]);
  expect(target()).toMatchObject({ phase: 'failed', status: { code: 409 } });
  hub.close();
});

test('a delete that nobody holds is done at once', async () => {
  const { hub, request, start, target } = stage();
  const free = await request('POST', '/apis/batch/v1/namespaces/default/cronjobs', {
    metadata: { name: 'free' },
    spec: SPEC,
  });
  await start('object.delete', CRONJOBS, free);
  expect(target()).toMatchObject({ phase: 'seen', message: '' });
  hub.close();
});

test('a namespace is not gone while its content is; what is to be made in it is refused, in the words of the server', async () => {
  const { hub, request, start, target } = stage();
  const namespace = await request('POST', '/api/v1/namespaces', { metadata: { name: 'shop' } });
  const cronJob = await request('POST', '/apis/batch/v1/namespaces/shop/cronjobs', {
    metadata: { name: 'nightly' },
    spec: SPEC,
  });
  await start('object.delete', { group: '', resource: 'namespaces' }, namespace);
  expect(target()).toMatchObject({ phase: 'accepted', message: heldMessage(['kubernetes']) });
  await start('cronjob.run', CRONJOBS, cronJob);
  expect(target()).toMatchObject({
    phase: 'failed',
    status: { code: 403, details: { causes: [{ reason: 'NamespaceTerminating' }] } },
  });
  expect(target()?.message).toContain('unable to create new content in namespace shop because it is being terminated');
  hub.close();
});
