import { expect, test } from 'vitest';
import { type ApiRequest, asDryRun, readBody } from '@lanthorn/kube/api/api-request.ts';
import { ReadOnlySource } from './read-only-source.ts';

const PODS = '/api/v1/namespaces/shop/pods';
const REVIEWS = '/apis/authorization.k8s.io/v1';

/** What went on to the cluster, and what was answered. */
async function ask(request: Partial<ApiRequest>) {
  const sent: ApiRequest[] = [];
  const source = new ReadOnlySource({
    send: async each => {
      sent.push(each);
      return { status: 200, headers: {}, warnings: [], body: (async function* text() {})() };
    },
  });
  const response = await source.send({ method: 'GET', path: PODS, ...request });
  return { isSent: sent.length > 0, status: response.status, text: await readBody(response) };
}

const DELETE = { method: 'DELETE', path: `${PODS}/a`, body: '{"gracePeriodSeconds":0}' } as const;
const changes: readonly Partial<ApiRequest>[] = [
  { method: 'POST', body: '{}' },
  { method: 'PUT', path: `${PODS}/a`, body: '{}' },
  { method: 'PATCH', path: `${PODS}/a/resize`, body: '{}' },
  DELETE,
  { method: 'DELETE', path: PODS },
  { method: 'POST', path: `${PODS}/a/eviction`, body: '{"deleteOptions":{"dryRun":["All"]}}' },
];

test.each(changes)('a change is refused before it is sent, and its dry run is none: %j', async change => {
  const refused = await ask(change);
  expect([refused.isSent, refused.status]).toEqual([false, 403]);
  expect(JSON.parse(refused.text)).toMatchObject({ kind: 'Status', reason: 'Forbidden', code: 403 });
  expect((await ask(asDryRun({ method: 'POST', path: PODS, ...change }))).isSent).toBe(true);
});

test.each<Partial<ApiRequest>>([
  // Beside a body the query of a deletion is not read.
  { ...DELETE, query: { dryRun: 'All' } },
  { method: 'POST', query: { dryRun: 'None' }, body: '{}' },
  { method: 'POST', path: '/apis/example.com/v1/namespaces/shop/reviews', body: '{}' },
])('what only looks like a dry run or a question is a change: %j', async change => {
  expect((await ask(change)).isSent).toBe(false);
});

test('reads and questions about rights go on; whether somebody may change something is known', async () => {
  expect((await ask({ query: { watch: '1' } })).isSent).toBe(true);
  for (const path of [`${REVIEWS}/subjectaccessreviews`, `${REVIEWS}/namespaces/shop/localsubjectaccessreviews`])
    expect((await ask({ method: 'POST', path, body: '{}' })).isSent).toBe(true);
  const may = (verb: string) =>
    ask({
      ...{ method: 'POST', path: `${REVIEWS}/selfsubjectaccessreviews` },
      body: JSON.stringify({ spec: { resourceAttributes: { verb, resource: 'pods' } } }),
    });
  expect((await may('list')).isSent).toBe(true);
  const patch = await may('patch');
  expect([patch.isSent, JSON.parse(patch.text).status.allowed]).toEqual([false, false]);
});
