import { gzipSync } from 'node:zlib';
import Fastify from 'fastify';
import { beforeEach, expect, test } from 'vitest';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { OWNER } from '../../upstream/identity.ts';
import { addHelmRoutes } from './helm.ts';

const MANIFEST = `---
apiVersion: v1
kind: Secret
metadata:
  name: web
data:
  password: aHVudGVyMg==
`;
const RELEASE = {
  ...{ name: 'web', namespace: 'shop', version: 2, manifest: MANIFEST, config: { a: 1 } },
  info: { status: 'deployed', description: 'Upgrade complete' },
  chart: { metadata: { name: 'web', version: '1.0.0' }, values: { a: 0, b: 2 } },
  hooks: [{ name: 'h', kind: 'Secret', events: ['pre-upgrade'], manifest: MANIFEST }],
};
const packed = gzipSync(JSON.stringify(RELEASE)).toString('base64');
const STORED = 'sh.helm.release.v1.web.v2';
const SECRET = { metadata: { name: STORED, uid: 'u' }, data: { release: Buffer.from(packed).toString('base64') } };
const ASKED = { cluster: 'c', storage: 'secrets', namespace: 'shop', name: 'web', revision: 2 };
const ID = '00000000-0000-4000-8000-000000000000';

interface World {
  readonly happened: string[];
  allowed: boolean;
  secret: { secret: unknown; status: null } | { secret: null; status: { code: number; message: string } };
  listed: readonly object[] | number;
}
let world: World;
beforeEach(() => {
  world = { happened: [], allowed: true, secret: { secret: SECRET, status: null }, listed: [] };
});

async function* answer(value: unknown) {
  yield JSON.stringify(value);
}

async function post(url: string, payload: object) {
  const server = Fastify();
  const source = {
    send: async ({ path, query, headers }: ApiRequest) => {
      world.happened.push(`${path} ${query?.['labelSelector'] ?? ''} ${headers?.['accept']?.split(';')[1] ?? ''}`);
      const { listed } = world;
      return typeof listed === 'number'
        ? { status: listed, headers: {}, warnings: [], body: answer({ kind: 'Status', code: listed, message: 'no' }) }
        : { status: 200, headers: {}, warnings: [], body: answer({ items: listed }) };
    },
  };
  const cluster = { key: 'c', info: { name: 'c' }, source, clock: { now: () => 7 } };
  addHelmRoutes(server, {
    identity: OWNER,
    hub: {
      clusters: { get: (key: string) => (key === 'c' ? cluster : undefined) },
      clock: { nextTurn: async () => {} },
    },
    access: { check: async () => [world.allowed] },
    kinds: {
      of: async () => ({
        kinds: [{ group: '', version: 'v1', kind: 'Secret', resource: 'secrets', isNamespaced: true }],
      }),
    },
    operations: {
      resolve: async (_identity: unknown, { targets, kind }: { targets: object[]; kind: string }) => ({
        actions: targets.map(target => ({ kind, target, index: 0, suffix: 'reveal', params: {} })),
      }),
      start: async (_identity: unknown, request: OperationRequest) => {
        world.happened.push(JSON.stringify(request));
        return {} as Operation;
      },
    },
    secretReader: () => ({
      read: async (_namespace: string, name: string) => {
        world.happened.push(`read ${name}`);
        return name === 'web'
          ? { secret: { metadata: { name: 'web' }, data: { password: 'eA==' } }, status: null }
          : world.secret;
      },
    }),
  } as unknown as Parameters<typeof addHelmRoutes>[1]);
  const { statusCode, body, headers } = await server.inject({ method: 'POST', url, payload });
  return { status: statusCode, body, told: JSON.parse(body), cache: headers['cache-control'] };
}

test('a revision is told with all its values, without those of Secrets in manifest and hooks, and kept by nobody', async () => {
  const { status, body, told, cache } = await post('/api/helm/release', ASKED);
  expect([status, cache]).toEqual([200, 'no-store']);
  expect(told).toMatchObject({ isMasked: true, uid: 'u', object: STORED, values: { a: 1, b: 2 } });
  expect(told.release).toMatchObject({ name: 'web', revision: 2, config: { a: 1 }, metadata: { version: '1.0.0' } });
  expect(body).not.toContain('aHVudGVyMg');
  expect(world.happened).toEqual([`read ${STORED}`]);
});

test('values of Secrets are told to who may read them, after that was recorded, and the record has none', async () => {
  const { told } = await post('/api/helm/reveal', { ...ASKED, id: ID, uid: 'u' });
  expect(told).toMatchObject({ isMasked: false });
  expect(told.release.manifest).toBe(MANIFEST);
  expect(told.release.hooks[0].manifest).toBe(MANIFEST);
  const [recorded, read] = world.happened;
  expect(read).toBe(`read ${STORED}`);
  expect(JSON.parse(recorded ?? '')).toMatchObject({ kind: 'secret.reveal', targets: [{ name: STORED, uid: 'u' }] });
  expect(recorded).not.toContain('aHVudGVyMg');
});

test('without the right nothing is recorded and nothing is read', async () => {
  world.allowed = false;
  const { status, body } = await post('/api/helm/reveal', { ...ASKED, id: ID, uid: 'u' });
  expect([status, world.happened]).toEqual([403, []]);
  expect(body).not.toContain('aHVudGVyMg');
});

test('another object that took its place is not shown', async () => {
  const { status, body } = await post('/api/helm/reveal', { ...ASKED, id: ID, uid: 'other' });
  expect(status).toBe(409);
  expect(body).not.toContain('aHVudGVyMg');
});

test.each([
  ['a cluster that refuses', { secret: null, status: { code: 403, message: 'no' } }, 403, 'clusterSays'],
  ['a cluster that fails', { secret: null, status: { code: 500, message: 'no' } }, 502, 'clusterSays'],
  ['a Secret that holds none', { secret: { data: {} }, status: null }, 422, 'noRelease'],
] as const)('of %s the page is told', async (_, secret, code, why) => {
  world.secret = secret;
  for (const url of ['/api/helm/release', '/api/helm/objects']) {
    const { status, told } = await post(url, ASKED);
    expect([status, told.code]).toEqual([code, why]);
  }
});

test('objects of the manifest are told as they are, values of Secrets compared and not told', async () => {
  const { told, body } = await post('/api/helm/objects', ASKED);
  expect(told).toMatchObject({
    isWhole: true,
    asOf: 7,
    objects: [{ kind: 'Secret', name: 'web', namespace: 'shop', state: 'there', drifted: 1 }],
  });
  expect(body).not.toMatch(/aHVudGVyMg|eA==/);
});

test('revisions are those of this release alone, the newest first, asked for without what they hold', async () => {
  const item = (name: string, status: string) => ({ metadata: { name, namespace: 'shop', labels: { status } } });
  world.listed = [
    item('sh.helm.release.v1.web.v9', 'superseded'),
    item('sh.helm.release.v1.web.v10', 'deployed'),
    item('sh.helm.release.v1.other.v1', 'deployed'),
  ];
  const { told } = await post('/api/helm/revisions', {
    cluster: 'c',
    storage: 'secrets',
    namespace: 'shop',
    name: 'web',
  });
  expect(told).toMatchObject({
    left: 0,
    revisions: [
      { revision: 10, status: 'deployed', head: { description: 'Upgrade complete' }, problem: null },
      { revision: 9, status: 'superseded' },
    ],
  });
  expect(world.happened[0]).toBe('/api/v1/namespaces/shop/secrets owner=helm,name=web as=PartialObjectMetadataList');
});

test('where Secrets may not be listed it is said so', async () => {
  world.listed = 403;
  const { status, told } = await post('/api/helm/revisions', {
    cluster: 'c',
    storage: 'secrets',
    namespace: 'shop',
    name: 'web',
  });
  expect([status, told.code]).toEqual([403, 'clusterSays']);
});

test.each([
  {},
  { ...ASKED, name: 'a/b' },
  { ...ASKED, revision: 0 },
  { ...ASKED, storage: 'pods' },
  { ...ASKED, more: 1 },
])('what is malformed is refused: %j', async body => {
  for (const url of ['release', 'objects', 'reveal', 'revisions'])
    expect((await post(`/api/helm/${url}`, body)).status).toBe(400);
  expect(world.happened).toEqual([]);
});

test('of another cluster nothing is known', async () => {
  expect((await post('/api/helm/release', { ...ASKED, cluster: 'other' })).told.code).toBe('noCluster');
});
