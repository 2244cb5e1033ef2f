import { asString, getPath } from '@lanthorn/base/json.ts';
import type { Scenario, Stage } from '../scenario.ts';

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';
const FLOW = '/apis/flowcontrol.apiserver.k8s.io/v1';
const SERVICES = '/apis/apiregistration.k8s.io/v1/apiservices';
const MERGE = 'application/merge-patch+json';

const EVERYTHING = { verbs: ['*'], apiGroups: ['*'], resources: ['*'], clusterScope: true, namespaces: ['*'] };
const USER = { kind: 'User', user: { name: 'u' } };
const schema = (spec: object) => ({
  metadata: { name: 'conformance' },
  spec: {
    priorityLevelConfiguration: { name: 'workload-low' },
    rules: [{ subjects: [USER], resourceRules: [EVERYTHING] }],
    ...spec,
  },
});
const level = (spec: object, name = 'conformance') => ({ metadata: { name }, spec });
const limited = (parts: object) => level({ type: 'Limited', limited: parts });

const WRONG_SCHEMAS: Readonly<Record<string, object>> = {
  'of no priority level': schema({ priorityLevelConfiguration: { name: '' } }),
  'of a level that has no name': schema({ priorityLevelConfiguration: { name: 'A' } }),
  'before all others': schema({ matchingPrecedence: 1 }),
  'after all others': schema({ matchingPrecedence: 10_001 }),
  'with a method that is none': schema({ distinguisherMethod: { type: 'ByMoon' } }),
  'of nobody and nothing': schema({ rules: [{ subjects: [] }] }),
  'of a subject that is none': schema({ rules: [{ subjects: [{ kind: 'Cat' }], resourceRules: [EVERYTHING] }] }),
  'of a subject without a name': schema({
    rules: [{ subjects: [{ kind: 'ServiceAccount', serviceAccount: { name: '' } }], resourceRules: [{}] }],
  }),
  'of two subjects in one': schema({
    rules: [{ subjects: [{ kind: 'Group', user: { name: 'u' } }], nonResourceRules: [{}] }],
  }),
};

const WRONG_LEVELS: Readonly<Record<string, object>> = {
  'without a type': level({}),
  'of a type that is none': level({ type: 'Some' }),
  'exempt by another name': level({ type: 'Exempt' }),
  'limited by nothing': level({ type: 'Limited' }),
  'limited and exempt': level({ type: 'Limited', limited: { limitResponse: { type: 'Reject' } }, exempt: {} }),
  'that queues nowhere': limited({ limitResponse: { type: 'Queue' } }),
  'that rejects into queues': limited({ limitResponse: { type: 'Reject', queuing: {} } }),
  'that does neither': limited({ limitResponse: { type: 'Wait' } }),
  'below nothing': limited({
    nominalConcurrencyShares: -1,
    lendablePercent: 101,
    borrowingLimitPercent: -1,
    limitResponse: { type: 'Queue', queuing: { queues: 2, handSize: 3, queueLengthLimit: -1 } },
  }),
};

const local = (name: string, spec: object) => ({ metadata: { name }, spec });
const PRIORITIES = { groupPriorityMinimum: 100, versionPriority: 10 };
const WRONG_SERVICES: Readonly<Record<string, object>> = {
  'of another name': local('v1.other.example.com', { group: 'conformance.example.com', version: 'v1', ...PRIORITIES }),
  'without a group': local('v2.', { version: 'v2', ...PRIORITIES }),
  'without priorities': local('v1.conformance.example.com', { group: 'conformance.example.com', version: 'v1' }),
  'that trusts anybody': local('v1.conformance.example.com', {
    group: 'conformance.example.com',
    version: 'v1',
    ...PRIORITIES,
    insecureSkipTLSVerify: true,
  }),
  'of a service that is none': local('v1.conformance.example.com', {
    group: 'conformance.example.com',
    version: 'v1',
    ...PRIORITIES,
    service: { port: 70_000 },
  }),
};

/** Kinds in which a server says what it does: whom it answers first, and what it serves. */
export const SERVER_KINDS: Scenario = {
  name: 'server-kinds',
  run: async stage => {
    await flowControl(stage);
    await apiServices(stage);
  },
};

async function flowControl({ send, ask, until, look }: Stage): Promise<void> {
  const [schemas, levels] = [`${FLOW}/flowschemas`, `${FLOW}/prioritylevelconfigurations`];
  const get = (title: string, path: string) =>
    send(title, { method: 'GET', path, accept: TABLE, query: { includeObject: 'None' } });
  // Its own are there, and say so, a moment after the start.
  await until({ method: 'GET', path: schemas }, ({ body }) => {
    const items = body['items'] as readonly object[];
    return items.length >= OWN_SCHEMAS && items.every(item => getPath(item, 'status', 'conditions', '0') !== null);
  });
  await get('the flow schemas as a table', schemas);
  await get('the priority levels as a table', levels);
  for (const path of [`${schemas}/catch-all`, `${schemas}/probes`, `${levels}/exempt`, `${levels}/workload-low`]) {
    const { body } = await ask({ method: 'GET', path });
    look(path, { spec: body['spec'], annotations: getPath(body, 'metadata', 'annotations') });
  }
  for (const [what, body] of Object.entries(WRONG_SCHEMAS))
    await send(`a flow schema ${what}`, { method: 'POST', path: schemas, body });
  for (const [what, body] of Object.entries(WRONG_LEVELS))
    await send(`a priority level ${what}`, { method: 'POST', path: levels, body });
  const queued = limited({ limitResponse: { type: 'Queue', queuing: {} } });
  await send('a priority level', { method: 'POST', path: levels, body: queued });
  await send('a flow schema of a level that is not there', {
    method: 'POST',
    path: schemas,
    body: schema({ priorityLevelConfiguration: { name: 'none' } }),
  });
  const dangling = async (title: string, status: string) => {
    const of = (body: object) => (getPath(body, 'status', 'conditions') as readonly object[] | undefined)?.[0];
    const isSaid = ({ body }: { body: object }) => getPath(of(body), 'status') === status;
    look(title, of(await until({ method: 'GET', path: `${schemas}/conformance` }, isSaid)));
  };
  await dangling('what it says then', 'True');
  await send('a flow schema that names another', {
    method: 'PATCH',
    path: `${schemas}/conformance`,
    type: MERGE,
    body: { spec: { priorityLevelConfiguration: { name: 'conformance' } } },
    agent: 'conformance',
  }).then(() => undefined);
  await dangling('what it says now', 'False');
  await send('deletion of the flow schema', { method: 'DELETE', path: `${schemas}/conformance` });
  await send('deletion of the priority level', { method: 'DELETE', path: `${levels}/conformance` });
}

const OWN_SCHEMAS = 11;

async function apiServices({ send, ask, until, look }: Stage): Promise<void> {
  for (const name of ['v1.', 'v1.batch', 'v2.autoscaling']) {
    const { body } = await ask({ method: 'GET', path: `${SERVICES}/${name}` });
    const conditions = getPath(body, 'status', 'conditions') as readonly object[];
    look(`the API service ${name}`, {
      labels: getPath(body, 'metadata', 'labels'),
      spec: body['spec'],
      conditions: conditions.map(condition =>
        ['type', 'status', 'reason', 'message'].map(key => getPath(condition, key)),
      ),
    });
  }
  await send('an API service as a row', {
    method: 'GET',
    path: SERVICES,
    accept: TABLE,
    query: { includeObject: 'None', fieldSelector: 'metadata.name=v1.batch' },
  });
  for (const [what, body] of Object.entries(WRONG_SERVICES))
    await send(`an API service ${what}`, { method: 'POST', path: SERVICES, body });
  await ask({ method: 'POST', path: DEFINITIONS, body: definition(['v1', 'v1beta1']) });
  const mine = async () => {
    const { body } = await ask({ method: 'GET', path: SERVICES });
    const items = body['items'] as readonly object[];
    return items.map(item => asString(getPath(item, 'metadata', 'name'))).filter(name => name.endsWith(GROUP));
  };
  const there = (count: number) =>
    until({ method: 'GET', path: SERVICES }, ({ body }) => {
      const items = body['items'] as readonly object[];
      return items.filter(item => getPath(item, 'spec', 'group') === GROUP).length === count;
    });
  await there(2);
  look('the API services of a definition', await mine());
  const { body } = await ask({ method: 'GET', path: `${SERVICES}/v1.${GROUP}` });
  look('one of them', { labels: getPath(body, 'metadata', 'labels'), spec: body['spec'] });
  await ask({ method: 'DELETE', path: `${DEFINITIONS}/lights.${GROUP}` });
  await there(0);
  look('the API services when it is gone', await mine());
}

const GROUP = 'servers.example.com';
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const definition = (versions: readonly string[]) => ({
  metadata: { name: `lights.${GROUP}` },
  spec: {
    group: GROUP,
    scope: 'Namespaced',
    names: { plural: 'lights', kind: 'Light' },
    versions: versions.map((name, i) => ({
      name,
      served: true,
      storage: i === 0,
      schema: { openAPIV3Schema: { type: 'object' } },
    })),
  },
});
