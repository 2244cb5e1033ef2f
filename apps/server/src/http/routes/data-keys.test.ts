import Fastify from 'fastify';
import { beforeEach, expect, test } from 'vitest';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { OWNER } from '../../upstream/identity.ts';
import { addDataKeyRoutes } from './data-keys.ts';

const ID = '00000000-0000-4000-8000-000000000000';
const SECRET = { metadata: { name: 's', namespace: 'n', uid: 'u' }, data: { password: 'aHVudGVyMg==' } };
const ASKED = { id: ID, cluster: 'c', namespace: 'n', name: 's', uid: 'u', key: 'password' };

interface World {
  /** What was recorded, and what was read, in the order in which it happened. */
  readonly happened: string[];
  allowed: boolean | null;
  /** What was recorded; null where nothing was. */
  recorded: object | null;
  answer: { secret: unknown; status: null } | { secret: null; status: { code: number; message: string } };
}

let world: World;
beforeEach(() => {
  world = { happened: [], allowed: true, recorded: {}, answer: { secret: SECRET, status: null } };
});

function app() {
  const server = Fastify();
  const cluster = { info: { name: 'c' } };
  addDataKeyRoutes(server, {
    identity: OWNER,
    hub: { clusters: { get: () => cluster } },
    access: { check: async () => [world.allowed] },
    operations: {
      resolve: async (_identity: unknown, { targets, kind }: { targets: { cluster: string }[]; kind: string }) => ({
        actions: targets.map(target => ({ kind, target, index: 0, suffix: 'reveal', params: {} })),
      }),
      start: async (_identity: unknown, request: OperationRequest) => {
        world.happened.push(JSON.stringify(request));
        return world.recorded as Operation | null;
      },
    },
    secretReader: () => ({
      read: async () => {
        world.happened.push('read');
        return world.answer;
      },
    }),
  } as unknown as Parameters<typeof addDataKeyRoutes>[1]);
  return server;
}

const post = async (url: string, payload: object) => {
  const { statusCode, body, headers } = await app().inject({ method: 'POST', url, payload });
  return { status: statusCode, body, cache: headers['cache-control'] };
};

test('a value is shown to who may read it, after that was recorded, and the record has no value', async () => {
  const { status, body, cache } = await post('/api/secret-value', ASKED);
  expect([status, cache, JSON.parse(body)]).toEqual([200, 'no-store', { text: 'hunter2', base64: 'aHVudGVyMg==' }]);
  const [recorded, read] = world.happened;
  expect(read).toBe('read');
  expect(JSON.parse(recorded ?? '')).toMatchObject({
    ...{ id: ID, kind: 'secret.reveal', params: { reveal: { key: 'password' } } },
    targets: [{ cluster: 'c', namespace: 'n', name: 's', uid: 'u' }],
  });
  expect(recorded).not.toMatch(/hunter2|aHVudGVyMg/);
});

test('without the right nothing is recorded and nothing is read', async () => {
  world.allowed = false;
  const { status, body } = await post('/api/secret-value', ASKED);
  expect([status, world.happened]).toEqual([403, []]);
  expect(body).not.toContain('hunter2');
});

test('what is not recorded is not read', async () => {
  world.recorded = null;
  expect((await post('/api/secret-value', ASKED)).status).toBe(409);
  expect(world.happened).not.toContain('read');
});

test.each([
  ['another object of its name', { secret: { ...SECRET, metadata: { uid: 'other' } }, status: null }, 409],
  ['a Secret without that key', { secret: { ...SECRET, data: {} }, status: null }, 404],
  ['a cluster that refuses', { secret: null, status: { code: 403, message: 'no' } }, 403],
  ['a cluster that fails', { secret: null, status: { code: 500, message: 'no' } }, 502],
] as const)('%s has no value to show', async (_, answer, code) => {
  world.answer = answer;
  const { status, body } = await post('/api/secret-value', ASKED);
  expect(status).toBe(code);
  expect(body).not.toContain('hunter2');
});

test('keys are told without values', async () => {
  const { status, body, cache } = await post('/api/data-keys', {
    cluster: 'c',
    kind: 'secrets',
    namespace: 'n',
    name: 's',
  });
  expect([status, cache, JSON.parse(body)]).toEqual([
    ...[200, 'no-store', { keys: [{ key: 'password', bytes: 7, isText: true, certificates: [] }] }],
  ]);
});

test.each([{}, { ...ASKED, name: 'a/b' }, { ...ASKED, id: 'short' }, { ...ASKED, more: 1 }])(
  'what is malformed is refused: %j',
  async body => {
    expect((await post('/api/secret-value', body)).status).toBe(400);
    expect(world.happened).toEqual([]);
  },
);
