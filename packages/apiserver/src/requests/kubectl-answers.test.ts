import { expect, test } from 'vitest';
import { asArray, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { AUTHENTICATED_GROUP, MASTERS_GROUP } from '../wire/user-info.ts';
import { ApiServer } from './api-server.ts';

// What kubectl's own commands ask for, and a real server of 1.37 answers so (tests/conformance/kubectl-help.test.ts).

const ADMIN = { username: 'admin', groups: [MASTERS_GROUP, AUTHENTICATED_GROUP] };
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const PODS = '/api/v1/namespaces/default/pods';
const MAPS = '/api/v1/namespaces/default/configmaps';
const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } };

function start() {
  const server = new ApiServer({ clock: new FakeClock(), random: seededRandom(1) });
  return async (method: ApiRequest['method'], path: string, more: Partial<ApiRequest> & { json?: object } = {}) => {
    const { json, ...request } = more;
    const body = json === undefined ? {} : { body: JSON.stringify(json) };
    const response = await server.as(ADMIN).send({ method, path, ...body, ...request });
    return { status: response.status, body: asObject(JSON.parse(await readBody(response))) };
  };
}

test('a Scale is a row with how many there should be, and are', async () => {
  const ask = start();
  await ask('POST', DEPLOYMENTS, {
    json: { metadata: { name: 'd' }, spec: { replicas: 2, selector: { matchLabels: { a: 'b' } }, template } },
  });
  const headers = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
  const { body } = await ask('GET', `${DEPLOYMENTS}/d/scale`, { headers });
  expect(asArray(body['columnDefinitions']).map(column => getPath(column, 'name'))).toEqual([
    'Name',
    'Desired',
    'Available',
    'Age',
  ]);
  expect(asArray(body['rows']).map(row => getPath(row, 'cells'))).toEqual([['d', 2, 0, '0s']]);
});

test('a container that was added for a look neither changes nor goes', async () => {
  const ask = start();
  await ask('POST', '/api/v1/namespaces/default/serviceaccounts', { json: { metadata: { name: 'default' } } });
  await ask('POST', PODS, { json: { metadata: { name: 'p' }, spec: template.spec } });
  const { body: pod } = await ask('GET', `${PODS}/p`);
  const put = (ephemeralContainers: readonly object[]) =>
    ask('PUT', `${PODS}/p/ephemeralcontainers`, {
      json: {
        ...pod,
        metadata: { name: 'p', namespace: 'default' },
        spec: { ...asObject(pod['spec']), ephemeralContainers },
      },
    });
  expect((await put([{ name: 'e', image: 'i' }])).status).toBe(200);
  expect(
    (
      await put([
        { name: 'e', image: 'i' },
        { name: 'f', image: 'i' },
      ])
    ).status,
  ).toBe(200);
  const changed = await put([
    { name: 'e', image: 'other' },
    { name: 'f', image: 'i' },
  ]);
  expect([changed.status, asString(changed.body['message'])]).toEqual([
    422,
    expect.stringContaining('may not be changed'),
  ]);
  const removed = await put([{ name: 'f', image: 'i' }]);
  expect([removed.status, asString(removed.body['message'])]).toEqual([
    422,
    expect.stringContaining('may not be removed'),
  ]);
});

test('what somebody may do is told by every binding, also of the masters', async () => {
  const ask = start();
  const { body } = await ask('POST', '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', {
    json: { spec: { namespace: 'default' } },
  });
  const resources = asArray(getPath(body, 'status', 'resourceRules')).flatMap(rule =>
    asArray(getPath(rule, 'resources')),
  );
  expect(resources).toEqual(expect.arrayContaining(['*', 'selfsubjectreviews', 'selfsubjectaccessreviews']));
});

test('a right that a binding would give is missing because its role is', async () => {
  const ask = start();
  const bindings = '/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings';
  for (const [name, kind] of [
    ['one', 'Role'],
    ['two', 'ClusterRole'],
    ['three', 'Role'],
  ] as const)
    await ask('POST', bindings, {
      json: {
        metadata: { name },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: 'reader' },
        subjects: [{ kind: 'User', name: 'vera' }],
      },
    });
  const review = async (user: string) => {
    const resourceAttributes = { verb: 'list', resource: 'pods', namespace: 'default' };
    const path = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
    return (await ask('POST', path, { json: { spec: { user, resourceAttributes } } })).body['status'];
  };
  const missing = (kind: string) => `${kind}.rbac.authorization.k8s.io "reader" not found`;
  expect(await review('vera')).toEqual({
    allowed: false,
    reason: `rbac: RBAC: [${missing('role')}, ${missing('clusterrole')}]`,
  });
  expect(await review('dana')).toEqual({ allowed: false });
});

test('what kubectl applied last is told with its kind', async () => {
  const ask = start();
  const LAST = 'kubectl.kubernetes.io/last-applied-configuration';
  await ask('POST', MAPS, { json: { metadata: { name: 'm', annotations: { [LAST]: '{}' } }, data: { a: '1' } } });
  const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm', labels: { x: 'y' } } };
  const { body } = await ask('PATCH', `${MAPS}/m`, {
    headers: { 'content-type': 'application/apply-patch+yaml' },
    query: { fieldManager: 'kubectl', force: 'true' },
    json: config,
  });
  const applied = asString(asObject(getPath(body, 'metadata', 'annotations'))[LAST]);
  expect(JSON.parse(applied)).toMatchObject(config);
});
