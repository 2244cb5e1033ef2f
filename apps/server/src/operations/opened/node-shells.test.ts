import { beforeEach, expect, test } from 'vitest';
import { FakeClock, settle } from '@lanthorn/testkit/fake-clock.ts';
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
let isAnswering: boolean;
let deleted: (readonly [string, string])[];

beforeEach(() => {
  clock = new FakeClock();
  store = new MemoryNodeShells();
  pods = new Map([[SHELL.pod, { uid: 'u1', labels: LABELS }]]);
  isAnswering = true;
  deleted = [];
});

const info = { name: 'c', isDemo: true, server: '', user: '', namespace: '', problem: null };
const cluster = () => ({
  ...{ clock: new ClusterClock(clock), key: clusterKey('c', OWNER), info, close: async () => {} },
  source: {
    send: async ({ path }: { path: string }) => {
      if (!isAnswering) throw new Error('nobody there');
      const pod = pods.get(path.split('/').at(-1) ?? '');
      async function* body() {
        yield JSON.stringify(pod === undefined ? { kind: 'Status' } : { kind: 'Pod', metadata: pod });
      }
      return { status: pod === undefined ? 404 : 200, headers: {}, warnings: [], body: body() };
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
          pods.delete(name);
        }
        return null;
      },
    },
    boundary: new Boundary('node shells', { clock, faults: THROWN_ON }),
  });
}

async function make(shells: NodeShells): Promise<void> {
  const target = { cluster: 'c', resource: NODE, namespace: '', name: 'n', uid: 'n' };
  const nodeShell = { namespace: SHELL.namespace, name: SHELL.pod, image: 'i', profile: 'general' } as const;
  await shells.begins(OWNER, [{ kind: 'node.shell', target, index: 0, suffix: '1', params: { nodeShell } }]);
}

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
  shells.close();
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
  shells.close();
});

test('what a process left behind that is gone is deleted at the start; what another has that lives is left alone', async () => {
  pods.set('other', { uid: 'u2', labels: LABELS });
  await store.saveNodeShell({ ...SHELL, by: 'crashed' });
  await store.saveNodeShell({ ...SHELL, pod: 'other', by: 'beside' });
  const shells = start(['here', 'beside']);
  await clock.advance(60_000);
  expect(deleted).toEqual([[SHELL.pod, 'u1']]);
  expect((await store.nodeShells()).map(({ pod }) => pod)).toEqual(['other']);
  shells.close();
});

test('of that name without the label it is another pod: it stays, and is forgotten', async () => {
  pods.set(SHELL.pod, { uid: 'u3' });
  await store.saveNodeShell({ ...SHELL, by: 'crashed' });
  const shells = start();
  await settle();
  expect([deleted, await store.nodeShells()]).toEqual([[], []]);
  shells.close();
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
  shells.close();
  await store.saveNodeShell({ ...SHELL, by: 'crashed' });
  isAnswering = false;
  const later = start();
  await clock.advance(3_600_000);
  expect(await store.nodeShells()).toHaveLength(1);
  later.close();
});
