import { expect, test } from 'vitest';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import type { DiscoveredResource } from '@lanthorn/kube/api/discovery.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { readReleaseObjects } from './release-objects.ts';

const kind = (api: string, name: string, resource: string, isNamespaced = true): DiscoveredResource => {
  const [version = '', group = ''] = api.split('/').toReversed();
  return { group, version, kind: name, resource, isNamespaced, verbs: [], shortNames: [] };
};
const KINDS = [
  kind('v1', 'Service', 'services'),
  kind('v1', 'Secret', 'secrets'),
  kind('apps/v1', 'Deployment', 'deployments'),
  kind('rbac.authorization.k8s.io/v1', 'ClusterRole', 'clusterroles', false),
];
const status = (code: number, details: object = {}) => ({
  code,
  body: { kind: 'Status', status: 'Failure', message: `says ${code}`, code, details },
});
const object = (value: object) => ({ code: 200, body: value });
const PATHS = {
  service: '/api/v1/namespaces/shop/services/web',
  deployment: '/apis/apps/v1/namespaces/shop/deployments/web',
  role: '/apis/rbac.authorization.k8s.io/v1/clusterroles/web',
};

async function read(
  manifest: string,
  answers: Record<string, { code: number; body: object }>,
  secret: object | null = null,
) {
  const asked: string[] = [];
  const cluster = {
    info: { name: 'c' },
    clock: { now: () => 5 },
    source: {
      send: async ({ path }: ApiRequest) => {
        asked.push(path);
        const { code, body } = answers[path] ?? status(404, { name: 'x' });
        return {
          status: code,
          headers: {},
          warnings: [],
          body: (async function* () {
            yield JSON.stringify(body);
          })(),
        };
      },
    },
  } as unknown as Cluster;
  const answer = await readReleaseObjects(
    cluster,
    { namespace: 'shop', name: 'web', manifest },
    {
      kinds: async () => ({ kinds: KINDS }),
      secrets: { read: async () => ({ secret, status: null }) },
      clock: { nextTurn: async () => {} },
    },
  );
  return { ...answer, asked };
}

const manifest = (api: string, name: string, more = '') =>
  `---\napiVersion: ${api}\nkind: ${name}\nmetadata:\n  name: web\n${more}`;

test('an object is told as it is, with what is no longer as the manifest has it', async () => {
  const annotations = { 'meta.helm.sh/release-name': 'web', 'meta.helm.sh/release-namespace': 'shop' };
  const live = { metadata: { name: 'web', namespace: 'shop', annotations }, spec: { replicas: 5 }, status: {} };
  const { objects, isWhole, asOf } = await read(manifest('apps/v1', 'Deployment', 'spec:\n  replicas: 2\n'), {
    [PATHS.deployment]: object(live),
  });
  expect([isWhole, asOf]).toEqual([true, 5]);
  expect(objects).toEqual([
    {
      ...{ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web', isKept: false, state: 'there' },
      ...{ reason: null, status: expect.objectContaining({ tone: expect.any(String) }), otherRelease: '' },
      drift: [{ path: 'spec.replicas', before: 2, after: 5 }],
      drifted: 1,
    },
  ]);
});

test('what is not there, may not be read, is not served or belongs to another release is four answers', async () => {
  const annotations = { 'meta.helm.sh/release-name': 'other', 'meta.helm.sh/release-namespace': 'apps' };
  const text = [
    manifest('v1', 'Service'),
    manifest('apps/v1', 'Deployment'),
    manifest('apps/v1beta1', 'Deployment'),
    manifest('example.com/v1', 'Thing'),
    manifest('rbac.authorization.k8s.io/v1', 'ClusterRole'),
  ].join('');
  const { objects } = await read(text, {
    [PATHS.service]: object({ metadata: { name: 'web', annotations } }),
    [PATHS.deployment]: status(403),
    '/apis/apps/v1beta1/namespaces/shop/deployments/web': status(404),
  });
  expect(objects.map(({ state, otherRelease, namespace }) => [state, otherRelease, namespace])).toEqual([
    ['there', 'apps/other', 'shop'],
    ['forbidden', '', 'shop'],
    ['unserved', '', 'shop'],
    ['unserved', '', 'shop'],
    ['missing', '', 'shop'],
  ]);
  expect(objects[1]?.reason?.message).toContain('says 403');
});

test('values of Secrets are compared and not told; what is written as text is the same as what is kept', async () => {
  const text = manifest('v1', 'Secret', 'stringData: {same: hello, other: hunter2}\n');
  const live = { metadata: { name: 'web' }, data: { same: 'aGVsbG8=', other: 'eA==' } };
  const { objects, asked } = await read(text, {}, live);
  expect(objects[0]?.drift).toEqual([{ path: 'data.other', before: '•••', after: '•••' }]);
  expect(JSON.stringify(objects)).not.toMatch(/hunter2|aHVudGVyMg|eA==/);
  expect(asked).toEqual([]);
});

test('no name of a manifest leads to another path', async () => {
  const { objects, asked } = await read(
    'apiVersion: v1\nkind: Service\nmetadata:\n  name: ../../../api/v1/secrets\n',
    {},
  );
  expect(objects.map(({ state }) => state)).toEqual(['unknown']);
  expect(asked).toEqual([]);
});

test('a manifest that cannot be read whole is said to be that', async () => {
  expect(await read('---\nkind: [', {})).toMatchObject({ objects: [], isWhole: false });
});
