import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import type { ApiSource } from '@lanthorn/kube/api/api-request.ts';
import { MAX_TARGETS } from '@lanthorn/protocol/constants.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { MemoryOperations } from '../../apps/server/src/history/memory/memory-operations.ts';
import { Hub } from '../../apps/server/src/hub/hub.ts';
import { ClusterSchemas } from '../../apps/server/src/operations/cluster-schemas.ts';
import { MAX_LIVE_TARGETS } from '../../apps/server/src/operations/operation-journal.ts';
import { OperationRunner } from '../../apps/server/src/operations/operation-runner.ts';
import { systemClock } from '../../apps/server/src/system-clock.ts';
import { ClusterClock } from '../../apps/server/src/upstream/sources/cluster-clock.ts';
import { clusterKey } from '../../apps/server/src/upstream/cluster-key.ts';
import { OWNER } from '../../apps/server/src/upstream/identity.ts';

// An operation on many objects: what it costs follows their number and the time it takes, not the square of it.

const TARGETS = 600;

const pod = (name: string) => ({ metadata: { name, namespace: 'default', uid: name }, spec: { containers: [] } });

/** How many watches are open at once. */
class CountingSource implements ApiSource {
  open = 0;
  most = 0;
  deletes = 0;
  readonly #inner: ApiSource;

  constructor(inner: ApiSource) {
    this.#inner = inner;
  }

  async send(...[request, signal]: Parameters<ApiSource['send']>) {
    if (request.method === 'DELETE') this.deletes++;
    const response = await this.#inner.send(request, signal);
    return request.query?.['watch'] === undefined ? response : { ...response, body: this.#counted(response.body) };
  }

  async *#counted(body: AsyncIterable<string>): AsyncIterable<string> {
    this.most = Math.max(this.most, ++this.open);
    try {
      yield* body;
    } finally {
      this.open--;
    }
  }
}

const NAMES = Array.from({ length: TARGETS }, (_, i) => `p-${i}`);

/** Pods, and what deletes all of them. */
function stage(publish: (operation: Operation) => void) {
  const server = new ApiServer({ clock: systemClock, random: seededRandom(5) });
  for (const name of NAMES) server.load('pods.v1.', pod(name));
  const source = new CountingSource(server.as({ username: 'admin', groups: [MASTERS_GROUP] }));
  const staged = runnerOn(source, publish);
  void staged.runner.start(OWNER, deletionOf('many', NAMES));
  return { source, ...staged };
}

function runnerOn(source: ApiSource, publish: (operation: Operation) => void) {
  const info = { name: 'sim', isDemo: true, server: '', user: 'admin', namespace: 'default', problem: null };
  const cluster = {
    clock: new ClusterClock(systemClock),
    key: clusterKey(info.name, OWNER),
    info,
    source,
    close: async () => {},
  };
  const hub = new Hub({
    clusters: { list: () => [info], get: () => cluster },
    clock: systemClock,
    random: seededRandom(5),
  });
  const store = new MemoryOperations();
  const runner = new OperationRunner({ hub, store, schemas: new ClusterSchemas(hub.clock), publish });
  return { store, runner, hub };
}

function deletionOf(id: string, names: readonly string[]): OperationRequest {
  const resource = { group: '', version: 'v1', resource: 'pods' };
  const targets = names.map(name => ({ cluster: 'sim', resource, namespace: 'default', name, uid: name }));
  return { id, suffix: 'x7k2p', kind: 'object.delete', targets };
}

const isSeen = ({ targets }: Operation) => targets.every(({ phase }) => phase === 'seen');

test('many objects are deleted with few watches open and few words, and all of it is kept', async () => {
  const told: Operation[] = [];
  const begun = performance.now();
  const { source, store, hub } = stage(operation => told.push(operation));
  while (!told.some(isSeen)) await sleep(20);
  expect(told.length).toBeLessThanOrEqual((performance.now() - begun) / 1000 + 3);
  expect(source.most).toBeLessThanOrEqual(8);
  expect((await store.recent(OWNER.key, { operations: 1, targets: TARGETS })).map(isSeen)).toEqual([true]);
  expect((await store.outcome('many', TARGETS - 1))?.before).toMatchObject({ metadata: { name: `p-${TARGETS - 1}` } });
  hub.close();
});

test('an operation that is under way when everything ends: what was sent is kept, what was not is not sent any more', async () => {
  const { source, store, runner, hub } = stage(() => {});
  while ((await store.outcome('many', 0)) === null) await sleep(5);
  await runner.close();
  const left = source.deletes;
  const { targets = [] } = (await store.operation('many')) ?? {};
  const changed = targets.filter(({ canUndo }) => canUndo);
  expect(changed).toHaveLength(left);
  for (const [i, { canUndo }] of targets.entries()) expect((await store.outcome('many', i)) !== null).toBe(canUndo);
  await sleep(200);
  expect(source.deletes).toBe(left);
  hub.close();
});

test('of more objects than can be followed at once an operation is refused, before anything of it is sent or known', async () => {
  let sent = 0;
  let answer = () => {};
  const answered = new Promise<void>(resolve => {
    answer = resolve;
  });
  const refused = async () => {
    sent++;
    await answered;
    throw new Error('the cluster is gone');
  };
  const { runner, hub } = runnerOn({ send: refused }, () => {});
  const names = Array.from({ length: MAX_TARGETS }, (_, i) => `p-${i}`);
  for (let i = 0; i < MAX_LIVE_TARGETS / MAX_TARGETS; i++) await runner.start(OWNER, deletionOf(`full-${i}`, names));
  await vi.waitFor(() => expect(sent).toBeGreaterThan(0));
  const before = sent;
  await expect(runner.start(OWNER, deletionOf('one-more', ['p-0']))).rejects.toMatchObject({
    statusCode: 429,
    problem: { code: 'tooManyTargets', params: { most: MAX_LIVE_TARGETS } },
  });
  expect([sent, await runner.isKnown(OWNER, 'one-more')]).toEqual([before, false]);
  answer();
  await runner.close();
  hub.close();
});
