import { expect, test } from 'vitest';
import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { type ApiRequest, readBody } from '@lanthorn/kube/api/api-request.ts';
import type { WebhookAnswer, WebhookCall } from '../admission/questions.ts';
import { AUTHENTICATED_GROUP, MASTERS_GROUP } from '../wire/user-info.ts';
import { ApiServer } from './api-server.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';
const GROUP = '/apis/admissionregistration.k8s.io/v1';
const HOOKS = `${GROUP}/validatingwebhookconfigurations`;
const RULES = [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*/*'] }];

type Review = JsonObject;

/** A server with a webhook, which answers as told: with a whole body where it gives one. */
async function start(answer: (request: Review, server: Asking) => JsonObject) {
  const asked: Review[] = [];
  const clock = new FakeClock();
  const callWebhook = async ({ body }: WebhookCall): Promise<WebhookAnswer> => {
    const review = asObject(JSON.parse(body));
    const request = asObject(review['request']);
    asked.push(request);
    const said = answer(request, { send, clock });
    if (typeof said['body'] === 'string') return { status: 200, body: said['body'] };
    if (typeof said['error'] === 'string') return { error: said['error'] };
    const { kind, apiVersion } = review;
    return { status: 200, body: JSON.stringify({ kind, apiVersion, response: { uid: request['uid'], ...said } }) };
  };
  const server = new ApiServer({ clock, random: seededRandom(1), callWebhook });
  const groups = [MASTERS_GROUP, AUTHENTICATED_GROUP];
  const user = { username: 'admin', uid: 'a1', groups, extra: { 'example.com/team': ['red'] } };
  const send = async (request: Omit<ApiRequest, 'body'> & { body?: unknown }) => {
    const { body, ...rest } = request;
    const response = await server
      .as(user)
      .send({ ...rest, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    return { status: response.status, body: asObject(JSON.parse(await readBody(response))) };
  };
  const configure = (rest: JsonObject = {}, kind = 'validating') =>
    send({
      method: 'POST',
      path: `${GROUP}/${kind}webhookconfigurations`,
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
  readonly clock: FakeClock;
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

const PODS = '/api/v1/namespaces/default/pods';
const podOf = (name: string, spec: JsonObject = {}) => ({
  ...({ method: 'POST', path: PODS } as const),
  body: { metadata: { name }, spec: { containers: [{ name: 'c', image: 'i' }], ...spec } },
});

test('[AS22] an eviction is asked about as one; where it may not be, the pod stays as it is', async () => {
  const { send, configure, asked } = await start(request => ({ allowed: request['name'] !== 'stays' }));
  for (const name of ['stays', 'goes']) await send(podOf(name, { nodeName: 'n' }));
  await configure();
  const evict = (name: string) =>
    send({ method: 'POST', path: `${PODS}/${name}/eviction`, body: { metadata: { name }, deleteOptions: {} } });
  expect(await evict('stays')).toMatchObject({ status: 400 });
  const { body: pod } = await send({ method: 'GET', path: `${PODS}/stays` });
  expect(getPath(pod, 'metadata', 'deletionTimestamp')).toBeUndefined();
  expect(getPath(pod, 'status', 'conditions')).toBeUndefined();
  expect(await evict('goes')).toMatchObject({ status: 201 });
  // The deletion that follows is nobody's question.
  expect(asked.map(request => [request['operation'], request['subResource'], request['name']])).toEqual([
    ['CREATE', 'eviction', 'stays'],
    ['CREATE', 'eviction', 'goes'],
  ]);
  expect(asked[0]).toMatchObject({
    kind: { group: 'policy', version: 'v1', kind: 'Eviction' },
    resource: { group: '', version: 'v1', resource: 'pods' },
    object: { kind: 'Eviction', apiVersion: 'policy/v1', metadata: { name: 'stays', namespace: 'default' } },
    oldObject: null,
  });
});

test('[AS22] a binding is asked about as one, and is what webhooks make of it', async () => {
  const { send, configure, asked } = await start(PATCHES([{ op: 'replace', path: '/target/name', value: 'other' }]));
  await send(podOf('p'));
  await configure({}, 'mutating');
  const body = { metadata: { name: 'p' }, target: { kind: 'Node', name: 'one' } };
  expect(await send({ method: 'POST', path: `${PODS}/p/binding`, body })).toMatchObject({ status: 201 });
  expect(getPath((await send({ method: 'GET', path: `${PODS}/p` })).body, 'spec', 'nodeName')).toBe('other');
  expect(asked).toMatchObject([{ operation: 'CREATE', subResource: 'binding', kind: { kind: 'Binding', group: '' } }]);
});

test('[AS22] of a scale the webhook is shown no more than that, and may change it', async () => {
  const { send, configure, asked } = await start(PATCHES([{ op: 'replace', path: '/spec/replicas', value: 2 }]));
  const path = '/apis/apps/v1/namespaces/default/deployments';
  const labels = { app: 'a' };
  const template = { metadata: { labels }, spec: podOf('p').body.spec };
  const spec = { replicas: 1, selector: { matchLabels: labels }, template };
  await send({ method: 'POST', path, body: { metadata: { name: 'd' }, spec } });
  await configure({}, 'mutating');
  const body = { spec: { replicas: 5 } };
  const { body: scale } = await send({ method: 'PATCH', path: `${path}/d/scale`, headers: MERGE, body });
  expect(scale).toMatchObject({ kind: 'Scale', spec: { replicas: 2 } });
  const { body: deployment } = await send({ method: 'GET', path: `${path}/d` });
  expect(deployment['spec']).toMatchObject({ replicas: 2, template: { metadata: { labels } } });
  expect(asked).toMatchObject([
    {
      kind: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
      resource: { group: 'apps', version: 'v1', resource: 'deployments' },
      object: { kind: 'Scale', apiVersion: 'autoscaling/v1', spec: { replicas: 5 } },
      oldObject: { kind: 'Scale', spec: { replicas: 1 } },
    },
  ]);
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

const createMap = (name: string) => ({ method: 'POST', path: MAPS, body: { metadata: { name } } }) as const;

test('[AS22] webhooks of one name in two configurations are asked both', async () => {
  const { send, configure, asked } = await start(() => ({ allowed: asked.length === 1 }));
  await configure({}, 'mutating');
  await configure();
  expect(await send(createMap('one'))).toMatchObject({ status: 400 });
  expect(asked).toHaveLength(2);
});

test('[AS22] a collection may be of more objects than a request may be answered anew', async () => {
  const { send, configure, asked } = await start(allow);
  for (let i = 0; i < 150; i++) await send(createMap(`map-${i}`));
  await configure();
  expect(await send({ method: 'DELETE', path: MAPS })).toMatchObject({ status: 200 });
  expect(asked).toHaveLength(150);
  expect((await send({ method: 'GET', path: MAPS })).body['items']).toEqual([]);
});

test('[AS22] the time of a write is that of its beginning', async () => {
  const { send, configure, asked } = await start((_request, { clock }) => {
    clock.jump(2_000);
    return { allowed: true };
  });
  await configure();
  const spec = { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/x' } };
  const body = { metadata: { name: 'volume' }, spec };
  expect(await send({ method: 'POST', path: '/api/v1/persistentvolumes', body })).toMatchObject({ status: 201 });
  expect(asked).toHaveLength(1);
});

const REVIEW = { kind: 'AdmissionReview', apiVersion: 'admission.k8s.io/v1' };
const allowedWith = (rest: JsonObject, review: JsonObject = REVIEW) =>
  JSON.stringify({ ...review, response: { uid: 'mine', allowed: true, ...rest } });

test.each([
  ['nothing', '', 'failed to call webhook: Unexpected end of JSON input'],
  ['no response', '{}', 'received invalid webhook response: webhook response was absent'],
  [
    'another uid',
    allowedWith({ uid: 'other' }),
    'received invalid webhook response: expected response.uid="mine", got "other"',
  ],
  [
    'another kind',
    allowedWith({}, { kind: 'Review', apiVersion: 'v1' }),
    'received invalid webhook response: expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got v1, Kind=Review',
  ],
  [
    'a patch without its type',
    allowedWith({ patch: btoa('[]') }),
    'received invalid webhook response: webhook returned response.patch but not response.patchType',
  ],
  [
    'a patch that is none',
    allowedWith({ patch: btoa('nothing'), patchType: 'JSONPatch' }),
    'received undecodable patch in webhook response: Unexpected token \'o\', "nothing" is not valid JSON',
  ],
])('[AS22] an answer with %s is a failed call', async (_what, body, why) => {
  const { send, configure } = await start(({ uid }) => ({ body: body.replaceAll('mine', asString(uid)) }));
  await configure({}, 'mutating');
  const { status, body: refused } = await send(createMap('one'));
  expect({ status, message: asString(refused['message']).replaceAll(UUID, 'mine') }).toEqual({
    status: 500,
    message: `Internal error occurred: failed calling webhook "hook.example.com": ${why}`,
  });
  await send({ method: 'DELETE', path: `${GROUP}/mutatingwebhookconfigurations/hook` });
  await configure({ failurePolicy: 'Ignore' }, 'mutating');
  expect(await send(createMap('one'))).toMatchObject({ status: 201 });
});

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

test('[AS22] a validating webhook gives no patch', async () => {
  const { send, configure } = await start(() => ({ allowed: true, patch: btoa('[]'), patchType: 'JSONPatch' }));
  await configure();
  expect((await send(createMap('one'))).body['message']).toContain('validating webhook may not return response.patch');
});

test('[AS22] authorities that are no text are asked for all the same', async () => {
  const { send, configure, asked } = await start(allow);
  await configure({ clientConfig: { url: 'https://hook.example.com/x', caBundle: '/w==' } });
  expect(await send(createMap('one'))).toMatchObject({ status: 201 });
  expect(asked).toHaveLength(1);
});

test('[AS22] one condition that is false is enough, whatever the others are', async () => {
  const { send, configure, asked } = await start(allow);
  const bad = { name: 'bad', expression: 'object.nothing.at == 1' };
  await configure({ matchConditions: [bad, { name: 'never', expression: 'false' }] });
  expect(await send(createMap('one'))).toMatchObject({ status: 201 });
  await send({ method: 'DELETE', path: `${HOOKS}/hook` });
  await configure({ matchConditions: [{ name: 'always', expression: 'true' }, bad] });
  const { status, body } = await send(createMap('two'));
  expect({ status, reason: body['reason'] }).toEqual({ status: 403, reason: 'Forbidden' });
  expect(body['message']).toMatch(
    /^configmaps "two" is forbidden: expression 'object.nothing.at == 1' resulted in error: /,
  );
  await send({ method: 'DELETE', path: `${HOOKS}/hook` });
  await configure({ matchConditions: [bad], failurePolicy: 'Ignore' });
  expect(await send(createMap('three'))).toMatchObject({ status: 201 });
  expect(asked).toEqual([]);
});

const PATCHES = (operations: readonly object[]) => () => ({
  allowed: true,
  patchType: 'JSONPatch',
  patch: Buffer.from(JSON.stringify(operations)).toString('base64'),
});

test('[AS22] what a webhook changes stays in its namespace, new or not', async () => {
  const move = [{ op: 'add', path: '/metadata/namespace', value: 'kube-system' }];
  const { send, configure } = await start(PATCHES(move));
  await send({ method: 'POST', path: MAPS, body: { metadata: { name: 'old' } } });
  await configure({}, 'mutating');
  const refused = {
    status: 400,
    body: { message: 'the namespace of the provided object does not match the namespace sent on the request' },
  };
  expect(await send({ method: 'POST', path: MAPS, body: { metadata: { name: 'new' } } })).toMatchObject(refused);
  const change = { method: 'PATCH', path: `${MAPS}/old`, headers: MERGE, body: { data: { a: '1' } } } as const;
  expect(await send(change)).toMatchObject(refused);
});

test('[AS22] a webhook cannot rename what is there, nor give a new object an identity and an end', async () => {
  const { send, configure } = await start(
    PATCHES([
      { op: 'remove', path: '/metadata/namespace' },
      { op: 'add', path: '/metadata/uid', value: 'of-the-webhook' },
      { op: 'add', path: '/metadata/creationTimestamp', value: '2001-01-01T00:00:00Z' },
      { op: 'add', path: '/metadata/deletionTimestamp', value: '2001-01-01T00:00:00Z' },
      { op: 'add', path: '/metadata/name', value: 'renamed' },
    ]),
  );
  await send({ method: 'POST', path: MAPS, body: { metadata: { name: 'old' } } });
  await configure({}, 'mutating');
  const change = { method: 'PATCH', path: `${MAPS}/old`, headers: MERGE, body: { data: { a: '1' } } } as const;
  const { status, body } = await send(change);
  expect(status).toBe(422);
  expect(body['message']).toContain('metadata.name: Invalid value: "renamed": field is immutable');
  await send({ method: 'POST', path: MAPS, body: { metadata: { name: 'new' } } });
  const { body: made } = await send({ method: 'GET', path: `${MAPS}/renamed` });
  const { namespace, uid, creationTimestamp, deletionTimestamp } = asObject(made['metadata']);
  expect({ namespace, deletionTimestamp }).toEqual({ namespace: 'default', deletionTimestamp: undefined });
  expect([uid, creationTimestamp]).not.toContain('of-the-webhook');
  expect(creationTimestamp).not.toMatch(/^2001/);
});

test('[AS21] [AS22] what a webhook adds to a new role its writer must have, too', async () => {
  const { send, configure, server } = await start(PATCHES([{ op: 'add', path: '/rules/0/verbs/-', value: 'delete' }]));
  const own = '/apis/rbac.authorization.k8s.io/v1/namespaces/default';
  const read = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };
  const make = { apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles'], verbs: ['create'] };
  await send({ method: 'POST', path: `${own}/roles`, body: { metadata: { name: 'author' }, rules: [read, make] } });
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'author' };
  const subjects = [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'gina' }];
  await send({
    method: 'POST',
    path: `${own}/rolebindings`,
    body: { metadata: { name: 'author' }, roleRef, subjects },
  });
  await configure({}, 'mutating');
  const body = JSON.stringify({ metadata: { name: 'more' }, rules: [read] });
  const gina = server.as({ username: 'gina', groups: [AUTHENTICATED_GROUP] });
  expect(await gina.send({ method: 'POST', path: `${own}/roles`, body })).toMatchObject({ status: 403 });
});

test('[AS22] a namespace is chosen by its own labels, those that it will have', async () => {
  const { send, configure, asked } = await start(allow);
  await configure({ namespaceSelector: { matchLabels: { watched: 'yes' } } });
  const create = (name: string, labels: JsonObject) =>
    send({ method: 'POST', path: '/api/v1/namespaces', body: { metadata: { name, labels } } });
  await create('unwatched', {});
  await create('watched', { watched: 'yes' });
  await send({ method: 'DELETE', path: '/api/v1/namespaces/watched' });
  const label = { metadata: { labels: { watched: 'yes' } } };
  await send({ method: 'PATCH', path: '/api/v1/namespaces/unwatched', headers: MERGE, body: label });
  expect(asked.map(request => [request['operation'], request['name']])).toEqual([
    ['CREATE', 'watched'],
    ['DELETE', 'watched'],
    ['UPDATE', 'unwatched'],
  ]);
});

test('[AS22] a webhook is told who asks, and with which options', async () => {
  const { send, configure, asked } = await start(allow);
  await configure();
  await send({ ...createMap('one'), query: { fieldManager: 'me', fieldValidation: 'Strict', dryRun: 'All' } });
  await send(createMap('one'));
  const query = { fieldManager: 'you' };
  await send({ method: 'PATCH', path: `${MAPS}/one`, headers: MERGE, query, body: { data: { a: '1' } } });
  const { body } = await send({ method: 'GET', path: `${MAPS}/one` });
  const removal = {
    ...{ gracePeriodSeconds: 0, propagationPolicy: 'Background', dryRun: ['All'] },
    preconditions: { uid: getPath(body, 'metadata', 'uid') },
  };
  await send({ method: 'DELETE', path: `${MAPS}/one`, body: { kind: 'DeleteOptions', apiVersion: 'v1', ...removal } });
  await send({
    method: 'DELETE',
    path: `${MAPS}/one`,
    query: { propagationPolicy: 'Orphan', gracePeriodSeconds: '3' },
  });
  const { userInfo } = asked[0] ?? {};
  expect(userInfo).toMatchObject({ username: 'admin', uid: 'a1', extra: { 'example.com/team': ['red'] } });
  const options = (kind: string, rest: JsonObject) => ({ kind, apiVersion: 'meta.k8s.io/v1', ...rest });
  expect(asked.map(request => request['options'])).toEqual([
    options('CreateOptions', { fieldManager: 'me', fieldValidation: 'Strict', dryRun: ['All'] }),
    options('CreateOptions', {}),
    options('UpdateOptions', { fieldManager: 'you' }),
    options('DeleteOptions', removal),
    options('DeleteOptions', { propagationPolicy: 'Orphan', gracePeriodSeconds: 3 }),
  ]);
});

const HTTPS = "'https' is the only allowed URL scheme; desired format: https://host[/path]";
const SERVICE = { namespace: 'default', name: 'hook' };

test.each<[JsonObject, string]>([
  [{ url: 'http://h/x' }, `.url: Invalid value: "http": ${HTTPS}`],
  [
    { url: 'nonsense' },
    `.url: Invalid value: "": ${HTTPS}, webhooks[0].clientConfig.url: Invalid value: "": host must be specified; desired format: https://host[/path]`,
  ],
  [{ url: 'https://me:secret@h/' }, '.url: Invalid value: "me:secret": user information is not permitted in the URL'],
  [{ url: 'https://h/?a=b' }, '.url: Invalid value: "a=b": query parameters are not permitted in the URL'],
  [{ url: 'https://h/#top' }, '.url: Invalid value: "top": fragments are not permitted in the URL'],
  [
    { url: 'https://h:x/' },
    '.url: Required value: url must be a valid URL: parse "https://h:x/": invalid port ":x" after host; desired format: https://host[/path]',
  ],
  [{ url: 'https://h/', service: SERVICE }, ': Required value: exactly one of url or service is required'],
  [{}, ': Required value: exactly one of url or service is required'],
  [{ service: { namespace: 'default' } }, '.service.name: Required value'],
  [
    { service: { ...SERVICE, port: 70_000 } },
    '.service.port: Invalid value: 70000: port is not valid: must be between 1 and 65535, inclusive',
  ],
])('[AS22] nobody can be asked at %j', async (clientConfig, why) => {
  const { configure } = await start(allow);
  const { status, body } = await configure({ clientConfig });
  expect(status).toBe(422);
  expect(body['message']).toContain(`webhooks[0].clientConfig${why}`);
});

test('[AS22] a webhook is given between a second and half a minute', async () => {
  const { configure } = await start(allow);
  for (const timeoutSeconds of [-1, 0, 31])
    expect((await configure({ timeoutSeconds })).body['message']).toContain(
      `webhooks[0].timeoutSeconds: Invalid value: ${timeoutSeconds}: the timeout value must be between 1 and 30 seconds`,
    );
  expect(await configure({ timeoutSeconds: 30, clientConfig: { url: 'https://[::1]:8443/x' } })).toMatchObject({
    status: 201,
  });
});
