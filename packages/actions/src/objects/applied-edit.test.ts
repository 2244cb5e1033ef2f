import { expect, test } from 'vitest';
import { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { appliedEdit } from './applied-edit.ts';
import { hasOtherConflicts, withoutFields } from './field-conflicts.ts';

const OPEN = { type: 'object', additionalProperties: { type: 'string' } };
const SCHEMA = new TypeSchema(
  {},
  {
    type: 'object',
    properties: {
      metadata: { type: 'object', properties: { labels: OPEN, annotations: OPEN } },
      spec: {
        type: 'object',
        properties: {
          replicas: { type: 'integer' },
          args: { type: 'array', items: { type: 'string' } },
          finalizers: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
          selector: { ...OPEN, 'x-kubernetes-map-type': 'atomic' },
          ports: {
            type: 'array',
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['port', 'protocol'],
            items: { type: 'object', properties: { port: {}, protocol: { type: 'string', default: 'TCP' } } },
          },
          containers: {
            type: 'array',
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['name'],
            items: { type: 'object', properties: { name: { type: 'string' }, image: {}, tty: {} } },
          },
        },
      },
    },
  },
);
const entry = (manager: string, operation: string, fieldsV1: object) => ({ manager, operation, fieldsV1 });
const SPEC = {
  replicas: 3,
  args: ['a', 'b'],
  finalizers: ['x', 'y'],
  selector: { a: '1', b: '2' },
  containers: [
    { name: 'web', image: 'web:1', tty: true },
    { name: 'side', image: 'side:1' },
  ],
};
const live = (...managedFields: object[]): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', uid: 'u', resourceVersion: '7', labels: { app: 'web' }, managedFields },
  spec: SPEC,
});
const edited = (spec: object, of = live()): KubeObject => ({ ...of, spec: { ...SPEC, ...spec } });
const NAMED = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
};

test.each<[string, object, object, string[]]>([
  ['a field', { replicas: 5 }, { replicas: 5 }, ['spec.replicas']],
  ['a list that is one value', { args: ['a'] }, { args: ['a'] }, ['spec.args']],
  ['a map that is one value', { selector: { a: '1', b: '3' } }, { selector: { a: '1', b: '3' } }, ['spec.selector']],
  ['what is new in a set', { finalizers: ['x', 'y', 'z'] }, { finalizers: ['z'] }, ['spec.finalizers["z"]']],
  [
    'an item by its name, and what is changed of it',
    { containers: [{ name: 'web', image: 'web:2', tty: true }, SPEC.containers[1]] },
    { containers: [{ name: 'web', image: 'web:2' }] },
    ['spec.containers[name=web].image'],
  ],
  [
    'a new item whole',
    { containers: [...SPEC.containers, { name: 'new', image: 'n' }] },
    { containers: [{ name: 'new', image: 'n' }] },
    ['spec.containers[name=new]'],
  ],
])('applied is what was changed alone: %s', (_name, spec, applied, fields) => {
  const edit = appliedEdit({ base: live(), mine: edited(spec), live: live() }, SCHEMA);
  expect(edit).toEqual({ object: { ...NAMED, spec: applied }, fields, kept: [], since: null });
});

test('what was applied here before is applied again, else it would be taken away', () => {
  const own = entry('lanthorn', 'Apply', {
    'f:metadata': { 'f:labels': { 'f:app': {} } },
    'f:spec': { 'f:containers': { 'k:{"name":"side"}': { '.': {}, 'f:name': {}, 'f:image': {} } }, 'f:args': {} },
  });
  const of = live(own, entry('lanthorn', 'Update', { 'f:spec': { 'f:selector': {} } }));
  expect(appliedEdit({ base: of, mine: edited({ replicas: 5 }, of), live: of }, SCHEMA)).toEqual({
    object: {
      ...NAMED,
      metadata: { ...NAMED.metadata, labels: { app: 'web' } },
      spec: { replicas: 5, args: ['a', 'b'], containers: [{ name: 'side', image: 'side:1' }] },
    },
    fields: ['spec.replicas'],
    kept: [],
    since: { time: '', fieldsV1: own.fieldsV1 },
  });
});

test('what is taken out of the text goes where nobody else owns it, and stays where others do', () => {
  const side = { 'f:spec': { 'f:containers': { 'k:{"name":"side"}': { '.': {}, 'f:name': {}, 'f:image': {} } } } };
  const mine = (of: KubeObject) => edited({ containers: SPEC.containers.slice(0, 1) }, of);
  const alone = live(entry('lanthorn', 'Apply', side));
  expect(appliedEdit({ base: alone, mine: mine(alone), live: alone }, SCHEMA)).toMatchObject({
    fields: ['spec.containers[name=side]'],
    kept: [],
  });
  const shared = live(entry('lanthorn', 'Apply', side), entry('helm', 'Update', side));
  expect(appliedEdit({ base: shared, mine: mine(shared), live: shared }, SCHEMA).kept).toEqual([
    'spec.containers[name=side]',
  ]);
  expect(appliedEdit({ base: live(), mine: mine(live()), live: live() }, SCHEMA).kept).toEqual([
    'spec.containers[name=side]',
  ]);
});

test('what others changed meanwhile is no change of mine', () => {
  const now = { ...live(), spec: { ...SPEC, replicas: 9 } };
  const edit = appliedEdit({ base: live(), mine: edited({ args: [] }), live: now }, SCHEMA);
  expect(edit.object).toEqual({ ...NAMED, spec: { args: [] } });
});

const PORTS = [
  { port: 53, targetPort: 1053 },
  { port: 53, protocol: 'UDP', targetPort: 1053 },
];

test('fields that a conflict names are left out, and nothing else', () => {
  const fields = [
    '.spec.replicas',
    '.spec.containers[name="web"].image',
    '.spec.finalizers[="x"]',
    '.spec.finalizers[="y]"]',
    '.spec.ports[port=53,protocol="SCTP"]',
    '.spec.ports[port=bad]',
    '.spec.args[0]',
    '.spec.not.there',
    '.spec.selector[a]',
  ];
  const object = edited({ ports: PORTS, finalizers: ['x', 'y', 'y]'] });
  expect(withoutFields(object, fields, SCHEMA)['spec']).toEqual({
    args: ['a', 'b'],
    finalizers: ['y'],
    selector: SPEC.selector,
    containers: [{ name: 'web', tty: true }, SPEC.containers[1]],
    ports: PORTS,
  });
});

test.each([
  ['.spec.ports[port=53,protocol="UDP"]', [PORTS[0]]],
  ['.spec.ports[port=53,protocol="TCP"]', [PORTS[1]]],
  ['.spec.ports[port=53,protocol="UDP"].targetPort', [PORTS[0], { port: 53, protocol: 'UDP' }]],
])('of items that one key tells apart %s is one, also where it leaves its default out', (field, ports) => {
  expect(withoutFields(edited({ ports: PORTS }), [field], SCHEMA)['spec']).toMatchObject({ ports });
});

test('a name with dots is one name, and the longest that is there', () => {
  const metadata = { ...live().metadata, annotations: { 'a.example/b': '1', a: '2' } };
  const object = { ...live(), metadata, data: { 'nginx.conf': 'x', nginx: { conf: 'y', old: 'z' }, 'odd[0]': 'o' } };
  const left = (...fields: string[]) => {
    const { metadata: kept, data } = withoutFields(object, fields, null);
    return { annotations: kept['annotations'], data };
  };
  expect(left('metadata.annotations.a.example/b', '.data.nginx.conf', '.data.odd[0]')).toEqual({
    annotations: { a: '2' },
    data: { nginx: { conf: 'y', old: 'z' } },
  });
  expect(left('.data.nginx.old', '.metadata.annotations.a.example')).toEqual({
    annotations: metadata.annotations,
    data: { ...object.data, nginx: { conf: 'y' } },
  });
});

test('without a type a field of somebody else in what is sent as one value is in the way, too', () => {
  const web = { 'f:containers': { 'k:{"name":"web"}': { '.': {}, 'f:name': {}, 'f:image': {} } } };
  const of = live(entry('helm', 'Update', { 'f:spec': { ...web, 'f:replicas': {} } }));
  const object = { ...NAMED, spec: { replicas: 5, containers: [{ name: 'web', image: 'web:2' }] } };
  const said = ['.spec.replicas'];
  expect(hasOtherConflicts(of, { object, said, schema: null })).toBe(true);
  expect(hasOtherConflicts(of, { object, said: [...said, '.spec.containers'], schema: null })).toBe(false);
});

test('without a type a map that is owned here as one is applied as one', () => {
  const own = live(entry('lanthorn', 'Apply', { 'f:spec': { 'f:selector': {}, 'f:replicas': {} } }));
  const edit = (spec: object) => appliedEdit({ base: own, mine: edited(spec, own), live: own }, null);
  expect(edit({ replicas: 5 })).toMatchObject({
    object: { spec: { replicas: 5, selector: SPEC.selector } },
    fields: ['spec.replicas'],
  });
  expect(edit({ selector: { a: '9' } })).toMatchObject({
    object: { spec: { replicas: 3, selector: { a: '9' } } },
    fields: ['spec.selector'],
    kept: [],
  });
});

test('what cannot be read of who owns items is nobody’s', () => {
  const containers = { 'k:{bad': { '.': {} }, 'k:{"name":"side"}': { '.': {}, 'f:image': {} } };
  const of = live(entry('lanthorn', 'Apply', { 'f:spec': { 'f:containers': containers } }));
  expect(appliedEdit({ base: of, mine: edited({ replicas: 5 }, of), live: of }, SCHEMA).object['spec']).toEqual({
    replicas: 5,
    containers: [{ name: 'side', image: 'side:1' }],
  });
});

test('fields of others beside those that are said are told from what is so anyway, and from what is applied here', () => {
  const fields = { 'f:spec': { 'f:replicas': {}, 'f:containers': { 'k:{"name":"web"}': { 'f:image': {} } } } };
  const of = live(entry('hpa', 'Update', fields));
  const object = { ...NAMED, spec: { replicas: 5, containers: [{ name: 'web', image: 'web:2' }], args: ['c'] } };
  const others = (said: string[], now = of) => hasOtherConflicts(now, { object, said, schema: SCHEMA });
  expect(others([])).toBe(true);
  expect(others(['.spec.replicas'])).toBe(true);
  expect(others(['.spec.replicas', '.spec.containers[name="web"].image'])).toBe(false);
  expect(others([], live(entry('lanthorn', 'Apply', fields)))).toBe(false);
  expect(others(['.spec.replicas'], { ...of, spec: { ...SPEC, containers: [{ name: 'web', image: 'web:2' }] } })).toBe(
    false,
  );
});
