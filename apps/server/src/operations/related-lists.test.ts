import { expect, test } from 'vitest';
import type { Cluster } from '../upstream/cluster.ts';
import { readRelated } from './related-lists.ts';

test('what several targets of one question are planned with is read once', async () => {
  const asked: string[] = [];
  const send = async ({ path }: { path: string }) => {
    asked.push(path);
    async function* body() {
      yield JSON.stringify({ items: [{ metadata: { name: 'w' } }] });
    }
    return { status: 200, headers: {}, warnings: [], body: body() };
  };
  const cluster = { key: 'c', source: { send } } as unknown as Cluster;
  const pods = { resource: { group: '', version: 'v1', resource: 'pods' }, namespace: 'n', isAdvice: true };
  const known = new Map();
  const first = await readRelated(cluster, [pods], known);
  expect(await readRelated(cluster, [pods, { ...pods, namespace: 'm' }], known)).toEqual([...first, ...first]);
  expect(asked).toEqual(['/api/v1/namespaces/n/pods', '/api/v1/namespaces/m/pods']);
  await readRelated(cluster, [pods]);
  expect(asked).toHaveLength(3);
});
