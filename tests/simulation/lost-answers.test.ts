import { describe, expect, test } from 'vitest';
import type { ActionParams } from '@lanthorn/actions/machinery/action.ts';
import { type ActionKind, ACTION_RECORDS } from '@lanthorn/actions/action-records.ts';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import { getPath } from '@lanthorn/base/json.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { type ApiRequest, type ApiSource, readBody } from '@lanthorn/kube/api/api-request.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { MemoryOperations } from '../../apps/server/src/history/memory/memory-operations.ts';
import { Hub } from '../../apps/server/src/hub/hub.ts';
import { ClusterSchemas } from '../../apps/server/src/operations/cluster-schemas.ts';
import { OperationRunner } from '../../apps/server/src/operations/operation-runner.ts';
import { systemClock } from '../../apps/server/src/system-clock.ts';
import { ClusterClock } from '../../apps/server/src/upstream/sources/cluster-clock.ts';
import { clusterKey } from '../../apps/server/src/upstream/cluster-key.ts';
import { OWNER } from '../../apps/server/src/upstream/identity.ts';

// Every action there is, under the two troubles each must meet: an answer that never comes, and a right that is missing.

const CRONJOBS = '/apis/batch/v1/namespaces/default/cronjobs';
const JOBS = '/apis/batch/v1/namespaces/default/jobs';
const SLOT = Date.UTC(2026, 10, 22, 3);
const podTemplate = { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] } };

/** Lets a change through and loses its answer, once; what is read next fails with it, as on a connection that broke. */
class LossySource implements ApiSource {
  readonly #inner: ApiSource;
  readonly changes: ApiRequest[] = [];
  isLosing = false;
  /** No watch can be opened. */
  isBroken = false;
  #failingReads = 0;

  constructor(inner: ApiSource) {
    this.#inner = inner;
  }

  async send(...[request, signal]: Parameters<ApiSource['send']>) {
    const isRead = request.method === 'GET' && request.query?.['watch'] === undefined;
    if (this.isBroken && request.query?.['watch'] !== undefined) throw new Error('read ECONNRESET');
    if (isRead && this.#failingReads-- > 0) throw new Error('read ECONNRESET');
    const response = await this.#inner.send(request, signal);
    if (request.method === 'GET' || request.path.includes('reviews')) return response;
    this.changes.push(request);
    if (!this.isLosing) return response;
    this.isLosing = false;
    this.#failingReads = 2;
    await readBody(response);
    throw new Error('socket hang up');
  }
}

async function stage(user: { username: string; groups: string[] }, clock: Clock = systemClock) {
  const random = seededRandom(3);
  const server = new ApiServer({ clock, random });
  const admin = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const request = async (method: 'GET' | 'POST', path: string, body?: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const response = await admin.send({
      method,
      path,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: JSON.parse(await readBody(response)) as KubeObject };
  };
  await request('POST', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
    metadata: { name: 'viewer' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'viewer' }],
  });
  const cronJob = await request('POST', CRONJOBS, {
    metadata: { name: 'nightly' },
    spec: { schedule: '0 3 * * *', suspend: false, jobTemplate: { spec: { template: podTemplate } } },
  });
  const job = await request('POST', JOBS, { metadata: { name: 'once' }, spec: { template: podTemplate } });
  const source = new LossySource(server.as(user));
  const info = { name: 'sim', isDemo: true, server: '', user: user.username, namespace: 'default', problem: null };
  const cluster = {
    clock: new ClusterClock(clock),
    key: clusterKey(info.name, OWNER),
    info,
    source,
    close: async () => {},
  };
  const hub = new Hub({ clusters: { list: () => [info], get: () => cluster }, clock, random });
  let settle: (operation: Operation) => void = () => {};
  const runner = new OperationRunner({
    hub,
    store: new MemoryOperations(),
    schemas: new ClusterSchemas(hub.clock),
    publish: operation => {
      if (['seen', 'failed'].includes(operation.targets[0]?.phase ?? '')) settle(operation);
    },
  });
  const target = (resource: string, { metadata }: KubeObject) => ({
    cluster: 'sim',
    resource: { group: 'batch', version: 'v1', resource },
    namespace: 'default',
    name: metadata.name ?? '',
    uid: metadata.uid ?? '',
  });
  const run = (kind: ActionKind, object: KubeObject, params: ActionParams) =>
    new Promise<Operation>(resolve => {
      settle = resolve;
      const resource = kind.startsWith('job.') ? 'jobs' : 'cronjobs';
      void runner.start(OWNER, {
        id: crypto.randomUUID(),
        suffix: 'x7k2p',
        kind,
        targets: [target(resource, object)],
        params,
      });
    });
  return { request, cronJob: cronJob.body, job: job.body, source, run, hub, cluster };
}

const PARAMS: Partial<Record<ActionKind, (cronJob: KubeObject) => ActionParams>> = {
  'cronjob.pause': () => ({ pause: { until: '2099-01-01T00:00:00Z', by: 'a', reason: '' } }),
  'cronjob.reschedule': cronJob => ({
    schedules: { [cronJob.metadata.uid ?? '']: { schedule: '30 3 * * *', timeZone: 'Asia/Tokyo' } },
  }),
  'cronjob.backfill': () => ({ backfill: { slots: [SLOT], env: '', atOnce: 1 } }),
  'object.edit': cronJob => ({
    edit: {
      base: cronJob,
      mine: { ...cronJob, spec: { ...(cronJob['spec'] as object), schedule: '1 1 * * *' } },
      choices: {},
    },
  }),
  'object.create': cronJob => ({ object: { ...cronJob, metadata: { name: 'again', namespace: 'default' } } }),
};
const KINDS = ACTION_RECORDS.map(({ kind }) => kind);

function subjectOf(kind: ActionKind, { cronJob, job }: { cronJob: KubeObject; job: KubeObject }): KubeObject {
  if (kind === 'object.create') return { ...cronJob, metadata: { ...cronJob.metadata, name: 'again' } };
  return kind.startsWith('job.') ? job : cronJob;
}

test('who acts does not wait for the back-off of a watch that broke before', async () => {
  const clock = new FakeClock();
  const scene = await stage({ username: 'admin', groups: [MASTERS_GROUP] }, clock);
  const resource = { group: 'batch', version: 'v1', resource: 'cronjobs' };
  scene.source.isBroken = true;
  const open = scene.hub.object(scene.cluster, { resource, namespace: 'default', name: 'nightly' });
  await clock.advance(120_000);
  expect(open.value.state.kind).toBe('stale');
  scene.source.isBroken = false;
  let phase = '';
  void scene.run('cronjob.suspend', scene.cronJob, {}).then(({ targets }) => (phase = targets[0]?.phase ?? ''));
  for (let passed = 0; passed < 2_000; passed += 100) await clock.advance(100);
  expect(phase).toBe('seen');
  open.release();
  scene.hub.close();
});

describe('an answer that is lost', () => {
  test.each(KINDS)('%s: done once, and called done', async kind => {
    const scene = await stage({ username: 'admin', groups: [MASTERS_GROUP] });
    const object = subjectOf(kind, scene);
    if (kind.endsWith('.resume'))
      await scene.run(kind === 'job.resume' ? 'job.suspend' : 'cronjob.suspend', object, {});
    scene.source.changes.length = 0;
    scene.source.isLosing = true;
    const operation = await scene.run(kind, object, PARAMS[kind]?.(scene.cronJob) ?? {});
    expect(scene.source.isLosing).toBe(false);
    expect([operation.targets[0]?.phase, operation.targets[0]?.message]).toEqual(['seen', '']);
    // A create that is sent again meets its own work by name; anything else is found done and not sent again.
    const isCreate = ['cronjob.run', 'cronjob.backfill', 'job.rerun', 'object.create'].includes(kind);
    expect(scene.source.changes.length).toBeLessThanOrEqual(isCreate ? 2 : 1);
    const { body } = await scene.request('GET', JOBS);
    const made = (body['items'] as KubeObject[]).filter(({ metadata }) => metadata.name !== 'once');
    expect(made).toHaveLength(['cronjob.run', 'cronjob.backfill', 'job.rerun'].includes(kind) ? 1 : 0);
    scene.hub.close();
  });
});

describe('a right that is missing', () => {
  test.each(KINDS)('%s: refused in the server’s words, and nothing is changed', async kind => {
    const scene = await stage({ username: 'viewer', groups: [] });
    const before = [
      (await scene.request('GET', CRONJOBS)).body['items'],
      (await scene.request('GET', JOBS)).body['items'],
    ];
    const operation = await scene.run(kind, subjectOf(kind, scene), PARAMS[kind]?.(scene.cronJob) ?? {});
    if (kind.endsWith('.resume')) {
      // Nothing is suspended: there is nothing to send, and so nothing to refuse.
      expect(scene.source.changes).toEqual([]);
    } else {
      expect(operation.targets[0]?.phase).toBe('failed');
      expect(operation.targets[0]?.status?.reason).toBe('Forbidden');
      expect(operation.targets[0]?.message).toMatch(/^(cronjobs|jobs)\.batch .*is forbidden: User "viewer" cannot/);
      expect(operation.targets[0]?.canUndo).toBe(false);
    }
    const after = [
      (await scene.request('GET', CRONJOBS)).body['items'],
      (await scene.request('GET', JOBS)).body['items'],
    ];
    expect(after).toEqual(before);
    expect(getPath(scene.cronJob, 'spec', 'schedule')).toBe('0 3 * * *');
    scene.hub.close();
  });
});
