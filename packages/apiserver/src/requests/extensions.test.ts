import { expect, test } from 'vitest';
import { seededRandom } from '@lanthorn/base/random.ts';
import { type ApiRequest, readBody } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { ApiServer } from './api-server.ts';
import { MASTERS_GROUP } from '../wire/user-info.ts';

// What the recorded exchanges do not reach: definitions and policies as they change, and their rarer parts.

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const ADMISSION = '/apis/admissionregistration.k8s.io/v1';
const BOXES = '/apis/example.com/v1/boxes';
const MAPS = '/api/v1/namespaces/default/configmaps';

function start() {
  const clock = new FakeClock();
  const server = new ApiServer({ clock, random: seededRandom(1) });
  const source = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const ask = async (method: ApiRequest['method'], path: string, body?: unknown, type = 'application/json') => {
    const headers = { 'content-type': type };
    const response = await source.send({
      method,
      path,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = JSON.parse(await readBody(response)) as Record<string, unknown>;
    return { status: response.status, warnings: response.warnings, message: answer['message'] as string, body: answer };
  };
  return { clock, ask };
}

function definition(properties: object, rest: object = {}) {
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties, ...rest } } } };
  return {
    metadata: { name: 'boxes.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Cluster',
      names: { plural: 'boxes', kind: 'Box' },
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  };
}

const box = (spec: object, metadata: object = {}) => ({
  apiVersion: 'example.com/v1',
  kind: 'Box',
  metadata: { name: 'b', ...metadata },
  spec,
});

test('[AS10] a changed definition counts for the next write; an object that was wrong before may stay so', async () => {
  const { ask } = start();
  await ask('POST', DEFINITIONS, definition({ size: { type: 'integer' } }));
  expect((await ask('POST', BOXES, box({ size: 5 }))).status).toBe(201);
  const narrower = definition({ size: { type: 'integer', maximum: 3 }, colour: { type: 'string' } });
  await ask('PATCH', `${DEFINITIONS}/boxes.example.com`, { spec: narrower.spec }, 'application/merge-patch+json');
  const merge = (spec: object) => ask('PATCH', `${BOXES}/b`, { spec }, 'application/merge-patch+json');
  expect((await merge({ colour: 'red' })).body['spec']).toEqual({ size: 5, colour: 'red' });
  expect((await merge({ size: 6 })).message).toContain('spec.size in body should be less than or equal to 3');
});

test('[AS10] objects stay when another version is stored', async () => {
  const { ask } = start();
  const { metadata, spec } = definition({});
  const [first] = spec.versions;
  const versions = (stored: string) => ['v1', 'v2'].map(name => ({ ...first, name, storage: name === stored }));
  await ask('POST', DEFINITIONS, { metadata, spec: { ...spec, versions: versions('v1') } });
  await ask('POST', BOXES, box({}));
  const path = `${DEFINITIONS}/boxes.example.com`;
  await ask('PATCH', path, { spec: { versions: versions('v2') } }, 'application/merge-patch+json');
  const status = { storedVersions: ['v2'] };
  await ask('PATCH', `${path}/status`, { status }, 'application/merge-patch+json');
  expect((await ask('GET', `${BOXES}/b`)).status).toBe(200);
  await ask('DELETE', path);
  expect((await ask('GET', path)).status).toBe(404);
});

test('[AS10] a definition waits for objects that a finalizer holds', async () => {
  const { ask, clock } = start();
  await ask('POST', DEFINITIONS, definition({}));
  await ask('POST', BOXES, box({}, { finalizers: ['example.com/hold'] }));
  await ask('DELETE', `${DEFINITIONS}/boxes.example.com`);
  expect((await ask('GET', `${BOXES}/b`)).body['metadata']).toHaveProperty('deletionTimestamp');
  await ask('PATCH', `${BOXES}/b`, { metadata: { finalizers: null } }, 'application/merge-patch+json');
  await clock.advance(2_000);
  expect((await ask('GET', `${DEFINITIONS}/boxes.example.com`)).status).toBe(404);
});

test('[AS10] objects go with their definition when it serves no version any longer', async () => {
  const { ask, clock } = start();
  await ask('POST', DEFINITIONS, definition({ size: { type: 'integer' } }));
  await ask('POST', BOXES, box({ size: 1 }));
  const unserved = definition({ size: { type: 'integer' } }).spec;
  const versions = unserved.versions.map(version => ({ ...version, served: false }));
  const merge = 'application/merge-patch+json';
  await ask('PATCH', `${DEFINITIONS}/boxes.example.com`, { spec: { versions } }, merge);
  await ask('DELETE', `${DEFINITIONS}/boxes.example.com`);
  await clock.advance(2_000);
  expect((await ask('GET', `${DEFINITIONS}/boxes.example.com`)).status).toBe(404);
  await ask('POST', DEFINITIONS, definition({ size: { type: 'integer' } }));
  expect((await ask('GET', BOXES)).body['items']).toEqual([]);
});

test('[AS10] a rule that does not compile is refused with its definition', async () => {
  const { ask } = start();
  const rules = { 'x-kubernetes-validations': [{ rule: 'nobody > 1' }] };
  const refused = await ask('POST', DEFINITIONS, definition({}, rules));
  expect(refused.status).toBe(422);
  expect(refused.message).toContain("undeclared reference to 'nobody'");
});

test.each([
  ["quantity(self.memory).isLessThan(quantity('1Gi'))", { memory: '512Mi' }, { memory: '2Gi' }],
  ['self.list.sum() == 6', { list: [1, 2, 3] }, { list: [1] }],
  ["self.memory.find('[0-9]+') == '512'", { memory: '512Mi' }, { memory: '2Gi' }],
  ['self.?size.orValue(1) == 1', {}, { size: 2 }],
  ['self.list.all(item, item > 0)', { list: [1] }, { list: [0] }],
  ["duration(self.memory) < duration('1h')", { memory: '5m' }, { memory: '2h' }],
])('[AS10] rule %s', async (rule, good, bad) => {
  const { ask } = start();
  const properties = {
    memory: { type: 'string' },
    size: { type: 'integer' },
    list: { type: 'array', items: { type: 'integer' } },
  };
  await ask('POST', DEFINITIONS, definition(properties, { 'x-kubernetes-validations': [{ rule }] }));
  expect((await ask('POST', BOXES, box(good))).status).toBe(201);
  const refused = await ask('POST', BOXES, box(bad, { name: 'c' }));
  expect([refused.status, refused.message]).toEqual([422, expect.stringContaining(`failed rule: ${rule}`)]);
});

test.each([
  [{ type: 'string', format: 'ipv4' }, '10.0.0.1', 'ten'],
  [{ type: 'number', multipleOf: 0.5 }, 1.5, 1.2],
  [{ anyOf: [{ type: 'integer' }, { type: 'boolean' }] }, true, 'x'],
  [{ oneOf: [{ minimum: 5 }, { maximum: 3 }], type: 'integer' }, 2, 4],
  [{ type: 'string', not: { enum: ['x'] } }, 'y', 'x'],
  [{ type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' }, ['a', 'b'], ['a', 'a']],
  [{ type: 'array', items: { type: 'string' }, minItems: 1 }, ['a'], []],
])('[AS10] schema %j takes %j and not %j', async (schema, good, bad) => {
  const { ask } = start();
  await ask('POST', DEFINITIONS, definition({ value: schema }));
  expect((await ask('POST', BOXES, box({ value: good }))).status).toBe(201);
  expect((await ask('POST', BOXES, box({ value: bad }, { name: 'c' }))).status).toBe(422);
});

interface Policy {
  readonly rule?: object;
  readonly spec?: object;
  readonly binding?: object;
}

async function withPolicy({ rule = {}, spec = {}, binding = {} }: Policy) {
  const { ask } = start();
  const rules = { apiGroups: [''], apiVersions: ['*'], operations: ['*'], resources: ['configmaps'], ...rule };
  const matchConstraints = { resourceRules: [rules] };
  const validations = [
    { expression: "object == null || !object.metadata.name.startsWith('bad')", message: 'bad name' },
  ];
  await ask('POST', `${ADMISSION}/validatingadmissionpolicies`, {
    metadata: { name: 'p' },
    spec: { matchConstraints, validations, ...spec },
  });
  await ask('POST', `${ADMISSION}/validatingadmissionpolicybindings`, {
    metadata: { name: 'b' },
    spec: { policyName: 'p', validationActions: ['Deny'], ...binding },
  });
  return { ask, create: (name: string, data?: object) => ask('POST', MAPS, { metadata: { name }, data }) };
}

test('[AS11] a policy is asked of what it names', async () => {
  expect((await (await withPolicy({})).create('bad')).message).toContain('bad name');
  for (const rule of [
    { operations: ['DELETE'] },
    { apiGroups: ['apps'] },
    { resources: ['secrets', 'configmaps/status'] },
    { scope: 'Cluster' },
    { resourceNames: ['other'] },
  ])
    expect((await (await withPolicy({ rule })).create('bad')).status).toBe(201);
});

test('[AS11] a binding narrows it, by namespace and by labels', async () => {
  const elsewhere = { matchResources: { namespaceSelector: { matchLabels: { env: 'prod' } } } };
  expect((await (await withPolicy({ binding: elsewhere })).create('bad')).status).toBe(201);
  const labelled = { matchResources: { objectSelector: { matchLabels: { checked: 'yes' } } } };
  expect((await (await withPolicy({ binding: labelled })).create('bad')).status).toBe(201);
});

test('[AS11] an error counts as the policy says', async () => {
  const validations = [{ expression: "object.data.missing == 'x'" }];
  expect((await (await withPolicy({ spec: { validations } })).create('m', { a: '1' })).message).toContain(
    'resulted in error: no such key: missing',
  );
  const lenient = { validations, failurePolicy: 'Ignore' };
  expect((await (await withPolicy({ spec: lenient })).create('m', { a: '1' })).status).toBe(201);
});

test('[AS11] parameters come from the object the binding names', async () => {
  const spec = {
    paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
    validations: [{ expression: 'object.metadata.name.size() <= int(params.data.most)', message: 'too long' }],
  };
  const paramRef = { name: 'limits', namespace: 'default', parameterNotFoundAction: 'Allow' };
  const { create } = await withPolicy({ spec, binding: { paramRef } });
  expect((await create('anything-goes-without-limits')).status).toBe(201);
  expect((await create('limits', { most: '6' })).status).toBe(201);
  expect((await create('short')).status).toBe(201);
  expect((await create('longer-than-six')).message).toContain('too long');
});

test('[AS12] a change by one version is seen by the other', async () => {
  const { ask } = start();
  const path = (version: string) => `/apis/autoscaling/${version}/namespaces/default/horizontalpodautoscalers`;
  const spec = {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' },
    maxReplicas: 3,
    targetCPUUtilizationPercentage: 70,
  };
  await ask('POST', path('v1'), { metadata: { name: 'h' }, spec });
  await ask(
    'PATCH',
    `${path('v1')}/h`,
    { spec: { targetCPUUtilizationPercentage: 55 } },
    'application/merge-patch+json',
  );
  expect((await ask('GET', `${path('v2')}/h`)).body['spec']).toMatchObject({
    metrics: [{ resource: { name: 'cpu', target: { averageUtilization: 55 } } }],
  });
});
