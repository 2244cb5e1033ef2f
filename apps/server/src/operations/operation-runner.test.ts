import { expect, test, vi } from 'vitest';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { MemoryOperations } from '../history/memory/memory-operations.ts';
import { target } from '../history/test-records.ts';
import { Hub } from '../hub/hub.ts';
import { clusterKey } from '../upstream/cluster-key.ts';
import { OWNER } from '../upstream/identity.ts';
import { ClusterClock } from '../upstream/sources/cluster-clock.ts';
import { ClusterSchemas } from './cluster-schemas.ts';
import { OperationRunner } from './operation-runner.ts';

/** A cluster that gives these answers, by method, and else none. */
function world(onBegin: () => Promise<void>, answers: Readonly<Record<string, KubeObject>> = {}) {
  const clock = new FakeClock();
  const sent: string[] = [];
  const made: string[] = [];
  const send = async ({ method, path }: ApiRequest) => {
    sent.push(path);
    const answer = path.startsWith('/api/v1/namespaces/n/pods/p') ? answers[method] : undefined;
    if (answer === undefined) throw new Error('nobody there');
    async function* body() {
      yield JSON.stringify(answer);
    }
    return { status: 200, headers: {}, warnings: [], body: body() };
  };
  const info = { name: 'c', isDemo: true, server: '', user: '', namespace: '', problem: null };
  const key = clusterKey('c', OWNER);
  const cluster = { info, key, clock: new ClusterClock(clock), source: { send }, close: async () => {} };
  const hub = new Hub({ clusters: { list: () => [info], get: () => cluster }, clock, random: seededRandom(1) });
  const runner = new OperationRunner({
    ...{ hub, onBegin },
    store: new MemoryOperations(),
    schemas: new ClusterSchemas(clock),
    publish: () => {},
    onSent: (_identity, { kind }) => made.push(kind),
  });
  const close = async () => {
    const closed = runner.close();
    await clock.advance(600_000);
    await closed;
    hub.close();
  };
  return { runner, clock, sent, made, close };
}

test('what is to be a record of its own is none under the id of another operation, begun before or at the same time', async () => {
  const { runner, close } = world(async () => {});
  const asked: OperationRequest = { id: 'o1', suffix: 'abcde', kind: 'cronjob.suspend', targets: [target('a')] };
  const both = [runner.start(OWNER, asked, { isNew: true }), runner.start(OWNER, asked, { isNew: true })];
  const kinds = (await Promise.allSettled(both)).map(({ status }) => status);
  expect(kinds).toEqual(['fulfilled', 'rejected']);
  await expect(runner.start(OWNER, asked, { isNew: true })).rejects.toThrow('o1');
  expect((await runner.start(OWNER, asked))?.id).toBe('o1');
  await close();
});

test('what cannot be noted before it is begun is not begun: nothing is kept of it, and nothing sent', async () => {
  const { runner, sent, close } = world(async () => {
    throw new Error('the disk is full');
  });
  const targets = [target('a')];
  const begun = runner.start(OWNER, { id: 'o1', suffix: 'abcde', kind: 'cronjob.suspend', targets });
  await expect(begun).rejects.toThrow('the disk is full');
  expect([await runner.list(OWNER), sent]).toEqual([[], []]);
  await close();
});

test.each([
  ['was there before is not told to be made', ['side'], []],
  ['was made is told', [], ['pod.debug']],
])('a container that %s', async (_name, before, expected) => {
  const pod = (names: readonly string[]): KubeObject => ({
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'n', uid: 'u' },
    spec: { ephemeralContainers: names.map(name => ({ name, image: 'i' })) },
  });
  const { runner, clock, made, close } = world(async () => {}, { GET: pod(before), PATCH: pod(['side']) });
  const resource = { group: '', version: 'v1', resource: 'pods' };
  const targets = [{ cluster: 'c', resource, namespace: 'n', name: 'p', uid: 'u' }];
  const debug = { name: 'side', image: 'i', target: '', profile: 'general' } as const;
  await runner.start(OWNER, { id: 'o1', suffix: 'abcde', kind: 'pod.debug', targets, params: { debug } });
  await vi.waitFor(async () => {
    await clock.advance(1_000);
    expect((await runner.find(OWNER, 'o1'))?.targets[0]?.phase).not.toBe('sent');
  });
  expect(made).toEqual(expected);
  await close();
});
