import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { Scenario, Stage } from '../../scenario.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const GROUP = 'kinds.example.com';
const OTHER_GROUP = 'others.example.com';
const MERGE = 'application/merge-patch+json';
const APPLY = 'application/apply-patch+yaml';
const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

const PORTS = {
  ...{ type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['containerPort', 'protocol'] },
  items: {
    ...{ type: 'object', required: ['containerPort', 'protocol'] },
    properties: {
      containerPort: { type: 'integer', format: 'int32' },
      hostPort: { type: 'integer' },
      protocol: { type: 'string' },
    },
  },
};
const SPEC = {
  ...{ type: 'object', required: ['watts'] },
  properties: {
    watts: { type: 'integer' },
    mode: { type: 'string', enum: ['On', 'Off'], default: 'On' },
    ports: PORTS,
  },
};
const STATUS = { type: 'object', nullable: true, properties: { lit: { type: 'boolean' } } };
const ANYTHING = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const VALIDATED = { type: 'object', properties: { spec: SPEC, status: STATUS } };
const KEEPS_ALL = { ...ANYTHING, properties: { spec: SPEC } };
const KEEPS_PART = { type: 'object', properties: { spec: ANYTHING, status: SPEC } };

interface Definition {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
  readonly versions: Readonly<Record<string, JsonObject>>;
  readonly unserved?: readonly string[];
}

function definition({ group, plural, kind, versions, unserved = [] }: Definition): JsonObject {
  return {
    metadata: { name: `${plural}.${group}` },
    spec: {
      ...{ group, scope: 'Namespaced', names: { plural, singular: plural.slice(0, -1), kind, categories: ['lights'] } },
      versions: Object.entries(versions).map(([name, openAPIV3Schema], i) => ({
        ...{ name, served: !unserved.includes(name), storage: i === 0, schema: { openAPIV3Schema } },
        subresources: { status: {} },
      })),
    },
  };
}

const LAMPS = { group: GROUP, plural: 'lamps', kind: 'Lamp', versions: { v1: VALIDATED } };
const BAGS = { group: GROUP, plural: 'bags', kind: 'Bag', versions: { v1: ANYTHING } };
const TRUNKS = { group: GROUP, plural: 'trunks', kind: 'Trunk', versions: { v1: KEEPS_ALL } };
const BOXES = { group: GROUP, plural: 'boxes', kind: 'Box', versions: { v1: KEEPS_PART } };
const PLUGS = { group: GROUP, plural: 'plugs', kind: 'Plug', versions: { v1: VALIDATED, v2: KEEPS_PART } };
const OTHERS = { group: OTHER_GROUP, plural: 'lamps', kind: 'Lamp', versions: { v1: VALIDATED } };
const ALL: readonly Definition[] = [LAMPS, BAGS, TRUNKS, BOXES, PLUGS, OTHERS];

/** What the server tells of kinds that people define, and how strictly it reads their objects. */
export const CUSTOM_KINDS: Scenario = {
  name: 'custom-kinds',
  run: async stage => {
    const { ask, until } = stage;
    for (const one of ALL) await ask({ method: 'POST', path: DEFINITIONS, body: definition(one) });
    for (const { group, plural, versions } of ALL)
      for (const version of Object.keys(versions))
        await until({ method: 'GET', path: `/apis/${group}/${version}/${plural}` }, ({ status }) => status === 200);
    await showDiscovery(stage);
    await showSchemas(stage);
    await watchObjects(stage);
    await sendDuplicates(stage);
    await sendUnknown(stage);
    await changeVersions(stage);
    for (const { plural, group } of ALL) await ask({ method: 'DELETE', path: `${DEFINITIONS}/${plural}.${group}` });
    for (const { plural, group } of ALL)
      await until({ method: 'GET', path: `${DEFINITIONS}/${plural}.${group}` }, ({ status }) => status === 404);
  },
};

/** A group's place in the list of all is its own: only what is said of it is looked at. */
async function showDiscovery({ until, look }: Stage): Promise<void> {
  const groupOf = (body: JsonObject, group: string) =>
    asArray(body['items']).find(item => getPath(item, 'metadata', 'name') === group);
  const versionsOf = (body: JsonObject) => asArray(getPath(groupOf(body, GROUP), 'versions'));
  const list = await until(
    { method: 'GET', path: '/apis', accept: AGGREGATED },
    ({ body }) =>
      versionsOf(body).length === 2 &&
      asArray(asObject(versionsOf(body)[1])['resources']).length === 5 &&
      groupOf(body, OTHER_GROUP) !== undefined,
  );
  look('the list of groups, aggregated', [list['kind'], list['apiVersion']]);
  for (const group of [GROUP, OTHER_GROUP]) {
    const { metadata, versions } = asObject(groupOf(list, group));
    look(`the group ${group}, aggregated`, { name: getPath(metadata, 'name'), versions });
  }
}

async function schemaOf({ until }: Stage, group: string, version: string, kind: string): Promise<unknown> {
  const name = [...group.split('.').toReversed(), version, kind].join('.');
  const document = await until(
    { method: 'GET', path: `/openapi/v3/apis/${group}/${version}` },
    ({ status, body }) => status === 200 && getPath(body, 'components', 'schemas', name) !== undefined,
  );
  return getPath(document, 'components', 'schemas', name);
}

async function showSchemas(stage: Stage): Promise<void> {
  const { look, until } = stage;
  for (const { group, versions, kind } of ALL)
    for (const version of Object.keys(versions))
      look(`the schema of ${kind} in ${group}/${version}`, await schemaOf(stage, group, version, kind));
  const named = (version: string, kind: string) => `com.example.kinds.${version}.${kind}`;
  const { definitions } = await until({ method: 'GET', path: '/openapi/v2' }, ({ body }) =>
    ALL.slice(0, 4).every(({ kind }) => getPath(body, 'definitions', named('v1', kind)) !== undefined),
  );
  for (const { kind } of [LAMPS, BAGS, TRUNKS, BOXES])
    look(`the older schema of ${kind}`, asObject(definitions)[named('v1', kind)]);
}

async function watchObjects({ namespace, ask, send }: Stage): Promise<void> {
  const path = `/apis/${GROUP}/v1/namespaces/${namespace}/lamps`;
  const lamp = (name: string) => ({
    ...{ apiVersion: `${GROUP}/v1`, kind: 'Lamp', metadata: { name }, spec: { watts: 5 } },
  });
  const { body: list } = await ask({ method: 'GET', path });
  const resourceVersion = asString(getPath(list, 'metadata', 'resourceVersion'));
  for (const name of ['a', 'b']) await ask({ method: 'POST', path, body: lamp(name) });
  await ask({ method: 'PATCH', path: `${path}/a`, type: MERGE, body: { spec: { watts: 7 } } });
  for (const name of ['a', 'b']) await ask({ method: 'DELETE', path: `${path}/${name}` });
  await send('a watch of its objects', {
    ...{ method: 'GET', path, events: 5, query: { watch: '1', resourceVersion, timeoutSeconds: '5' } },
  });
}

/** A field twice in one object, once, and in a part that keeps what it does not know. */
async function sendDuplicates({ namespace, send }: Stage): Promise<void> {
  const parts = `"ports":[{"containerPort":80,"protocol":"TCP","hostPort":1,"hostPort":2}]`;
  const text = (kind: string, twice: string) =>
    `{"apiVersion":"${GROUP}/v1","kind":"${kind}","metadata":{"name":"twice","namespace":"${namespace}"},"spec":{${twice}}}`;
  const bodies = [
    ['lamps', 'Lamp', `"watts":1,"watts":2,${parts}`],
    ['trunks', 'Trunk', `"watts":1,"watts":2,"any":1,"any":2,${parts}`],
    ['boxes', 'Box', `"any":1,"any":2,"deep":{"x":[{"y":1,"y":2}]}`],
  ] as const;
  for (const [plural, kind, twice] of bodies) {
    for (const fieldValidation of ['Strict', 'Warn', 'Ignore'])
      await send(`${kind}: fields that are there twice, ${fieldValidation}`, {
        ...{ method: 'POST', path: `/apis/${GROUP}/v1/namespaces/${namespace}/${plural}`, body: text(kind, twice) },
        query: { fieldValidation, dryRun: 'All' },
      });
    await send(`${kind}: fields that are there twice, applied`, {
      ...{ method: 'PATCH', type: APPLY, body: text(kind, twice) },
      path: `/apis/${GROUP}/v1/namespaces/${namespace}/${plural}/twice`,
      query: { fieldValidation: 'Strict', dryRun: 'All', fieldManager: 'mine' },
    });
  }
  const deployment = `{"metadata":{"name":"twice"},"spec":{"paused":true,"paused":false,"nothing":1,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b","a":"b"}},"spec":{"containers":[{"name":"c","image":"i","image":"j"}]}}}}`;
  for (const fieldValidation of ['Strict', 'Warn', 'Ignore'])
    await send(`a deployment: fields that are there twice, ${fieldValidation}`, {
      ...{ method: 'POST', path: `/apis/apps/v1/namespaces/${namespace}/deployments`, body: deployment },
      query: { fieldValidation, dryRun: 'All' },
    });
}

/** What no schema knows is kept where all is kept. */
async function sendUnknown({ namespace, send }: Stage): Promise<void> {
  for (const [plural, kind] of [
    ['bags', 'Bag'],
    ['trunks', 'Trunk'],
    ['boxes', 'Box'],
  ] as const) {
    const body = { apiVersion: `${GROUP}/v1`, kind, metadata: { name: 'any' }, spec: { watts: 1, deep: { x: [1] } } };
    await send(`${kind}: fields that are not known`, {
      ...{ method: 'POST', path: `/apis/${GROUP}/v1/namespaces/${namespace}/${plural}`, body: { ...body, top: 'x' } },
      query: { fieldValidation: 'Strict', dryRun: 'All' },
    });
    await send(`${kind}: fields that are not known, applied`, {
      ...{ method: 'PATCH', type: APPLY, body },
      path: `/apis/${GROUP}/v1/namespaces/${namespace}/${plural}/any`,
      query: { fieldValidation: 'Strict', dryRun: 'All', fieldManager: 'mine' },
    });
  }
}

/** One version is not served any longer, and one gets another name. */
async function changeVersions(stage: Stage): Promise<void> {
  const { ask, until, look } = stage;
  const path = `${DEFINITIONS}/plugs.${GROUP}`;
  const published = async (version: string, wanted: boolean) => {
    await until(
      { method: 'GET', path: '/openapi/v2' },
      ({ body }) => (getPath(body, 'definitions', `com.example.kinds.${version}.Plug`) !== undefined) === wanted,
    );
    return wanted;
  };
  const change = async (changed: Definition) => {
    const { status, body } = await ask({
      method: 'PATCH',
      path,
      type: MERGE,
      body: { spec: definition(changed)['spec'] },
    });
    if (status !== 200) throw new Error(JSON.stringify(body));
  };
  await change({ ...PLUGS, unserved: ['v2'] });
  look('a version that is not served is published', {
    v1: await published('v1', true),
    v2: await published('v2', false),
  });
  await change({ ...PLUGS, versions: { v1: VALIDATED, v3: VALIDATED } });
  look('a version with another name is published', {
    v2: await published('v2', false),
    v3: await published('v3', true),
  });
  look('its schema', await schemaOf(stage, GROUP, 'v3', 'Plug'));
}
