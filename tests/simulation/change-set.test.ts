import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { statusResponse } from '@lanthorn/apiserver/wire/responses.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { getPath } from '@lanthorn/base/json.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { type ApiRequest, type ApiSource, readBody } from '@lanthorn/kube/api/api-request.ts';
import { resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import type { NewRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import type { ChangeSet } from '@lanthorn/protocol/http/change-set-messages.ts';
import { Boundary, THROWN_ON } from '../../apps/server/src/faults/boundary.ts';
import { MemoryChangeSets } from '../../apps/server/src/history/memory/memory-change-sets.ts';
import { MemoryOperations } from '../../apps/server/src/history/memory/memory-operations.ts';
import { openHistory } from '../../apps/server/src/history/open-history.ts';
import type { OperationsStore } from '../../apps/server/src/history/stores/operations-store.ts';
import { Hub } from '../../apps/server/src/hub/hub.ts';
import { ClusterSchemas } from '../../apps/server/src/operations/cluster-schemas.ts';
import { OperationRunner } from '../../apps/server/src/operations/operation-runner.ts';
import { ChangeSets } from '../../apps/server/src/operations/sets/change-sets.ts';
import { systemClock } from '../../apps/server/src/system-clock.ts';
import { ClusterClock } from '../../apps/server/src/upstream/sources/cluster-clock.ts';
import { clusterKey } from '../../apps/server/src/upstream/cluster-key.ts';
import { OWNER } from '../../apps/server/src/upstream/identity.ts';

// A change set from its first step to what takes it back, also when answers are lost and when the process ends in between.

const MAPS = { group: '', version: 'v1', resource: 'configmaps' };
const CRONJOBS = { group: 'batch', version: 'v1', resource: 'cronjobs' };
const DEPLOYMENTS = { group: 'apps', version: 'v1', resource: 'deployments' };

const REFUSAL = {
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  code: 422,
  message: 'no',
} as const;

/** Tells what was written, in order, loses the answer of one of the writes, and refuses those to some. */
class LossySource implements ApiSource {
  readonly writes: string[] = [];
  /** Of the write at this place. */
  loses = -1;
  refuses: readonly string[] = [];
  /** What happens before it is known. */
  lost: () => Promise<void> = async () => {};
  readonly #inner: ApiSource;

  constructor(inner: ApiSource) {
    this.#inner = inner;
  }

  async send(...[request, signal]: Parameters<ApiSource['send']>) {
    const isDry = request.query?.['dryRun'] !== undefined || (request.body ?? '').includes('"dryRun"');
    const isWrite = request.method !== 'GET' && !isDry && !request.path.includes('reviews');
    const name = request.path.split('/').at(-1) ?? '';
    if (isWrite && this.refuses.includes(name)) return statusResponse(REFUSAL);
    const response = await this.#inner.send(request, signal);
    if (!isWrite) return response;
    this.writes.push(`${request.method} ${name} ${response.status}`);
    if (this.writes.length - 1 !== this.loses) return response;
    await readBody(response);
    await this.lost();
    throw new Error('read ECONNRESET');
  }
}

type Scene = ReturnType<typeof stage>;
let scene: Scene;
beforeEach(() => {
  scene = stage();
});
afterEach(() => scene.hub.close());

function stage(operations: OperationsStore = new MemoryOperations()) {
  const random = seededRandom(7);
  const server = new ApiServer({ clock: systemClock, random });
  const admin = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const source = new LossySource(admin);
  const info = { name: 'sim', isDemo: true, server: '', user: 'admin', namespace: 'default', problem: null };
  const key = clusterKey(info.name, OWNER);
  const cluster = { clock: new ClusterClock(systemClock), key, info, source, close: async () => {} };
  const hub = new Hub({ clusters: { list: () => [info], get: () => cluster }, clock: systemClock, random });
  const kept = new MemoryChangeSets();
  const alive = new Set<string>();
  /** What is looked at, and done, on the way. */
  const hooks = { isAllowed: async () => true, told: () => {} };
  /** As one process has them. */
  const begin = (store = operations) => {
    const told: number[] = [];
    const id = crypto.randomUUID();
    alive.add(id);
    const runner = new OperationRunner({
      hub,
      store,
      schemas: new ClusterSchemas(hub.clock),
      publish: operation => sets.onOperation(operation),
    });
    const sets: ChangeSets = new ChangeSets({
      hub,
      clock: hub.clock,
      store: kept,
      runner,
      processes: { id, isAlive: process => alive.has(process) },
      access: {
        check: async (_cluster, rights) => {
          const isAllowed = await hooks.isAllowed();
          return rights.map(() => isAllowed);
        },
      },
      boundary: new Boundary('change sets', { clock: hub.clock, faults: THROWN_ON }),
      newId: () => crypto.randomUUID(),
      publish: (_identity, { steps }) => {
        told.push(steps);
        hooks.told();
      },
    });
    const end = () => {
      sets.close();
      alive.delete(id);
    };
    return { runner, sets, told, end };
  };
  const ask = async (request: ApiRequest) => {
    const response = await admin.send(request);
    return { status: response.status, body: JSON.parse(await readBody(response)) as KubeObject };
  };
  return { admin, source, hub, operations, kept, key, hooks, begin, ask, ...begin() };
}

const post = (path: string, body: object) =>
  scene.ask({ method: 'POST', path, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

async function patch(path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/merge-patch+json' };
  const { status } = await scene.ask({ method: 'PATCH', path, headers, body: JSON.stringify(body) });
  expect(status).toBe(200);
}

async function makeMap(name: string): Promise<KubeObject> {
  const { body } = await post('/api/v1/namespaces/default/configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name },
    data: { a: '1' },
  });
  return body;
}

async function addMap(name: string): Promise<void> {
  const body = await makeMap(name);
  await addEdit(body, MAPS, { ...body, data: { a: '2' } });
}

function targetOf({ metadata: { name = '', uid = '' } }: KubeObject, resource: typeof MAPS) {
  return { cluster: 'sim', resource, namespace: 'default', name, uid };
}

async function add(request: Pick<NewRequest, 'kind' | 'targets' | 'params'>): Promise<void> {
  const drawn = { id: crypto.randomUUID(), suffix: 'x7k2p' };
  await scene.sets.add(OWNER, { cluster: 'sim', request: { ...drawn, ...request } });
}

async function addEdit(base: KubeObject, resource: typeof MAPS, mine: KubeObject): Promise<void> {
  const params = { edit: { base, mine, choices: {} } };
  await add({ kind: 'object.edit', targets: [targetOf(base, resource)], params });
}

/** A step with a target for each name. */
async function addLabels(names: readonly string[]): Promise<void> {
  const targets = await Promise.all(names.map(async name => targetOf(await makeMap(name), MAPS)));
  await add({ kind: 'object.mark', targets, params: { marks: { labels: { tier: 'x' }, annotations: {} } } });
}

/** Those that have the label. */
async function labelled(names: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    names.map(async name => {
      const path = resourcePath({ ...MAPS, namespace: 'default', name });
      return (await scene.ask({ method: 'GET', path })).body.metadata.labels?.['tier'];
    }),
  );
  return names.filter((_name, i) => found[i] === 'x');
}

async function valueOf(name: string): Promise<unknown> {
  const { body } = await scene.ask({ method: 'GET', path: resourcePath({ ...MAPS, namespace: 'default', name }) });
  return getPath(body, 'data', 'a');
}

/** Until the run is over, or waits for the cluster to be well. */
async function run(goal: 'apply' | 'undo', isSo = ({ run: of }: ChangeSet) => of?.state !== 'running') {
  const steps = (await scene.sets.read(OWNER, 'sim')).steps.map(({ request }) => request.id);
  const request = { cluster: 'sim', id: crypto.randomUUID(), goal, steps };
  // Sent twice it is one run.
  await Promise.all([scene.sets.start(OWNER, request), scene.sets.start(OWNER, request)]);
  return eventually(isSo);
}

async function eventually(isSo: (set: ChangeSet) => boolean): Promise<ChangeSet> {
  let set = await scene.sets.read(OWNER, 'sim');
  for (let i = 0; i < 1_000 && !isSo(set); i++) {
    await new Promise(resolve => setTimeout(resolve, 5));
    set = await scene.sets.read(OWNER, 'sim');
  }
  return set;
}

async function eventuallySo(isSo: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 1_000 && !(await isSo()); i++) await new Promise(resolve => setTimeout(resolve, 5));
}

const states = ({ steps }: ChangeSet) => steps.map(({ state }) => state);

test('steps are applied in their order, and taken back in the opposite one', async () => {
  for (const name of ['a', 'b', 'c']) await addMap(name);
  const { steps } = await scene.sets.read(OWNER, 'sim');
  const [a, b, c] = steps.map(({ request }) => request.id);
  const seen = steps.map(({ request }) => request.id);
  await scene.sets.arrange(OWNER, { cluster: 'sim', seen, steps: [c ?? '', a ?? '', b ?? ''] });
  const applied = await run('apply');
  expect([applied.run?.state, states(applied)]).toEqual(['done', ['done', 'done', 'done']]);
  expect(scene.source.writes).toEqual(['PATCH c 200', 'PATCH a 200', 'PATCH b 200']);
  expect(await Promise.all(['a', 'b', 'c'].map(valueOf))).toEqual(['2', '2', '2']);
  const undone = await run('undo');
  expect([undone.run?.state, states(undone)]).toEqual(['done', ['undone', 'undone', 'undone']]);
  expect(scene.source.writes.slice(3)).toEqual(['PATCH b 200', 'PATCH a 200', 'PATCH c 200']);
  expect(await Promise.all(['a', 'b', 'c'].map(valueOf))).toEqual(['1', '1', '1']);
  expect(scene.told.at(-1)).toBe(3);
});

test.each([0, 1, 2, 3, 4, 5])(
  'the answer of write %i is lost: nothing is done twice, nothing is left out',
  async lost => {
    for (const name of ['a', 'b', 'c']) await addMap(name);
    scene.source.loses = lost;
    expect((await run('apply')).run?.state).toBe('done');
    expect(await Promise.all(['a', 'b', 'c'].map(valueOf))).toEqual(['2', '2', '2']);
    const undone = await run('undo');
    expect([undone.run?.state, states(undone)]).toEqual(['done', ['undone', 'undone', 'undone']]);
    expect(await Promise.all(['a', 'b', 'c'].map(valueOf))).toEqual(['1', '1', '1']);
    expect(scene.source.writes.filter(write => write.endsWith(' 200')).length).toBeLessThanOrEqual(6);
  },
);

test('of what was done unheard that alone is taken back: what others changed before anybody looked stays', async () => {
  await addMap('a');
  scene.source.loses = 0;
  scene.source.lost = () => patch('/api/v1/namespaces/default/configmaps/a', { data: { b: 'theirs' } });
  expect((await run('apply')).run?.state).toBe('done');
  expect(states(await run('undo'))).toEqual(['undone']);
  const { body } = await scene.ask({ method: 'GET', path: '/api/v1/namespaces/default/configmaps/a' });
  expect(body['data']).toEqual({ a: '1', b: 'theirs' });
});

test('it stops at the first failure, says why, and goes on from there when that is mended', async () => {
  for (const name of ['a', 'b', 'c']) await addMap(name);
  await patch('/api/v1/namespaces/default/configmaps/b', { data: { a: 'theirs' } });
  const halted = await run('apply');
  expect(states(halted)).toEqual(['done', 'failed', 'waiting']);
  expect(halted.run).toMatchObject({ state: 'halted', halt: 'failed', step: halted.steps[1]?.request.id });
  expect(halted.run?.why).toContain('data.a');
  expect(await Promise.all(['a', 'b', 'c'].map(valueOf))).toEqual(['2', 'theirs', '1']);
  const [failed] = await scene.sets.plan(OWNER, 'sim');
  expect([failed?.request, failed?.problem]).toEqual([null, expect.stringContaining('data.a')]);
  await patch('/api/v1/namespaces/default/configmaps/b', { data: { a: '1' } });
  expect(states(await run('apply'))).toEqual(['done', 'done', 'done']);
  expect(scene.source.writes).toEqual(['PATCH a 200', 'PATCH b 200', 'PATCH c 200']);
});

const ROLLED_OUT = { observedGeneration: 2, replicas: 1, updatedReplicas: 1, availableReplicas: 1 };
const GAVE_UP = {
  ...ROLLED_OUT,
  conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: 'm' }],
};

async function addDeployment(): Promise<void> {
  const template = { metadata: { labels: { app: 'd' } }, spec: { containers: [{ name: 'c', image: 'i:1' }] } };
  const { body } = await post('/apis/apps/v1/namespaces/default/deployments', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'd' },
    spec: { replicas: 1, selector: { matchLabels: { app: 'd' } }, template },
  });
  const next = { ...template, spec: { containers: [{ name: 'c', image: 'i:2' }] } };
  await addEdit(body, DEPLOYMENTS, { ...body, spec: { ...(body['spec'] as object), template: next } });
}

const report = (status: object) => patch('/apis/apps/v1/namespaces/default/deployments/d/status', { status });

test('the next step waits until the pods of a Deployment run', async () => {
  await addDeployment();
  await addMap('a');
  const waiting = await run('apply', set => set.run?.isWaiting === true);
  expect([states(waiting), await valueOf('a')]).toEqual([['sent', 'waiting'], '1']);
  await report(ROLLED_OUT);
  expect(states(await eventually(({ run: of }) => of?.state !== 'running'))).toEqual(['done', 'done']);
});

test('a rollout that was given up stops it; seen again it is not sent again', async () => {
  await addDeployment();
  await addMap('a');
  await report({ ...GAVE_UP, observedGeneration: 1 });
  const waiting = await run('apply', set => set.run?.isWaiting === true);
  expect(waiting.run?.isWaiting).toBe(true);
  await report(GAVE_UP);
  const halted = await eventually(({ run: of }) => of?.state !== 'running');
  expect([halted.run?.halt, halted.run?.why, states(halted)]).toEqual(['unwell', 'd', ['sent', 'waiting']]);
  await report({ ...ROLLED_OUT, conditions: [] });
  expect(states(await run('apply'))).toEqual(['done', 'done']);
  expect(scene.source.writes.filter(write => write.startsWith('PATCH d '))).toHaveLength(1);
});

test('a process that ended left it so: the next one says it, looks at what was sent, and goes on', async () => {
  await addDeployment();
  await addMap('a');
  await run('apply', set => set.run?.isWaiting === true);
  scene.end();
  Object.assign(scene, scene.begin());
  const left = await scene.sets.read(OWNER, 'sim');
  expect([left.run?.state, left.run?.halt, states(left)]).toEqual(['halted', 'interrupted', ['sent', 'waiting']]);
  await report(ROLLED_OUT);
  expect(states(await run('apply'))).toEqual(['done', 'done']);
  expect(scene.source.writes).toEqual(['PATCH d 200', 'PATCH a 200']);
});

test('a process that ended before it was answered: what arrived is taken back as well, and of the rest nothing is said', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lanthorn-history-'));
  const first = openHistory(folder, { clock: systemClock });
  scene.hub.close();
  scene = stage(first.operations);
  for (const name of ['a', 'b']) await addMap(name);
  // Done, and the process is gone before it knows.
  scene.source.loses = 0;
  scene.source.lost = () => new Promise(() => {});
  const cut = await run('apply', () => scene.source.writes.length === 1);
  expect([states(cut), await valueOf('a')]).toEqual([['begun', 'waiting'], '2']);
  scene.end();
  await first.close();
  await patch('/api/v1/namespaces/default/configmaps/a', { data: { c: 'theirs' } });
  const second = openHistory(folder, { clock: systemClock });
  const { operations } = second;
  Object.assign(scene, scene.begin(operations));
  const id = cut.steps[0]?.operations[0] ?? '';
  await eventuallySo(async () => (await operations.operation(id))?.targets[0]?.canUndo === true);
  expect((await operations.operation(id))?.targets[0]).toMatchObject({ phase: 'seen', message: '' });
  expect(await operations.intents(10, 0)).toEqual([]);
  expect(states(await run('undo'))).toEqual(['undone', 'waiting']);
  const { body } = await scene.ask({ method: 'GET', path: '/api/v1/namespaces/default/configmaps/a' });
  expect(body['data']).toEqual({ a: '1', c: 'theirs' });
  await scene.runner.close();
  await second.close();
  rmSync(folder, { recursive: true });
});

test('stopped, it begins no step more; while it runs it is not changed', async () => {
  await addDeployment();
  await addMap('a');
  await run('apply', set => set.run?.isWaiting === true);
  await expect(scene.sets.arrange(OWNER, { cluster: 'sim', seen: [], steps: [] })).rejects.toThrow('being applied');
  await scene.sets.stop(OWNER, 'sim');
  // What was waited for is not waited for any more.
  const stopped = await eventually(({ run: of }) => of?.state !== 'running');
  expect([stopped.run?.halt, states(stopped), await valueOf('a')]).toEqual(['stopped', ['sent', 'waiting'], '1']);
  // What is done can be taken back without the rest.
  expect(states(await run('undo'))).toEqual(['undone', 'waiting']);
});

test('other steps than were seen are not applied', async () => {
  await addMap('a');
  const steps = (await scene.sets.read(OWNER, 'sim')).steps.map(({ request }) => request.id);
  await addMap('b');
  const request = { cluster: 'sim', id: crypto.randomUUID(), goal: 'apply' as const, steps };
  await expect(scene.sets.start(OWNER, request)).rejects.toThrow('other steps by now');
  expect(scene.source.writes).toEqual([]);
});

/** The step as a process left it that ended, or gave it up, in the middle of it. */
async function leaveBegun(names: readonly string[], left: Pick<Operation['targets'][number], 'phase' | 'message'>) {
  await addLabels(names);
  const set = await scene.sets.read(OWNER, 'sim');
  const [step] = set.steps;
  const targets = step?.request.targets ?? [];
  const none = { created: null, status: null, kubectl: '', canUndo: false, isUndone: false };
  const operation: Operation = {
    ...{ id: 'left', identity: OWNER.key, kind: 'object.mark', user: 'admin', undoOf: null, undoes: null },
    ...{ startedAt: 0, revision: 0 },
    targets: targets.map(target => ({ ...none, target, ...left })),
  };
  await scene.operations.begin(operation);
  const steps = set.steps.map(each => ({ ...each, state: 'begun' as const, operations: ['left'] }));
  await scene.kept.saveChangeSet(scene.key, { ...set, steps });
  return operation;
}

test.each([
  { phase: 'sent', message: 'operation.interrupted' },
  { phase: 'accepted', message: 'operation.unfollowed' },
  { phase: 'accepted', message: 'confirm.timeout' },
] as const)('what was left $phase, $message is not taken for done: it is begun anew', async left => {
  await leaveBegun(['a', 'b'], left);
  const applied = await run('apply');
  expect([states(applied), applied.steps[0]?.operations]).toEqual([['done'], ['left', expect.any(String)]]);
  expect(await labelled(['a', 'b'])).toEqual(['a', 'b']);
});

test('what is interrupted while it is waited for stops it, and says so', async () => {
  const operation = await leaveBegun(['a', 'b'], { phase: 'sent', message: '' });
  await addMap('c');
  const underWay = await run('apply', ({ run: of }) => of?.step !== '');
  expect(states(underWay)).toEqual(['begun', 'waiting']);
  // It is known to run when it was asked for.
  await new Promise(resolve => setTimeout(resolve, 20));
  const targets = operation.targets.map(each => ({ ...each, message: 'operation.interrupted' }));
  scene.sets.onOperation({ ...operation, targets });
  const halted = await eventually(({ run: of }) => of?.state !== 'running');
  expect([halted.run?.halt, halted.run?.why, await valueOf('c')]).toEqual(['late', 'operation.interrupted', '1']);
});

test('what each try of a step did is taken back, also where the last was refused', async () => {
  await addLabels(['a', 'b']);
  scene.source.refuses = ['b'];
  expect(states(await run('apply'))).toEqual(['failed']);
  scene.source.refuses = [];
  expect(states(await run('apply'))).toEqual(['done']);
  expect(await labelled(['a', 'b'])).toEqual(['a', 'b']);
  expect([states(await run('undo')), await labelled(['a', 'b'])]).toEqual([['undone'], []]);
  scene.source.refuses = ['b'];
  expect(states(await run('apply'))).toEqual(['failed']);
  scene.hooks.isAllowed = async () => false;
  expect([states(await run('apply')), await labelled(['a', 'b'])]).toEqual([['failed'], ['a']]);
  scene.hooks.isAllowed = async () => true;
  expect([states(await run('undo')), await labelled(['a', 'b'])]).toEqual([['undone'], []]);
});

async function addRunOfCronJob(): Promise<void> {
  const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i:1' }] } };
  const { body } = await post('/apis/batch/v1/namespaces/default/cronjobs', {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'migrate' },
    spec: { schedule: '0 0 1 1 *', jobTemplate: { spec: { template } } },
  });
  await add({ kind: 'cronjob.run', targets: [targetOf(body, CRONJOBS)], params: {} });
}

const jobNames = async () => {
  const { body } = await scene.ask({ method: 'GET', path: '/apis/batch/v1/namespaces/default/jobs' });
  return (body as unknown as { items: KubeObject[] }).items.map(({ metadata: { name = '' } }) => name);
};
const endJob = (name: string, type: string) =>
  patch(`/apis/batch/v1/namespaces/default/jobs/${name}/status`, {
    status: { conditions: [{ type, status: 'True' }] },
  });

test('a Job that failed is run anew when that is applied again', async () => {
  await addRunOfCronJob();
  await addMap('a');
  await run('apply', set => set.run?.isWaiting === true);
  const [first = ''] = await jobNames();
  await endJob(first, 'Failed');
  const halted = await eventually(({ run: of }) => of?.state !== 'running');
  expect([halted.run?.halt, halted.run?.why, states(halted)]).toEqual(['failed', first, ['failed', 'waiting']]);
  await run('apply', set => set.run?.isWaiting === true);
  const second = (await jobNames()).filter(name => name !== first);
  expect(second).toHaveLength(1);
  await endJob(second[0] ?? '', 'Complete');
  expect(states(await eventually(({ run: of }) => of?.state !== 'running'))).toEqual(['done', 'done']);
});

test('a Job that runs when the process ends is followed by the next one', async () => {
  await addRunOfCronJob();
  await run('apply', set => set.run?.isWaiting === true);
  scene.end();
  Object.assign(scene, scene.begin());
  await run('apply', set => set.run?.isWaiting === true);
  const names = await jobNames();
  expect(names).toHaveLength(1);
  await endJob(names[0] ?? '', 'Complete');
  expect(states(await eventually(({ run: of }) => of?.state !== 'running'))).toEqual(['done']);
});

test.each(['is asked whether it may be done', 'is kept to be begun'])(
  'stopped while a step %s, it is not begun',
  async when => {
    await addMap('a');
    const stop = () => scene.sets.stop(OWNER, 'sim');
    if (when.startsWith('is asked'))
      scene.hooks.isAllowed = async () => {
        await stop();
        return true;
      };
    let told = 0;
    // First that the set runs.
    if (when.startsWith('is kept')) scene.hooks.told = () => void (++told === 2 && stop());
    const stopped = await run('apply');
    expect([stopped.run?.halt, states(stopped), stopped.steps[0]?.operations]).toEqual(['stopped', ['waiting'], []]);
    expect(scene.source.writes).toEqual([]);
  },
);

test('stopped while an operation is begun, it begins no more targets of it', async () => {
  const names = Array.from({ length: 12 }, (_none, i) => `m${i}`);
  await addLabels(names);
  const find = scene.operations.operation.bind(scene.operations);
  let asked = 0;
  scene.operations.operation = async id => {
    // The second time by what begins it.
    if (++asked === 2) void scene.sets.stop(OWNER, 'sim');
    return find(id);
  };
  const stopped = await run('apply');
  expect([stopped.run?.state, stopped.run?.why]).toEqual(['halted', 'operation.stopped']);
  expect((await labelled(names)).length).toBeLessThan(names.length);
});

test('of two processes one does a set, until it ends', async () => {
  await addDeployment();
  await run('apply', set => set.run?.isWaiting === true);
  const other = scene.begin();
  const seen = await other.sets.read(OWNER, 'sim');
  expect(seen.run?.state).toBe('running');
  const steps = seen.steps.map(({ request }) => request.id);
  const again = { cluster: 'sim', id: crypto.randomUUID(), goal: 'apply' as const, steps };
  await expect(other.sets.start(OWNER, again)).rejects.toThrow('being applied');
  await expect(other.sets.arrange(OWNER, { cluster: 'sim', seen: steps, steps: [] })).rejects.toThrow('being applied');
  scene.end();
  expect((await other.sets.read(OWNER, 'sim')).run?.halt).toBe('interrupted');
});

test('Stop in another process says that it cannot, and changes nothing', async () => {
  await addMap('a');
  const other = scene.begin();
  scene.hooks.isAllowed = async () => {
    await expect(other.sets.stop(OWNER, 'sim')).rejects.toThrow('another Lanthorn');
    return true;
  };
  expect((await run('apply')).run?.state).toBe('done');
  // What nobody does any more there is nothing to say of.
  await other.sets.stop(OWNER, 'sim');
});

test('what somebody else changed too is decided before it is applied', async () => {
  await addMap('a');
  await patch('/api/v1/namespaces/default/configmaps/a', { data: { a: '3' } });
  const halted = await run('apply');
  expect([halted.run?.halt, await valueOf('a')]).toEqual(['failed', '3']);
  const step = halted.steps[0]?.request.id ?? '';
  const decide = (seen: string) =>
    scene.sets.decide(OWNER, { cluster: 'sim', step, choices: { 'data.a': 'mine' }, seen: { 'data.a': [seen] } });
  await decide('3');
  // What stands there now nobody has seen: it is not overruled.
  await patch('/api/v1/namespaces/default/configmaps/a', { data: { a: '4' } });
  expect([(await run('apply')).run?.halt, await valueOf('a')]).toEqual(['failed', '4']);
  await decide('4');
  expect([(await run('apply')).run?.state, await valueOf('a')]).toEqual(['done', '2']);
});

test('a tab that comes back is told of sets that were emptied', async () => {
  await addMap('a');
  const seen = (await scene.sets.read(OWNER, 'sim')).steps.map(({ request }) => request.id);
  await scene.sets.arrange(OWNER, { cluster: 'sim', seen, steps: [] });
  expect(await scene.sets.messages(OWNER)).toMatchObject([{ cluster: 'sim', steps: 0 }]);
});

test('a step that failed and changed nothing is not said to be kept', async () => {
  await addMap('a');
  await patch('/api/v1/namespaces/default/configmaps/a', { data: { a: 'theirs' } });
  expect(states(await run('apply'))).toEqual(['failed']);
  expect(states(await run('undo'))).toEqual(['undone']);
});
