import { expect, test } from 'vitest';
import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { type ApiRequest, readBody } from '@lanthorn/kube/api/api-request.ts';
import type { WebhookAnswer, WebhookCall } from '../admission/questions.ts';
import { AUTHENTICATED_GROUP, MASTERS_GROUP } from '../wire/user-info.ts';
import { ApiServer } from './api-server.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';
const HOOKS = '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations';
const RULES = [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*/*', '*'] }];

type Review = JsonObject;

/** A server with one validating webhook, which answers as told. */
async function start(answer: (request: Review, server: Asking) => JsonObject | { error: string }) {
  const asked: Review[] = [];
  const callWebhook = async ({ body }: WebhookCall): Promise<WebhookAnswer> => {
    const review = asObject(JSON.parse(body));
    const request = asObject(review['request']);
    asked.push(request);
    const said = answer(request, { send });
    if (typeof said['error'] === 'string') return { error: said['error'] };
    return { status: 200, body: JSON.stringify({ response: { uid: request['uid'], ...said } }) };
  };
  const server = new ApiServer({ clock: new FakeClock(), random: seededRandom(1), callWebhook });
  const user = { username: 'admin', groups: [MASTERS_GROUP, AUTHENTICATED_GROUP] };
  const send = async (request: Omit<ApiRequest, 'body'> & { body?: unknown }) => {
    const { body, ...rest } = request;
    const response = await server
      .as(user)
      .send({ ...rest, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    return { status: response.status, body: asObject(JSON.parse(await readBody(response))) };
  };
  const configure = (rest: JsonObject = {}) =>
    send({
      method: 'POST',
      path: HOOKS,
      body: {
        metadata: { name: 'hook' },
        webhooks: [
          {
            ...{ name: 'hook.example.com', rules: RULES, sideEffects: 'None', admissionReviewVersions: ['v1'] },
            clientConfig: { url: 'https://hook.example.com/x' },
            ...rest,
          },
        ],
      },
    });
  return { send, configure, asked, server };
}

interface Asking {
  readonly send: (request: Omit<ApiRequest, 'body'> & { body?: unknown }) => Promise<unknown>;
}

const allow = () => ({ allowed: true });

test('[AS22] what was drawn for an object is the same however often it is asked about', async () => {
  const { send, configure, asked } = await start(allow);
  await configure();
  const { body } = await send({ method: 'POST', path: MAPS, body: { metadata: { generateName: 'drawn-' } } });
  expect(asked).toHaveLength(1);
  expect(getPath(body, 'metadata', 'name')).toBe(asked[0]?.['name']);
  expect(getPath(body, 'metadata', 'uid')).toBe(getPath(asked[0], 'object', 'metadata', 'uid'));
});

test('[AS22] an object that changed meanwhile is asked about anew', async () => {
  const { send, configure, asked } = await start((request, { send: write }) => {
    if (getPath(request['object'], 'data', 'a') === '2' && getPath(request['oldObject'], 'data', 'b') === undefined)
      void write({ method: 'PATCH', path: `${MAPS}/one`, headers: MERGE, body: { data: { b: '1' } } });
    return { allowed: true };
  });
  await send({ method: 'POST', path: MAPS, body: { metadata: { name: 'one' }, data: { a: '1' } } });
  await configure({ matchConditions: [{ name: 'a', expression: "request.operation == 'UPDATE'" }] });
  const changed = await send({ method: 'PATCH', path: `${MAPS}/one`, headers: MERGE, body: { data: { a: '2' } } });
  expect(changed.body['data']).toEqual({ a: '2', b: '1' });
  expect(asked.filter(request => getPath(request['object'], 'data', 'a') === '2').length).toBeGreaterThan(1);
});

const MERGE = { 'content-type': 'application/merge-patch+json' };

test('[AS22] of a collection nothing goes where one of its objects may not', async () => {
  const { send, configure } = await start(request => ({ allowed: request['name'] !== 'b' }));
  for (const name of ['a', 'b', 'c']) await send({ method: 'POST', path: MAPS, body: { metadata: { name } } });
  await configure();
  expect(await send({ method: 'DELETE', path: MAPS })).toMatchObject({ status: 400 });
  const { body } = await send({ method: 'GET', path: MAPS });
  expect(asArray(body['items']).map(item => asString(getPath(item, 'metadata', 'name')))).toEqual(['a', 'b', 'c']);
});

test('[AS22] a pod that may not go is not evicted, and its budget is not charged', async () => {
  const { send, configure } = await start(request => ({ allowed: request['operation'] !== 'DELETE' }));
  const pods = '/api/v1/namespaces/default/pods';
  const spec = { nodeName: 'n', containers: [{ name: 'c', image: 'i' }] };
  await send({ method: 'POST', path: pods, body: { metadata: { name: 'p' }, spec } });
  await configure();
  const body = { kind: 'Eviction', apiVersion: 'policy/v1', metadata: { name: 'p' } };
  expect(await send({ method: 'POST', path: `${pods}/p/eviction`, body })).toMatchObject({ status: 400 });
  const { body: pod } = await send({ method: 'GET', path: `${pods}/p` });
  expect(getPath(pod, 'metadata', 'deletionTimestamp')).toBeUndefined();
  expect(getPath(pod, 'status', 'conditions')).toBeUndefined();
});

test('[AS22] an answer for ever new is not waited for without end', async () => {
  let written = 0;
  const { send, configure } = await start((_request, { send: write }) => {
    void write({ method: 'PATCH', path: `${MAPS}/one/`, headers: MERGE, body: { data: { n: String(++written) } } });
    return { allowed: true };
  });
  await send({ method: 'POST', path: MAPS, body: { metadata: { name: 'one' } } });
  const isMine = [{ name: 'mine', expression: "has(object.data) && 'mine' in object.data" }];
  await configure({ matchConditions: isMine });
  const { status } = await send({
    method: 'PATCH',
    path: `${MAPS}/one`,
    headers: MERGE,
    body: { data: { mine: '1' } },
  });
  expect(status).toBe(500);
});

test('[AS22] configurations of admission cannot be held by what they configure', async () => {
  const { send, configure } = await start(() => ({ allowed: false }));
  await configure();
  expect(await send({ method: 'POST', path: MAPS, body: { metadata: { name: 'no' } } })).toMatchObject({ status: 400 });
  expect(await send({ method: 'DELETE', path: `${HOOKS}/hook` })).toMatchObject({ status: 200 });
  expect(await send({ method: 'POST', path: MAPS, body: { metadata: { name: 'yes' } } })).toMatchObject({
    status: 201,
  });
});

test('[AS22] behind a service of the cluster are simulated pods, which have nothing against it', async () => {
  const { send, configure } = await start(allow);
  await configure({ clientConfig: { service: { namespace: 'default', name: 'hook', path: '/x' } } });
  const create = (name: string) => send({ method: 'POST', path: MAPS, body: { metadata: { name } } });
  expect((await create('one')).body['message']).toBe(
    'Internal error occurred: failed calling webhook "hook.example.com": failed to call webhook: Post "https://hook.default.svc:443/x?timeout=10s": service "hook" not found',
  );
  await send({ method: 'DELETE', path: `${HOOKS}/hook` });
  const services = '/api/v1/namespaces/default/services';
  await send({
    method: 'POST',
    path: services,
    body: { metadata: { name: 'hook' }, spec: { ports: [{ port: 443 }] } },
  });
  await configure({ clientConfig: { service: { namespace: 'default', name: 'hook', path: '/x' } } });
  expect((await create('one')).status).toBe(201);
});
