import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunParameters } from '@lanthorn/actions/machinery/run-parameters.ts';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { type ApiRequest, type ApiSource, readBody } from '@lanthorn/kube/api/api-request.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import { memoryHistory } from '../../apps/server/src/history/memory/memory-history.ts';
import { MemoryOperations } from '../../apps/server/src/history/memory/memory-operations.ts';
import { ClusterKinds } from '../../apps/server/src/hub/cluster-kinds.ts';
import { Hub } from '../../apps/server/src/hub/hub.ts';
import type { SharedText } from '../../apps/server/src/hub/sharing/shared-text.ts';
import { NameSearch } from '../../apps/server/src/hub/names/name-search.ts';
import { ResourceCounts } from '../../apps/server/src/hub/resource-counts.ts';
import { AccessReviews } from '../../apps/server/src/operations/access-reviews.ts';
import { ClusterSchemas } from '../../apps/server/src/operations/cluster-schemas.ts';
import { OperationRunner } from '../../apps/server/src/operations/operation-runner.ts';
import { RequestProblem } from '../../apps/server/src/operations/request-problem.ts';
import { OpenSessions } from '../../apps/server/src/tabs/open-sessions.ts';
import { Clusters } from '../../apps/server/src/upstream/clusters.ts';
import { startServices } from '../../apps/server/src/services/services.ts';
import { Faults } from '../../apps/server/src/faults/faults.ts';
import { systemClock } from '../../apps/server/src/system-clock.ts';
import { clusterKey } from '../../apps/server/src/upstream/cluster-key.ts';
import { type Identity, OWNER } from '../../apps/server/src/upstream/identity.ts';
import { PackLibrary } from '../../apps/server/src/packs/pack-library.ts';
import { UpstreamMeter } from '../../apps/server/src/upstream/sources/upstream-meter.ts';
import { ClusterClock } from '../../apps/server/src/upstream/sources/cluster-clock.ts';

const GUEST: Identity = { key: 'guest' as IdentityKey };
const JOBS = '/apis/batch/v1/namespaces/default/jobs';
const CHECK = { verb: 'list', group: 'batch', resource: 'jobs', namespace: 'default', name: '' };

const RUN: RunParameters = {
  containers: [],
  nodeSelector: {},
  activeDeadlineSeconds: null,
  backoffLimit: null,
  parallelism: null,
  completions: null,
};

/** One cluster of one name, as its owner reaches it and as a guest without rights does. */
async function world() {
  const random = seededRandom(3);
  const server = new ApiServer({ clock: systemClock, random });
  const info = { name: 'sim', isDemo: true, server: '', user: '', namespace: 'default', problem: null };
  const reach = (identity: Identity, user: ApiSource) => {
    const asked: ApiRequest[] = [];
    const source: ApiSource = {
      send: (request, signal) => {
        asked.push(request);
        return user.send(request, signal);
      },
    };
    const key = clusterKey(info.name, identity);
    return { asked, cluster: { key, info, source, clock: new ClusterClock(systemClock), close: async () => {} } };
  };
  const owner = reach(OWNER, server.as({ username: 'owner', groups: [MASTERS_GROUP] }));
  const guest = reach(GUEST, server.as({ username: 'guest', groups: ['system:authenticated'] }));
  const spec = { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] } } };
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ metadata: { name: 'secret-work' }, spec });
  const made = await readBody(await owner.cluster.source.send({ method: 'POST', path: JOBS, headers, body }));
  const { uid = '' } = (JSON.parse(made) as KubeObject).metadata;
  const target = { cluster: info.name, resource: JOB_VIEW.resource, namespace: 'default', name: 'secret-work', uid };
  owner.asked.length = 0;
  const clusters = {
    list: () => [info],
    get: (key: string) => [owner.cluster, guest.cluster].find(each => each.key === key),
  };
  return { owner, guest, target, hub: new Hub({ clusters, clock: systemClock, random }) };
}

type World = Awaited<ReturnType<typeof world>>;

async function eventually(isSo: () => boolean): Promise<void> {
  await expect.poll(isSo, { timeout: 10_000 }).toBe(true);
}

test('two identities on one cluster share no list, no query and no object', async () => {
  const { owner, guest, hub } = await world();
  const scope = { view: JOB_VIEW, namespace: 'default' };
  const target = { resource: JOB_VIEW.resource, namespace: 'default', name: 'secret-work' };
  const query = { view: JOB_VIEW, namespaces: ['default'], filter: '', sort: [], ownerUid: undefined };
  const open = ({ cluster }: World['owner']) => ({
    list: hub.collection(cluster, scope).value,
    query: hub.list({ ...query, cluster }, { matches: () => true, isTimed: false }).value,
    object: hub.object(cluster, target).value,
  });
  const mine = open(owner);
  await eventually(() => mine.list.state.kind === 'live' && Boolean(mine.object.object));
  const theirs = open(guest);
  await eventually(() => theirs.list.state.kind === 'forbidden' && theirs.object.state.kind === 'forbidden');
  expect(mine.list.store.size).toBe(1);
  expect(theirs.list.store.size).toBe(0);
  expect(theirs.object.object).toBeUndefined();
  expect(theirs.query).not.toBe(mine.query);
  expect(hub.peek(guest.cluster, JOB_VIEW, 'default')).not.toBe(hub.peek(owner.cluster, JOB_VIEW, 'default'));
  hub.close();
});

test('nor what one of them may do, which kinds, names and counts there are, and how kinds are made', async () => {
  const { owner, guest, hub } = await world();
  const access = new AccessReviews(systemClock);
  expect(await access.check(owner.cluster, [CHECK])).toEqual([true]);
  expect(await access.check(guest.cluster, [CHECK])).toEqual([false]);
  const kinds = new ClusterKinds(systemClock);
  const names = new NameSearch(systemClock);
  const counts = new ResourceCounts(hub);
  const schemas = new ClusterSchemas(systemClock);
  const questions = [
    ({ cluster }: World['owner']) => kinds.of(cluster).catch(() => []),
    async ({ cluster }: World['owner']) => names.search(cluster, 'secret', ['default']),
    ({ cluster }: World['owner']) => counts.count(cluster, ['default'], ['jobs']),
    ({ cluster }: World['owner']) => schemas.ofKind(cluster, { group: 'batch', version: 'v1', kind: 'Job' }),
  ];
  for (const ask of questions) {
    await ask(owner);
    guest.asked.length = 0;
    await ask(guest);
    // The answer that the owner was given is none for the guest: the guest's own rights are asked.
    expect(guest.asked.length).toBeGreaterThan(0);
  }
  names.close();
  hub.close();
});

test('nor what they did: it is told and listed to who did it, and nobody else takes it back, stops it or takes its id', async () => {
  const { hub, owner, target } = await world();
  const told: Operation[] = [];
  const store = new MemoryOperations();
  const schemas = new ClusterSchemas(systemClock);
  const runner = new OperationRunner({ hub, store, schemas, publish: operation => void told.push(operation) });
  const id = crypto.randomUUID();
  const request: OperationRequest = { id, suffix: 'x7k2p', kind: 'job.suspend', targets: [target] };
  const begun = await runner.start(OWNER, request);
  await eventually(() => told.at(-1)?.targets[0]?.phase === 'seen');
  expect([begun?.identity, ...told.map(({ identity }) => identity)]).toEqual(
    Array.from({ length: told.length + 1 }, () => OWNER.key),
  );
  expect((await runner.list(OWNER)).map(operation => operation.id)).toEqual([id]);
  expect(await runner.list(GUEST)).toEqual([]);
  expect([await runner.isKnown(OWNER, id), await runner.isKnown(GUEST, id)]).toEqual([true, false]);
  const undo = { id: crypto.randomUUID(), suffix: 'x7k2q', undoOf: id };
  expect((await runner.preview(OWNER, undo))?.previews).toHaveLength(1);
  expect(await runner.preview(GUEST, undo)).toBeNull();
  expect(await runner.start(GUEST, undo)).toBeNull();
  owner.asked.length = 0;
  await expect(runner.start(GUEST, request)).rejects.toThrow(RequestProblem);
  const other = { ...request, id: crypto.randomUUID() };
  const [mine, theirs] = await Promise.allSettled([runner.start(OWNER, other), runner.start(GUEST, other)]);
  expect([mine.status, theirs.status]).toEqual(['fulfilled', 'rejected']);
  await runner.close();
  hub.close();
});

test('what somebody does and prefers is told to the tabs of that person alone', async () => {
  const { hub, target } = await world();
  const services = startServices({
    secretReader: () => undefined,
    identity: OWNER,
    hub,
    history: memoryHistory({ keepRuns: 10 }),
    runs: { readFirst: () => {}, spent: () => ({ runs: 0, requests: 0, size: 0 }) },
    meter: new UpstreamMeter(),
    packs: new PackLibrary(join(import.meta.dirname, '../../packages/views/packs')),
    faults: new Faults(silentLogger),
    logger: silentLogger,
    version: '0.1.0',
    currentCluster: () => 'sim',
    kubeconfigProblems: [],
    startDemo: null,
  });
  const openTab = (identity: Identity) => {
    const told: string[] = [];
    const send = (...parts: readonly unknown[]) => void told.push(parts.join(''));
    services.sessions.open(identity, { bufferedAmount: 0, send, sendBytes: () => {}, close: () => {} });
    return told;
  };
  const [mine, alsoMine, theirs] = [openTab(OWNER), openTab({ key: OWNER.key }), openTab(GUEST)];
  const request: OperationRequest = {
    id: crypto.randomUUID(),
    suffix: 'x7k2p',
    kind: 'job.suspend',
    targets: [target],
  };
  await services.operations.start(OWNER, request);
  await services.preferences.change({ theme: 'dark' });
  for (const type of ['operation', 'preferences'])
    for (const tab of [mine, alsoMine]) await eventually(() => tab.some(text => text.includes(`"type":"${type}"`)));
  expect(mine.find(text => text.includes('"type":"operation"'))).toContain(`"identity":"${OWNER.key}"`);
  expect(theirs).toEqual([]);
  await services.close();
  hub.close();
});

test('somebody else stops nothing of mine', async () => {
  const { hub, target } = await world();
  const told: Operation[] = [];
  const store = new MemoryOperations();
  const schemas = new ClusterSchemas(systemClock);
  const runner = new OperationRunner({ hub, store, schemas, publish: operation => void told.push(operation) });
  const messages = async (stoppedBy: Identity) => {
    const id = crypto.randomUUID();
    // More than are sent at once: the others are not begun yet when they are stopped.
    const targets = Array.from({ length: 40 }, () => target);
    await runner.start(OWNER, { id, suffix: 'x7k2p', kind: 'job.suspend', targets });
    runner.stop(stoppedBy, id);
    await eventually(() => told.at(-1)?.targets.every(({ phase }) => phase === 'seen' || phase === 'failed') === true);
    return told.at(-1)?.targets.map(({ message }) => message) ?? [];
  };
  expect(await messages(GUEST)).not.toContain('operation.stopped');
  expect(await messages(OWNER)).toContain('operation.stopped');
  await runner.close();
  hub.close();
});

test('nor what was chosen and kept for the cluster', async () => {
  const { settings, presets } = memoryHistory({ keepRuns: 10 });
  const [mine, theirs] = [clusterKey('sim', OWNER), clusterKey('sim', GUEST)];
  await settings.saveSettings(mine, { recordRuns: true, namespaces: [], chosenAt: 5 });
  expect((await settings.settings(theirs)).recordRuns).toBe(false);
  const of = { namespace: 'n', cronJob: 'a' };
  await presets.savePreset({ ...of, cluster: mine }, 'night', RUN);
  expect(await presets.presets({ ...of, cluster: theirs })).toEqual({});
});

test('nor the way to it: what somebody looks at, tries and does goes under the rights of that person', async () => {
  const { hub, owner, guest, target } = await world();
  const sessions = new OpenSessions(hub);
  const told: string[] = [];
  const send = (...parts: readonly (string | SharedText)[]) =>
    void told.push(parts.map(part => (typeof part === 'string' ? part : part.text)).join(''));
  const session = sessions.open(GUEST, { bufferedAmount: 0, send, sendBytes: () => {}, close: () => {} });
  const query = { kind: 'list', cluster: 'sim', resource: JOB_VIEW.resource, namespaces: ['default'], filter: '' };
  const window = { sort: [], offset: 0, limit: 10, hold: false };
  session.receive(JSON.stringify({ type: 'subscribe', id: 1, query: { ...query, ...window } }));
  await eventually(() => told.some(text => text.includes('"kind":"forbidden"')));
  const schemas = new ClusterSchemas(systemClock);
  const store = new MemoryOperations();
  const runner = new OperationRunner({ hub, store, schemas, publish: () => {} });
  const request: OperationRequest = {
    id: crypto.randomUUID(),
    suffix: 'x7k2p',
    kind: 'job.suspend',
    targets: [target],
  };
  expect((await runner.preview(GUEST, request))?.previews[0]?.refusal?.code).toBe(403);
  await runner.start(GUEST, request);
  await expect.poll(async () => (await runner.list(GUEST))[0]?.targets[0]?.status?.code).toBe(403);
  expect(owner.asked).toEqual([]);
  expect(guest.asked.length).toBeGreaterThan(0);
  await runner.close();
  sessions.close();
  hub.close();
});

test('of the contexts of a kubeconfig each is reached by its own person alone', async () => {
  const context = { name: 'prod', config: null, problem: null };
  const server = { name: 'demo', isDemo: true, server: '', user: '', namespace: '', problem: null };
  const meter = new UpstreamMeter();
  const kubeconfig = { contexts: [context], current: 'prod', problems: [] };
  const clusters = new Clusters(kubeconfig, { identity: GUEST, clock: systemClock, meter });
  clusters.add({ info: server, source: { send: () => Promise.reject(new Error('not asked')) }, close: async () => {} });
  expect(clusters.get(clusterKey('demo', GUEST))?.info.name).toBe('demo');
  expect(clusters.get(clusterKey('demo', OWNER))).toBeUndefined();
  await clusters.close();
});
