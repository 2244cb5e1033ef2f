import { expect, test } from 'vitest';
import { drainPlan } from '@lanthorn/actions/node/drain-plan.ts';
import type { ApiRequest, ApiResponse } from '@lanthorn/kube/api/api-request.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { readDrainFacts } from './drain-facts.ts';

const READY = {
  conditions: [
    { type: 'Ready', status: 'True' },
    { type: 'Other', status: 'True', message: 'long' },
  ],
};
const node = (name: string) => ({
  metadata: { name, uid: name, managedFields: [{}], labels: { zone: name } },
  spec: { podCIDR: '10.0.0.0/24' },
  status: { ...READY, allocatable: { cpu: '4', pods: '10' }, images: [{ names: ['x'] }] },
});
const pod = (i: number) => ({
  metadata: { name: `web-${i}`, namespace: 'shop', uid: `p${i}`, managedFields: [{}], annotations: { secret: 'x' } },
  spec: {
    nodeName: 'a',
    containers: [{ name: 'c', env: [{ name: 'TOKEN', value: 'x' }], resources: { requests: { cpu: '1' } } }],
    volumes: [
      { name: 'v', emptyDir: {} },
      { name: 'conf', configMap: { name: 'c' } },
    ],
  },
  status: { phase: 'Running', ...READY },
});

/** Answers by the last word of the path; a list comes in pages of two. */
function fakeCluster(lists: Readonly<Record<string, readonly unknown[] | number>>) {
  const asked: ApiRequest[] = [];
  const answer = (status: number, body: unknown): ApiResponse => ({
    ...{ status, headers: {}, warnings: [] },
    body: (async function* text() {
      yield JSON.stringify(body);
    })(),
  });
  const send = async (request: ApiRequest): Promise<ApiResponse> => {
    asked.push(request);
    const list = lists[request.path.split('/').at(-1) ?? ''] ?? [];
    if (typeof list === 'number')
      return answer(list, { kind: 'Status', status: 'Failure', message: `refused ${list}`, code: list });
    const from = Number(request.query?.['continue'] ?? 0);
    const next = from + 2 < list.length ? String(from + 2) : '';
    return answer(200, { items: list.slice(from, from + 2), metadata: next === '' ? {} : { continue: next } });
  };
  return { asked, cluster: { source: { send } } as unknown as Cluster };
}
const clock = { nextTurn: async () => {} };

test('every page is read, and of each object what a drain is judged by', async () => {
  const { asked, cluster } = fakeCluster({ nodes: ['a', 'b'].map(node), pods: [1, 2, 3, 4, 5].map(pod) });
  const facts = await readDrainFacts(cluster, 'a', clock);
  expect(asked.filter(({ path }) => path === '/api/v1/pods').map(({ query }) => query?.['continue'] ?? '')).toEqual([
    '',
    '2',
    '4',
  ]);
  expect(asked.every(({ query }) => query?.['limit'] === '100')).toBe(true);
  expect(JSON.stringify(facts)).not.toMatch(/TOKEN|secret|managedFields|images|long/);
  expect(facts.pods[0]?.['spec']).toMatchObject({ volumes: [{ name: 'v', emptyDir: {} }] });
  const { pods } = drainPlan(facts);
  expect(pods.map(({ isLost, emptyDirs }) => [isLost, emptyDirs])).toEqual(
    Array.from({ length: 5 }, () => [true, ['v']]),
  );
});

test('what may not be read of budgets and volumes is not known; without nodes or pods there is no plan', async () => {
  const some = fakeCluster({ nodes: [node('a')], pods: [], poddisruptionbudgets: 403, persistentvolumes: 404 });
  const { budgets, claims, volumes } = await readDrainFacts(some.cluster, 'a', clock);
  expect([budgets, claims, volumes]).toEqual([null, [], null]);
  const none = fakeCluster({ nodes: [node('a')], pods: 403 });
  await expect(readDrainFacts(none.cluster, 'a', clock)).rejects.toMatchObject({
    statusCode: 502,
    problem: { params: { detail: 'refused 403' } },
  });
});
