import { asObject, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { Scenario, ScenarioRequest, Stage } from '../../scenario.ts';
import { startWebhookServer, type WebhookServer } from './webhook-server.ts';

const GROUP = '/apis/admissionregistration.k8s.io/v1';
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const MERGE = 'application/merge-patch+json';
const OWN_GROUP = 'hooked.example.com';
const WORDS = { type: 'object', additionalProperties: { type: 'string' } };
const FEW_WORDS = {
  ...{ type: 'object' },
  properties: { 'mutation-start': { type: 'string' }, 'mutation-stage-1': { type: 'string' } },
};

interface Hook {
  readonly name: string;
  readonly path: string;
  readonly operations?: readonly string[];
  readonly resources: readonly string[];
  readonly group?: string;
  /** The label that an object must have; of all where nothing is said. */
  readonly of?: string;
  readonly rest?: JsonObject;
}

class Hooks {
  readonly #server: WebhookServer;
  readonly #stage: Stage;

  constructor(stage: Stage, server: WebhookServer) {
    this.#stage = stage;
    this.#server = server;
  }

  configuration(hooks: readonly Hook[]): JsonObject[] {
    const { namespace } = this.#stage;
    return hooks.map(({ name, path, operations = ['CREATE', 'UPDATE'], resources, group = '', of, rest = {} }) => ({
      name: `${name}.${namespace}.example.com`,
      clientConfig: { url: `${this.#server.url}${path}`, caBundle: this.#server.caBundle },
      rules: [{ apiGroups: [group], apiVersions: ['v1'], operations, resources }],
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
      ...(of === undefined ? {} : { objectSelector: { matchLabels: { hook: of } } }),
      ...{ sideEffects: 'None', admissionReviewVersions: ['v1'] },
      ...rest,
    }));
  }

  async make(kind: 'validating' | 'mutating', name: string, hooks: readonly Hook[]): Promise<void> {
    const body = { metadata: { name: `${this.#stage.namespace}-${name}` }, webhooks: this.configuration(hooks) };
    const { status, body: answer } = await this.#stage.ask({
      ...{ method: 'POST', path: `${GROUP}/${kind}webhookconfigurations`, body },
    });
    if (status !== 201) throw new Error(JSON.stringify(answer));
  }

  async remove(kind: 'validating' | 'mutating', name: string): Promise<void> {
    const path = `${GROUP}/${kind}webhookconfigurations/${this.#stage.namespace}-${name}`;
    await this.#stage.ask({ method: 'DELETE', path });
  }
}

/** Refused or changed by servers of others, which the API server asks. */
export const WEBHOOKS: Scenario = {
  name: 'webhooks',
  run: async stage => {
    const server = await startWebhookServer();
    try {
      const hooks = new Hooks(stage, server);
      await denies(stage, hooks, server);
      await denyConnections(stage, hooks);
      await changes(stage, hooks);
      await customObjects(stage, hooks);
      await fails(stage, hooks);
      await otherAnswers(stage, hooks, server);
      await removals(stage, hooks, server);
      await denyDefinitions(stage, hooks);
      await badConditions(stage, hooks);
    } finally {
      server.stop();
    }
  },
};

const map = (name: string, labels: JsonObject, data: JsonObject = {}) => ({ metadata: { name, labels }, data });

/** A configuration is in force a moment after it was made. */
async function inForce(stage: Stage, body: unknown, path = `/api/v1/namespaces/${stage.namespace}/configmaps`) {
  await stage.until({ method: 'POST', path, query: { dryRun: 'All' }, body }, ({ status }) => status >= 400);
}

async function denies(stage: Stage, hooks: Hooks, server: WebhookServer): Promise<void> {
  const { namespace, send, look } = stage;
  await hooks.make('validating', 'deny', [
    {
      ...{ name: 'verdict', path: '/verdict', resources: ['configmaps', 'pods'] },
      operations: ['CREATE', 'UPDATE', 'DELETE'],
    },
  ]);
  await inForce(stage, map('marker', { verdict: 'message' }));
  const maps = `/api/v1/namespaces/${namespace}/configmaps`;
  const create = (title: string, body: unknown, path = maps) => send(title, { method: 'POST', path, body });
  for (const verdict of ['message', 'reason', 'success', 'nothing'])
    await create(`what is denied with ${verdict}`, map('denied', { verdict }));
  const containers = [{ name: 'main', image: 'i' }];
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  await create(
    'a pod that is denied',
    { metadata: { name: 'p', labels: { verdict: 'message' } }, spec: { containers } },
    pods,
  );
  await create('what is warned of', map('warned', { verdict: 'warned' }));
  const seen = server.asked.get('/verdict')?.at(-1) ?? {};
  const shown = (request: JsonObject) => {
    const { userInfo, object, oldObject, ...rest } = request;
    const plain = (value: unknown) => {
      if (value === null) return null;
      const { managedFields: _owners, ...metadata } = asObject(getPath(value, 'metadata'));
      return { ...asObject(value), metadata };
    };
    return { ...rest, username: getPath(userInfo, 'username'), object: plain(object), oldObject: plain(oldObject) };
  };
  look('what a webhook is asked of one that is created', shown(seen));
  await create('what is allowed', map('kept', { verdict: 'fine' }));
  await send('a change that is denied', {
    ...{ method: 'PATCH', path: `${maps}/kept`, type: MERGE, body: { metadata: { labels: { verdict: 'message' } } } },
  });
  look('what it is asked of one that changes', shown(server.asked.get('/verdict')?.at(-1) ?? {}));
  await send('a replacement that is denied', {
    ...{ method: 'PUT', path: `${maps}/kept`, body: map('kept', { verdict: 'nothing' }) },
  });
  await send('a removal that is allowed', { method: 'DELETE', path: `${maps}/kept` });
  look('what it is asked of one that goes', shown(server.asked.get('/verdict')?.at(-1) ?? {}));
  const { body } = await stage.ask({
    method: 'POST',
    path: '/api/v1/namespaces',
    body: { metadata: { name: `${namespace}-z` } },
  });
  const other = getPath(body, 'metadata', 'name');
  await create(
    'another namespace is left alone',
    map('free', { verdict: 'message' }),
    `/api/v1/namespaces/${String(other)}/configmaps`,
  );
  await stage.ask({ method: 'DELETE', path: `/api/v1/namespaces/${String(other)}` });
  await hooks.remove('validating', 'deny');
}

async function denyConnections(stage: Stage, hooks: Hooks): Promise<void> {
  const { namespace, ask, until, send } = stage;
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  const spec = { containers: [{ name: 'main', image: 'i' }] };
  await ask({ method: 'POST', path: pods, body: { metadata: { name: 'attached' }, spec } });
  const rule = { name: 'attach', path: '/attach', resources: ['pods/attach'], operations: ['CONNECT'] };
  await hooks.make('validating', 'attach', [rule]);
  const attach: ScenarioRequest = { method: 'POST', path: `${pods}/attached/attach`, query: { stdout: 'true' } };
  await until(attach, ({ body }) => String(body['message']).includes('webhook'));
  await send('an attachment that is denied', attach);
  await hooks.remove('validating', 'attach');
}

async function changes(stage: Stage, hooks: Hooks): Promise<void> {
  const { namespace, send, until } = stage;
  const maps = `/api/v1/namespaces/${namespace}/configmaps`;
  const resources = ['configmaps'];
  await hooks.make('mutating', 'stages', [
    { name: 'last', path: '/last', resources, of: 'again', rest: { reinvocationPolicy: 'IfNeeded' } },
    { name: 'never', path: '/last', resources, of: 'once' },
    { name: 'one', path: '/stage-1', resources, rest: { matchConditions: [notSkipped()] } },
    { name: 'two', path: '/stage-2', resources, rest: { matchConditions: [notSkipped()] } },
    { name: 'init', path: '/init', resources: ['pods'], operations: ['CREATE'], of: 'init' },
  ]);
  const start = { 'mutation-start': 'yes' };
  const probe = { method: 'POST', path: maps, query: { dryRun: 'All' }, body: map('marker', {}, start) } as const;
  await until(probe, ({ body }) => getPath(body, 'data', 'mutation-stage-2') === 'yes');
  const create = (title: string, body: unknown, path = maps) => send(title, { method: 'POST', path, body });
  await create('what is changed twice', map('changed', {}, start));
  await create('what does not match is not changed', map('skip-me', {}, start));
  await create('one that is asked again', map('again', { hook: 'again' }, start));
  await create('one that is asked once', map('once', { hook: 'once' }, start));
  await send('a change that is changed', {
    ...{ method: 'PATCH', path: `${maps}/skip-me`, type: MERGE, body: { data: { more: '1' } } },
  });
  await send('an update that is changed', { method: 'PUT', path: `${maps}/changed`, body: map('changed', {}, start) });
  const spec = { containers: [{ name: 'main', image: 'i' }] };
  await create(
    'a pod with a container that a webhook added',
    { metadata: { name: 'with-init', labels: { hook: 'init' } }, spec },
    `/api/v1/namespaces/${namespace}/pods`,
  );
  await hooks.remove('mutating', 'stages');
}

function notSkipped(): JsonObject {
  return { name: 'not-skipped', expression: "object.metadata.name != 'skip-me'" };
}

async function customObjects(stage: Stage, hooks: Hooks): Promise<void> {
  const { namespace, ask, send, until } = stage;
  const name = `things.${OWN_GROUP}`;
  const version = (of: string, data: JsonObject, isStored: boolean) => ({
    ...{ name: of, served: true, storage: isStored },
    schema: { openAPIV3Schema: { type: 'object', properties: { data } } },
  });
  const names = { plural: 'things', singular: 'thing', kind: 'Thing' };
  const few = { plural: 'fews', singular: 'few', kind: 'Few' };
  const define = (of: JsonObject, versions: readonly JsonObject[]) => ({
    metadata: { name: `${String(of['plural'])}.${OWN_GROUP}` },
    spec: { group: OWN_GROUP, scope: 'Namespaced', names: of, versions },
  });
  const definition = define(names, [version('v1', WORDS, true), version('v2', WORDS, false)]);
  await ask({ method: 'POST', path: DEFINITIONS, body: definition });
  await ask({ method: 'POST', path: DEFINITIONS, body: define(few, [version('v1', FEW_WORDS, true)]) });
  const all = (of: string, plural: string) => `/apis/${OWN_GROUP}/${of}/namespaces/${namespace}/${plural}`;
  for (const [of, plural] of [
    ['v1', 'things'],
    ['v2', 'things'],
    ['v1', 'fews'],
  ] as const)
    await until({ method: 'GET', path: all(of, plural) }, ({ status }) => status === 200);
  const resources = ['things', 'fews'];
  await hooks.make('mutating', 'custom', [
    { name: 'one', path: '/stage-1', resources, group: OWN_GROUP },
    { name: 'two', path: '/stage-2', resources, group: OWN_GROUP },
  ]);
  const operations = ['CREATE', 'UPDATE', 'DELETE'];
  await hooks.make('validating', 'custom', [
    { name: 'verdict', path: '/verdict', resources, group: OWN_GROUP, operations },
  ]);
  const thing = (of: string, thingName: string, verdict: string, kind = 'Thing') => ({
    ...{ apiVersion: `${OWN_GROUP}/${of}`, kind, metadata: { name: thingName, labels: { verdict } } },
    data: { 'mutation-start': 'yes' },
  });
  await inForce(stage, thing('v1', 'marker', 'message'), all('v1', 'things'));
  await until(
    { method: 'POST', path: all('v1', 'things'), query: { dryRun: 'All' }, body: thing('v1', 'marker', 'fine') },
    ({ body }) => getPath(body, 'data', 'mutation-stage-2') === 'yes',
  );
  const create = (title: string, of: string, body: unknown, plural = 'things') =>
    send(title, { method: 'POST', path: all(of, plural), body });
  await create('a custom object that is denied', 'v1', thing('v1', 'one', 'message'));
  await create('a custom object that is changed', 'v1', thing('v1', 'one', 'fine'));
  await create('one of another version that is changed', 'v2', thing('v2', 'two', 'fine'));
  await create('a custom object that is changed and pruned', 'v1', thing('v1', 'few', 'fine', 'Few'), 'fews');
  const one = `${all('v1', 'things')}/one`;
  const label = (verdict: string) => ({ metadata: { labels: { verdict } } });
  await send('an update of it that is denied', { method: 'PATCH', path: one, type: MERGE, body: label('reason') });
  await ask({ method: 'POST', path: all('v1', 'things'), body: thing('v1', 'three', 'keep') });
  await send('a removal that is denied', { method: 'DELETE', path: `${all('v1', 'things')}/three` });
  await ask({ method: 'PATCH', path: `${all('v1', 'things')}/three`, type: MERGE, body: label('fine') });
  const versions = [version('v1', WORDS, false), version('v2', WORDS, true)];
  await ask({ method: 'PATCH', path: `${DEFINITIONS}/${name}`, type: MERGE, body: { spec: { versions } } });
  await send('an update after another version is stored', {
    ...{ method: 'PATCH', path: one, type: MERGE, body: { data: { 'mutation-stage-2': null } } },
  });
  await hooks.remove('mutating', 'custom');
  await hooks.remove('validating', 'custom');
  for (const plural of ['things', 'fews'])
    await ask({ method: 'DELETE', path: `${DEFINITIONS}/${plural}.${OWN_GROUP}` });
  for (const plural of ['things', 'fews'])
    await until({ method: 'GET', path: `${DEFINITIONS}/${plural}.${OWN_GROUP}` }, ({ status }) => status === 404);
}

/** Servers that do not answer, or not in time. */
async function fails(stage: Stage, hooks: Hooks): Promise<void> {
  const { namespace, send } = stage;
  const resources = ['configmaps'];
  const nowhere = { clientConfig: { url: 'https://127.0.0.1:1/never' } };
  const nobody = { clientConfig: { service: { namespace: 'default', name: 'nobody', path: '/never' } } };
  const ignored = { failurePolicy: 'Ignore' };
  await hooks.make('validating', 'fails', [
    { name: 'refused', path: '', resources, of: 'refused', rest: nowhere },
    { name: 'nobody', path: '', resources, of: 'nobody', rest: nobody },
    { name: 'ignored', path: '', resources, of: 'ignored', rest: { ...nowhere, ...ignored } },
    { name: 'late', path: '/slow', resources, of: 'late', rest: { timeoutSeconds: 1 } },
    { name: 'late-ignored', path: '/slow', resources, of: 'late-ignored', rest: { timeoutSeconds: 1, ...ignored } },
    { name: 'in-time', path: '/slow', resources, of: 'in-time' },
    { name: 'marker', path: '/verdict', resources, of: 'marker' },
  ]);
  await inForce(stage, map('marker', { hook: 'marker', verdict: 'message' }));
  for (const hook of ['refused', 'nobody', 'ignored', 'late', 'late-ignored', 'in-time'])
    await send(`a webhook that is ${hook}`, {
      ...{ method: 'POST', path: `/api/v1/namespaces/${namespace}/configmaps`, body: map(hook, { hook }) },
    });
  await hooks.remove('validating', 'fails');
}

/** Servers that answer something else, and one that speaks the older version alone. */
async function otherAnswers(stage: Stage, hooks: Hooks, server: WebhookServer): Promise<void> {
  const { namespace, send, look } = stage;
  const resources = ['configmaps'];
  const others = ['text', 'empty', 'page', 'moved', 'teapot', 'many', 'status'];
  const older = { admissionReviewVersions: ['v2', 'v1beta1'] };
  await hooks.make('validating', 'others', [
    ...others.map(of => ({ name: of, path: `/${of}`, resources, of })),
    { name: 'older', path: '/stage-1', resources, of: 'older', rest: older },
    { name: 'marker', path: '/verdict', resources, of: 'marker' },
  ]);
  await inForce(stage, map('marker', { hook: 'marker', verdict: 'message' }));
  for (const hook of [...others, 'older'])
    await send(`a webhook that answers with ${hook}`, {
      ...{ method: 'POST', path: `/api/v1/namespaces/${namespace}/configmaps`, body: map(hook, { hook }) },
    });
  look('the version in which one is asked that speaks the older one alone', server.versions.get('/stage-1') ?? null);
  await hooks.remove('validating', 'others');
}

/** With which options pods go. */
async function removals(stage: Stage, hooks: Hooks, server: WebhookServer): Promise<void> {
  const { namespace, ask, look } = stage;
  const hook = { resources: ['pods'], operations: ['DELETE'] };
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  await hooks.make('validating', 'removals', [
    { name: 'verdict', path: '/verdict', ...hook },
    { name: 'marker', path: '/verdict', resources: ['configmaps'], of: 'marker' },
  ]);
  await hooks.make('mutating', 'removals', [{ name: 'stages', path: '/stage-2', ...hook }]);
  await inForce(stage, map('marker', { hook: 'marker', verdict: 'message' }));
  const spec = { containers: [{ name: 'main', image: 'i' }], terminationGracePeriodSeconds: 20 };
  const optionsOf = (path: string) => server.asked.get(path)?.at(-1)?.['options'] ?? null;
  const cases: Readonly<Record<string, JsonObject>> = {
    'nothing said': {},
    'five seconds': { gracePeriodSeconds: 5 },
    'no time': { gracePeriodSeconds: 0 },
  };
  for (const nodeName of ['', 'somewhere'])
    for (const [what, options] of Object.entries(cases)) {
      const name = `gone-${what.replaceAll(' ', '-')}-${nodeName || 'nowhere'}`;
      const placed = nodeName === '' ? spec : { ...spec, nodeName };
      await ask({ method: 'POST', path: pods, body: { metadata: { name }, spec: placed } });
      await ask({ method: 'DELETE', path: `${pods}/${name}`, body: options });
      look(`a pod ${nodeName === '' ? 'on no node' : 'on a node'} goes with ${what}`, {
        ...{ mutating: optionsOf('/stage-2'), validating: optionsOf('/verdict') },
      });
      await ask({ method: 'DELETE', path: `${pods}/${name}`, query: { gracePeriodSeconds: '0' } });
    }
  await hooks.remove('validating', 'removals');
  await hooks.remove('mutating', 'removals');
}

async function denyDefinitions(stage: Stage, hooks: Hooks): Promise<void> {
  const resources = ['customresourcedefinitions'];
  await hooks.make('validating', 'definitions', [
    { name: 'verdict', path: '/verdict', resources, group: 'apiextensions.k8s.io', of: stage.namespace },
  ]);
  const body = {
    metadata: { name: `nones.${OWN_GROUP}`, labels: { verdict: 'message', hook: stage.namespace } },
    spec: {
      ...{ group: OWN_GROUP, scope: 'Namespaced', names: { plural: 'nones', singular: 'none', kind: 'None' } },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
    },
  };
  await inForce(stage, body, DEFINITIONS);
  await stage.send('a definition that is denied', { method: 'POST', path: DEFINITIONS, body });
  await hooks.remove('validating', 'definitions');
}

async function badConditions({ send }: Stage, hooks: Hooks): Promise<void> {
  for (const kind of ['validating', 'mutating'] as const) {
    const bad = (expression: string): JsonObject => ({ matchConditions: [{ name: 'bad', expression }] });
    const configure = (title: string, rest: JsonObject) =>
      send(`${kind}: ${title}`, {
        ...{ method: 'POST', path: `${GROUP}/${kind}webhookconfigurations`, query: { dryRun: 'All' } },
        body: {
          metadata: { name: 'bad' },
          webhooks: hooks.configuration([{ name: 'bad', path: '/verdict', resources: ['configmaps'], rest }]),
        },
      });
    await configure('a condition of another type', bad("'text'"));
    await configure('a condition without an expression', bad(''));
    await configure('a condition that does not compile', bad('... [] bad expression'));
  }
}
