import { asArray, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import type { Scenario } from '../scenario.ts';

const AGGREGATED =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';

const GROUPS = ['apps', 'autoscaling', 'batch', 'policy', 'networking.k8s.io', 'events.k8s.io'];
const VERSIONS_OF_GROUPS = [
  'apps/v1',
  'autoscaling/v1',
  'autoscaling/v2',
  'batch/v1',
  'policy/v1',
  'events.k8s.io/v1',
  'apiextensions.k8s.io/v1',
  'admissionregistration.k8s.io/v1',
];

/** What is served where. */
export const DISCOVERY: Scenario = {
  name: 'discovery',
  run: async ({ send }) => {
    const get = (title: string, path: string, accept?: string) =>
      send(title, { method: 'GET', path, ...(accept === undefined ? {} : { accept }) });
    await get('the root of the core group', '/api');
    await get('the root of the core group, aggregated', '/api', AGGREGATED);
    await get('the core group', '/api/v1');
    for (const group of GROUPS) await get(`the group ${group}`, `/apis/${group}`);
    for (const version of VERSIONS_OF_GROUPS) await get(`the version ${version}`, `/apis/${version}`);
    await get('a group that is none', '/apis/nobody.example.com');
    await get('a version that is none', '/apis/apps/v7');
    await get('a resource that is none', '/apis/apps/v1/nothings');
    await get('a path that is none', '/nowhere');
  },
};

const EVENT = {
  metadata: { name: 'e' },
  eventTime: '2026-01-02T03:04:05.123456Z',
  reportingController: 'example.com/one',
  reportingInstance: 'one-1',
  action: 'Testing',
  reason: 'Tried',
  note: 'it was tried',
  type: 'Normal',
};

/** One object, seen by several versions of its kind. */
export const VERSIONS: Scenario = {
  name: 'versions',
  run: async ({ namespace, send }) => {
    const events = `/apis/events.k8s.io/v1/namespaces/${namespace}/events`;
    const regarding = { kind: 'Pod', namespace, name: 'p', apiVersion: 'v1' };
    await send('an event', { method: 'POST', path: events, body: { ...EVENT, regarding } });
    await send('an event without a moment', {
      method: 'POST',
      path: events,
      body: { ...EVENT, regarding, eventTime: undefined, metadata: { name: 'f' } },
    });
    await send('an event without an action', {
      method: 'POST',
      path: events,
      body: { ...EVENT, regarding, action: undefined, metadata: { name: 'f' } },
    });
    const core = `/api/v1/namespaces/${namespace}/events`;
    await send('the event by the core group', { method: 'GET', path: `${core}/e` });
    await send('an event of the core group', {
      method: 'POST',
      path: core,
      body: {
        metadata: { name: 'c' },
        involvedObject: regarding,
        reason: 'Old',
        message: 'told',
        type: 'Warning',
        count: 2,
        source: { component: 'kubelet', host: 'n' },
        firstTimestamp: '2026-01-02T03:04:05Z',
        lastTimestamp: '2026-01-02T03:05:05Z',
      },
    });
    await send('by the newer group', { method: 'GET', path: `${events}/c` });
    await send('the list of the newer group', { method: 'GET', path: events });
    await send('selected by the newer field', {
      method: 'GET',
      path: events,
      query: { fieldSelector: 'regarding.name=p' },
    });
    await send('as a table', { method: 'GET', path: events, accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' });
    await autoscalers(namespace, send);
    const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
    const token = (title: string, body: unknown, name = 'default') =>
      send(title, { method: 'POST', path: `${accounts}/${name}/token`, body });
    await token('a token that lives too short', { spec: { expirationSeconds: 5 } });
    await token('a token of nobody', { spec: {} }, 'nobody');
  },
};

async function autoscalers(namespace: string, send: Parameters<Scenario['run']>[0]['send']): Promise<void> {
  const at = (version: string, name = '') =>
    `/apis/autoscaling/${version}/namespaces/${namespace}/horizontalpodautoscalers${name}`;
  const scaleTargetRef = { kind: 'Deployment', name: 'd', apiVersion: 'apps/v1' };
  await send('an autoscaler of v1', {
    method: 'POST',
    path: at('v1'),
    body: { metadata: { name: 'one' }, spec: { scaleTargetRef, maxReplicas: 3, targetCPUUtilizationPercentage: 70 } },
  });
  await send('it by v2', { method: 'GET', path: at('v2', '/one') });
  const memory = {
    type: 'Resource',
    resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '100Mi' } },
  };
  await send('an autoscaler of v2', {
    method: 'POST',
    path: at('v2'),
    body: { metadata: { name: 'two' }, spec: { scaleTargetRef, maxReplicas: 3, metrics: [memory] } },
  });
  await send('it by v1', { method: 'GET', path: at('v1', '/two') });
  await send('a change by v1', {
    method: 'PATCH',
    path: at('v1', '/one'),
    type: 'application/merge-patch+json',
    body: { spec: { targetCPUUtilizationPercentage: 50 } },
  });
  await send('no room', {
    method: 'POST',
    path: at('v1'),
    body: { metadata: { name: 'x' }, spec: { scaleTargetRef, maxReplicas: 0 } },
  });
  await send('more at least than at most', {
    method: 'POST',
    path: at('v2'),
    body: { metadata: { name: 'x' }, spec: { scaleTargetRef, minReplicas: 4, maxReplicas: 3 } },
  });
  await send('the list of v1', { method: 'GET', path: at('v1') });
}

const KINDS_OF_DOCUMENTS: readonly (readonly [document: string, kinds: readonly string[]])[] = [
  ['api/v1', ['Pod', 'ConfigMap', 'Service']],
  ['apis/apps/v1', ['Deployment']],
  ['apis/batch/v1', ['CronJob', 'Job']],
  ['apis/autoscaling/v2', ['HorizontalPodAutoscaler']],
];

/** What the published schemas say of kinds: their fields, types, enumerations and how lists are merged. */
export const OPENAPI: Scenario = {
  name: 'openapi',
  run: async ({ until, look }) => {
    const index = await until({ method: 'GET', path: '/openapi/v3' }, ({ status }) => status === 200);
    for (const [document, kinds] of KINDS_OF_DOCUMENTS) {
      look(`${document} is in the index`, getPath(index, 'paths', document) !== undefined);
      const { paths, components } = await until(
        { method: 'GET', path: `/openapi/v3/${document}` },
        ({ status }) => status === 200,
      );
      const schemas = asObject(asObject(components)['schemas']);
      for (const kind of kinds) {
        const schema = Object.values(schemas).find(entry =>
          asArray(getPath(entry, 'x-kubernetes-group-version-kind')).some(
            known => getPath(known, 'kind') === kind && documentOf(asObject(known)) === document,
          ),
        );
        look(kind, typeTree(schema, schemas, DEPTH));
      }
      look(
        `${document}: where objects are`,
        Object.keys(asObject(paths)).filter(
          path => !path.includes('/watch/') && kinds.some(kind => path.endsWith(`/${kind.toLowerCase()}s/{name}`)),
        ),
      );
    }
  },
};

/** The same in one document of everything, as clients before 1.27 ask for it. */
export const OPENAPI_V2: Scenario = {
  name: 'openapi-v2',
  run: async ({ until, look }) => {
    const { swagger, info, paths, definitions, parameters } = await until(
      { method: 'GET', path: '/openapi/v2' },
      ({ status }) => status === 200,
    );
    look('what it is', [swagger, info]);
    const schemas = asObject(definitions);
    for (const [, kinds] of KINDS_OF_DOCUMENTS) {
      for (const kind of kinds) {
        const schema = Object.entries(schemas).find(
          ([name, entry]) =>
            name.startsWith('io.k8s.api.') &&
            asArray(getPath(entry, 'x-kubernetes-group-version-kind')).some(known => getPath(known, 'kind') === kind),
        );
        look(kind, [schema?.[0], typeTree(schema?.[1], schemas, DEPTH)]);
      }
    }
    const patch = getPath(paths, '/apis/apps/v1/namespaces/{namespace}/deployments/{name}', 'patch');
    // Some stand in one place for all requests.
    const shared = (entry: unknown) => asString(getPath(entry, '$ref')).replace('#/parameters/', '');
    const named = asArray(getPath(patch, 'parameters')).map(
      entry => getPath(entry, 'name') ?? getPath(parameters, shared(entry), 'name'),
    );
    look('what a patch takes', {
      action: getPath(patch, 'x-kubernetes-action'),
      kind: getPath(patch, 'x-kubernetes-group-version-kind'),
      parameters: ['body', 'dryRun', 'fieldManager', 'fieldValidation'].filter(name => named.includes(name)),
    });
  },
};

/** As deep as specs have fields of their own. */
const DEPTH = 4;
const PLACE = /^#\/(components\/schemas|definitions)\//;

function documentOf({ group, version }: Record<string, unknown>): string {
  return group === '' ? `api/${asString(version)}` : `apis/${asString(group)}/${asString(version)}`;
}

function typeTree(schema: unknown, schemas: Record<string, unknown>, depth: number): unknown {
  const reference =
    asString(getPath(schema, '$ref')) || asString(getPath(asArray(getPath(schema, 'allOf'))[0], '$ref'));
  if (reference !== '') return typeTree(schemas[reference.replace(PLACE, '')], schemas, depth);
  const { type, format, enum: values, required, properties, items } = asObject(schema);
  const merge = Object.fromEntries(
    Object.entries(asObject(schema)).filter(([name]) => /^x-kubernetes-(list|patch|map)/.test(name)),
  );
  const below = depth === 0 ? {} : asObject(properties);
  return {
    type,
    format,
    values,
    required,
    ...merge,
    ...(items === undefined || depth === 0 ? {} : { items: typeTree(items, schemas, depth - 1) }),
    fields: Object.fromEntries(
      Object.entries(below).map(([name, field]) => [name, typeTree(field, schemas, depth - 1)]),
    ),
  };
}
