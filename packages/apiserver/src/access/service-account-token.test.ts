import { expect, test } from 'vitest';
import { asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { ApiServer } from '../requests/api-server.ts';
import { MASTERS_GROUP, type UserInfo } from '../wire/user-info.ts';
import { userOfClaims } from './service-account-token.ts';

const ADMIN = { username: 'admin', groups: [MASTERS_GROUP] };
const ACCOUNTS = '/api/v1/namespaces/default/serviceaccounts';
const PODS = '/api/v1/namespaces/default/pods';

/** Tokens that are what they say, in plain text. */
function start() {
  const tokens = {
    sign: (claims: JsonObject) => JSON.stringify(claims),
    review: (token: string, audiences: readonly string[]) => ({
      user: userOfClaims(asObject(JSON.parse(token))),
      audiences,
    }),
    keys: () => ({ keys: [{ alg: 'ES256' }] }),
  };
  const server = new ApiServer({ clock: new FakeClock(), random: seededRandom(1), tokens });
  const ask = async (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object, user: UserInfo = ADMIN) => {
    const response = await server.as(user).send({
      method,
      path,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: asObject(JSON.parse(await readBody(response))) };
  };
  const token = async (spec: object = {}) => {
    const { status, body } = await ask('POST', `${ACCOUNTS}/robot/token`, { spec });
    const user: UserInfo = status === 201 ? tokens.review(asString(getPath(body, 'status', 'token')), []).user : ADMIN;
    return { status, body, user };
  };
  return { ask, token };
}

async function started() {
  const { ask, token } = start();
  await ask('POST', ACCOUNTS, { metadata: { name: 'robot' } });
  return { ask, token };
}

const REVIEW = '/apis/authentication.k8s.io/v1/selfsubjectreviews';

test('an account is who its token says, until it is gone', async () => {
  const { ask, token } = await started();
  const { user } = await token();
  const { status, body } = await ask('POST', REVIEW, {}, user);
  expect([status, getPath(body, 'status', 'userInfo', 'username')]).toEqual([
    201,
    'system:serviceaccount:default:robot',
  ]);
  await ask('DELETE', `${ACCOUNTS}/robot`);
  expect((await ask('POST', REVIEW, {}, user)).status).toBe(401);
  await ask('POST', ACCOUNTS, { metadata: { name: 'robot' } });
  expect((await ask('POST', REVIEW, {}, user)).status, 'another of the same name').toBe(401);
});

test('a token that is bound to a pod ends with it', async () => {
  const { ask, token } = await started();
  const spec = { containers: [{ name: 'c', image: 'i' }], serviceAccountName: 'robot', nodeName: 'n' };
  await ask('POST', PODS, { metadata: { name: 'p' }, spec });
  const { body, user } = await token({ boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'p' } });
  expect(user.extra).toMatchObject({
    'authentication.kubernetes.io/pod-name': ['p'],
    'authentication.kubernetes.io/node-name': ['n'],
  });
  expect(getPath(body, 'spec', 'boundObjectRef', 'name')).toBe('p');
  expect((await ask('POST', REVIEW, {}, user)).status).toBe(201);
  await ask('DELETE', `${PODS}/p`, { gracePeriodSeconds: 0 });
  expect((await ask('POST', REVIEW, {}, user)).status).toBe(401);
});

test.each([
  ['a pod that is not there', { apiVersion: 'v1', kind: 'Pod', name: 'none' }, 404],
  ['a kind that none is bound to', { apiVersion: 'v1', kind: 'ConfigMap', name: 'none' }, 400],
  ['a kind of another group', { apiVersion: 'apps/v1', kind: 'Pod', name: 'none' }, 400],
])('no token is bound to %s', async (_what, boundObjectRef, status) => {
  const { token } = await started();
  expect((await token({ boundObjectRef })).status).toBe(status);
});

test('no token is bound to a pod of another account, or of another uid', async () => {
  const { ask, token } = await started();
  await ask('POST', ACCOUNTS, { metadata: { name: 'default' } });
  await ask('POST', PODS, { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'i' }] } });
  const reference = { apiVersion: 'v1', kind: 'Pod', name: 'p' };
  expect((await token({ boundObjectRef: reference })).status).toBe(400);
  await ask('POST', `/api/v1/namespaces/default/secrets`, { metadata: { name: 's' } });
  const secret = { apiVersion: 'v1', kind: 'Secret', name: 's' };
  expect((await token({ boundObjectRef: { ...secret, uid: 'another' } })).status).toBe(409);
  expect((await token({ boundObjectRef: secret })).status).toBe(201);
});

test('where nobody knows tokens, none are given out and no keys are told', async () => {
  const server = new ApiServer({ clock: new FakeClock(), random: seededRandom(1) });
  const response = await server.as(ADMIN).send({ method: 'GET', path: '/openid/v1/jwks' });
  expect(response.status).toBe(404);
});
