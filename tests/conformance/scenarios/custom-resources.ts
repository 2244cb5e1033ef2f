import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import type { Scenario, ScenarioRequest } from '../scenario.ts';

const GROUP = 'stages.example.com';
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const NAME = `stages.${GROUP}`;
const MERGE = 'application/merge-patch+json';
const APPLY = 'application/apply-patch+yaml';
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';

const SPEC_SCHEMA = {
  type: 'object',
  required: ['image'],
  properties: {
    image: { type: 'string', minLength: 2, maxLength: 20, pattern: '^[a-z/:0-9]+$' },
    replicas: { type: 'integer', minimum: 0, maximum: 9, default: 1 },
    mode: { type: 'string', enum: ['Fast', 'Careful'], default: 'Careful' },
    lower: { type: 'integer' },
    upper: { type: 'integer' },
    frozen: { type: 'string', 'x-kubernetes-validations': [{ rule: 'self == oldSelf', message: 'is frozen' }] },
    port: { 'x-kubernetes-int-or-string': true },
    free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    tags: { type: 'object', additionalProperties: { type: 'string' }, maxProperties: 2 },
    due: { type: 'string', format: 'date-time' },
    note: { type: 'string', nullable: true },
    members: {
      type: 'array',
      maxItems: 3,
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
      items: {
        type: 'object',
        required: ['name'],
        properties: { name: { type: 'string' }, weight: { type: 'number', default: 0.5 } },
      },
    },
  },
  'x-kubernetes-validations': [
    {
      rule: '!has(self.lower) || !has(self.upper) || self.lower <= self.upper',
      messageExpression: "self.image + ' has its lower bound above the upper'",
    },
    { rule: "!self.image.startsWith('evil')", message: 'no evil', reason: 'FieldValueForbidden', fieldPath: '.image' },
    { rule: "self.mode != 'Fast' || self.replicas < 5" },
  ],
};

const STATUS_SCHEMA = {
  type: 'object',
  properties: { replicas: { type: 'integer' }, selector: { type: 'string' }, phase: { type: 'string' } },
};

const SCHEMA = {
  openAPIV3Schema: { type: 'object', required: ['spec'], properties: { spec: SPEC_SCHEMA, status: STATUS_SCHEMA } },
};

const COLUMNS = [
  { name: 'Image', type: 'string', jsonPath: '.spec.image', description: 'What runs' },
  { name: 'Wanted', type: 'integer', jsonPath: '.spec.replicas' },
  { name: 'Phase', type: 'string', jsonPath: '.status.phase', priority: 1 },
  { name: 'First', type: 'string', jsonPath: '.spec.members[0].name' },
  { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
];

const DEFINITION = {
  metadata: { name: NAME },
  spec: {
    group: GROUP,
    scope: 'Namespaced',
    names: { plural: 'stages', singular: 'stage', kind: 'Stage', shortNames: ['stg'], categories: ['all'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: SCHEMA,
        additionalPrinterColumns: COLUMNS,
        selectableFields: [{ jsonPath: '.spec.mode' }],
        subresources: {
          status: {},
          scale: {
            specReplicasPath: '.spec.replicas',
            statusReplicasPath: '.status.replicas',
            labelSelectorPath: '.status.selector',
          },
        },
      },
      {
        name: 'v1beta1',
        served: true,
        storage: false,
        schema: SCHEMA,
        selectableFields: [{ jsonPath: '.spec.mode' }],
        subresources: { status: {} },
      },
    ],
  },
};

const isEstablished = (body: unknown) =>
  asArray(getPath(body, 'status', 'conditions')).some(
    entry => getPath(entry, 'type') === 'Established' && getPath(entry, 'status') === 'True',
  );

function changed(path: readonly string[], value: unknown): unknown {
  const copy: unknown = structuredClone(DEFINITION);
  let at = copy as Record<string, unknown>;
  for (const step of path.slice(0, -1)) at = at[step] as Record<string, unknown>;
  const last = path.at(-1) ?? '';
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}

/** Kinds that people define: their schema, defaults, rules, columns, versions and parts. */
export const CUSTOM_RESOURCES: Scenario = {
  name: 'custom-resources',
  run: async ({ namespace, send, until }) => {
    const define = (title: string, body: unknown, query = {}) =>
      send(title, { method: 'POST', path: DEFINITIONS, body, query });
    for (const [what, path, value] of BAD_DEFINITIONS)
      await define(`a definition ${what}`, changed(path, value), { dryRun: 'All' });
    const group = 'lamps.k8s.io';
    await define(
      'a definition in a group of the community',
      { metadata: { name: `stages.${group}` }, spec: { ...DEFINITION.spec, group } },
      { dryRun: 'All' },
    );
    await define('a definition', DEFINITION);
    await until({ method: 'GET', path: `${DEFINITIONS}/${NAME}` }, ({ body }) => isEstablished(body));
    // Established is said a moment before it is served.
    await until({ method: 'GET', path: `/apis/${GROUP}/v1/stages` }, ({ status }) => status === 200);
    await until({ method: 'GET', path: `/apis/${GROUP}/v1beta1/stages` }, ({ status }) => status === 200);
    await send('its group', { method: 'GET', path: `/apis/${GROUP}` });
    await send('its version', { method: 'GET', path: `/apis/${GROUP}/v1` });
    await send('its other version', { method: 'GET', path: `/apis/${GROUP}/v1beta1` });
    await send('a version it has not', { method: 'GET', path: `/apis/${GROUP}/v2` });
    await send('the definition', { method: 'GET', path: `${DEFINITIONS}/${NAME}` });
    await send('the definition as a table', { method: 'GET', path: `${DEFINITIONS}/${NAME}`, accept: TABLE });
    await stages(namespace, { send });
    const remove = { method: 'DELETE', path: `${DEFINITIONS}/${NAME}` } as const;
    await send('the definition goes', remove);
    await until({ method: 'GET', path: `${DEFINITIONS}/${NAME}` }, ({ status }) => status === 404);
    await until({ method: 'GET', path: `/apis/${GROUP}/v1/stages` }, ({ status }) => status === 404);
    await send('its objects went with it', { method: 'GET', path: `/apis/${GROUP}/v1/namespaces/${namespace}/stages` });
  },
};

const BAD_DEFINITIONS: readonly (readonly [string, readonly string[], unknown])[] = [
  ['of another name', ['metadata', 'name'], 'others.example.com'],
  ['without a kind', ['spec', 'names', 'kind'], undefined],
  ['without a version', ['spec', 'versions'], []],
  ['that stores two versions', ['spec', 'versions', '1', 'storage'], true],
  ['that stores none', ['spec', 'versions', '0', 'storage'], false],
  ['of an unknown scope', ['spec', 'scope'], 'World'],
  ['without a schema', ['spec', 'versions', '0', 'schema'], undefined],
  ['whose schema is no object', ['spec', 'versions', '0', 'schema', 'openAPIV3Schema'], { type: 'string' }],
  ['with a group of one word', ['spec', 'group'], 'example'],
];

async function stages(
  namespace: string,
  { send }: { send: (title: string, request: ScenarioRequest) => Promise<Record<string, unknown>> },
): Promise<void> {
  const base = (version: string) => `/apis/${GROUP}/${version}/namespaces/${namespace}/stages`;
  const ask = (title: string, { at, version = 'v1', ...rest }: Omit<ScenarioRequest, 'path'> & Place) =>
    send(title, { ...rest, path: `${base(version)}${at === undefined ? '' : `/${at}`}` });
  const create = (title: string, spec: unknown, rest: Partial<ScenarioRequest> & { name?: string } = {}) => {
    const { name = 'bad', ...more } = rest;
    const body = { apiVersion: `${GROUP}/v1`, kind: 'Stage', metadata: { name }, spec };
    return ask(title, { method: 'POST', body, ...more });
  };
  await create('an object', { image: 'nginx:1', tags: { a: '1' }, port: 'http', free: { any: [1] } }, { name: 'one' });
  for (const [title, spec] of BAD_SPECS) await create(title, spec);
  await ask('an object without a kind', { method: 'POST', body: { metadata: { name: 'k' }, spec: { image: 'ok' } } });
  await ask('an object without a spec', {
    method: 'POST',
    body: { apiVersion: `${GROUP}/v1`, kind: 'Stage', metadata: { name: 'k' } },
  });
  await ask('metadata of a wrong type', {
    method: 'POST',
    body: {
      apiVersion: `${GROUP}/v1`,
      kind: 'Stage',
      metadata: { name: 'k', labels: { a: 1 } },
      spec: { image: 'ok' },
    },
  });
  await create('a bad name', { image: 'ok' }, { name: 'Bad_Name' });
  for (const fieldValidation of ['Warn', 'Ignore', 'Strict'])
    await create(
      `an unknown field, ${fieldValidation}`,
      { image: 'ok', tpyo: 1 },
      { query: { fieldValidation, dryRun: 'All' } },
    );
  await create('a null where null may stand', { image: 'ok', note: null }, { name: 'null', query: { dryRun: 'All' } });
  await create('a null where a default is', { image: 'ok', mode: null }, { name: 'null', query: { dryRun: 'All' } });
  await create('a list by keys', { image: 'ok', members: [{ name: 'a' }, { name: 'b', weight: 2 }] }, { name: 'list' });
  await ask('a status at creation', {
    method: 'POST',
    query: { dryRun: 'All' },
    body: {
      apiVersion: `${GROUP}/v1`,
      kind: 'Stage',
      metadata: { name: 's' },
      spec: { image: 'ok' },
      status: { phase: 'X' },
    },
  });
  const merge = (title: string, at: string, body: unknown, type = MERGE) =>
    ask(title, { method: 'PATCH', at, type, body });
  await merge('a change', 'one', { spec: { replicas: 3, frozen: 'a' } });
  await merge('no change', 'one', { spec: { replicas: 3 } });
  await merge('a label alone', 'one', { metadata: { labels: { a: 'b' } } });
  await merge('a change that a rule of transition refuses', 'one', { spec: { frozen: 'b' } });
  await merge('strategic merge is not for these', 'one', { spec: {} }, 'application/strategic-merge-patch+json');
  await merge(
    'a patch of JSON',
    'one',
    [{ op: 'replace', path: '/spec/replicas', value: 4 }],
    'application/json-patch+json',
  );
  await merge('status by the main path', 'one', { status: { phase: 'Ready' } });
  await merge('status by its path', 'one/status', {
    metadata: { labels: { sent: 'with-the-status' } },
    spec: { replicas: 9 },
    status: { phase: 'Ready', replicas: 2, selector: 'a=b' },
  });
  await merge('a wrong status', 'one/status', { status: { phase: 7 } });
  await ask('scale', { method: 'GET', at: 'one/scale' });
  await merge('scale by a patch', 'one/scale', { spec: { replicas: 2 } });
  await merge('scale out of bounds', 'one/scale', { spec: { replicas: 20 } });
  await ask('scale of a version without', { method: 'GET', at: 'one/scale', version: 'v1beta1' });
  await ask('by the other version', { method: 'GET', at: 'one', version: 'v1beta1' });
  await ask('a list of the other version', { method: 'GET', version: 'v1beta1' });
  await ask('as a table', { method: 'GET', accept: TABLE });
  await ask('as a table of the other version', { method: 'GET', version: 'v1beta1', accept: TABLE });
  await ask('as metadata', {
    method: 'GET',
    at: 'one',
    accept: 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io',
  });
  await ask('selected by a field', { method: 'GET', query: { fieldSelector: 'spec.mode=Fast' } });
  await ask('selected by a field that is not selectable', { method: 'GET', query: { fieldSelector: 'spec.image=x' } });
  await applied(base('v1'), send);
  const one = await ask('one', { method: 'GET', at: 'one' });
  const version = asString(getPath(one, 'metadata', 'resourceVersion'));
  await ask('replace without a version', { method: 'PUT', at: 'one', body: { ...one, metadata: { name: 'one' } } });
  await ask('replace at an old version', {
    method: 'PUT',
    at: 'one',
    body: { ...one, spec: { image: 'other' }, metadata: { name: 'one', resourceVersion: String(Number(version) - 1) } },
  });
  await ask('replace', { method: 'PUT', at: 'one', body: { ...one, spec: { image: 'other', frozen: 'a' } } });
  await ask('delete', { method: 'DELETE', at: 'list' });
  await ask('what is not there', { method: 'GET', at: 'list' });
}

interface Place {
  readonly at?: string;
  readonly version?: string;
}

const BAD_SPECS: readonly (readonly [string, unknown])[] = [
  ['a field is missing', {}],
  ['a spec of a wrong type', 'x'],
  ['too short and wrong', { image: 'A' }],
  ['too long', { image: 'abcdefghijklmnopqrstuvwxyz' }],
  ['a number for text', { image: 5 }],
  ['text for a number', { image: 'ok', replicas: 'many' }],
  ['a fraction for an integer', { image: 'ok', replicas: 1.5 }],
  ['below the minimum', { image: 'ok', replicas: -1 }],
  ['above the maximum', { image: 'ok', replicas: 10 }],
  ['none of the values', { image: 'ok', mode: 'Slow' }],
  ['too many entries', { image: 'ok', tags: { a: '1', b: '2', c: '3' } }],
  ['an entry of a wrong type', { image: 'ok', tags: { a: 1 } }],
  ['a list that is too long', { image: 'ok', members: [{ name: 'a' }, { name: 'b' }, { name: 'c' }, { name: 'd' }] }],
  ['two items of one key', { image: 'ok', members: [{ name: 'a' }, { name: 'a' }] }],
  ['an item without its key', { image: 'ok', members: [{ weight: 1 }] }],
  ['a wrong moment', { image: 'ok', due: 'yesterday' }],
  ['neither integer nor string', { image: 'ok', port: true }],
  ['a rule with a message of its own', { image: 'ok', lower: 3, upper: 2 }],
  ['a rule that names its field', { image: 'evil' }],
  ['a rule without a message', { image: 'ok', mode: 'Fast', replicas: 7 }],
];

async function applied(
  base: string,
  send: (title: string, request: ScenarioRequest) => Promise<unknown>,
): Promise<void> {
  const apply = (title: string, spec: unknown, query: Record<string, string>) =>
    send(title, {
      method: 'PATCH',
      path: `${base}/applied`,
      type: APPLY,
      query,
      body: { apiVersion: `${GROUP}/v1`, kind: 'Stage', metadata: { name: 'applied' }, spec },
    });
  const mine = { fieldManager: 'mine' };
  await apply('apply', { image: 'ok', members: [{ name: 'a', weight: 1 }] }, mine);
  await apply('apply by another', { image: 'ok', members: [{ name: 'b' }] }, { fieldManager: 'other' });
  await apply('apply with a conflict', { image: 'no', members: [{ name: 'b' }] }, { fieldManager: 'other' });
  await apply('apply by force', { image: 'no', members: [{ name: 'b' }] }, { fieldManager: 'other', force: 'true' });
  await apply('apply without an item', { members: [] }, mine);
  await apply(
    'apply what breaks a rule',
    { image: 'ok', lower: 2, upper: 1 },
    { fieldManager: 'third', force: 'true' },
  );
  await apply('apply an unknown field', { image: 'ok', tpyo: 1 }, { fieldManager: 'third', force: 'true' });
}
