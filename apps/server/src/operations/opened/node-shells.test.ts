import { beforeEach, expect, test } from 'vitest';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock, settle } from '@lanthorn/testkit/fake-clock.ts';
import type { Action } from '@lanthorn/actions/machinery/action.ts';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { Boundary, THROWN_ON } from '../../faults/boundary.ts';
import { MemoryNodeShells } from '../../history/memory/memory-node-shells.ts';
import type { TerminalRecord } from '../../streams/terminal/terminal-keeper.ts';
import { ClusterClock } from '../../upstream/sources/cluster-clock.ts';
import { clusterKey } from '../../upstream/cluster-key.ts';
import { OWNER } from '../../upstream/identity.ts';
import { NodeShells } from './node-shells.ts';

const NODE = { group: '', version: 'v1', resource: 'nodes' };
const SHELL = { identity: OWNER.key, cluster: 'c', namespace: 'ops', pod: 'node-debugger-n-1', by: 'here' };
const LABELS = { 'lanthorn.dev/node-shell': 'true' };

let clock: FakeClock;
let store: MemoryNodeShells;
/** By name, as the cluster has them. */
let pods: Map<string, { uid: string; labels?: object; deletionTimestamp?: string }>;
/** What a list of all pods with the label answers. */
let labelled: object[];
let listed: (Readonly<Record<string, string>> | undefined)[];
let isAnswering: boolean;
let isSilent: boolean;
let isReadOnly: boolean;
let isForbidden: boolean;
let isBusy: boolean;
/** What comes of a deletion. */
let fate: 'done' | 'refused' | 'thrown';
let deleted: (readonly [string, string])[];

beforeEach(() => {
  clock = new FakeClock();
  store = new MemoryNodeShells();
  pods = new Map([[SHELL.pod, { uid: 'u1', labels: LABELS }]]);
  labelled = [];
  listed = [];
  isAnswering = true;
  isSilent = false;
  isReadOnly = false;
  isForbidden = false;
  isBusy = false;
  fate = 'done';
  deleted = [];
});

function answered(status: number, value: object) {
  async function* body() {
    yield JSON.stringify(value);
  }
  return { status, headers: {}, warnings: [], body: body() };
}

const info = { name: 'c', isDemo: true, server: '', user: '', namespace: '', problem: null };
const cluster = () => ({
  ...{ clock: new ClusterClock(clock), key: clusterKey('c', OWNER), close: async () => {} },
  info: isReadOnly ? { ...info, isReadOnly: true as const } : info,
  source: {
    send: async ({ path, query }: Pick<ApiRequest, 'path' | 'query'>) => {
      if (!isAnswering) throw new Error('nobody there');
      if (path === '/api/v1/pods') {
        listed.push(query);
        if (isBusy) return answered(429, { kind: 'Status' });
        return answered(isForbidden ? 403 : 200, { kind: 'PodList', metadata: {}, items: labelled });
      }
      if (isSilent) await new Promise(() => {});
      const pod = pods.get(path.split('/').at(-1) ?? '');
      return pod === undefined ? answered(404, { kind: 'Status' }) : answered(200, { kind: 'Pod', metadata: pod });
    },
  },
});

function start(alive: readonly string[] = ['here']): NodeShells {
  return new NodeShells({
    clusters: { list: () => [info], get: () => cluster() },
    store,
    processes: { id: 'here', isAlive: id => alive.includes(id) },
    runner: {
      start: async (_identity, request: OperationRequest) => {
        if (!('targets' in request) || request.kind !== 'object.delete') throw new Error('not a deletion');
        for (const { name, uid } of request.targets) {
          deleted.push([name, uid]);
          if (fate === 'done') pods.delete(name);
          if (fate === 'thrown') throw new Error('too many at once');
        }
        return null;
      },
    },
    boundary: new Boundary('node shells', { clock, faults: THROWN_ON }),
  });
}

const nodeShell = { namespace: SHELL.namespace, name: SHELL.pod, image: 'i', profile: 'general' } as const;
const MAKING: Action = {
  ...{ kind: 'node.shell', index: 0, suffix: '1', params: { nodeShell } },
  target: { cluster: 'c', resource: NODE, namespace: '', name: 'n', uid: 'n' },
};
const make = (shells: NodeShells) => shells.begins(OWNER, [MAKING]);

const open = (shells: NodeShells, pod = SHELL.pod) =>
  shells.began({
    cluster: cluster(),
    identity: OWNER.key,
    query: { namespace: 'ops', pod },
  } as unknown as TerminalRecord);

test('it goes with the last of its terminals, that very pod, and is forgotten once it is gone', async () => {
  const shells = start();
  await make(shells);
  expect(await store.nodeShells()).toEqual([SHELL]);
  const terminals = [open(shells), open(shells)];
  await clock.advance(600_000);
  terminals[0]?.ended();
  await clock.advance(60_000);
  expect(deleted).toEqual([]);
  terminals[1]?.ended();
  await settle();
  expect(deleted).toEqual([[SHELL.pod, 'u1']]);
  await clock.advance(60_000);
  expect([deleted.length, await store.nodeShells()]).toEqual([1, []]);
  await shells.close();
});

test('one whose terminal nobody opened goes after five minutes; terminals elsewhere delete nothing', async () => {
  const shells = start();
  await make(shells);
  pods.set('web-1', { uid: 'w', labels: LABELS });
  open(shells, 'web-1').ended();
  await clock.advance(299_000);
  expect(deleted).toEqual([]);
  await clock.advance(2_000);
  expect(deleted).toEqual([[SHELL.pod, 'u1']]);
  await clock.advance(60_000);
  await shells.close();
});

test('what a process left behind that is gone is deleted at the start; what another has that lives is left alone', async () => {
  pods.set('other', { uid: 'u2', labels: LABELS });
  await store.saveNodeShell({ ...SHELL, by: 'crashed' });
  await store.saveNodeShell({ ...SHELL, pod: 'other', by: 'beside' });
  const shells = start(['here', 'beside']);
  await clock.advance(60_000);
  expect(deleted).toEqual([[SHELL.pod, 'u1']]);
  expect((await store.nodeShells()).map(({ pod }) => pod)).toEqual(['other']);
  await shells.close();
});

test('of that name without the label it is another pod: it stays, and is forgotten', async () => {
  pods.set(SHELL.pod, { uid: 'u3' });
  await store.saveNodeShell({ ...SHELL, by: 'crashed' });
  const shells = start();
  await settle();
  expect([deleted, await store.nodeShells()]).toEqual([[], []]);
  await shells.close();
});

test('a cluster that does not answer is asked again, a bounded number of times; then it is left to the next start', async () => {
  await store.saveNodeShell({ ...SHELL, by: 'crashed' });
  isAnswering = false;
  const shells = start();
  await clock.advance(90_000);
  expect(deleted).toEqual([]);
  isAnswering = true;
  await clock.advance(30_000);
  expect(deleted).toHaveLength(1);
  await clock.advance(60_000);
  await shells.close();
  await store.saveNodeShell({ ...SHELL, by: 'crashed' });
  isAnswering = false;
  const later = start();
  await clock.advance(3_600_000);
  expect(await store.nodeShells()).toHaveLength(1);
  await later.close();
});

test('when the program stops it goes at once, its terminal open or not; a cluster that says nothing is not waited for', async () => {
  const shells = start();
  await make(shells);
  const terminal = open(shells);
  await shells.close();
  expect(deleted).toEqual([[SHELL.pod, 'u1']]);
  terminal.ended();
  await settle();
  expect([deleted.length, clock.pendingTimers, await store.nodeShells()]).toEqual([1, 0, [SHELL]]);
  isSilent = true;
  const silent = start();
  await make(silent);
  const closed = silent.close();
  await clock.advance(3_000);
  await closed;
  expect(clock.pendingTimers).toBe(0);
});

test('the same shell begun once more is the one that is open; what else names one is none', async () => {
  const shells = start();
  await shells.begins(OWNER, [{ ...MAKING, kind: 'object.delete' }]);
  expect(await store.nodeShells()).toEqual([]);
  await make(shells);
  const terminal = open(shells);
  await make(shells);
  await clock.advance(600_000);
  expect(deleted).toEqual([]);
  terminal.ended();
  await clock.advance(60_000);
  expect(deleted).toHaveLength(1);
  await shells.close();
});

test('a pod that came to have its name and bears the label is not the one that was made: it stays', async () => {
  const shells = start();
  await make(shells);
  shells.made(OWNER, MAKING, { metadata: { name: SHELL.pod, uid: 'u0' } });
  open(shells).ended();
  await settle();
  expect([deleted, await store.nodeShells()]).toEqual([[], []]);
  await make(shells);
  shells.made(OWNER, MAKING, { metadata: { name: SHELL.pod, uid: 'u1' } });
  open(shells).ended();
  await settle();
  expect(deleted).toEqual([[SHELL.pod, 'u1']]);
  await shells.close();
});

test.each([
  ['refused', 1],
  ['thrown', 20],
] as const)('a deletion that is %s is asked for %i times', async (how, times) => {
  const shells = start();
  await make(shells);
  fate = how;
  open(shells).ended();
  await clock.advance(3_600_000);
  expect(deleted).toHaveLength(times);
  await shells.close();
  expect(deleted).toHaveLength(times);
});

test('in a cluster in which nothing is changed it is left to a later start', async () => {
  await store.saveNodeShell({ ...SHELL, by: 'crashed' });
  isReadOnly = true;
  const shells = start();
  await clock.advance(3_600_000);
  await shells.close();
  expect([deleted, (await store.nodeShells()).length]).toEqual([[], 1]);
});

const labelledPod = (name: string, uid: string, phase: string) => ({
  metadata: { name, namespace: 'ops', uid, labels: LABELS, creationTimestamp: '2020-01-01T00:00:00Z' },
  spec: { activeDeadlineSeconds: 14_400, restartPolicy: 'Never', containers: [{ name: 'debugger' }] },
  status: { phase },
});

test('without the store they are found by their label, once: what has ended by its deadline goes, what runs stays', async () => {
  labelled = [labelledPod(SHELL.pod, 'u1', 'Failed'), labelledPod('node-debugger-n-2', 'u2', 'Running')];
  pods.set('node-debugger-n-2', { uid: 'u2', labels: LABELS });
  const shells = start();
  for (const _list of [1, 2, 3]) shells.uses(OWNER, cluster());
  await clock.advance(9_000);
  expect(listed).toEqual([]);
  await clock.advance(60_000);
  shells.uses(OWNER, cluster());
  await clock.advance(60_000);
  expect(listed).toEqual([{ labelSelector: 'lanthorn.dev/node-shell=true', resourceVersion: '0' }]);
  expect(deleted).toEqual([[SHELL.pod, 'u1']]);
  await shells.close();
});

test.each([
  ['may not list pods', () => (isForbidden = true), 1],
  ['reads a cluster in which nothing is changed', () => (isReadOnly = true), 0],
  ['has one of another uid by now', () => pods.set(SHELL.pod, { uid: 'u9', labels: LABELS }), 1],
  ['has the terminal of that very pod open', () => void 0, 1],
])('nothing goes by its label where a person %s', async (what, arrange, lists) => {
  labelled = [labelledPod(SHELL.pod, 'u1', 'Failed')];
  arrange();
  const shells = start();
  if (what.includes('open')) {
    await make(shells);
    open(shells);
  }
  shells.uses(OWNER, cluster());
  await clock.advance(60_000);
  expect([listed.length, deleted]).toEqual([lists, []]);
  pods.clear();
  await shells.close();
});

test.each([
  ['answered nothing', () => (isAnswering = false)],
  ['had too much to do', () => (isBusy = true)],
])('a cluster that %s is looked at again when somebody reads it', async (_what, arrange) => {
  labelled = [labelledPod(SHELL.pod, 'u1', 'Failed')];
  arrange();
  const shells = start();
  shells.uses(OWNER, cluster());
  await clock.advance(60_000);
  expect(deleted).toEqual([]);
  [isAnswering, isBusy] = [true, false];
  shells.uses(OWNER, cluster());
  await clock.advance(60_000);
  expect(deleted).toEqual([[SHELL.pod, 'u1']]);
  await shells.close();
});

test('a program that stops before it looked does not look any more', async () => {
  const shells = start();
  shells.uses(OWNER, cluster());
  await shells.close();
  shells.uses(OWNER, cluster());
  expect(clock.pendingTimers).toBe(0);
});
