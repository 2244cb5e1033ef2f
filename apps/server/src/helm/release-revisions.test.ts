import { expect, test } from 'vitest';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import type { Cluster } from '../upstream/cluster.ts';
import type { ReleaseReader } from './release-reader.ts';
import { readRevisions } from './release-revisions.ts';

const RELEASE = { storage: 'secrets', namespace: 'shop', name: 'web' } as const;
const reader = {
  read: async () => ({ problem: null, uid: 'u', parts: {} }),
} as unknown as ReleaseReader;

/** A cluster that keeps so many revisions, and gives them in the order of their names as an API server does. */
function clusterWith(count: number, { isEndless = false, refusedAt = -1 } = {}) {
  const asked: ApiRequest[] = [];
  const all = Array.from({ length: count }, (_, i) => i + 1)
    .map(version => ({
      metadata: {
        ...{ name: `sh.helm.release.v1.web.v${version}`, namespace: 'shop', uid: `u${version}` },
        labels: { owner: 'helm', name: 'web', status: 'superseded', version: String(version) },
      },
    }))
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const send = async (request: ApiRequest) => {
    asked.push(request);
    const from = Number(request.query?.['continue'] ?? 0);
    const to = from + Number(request.query?.['limit']);
    const status = asked.length - 1 === refusedAt ? 410 : 200;
    const more = isEndless || to < all.length ? { continue: String(to) } : {};
    const body =
      status === 200 ? { items: all.slice(from, to), metadata: more } : { kind: 'Status', message: 'expired' };
    return {
      ...{ status, headers: {}, warnings: [] },
      body: (async function* () {
        yield JSON.stringify(body);
      })(),
    };
  };
  return { asked, cluster: { info: { name: 'c' }, source: { send } } as unknown as Cluster };
}

test('of more revisions than one page holds the newest are told, and how many are older', async () => {
  const { cluster, asked } = clusterWith(600);
  const answer = await readRevisions(cluster, RELEASE, reader);
  if ('problem' in answer) throw new Error('refused');
  expect(answer.revisions.map(({ revision }) => revision)).toEqual(Array.from({ length: 50 }, (_, i) => 600 - i));
  expect(answer.left).toBe(550);
  expect(
    asked.map(({ query, headers }) => [query?.['continue'], headers?.['accept']?.includes('PartialObject')]),
  ).toEqual([
    [undefined, true],
    ['500', true],
  ]);
});

test('of a list that is cut nothing is told, whoever cuts it', async () => {
  expect(await readRevisions(clusterWith(600, { refusedAt: 1 }).cluster, RELEASE, reader)).toMatchObject({
    ...{ status: 410, problem: { params: { detail: 'expired' } } },
  });
  await expect(readRevisions(clusterWith(600, { isEndless: true }).cluster, RELEASE, reader)).rejects.toThrow(
    'does not end',
  );
});
