import { expect, test } from 'vitest';
import type { Cluster } from '../upstream/cluster.ts';
import { readRelated } from './related-lists.ts';

/** Answers every list with one object, and tells what it was asked for. */
function listingCluster() {
  const asked: string[] = [];
  const send = async ({ path }: { path: string }) => {
    asked.push(path);
    async function* body() {
      yield JSON.stringify({ items: [{ metadata: { name: 'w' } }] });
    }
    return { status: 200, headers: {}, warnings: [], body: body() };
  };
  return { asked, cluster: { key: 'c', clock: { now: () => 5 }, source: { send } } as unknown as Cluster };
}

test('what several targets of one question are planned with is read once', async () => {
  const { cluster, asked } = listingCluster();
  const pods = { resource: { group: '', version: 'v1', resource: 'pods' }, namespace: 'n', isAdvice: true };
  const known = new Map();
  const first = await readRelated(cluster, [pods], known);
  expect(await readRelated(cluster, [pods, { ...pods, namespace: 'm' }], known)).toEqual([...first, ...first]);
  expect(asked).toEqual(['/api/v1/namespaces/n/pods', '/api/v1/namespaces/m/pods']);
  await readRelated(cluster, [pods]);
  expect(asked).toHaveLength(3);
});

test('what is needed only where other lists leave something to be known is read after them, or not at all', async () => {
  const { cluster, asked } = listingCluster();
  const first = { resource: { group: '', version: 'v1', resource: 'pods' }, namespace: 'n', isAdvice: true };
  const second = (isNeeded: boolean) => ({
    ...{ ...first, namespace: 'm' },
    after: {
      lists: [first],
      isNeeded: (found: readonly unknown[], now: number) => isNeeded && now === 5 && found.length === 1,
    },
  });
  const known = new Map();
  expect((await readRelated(cluster, [first, second(false)], known))[1]).toBeNull();
  expect(asked).toEqual(['/api/v1/namespaces/n/pods']);
  expect((await readRelated(cluster, [second(true), first], known))[0]).toHaveLength(1);
  expect(asked).toEqual(['/api/v1/namespaces/n/pods', '/api/v1/namespaces/m/pods']);
});

test('of a list that goes on no more is read than its head', async () => {
  let chunks = 0;
  const send = async () => {
    async function* body() {
      yield '{"kind":"PodList","metadata":{"continue":"next"},"items":[{"metadata":{"name":"a"}},';
      for (; chunks < 9; chunks++) yield '{"metadata":{"name":"b"}},';
    }
    return { status: 200, headers: {}, warnings: [], body: body() };
  };
  const cluster = { key: 'c', source: { send } } as unknown as Cluster;
  const pods = { resource: { group: '', version: 'v1', resource: 'pods' }, namespace: 'n', isAdvice: true };
  expect(await readRelated(cluster, [pods])).toEqual([null]);
  expect(chunks).toBe(0);
});
