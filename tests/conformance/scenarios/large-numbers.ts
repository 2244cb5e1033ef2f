import type { Scenario, ScenarioRequest, Stage } from '../scenario.ts';

const GROUP = 'meters.example.com';
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const JSON_PATCH = 'application/json-patch+json';
const MERGE = 'application/merge-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';
const APPLY = 'application/apply-patch+yaml';
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';

/** A float cannot tell the first two from each other. */
const LARGE = 2n ** 53n + 1n;
const NEIGHBOUR = LARGE - 1n;
const MOST = 2n ** 63n - 1n;
const LEAST = -(2n ** 63n);

const SPEC = {
  type: 'object',
  properties: {
    count: { type: 'integer', default: LARGE },
    wide: { type: 'integer', format: 'int64' },
    narrow: { type: 'integer', format: 'int32' },
    ratio: { type: 'number' },
    either: { 'x-kubernetes-int-or-string': true },
    chosen: { type: 'integer', enum: [LARGE, 1] },
    limited: { type: 'integer', maximum: NEIGHBOUR },
    odd: { type: 'integer', 'x-kubernetes-validations': [{ rule: 'self % 2 == 1', message: 'must be odd' }] },
    free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    set: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'integer' } },
    marks: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['at'],
      items: { type: 'object', required: ['at'], properties: { at: { type: 'integer' }, note: { type: 'string' } } },
    },
    label: { type: 'string' },
  },
};

const DEFINITION = {
  metadata: { name: `meters.${GROUP}` },
  spec: {
    group: GROUP,
    scope: 'Namespaced',
    names: { plural: 'meters', singular: 'meter', kind: 'Meter' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', properties: { spec: SPEC } } },
        additionalPrinterColumns: [
          { name: 'Count', type: 'integer', jsonPath: '.spec.count' },
          { name: 'Free', type: 'string', jsonPath: '.spec.free' },
        ],
      },
    ],
  },
};

/** Whole numbers that a float does not hold: kept, shown, compared and refused with every digit. */
export const LARGE_NUMBERS: Scenario = {
  name: 'large-numbers',
  run: async stage => {
    await customNumbers(stage);
    await builtInNumbers(stage);
  },
};

async function customNumbers({ namespace, send, ask, until }: Stage): Promise<void> {
  const path = `/apis/${GROUP}/v1/namespaces/${namespace}/meters`;
  const at = (name: string) => `${path}/${name}`;
  const meter = (name: string, spec: unknown) => ({
    apiVersion: `${GROUP}/v1`,
    kind: 'Meter',
    metadata: { name },
    spec,
  });
  const create = (title: string, spec: unknown, name = title.replaceAll(/\W+/g, '-')) =>
    send(title, { method: 'POST', path, body: meter(name, spec) });
  const patch = (title: string, type: string, body: unknown, more: Partial<ScenarioRequest> = {}) =>
    send(title, { method: 'PATCH', path: at('one'), type, body, ...more });

  await send('a definition with large numbers', { method: 'POST', path: DEFINITIONS, body: DEFINITION });
  await until({ method: 'GET', path }, ({ status }) => status === 200);

  const spec = {
    count: LARGE,
    wide: MOST,
    ratio: LARGE,
    either: LEAST,
    chosen: LARGE,
    odd: LARGE,
    free: { deep: [{ most: MOST }], text: String(LARGE) },
    set: [NEIGHBOUR, LARGE],
    marks: [{ at: NEIGHBOUR }, { at: LARGE, note: 'another' }],
  };
  await create('one with large numbers', spec, 'one');
  await send('it is read', { method: 'GET', path: at('one') });
  await send('it is listed', { method: 'GET', path });
  await send('it is printed', { method: 'GET', path, accept: TABLE });
  await send('it is watched', { method: 'GET', path, query: { watch: '1', resourceVersion: '0' }, events: 1 });
  await create('the default', {});

  await patch('a merge patch elsewhere', MERGE, { spec: { label: 'changed' } });
  await patch('a merge patch to the neighbour', MERGE, { spec: { count: NEIGHBOUR } });
  await patch('a merge patch that changes nothing', MERGE, { spec: { count: NEIGHBOUR } });
  await patch('a test of another number', JSON_PATCH, [
    { op: 'test', path: '/spec/wide', value: MOST - 1n },
    { op: 'replace', path: '/spec/label', value: 'never' },
  ]);
  await patch('a test of the number', JSON_PATCH, [
    { op: 'test', path: '/spec/wide', value: MOST },
    { op: 'replace', path: '/spec/wide', value: MOST - 1n },
    { op: 'copy', from: '/spec/wide', path: '/spec/count' },
  ]);
  const { body } = await ask({ method: 'GET', path: at('one') });
  await send('it is written back', { method: 'PUT', path: at('one'), body });

  const apply = (title: string, manager: string, value: unknown, query = {}) =>
    send(title, {
      method: 'PATCH',
      path: at('applied'),
      type: APPLY,
      body: meter('applied', value),
      query: { fieldManager: manager, ...query },
    });
  const text = `apiVersion: ${GROUP}/v1\nkind: Meter\nmetadata: {name: applied}\nspec: {wide: ${MOST}, marks: [{at: ${LARGE}}]}\n`;
  await send('an apply in YAML', {
    method: 'PATCH',
    path: at('applied'),
    type: APPLY,
    body: text,
    query: { fieldManager: 'first' },
  });
  await apply('an apply of the same number', 'first', { wide: MOST });
  await apply('an apply of its neighbour', 'second', { wide: MOST - 1n });
  await apply('an apply of its neighbour by force', 'second', { wide: MOST - 1n }, { force: 'true' });
  await apply(
    'an apply of one mark of two',
    'second',
    { wide: MOST - 1n, marks: [{ at: LARGE, note: 'mine' }] },
    { force: 'true' },
  );

  await create('beyond 64 bits', { count: MOST + 1n });
  await create('beyond 64 bits where anything may stand', { free: { a: MOST + 1n, b: 2n ** 64n - 1n, c: 10n ** 30n } });
  await create('beyond 64 bits where a number stands', { ratio: 2n ** 64n });
  await create('beyond 32 bits', { narrow: 2n ** 31n });
  await create('none of the chosen', { chosen: NEIGHBOUR });
  await create('above the limit', { limited: MOST });
  await create('not odd', { odd: MOST - 1n });
  await create('the same twice in a set', { set: [LARGE, NEIGHBOUR, LARGE] });
  await create('the same twice by key', { marks: [{ at: LARGE }, { at: LARGE }] });
  await create('where text is wanted', { label: LARGE });
  await send('gone with its definition', { method: 'DELETE', path: `${DEFINITIONS}/meters.${GROUP}` });
  await until({ method: 'GET', path: `${DEFINITIONS}/meters.${GROUP}` }, ({ status }) => status === 404);
}

async function builtInNumbers({ namespace, send }: Stage): Promise<void> {
  const path = `/apis/apps/v1/namespaces/${namespace}/controllerrevisions`;
  const revision = (name: string, number: bigint, data: unknown = {}) => ({
    metadata: { name },
    data,
    revision: number,
  });
  await send('a field of 64 bits', { method: 'POST', path, body: revision('one', MOST, { raw: LARGE }) });
  await send('its table', { method: 'GET', path, accept: TABLE });
  await send('its neighbour', {
    method: 'PATCH',
    path: `${path}/one`,
    type: STRATEGIC,
    body: { revision: MOST - 1n },
  });
  await send('beyond its 64 bits', { method: 'POST', path, body: revision('two', MOST + 1n) });
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  const pod = (more: unknown) => ({
    metadata: { name: 'pod' },
    spec: { containers: [{ name: 'a', image: 'a' }], ...(more as object) },
  });
  await send('a large number where validation has a limit', {
    method: 'POST',
    path: pods,
    body: pod({ activeDeadlineSeconds: LARGE }),
  });
  await send('a large number in a field of 32 bits', { method: 'POST', path: pods, body: pod({ priority: LARGE }) });
  await send('a large number in an annotation', {
    method: 'POST',
    path: `/api/v1/namespaces/${namespace}/configmaps`,
    body: { metadata: { name: 'one', annotations: { at: LARGE } } },
  });
}
