import { describe, expect, test } from 'vitest';
import { type OpenApiSchema, type OpenApiSchemas, schemasOfKind, TypeSchema } from './type-schema.ts';

const ref = (name: string) => `#/components/schemas/${name}`;
const gvk = (group: string, version: string, kind: string) => ({
  'x-kubernetes-group-version-kind': [{ group, version, kind }],
});
const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity';

const SCHEMAS: OpenApiSchemas = {
  Widget: {
    type: 'object',
    description: 'A widget.',
    required: ['spec'],
    properties: {
      spec: { allOf: [{ $ref: ref('Spec') }], default: {}, description: 'What it shall be.' },
      status: { $ref: ref('Status') },
      labels: { type: 'object', additionalProperties: { type: 'string', default: '' } },
    },
    ...gvk('example.com', 'v1', 'Widget'),
  },
  Spec: {
    type: 'object',
    description: 'Of a widget.',
    enum: ['x'],
    properties: {
      size: { type: 'integer', format: 'int32' },
      port: { format: 'int-or-string', type: 'string' },
      share: { 'x-kubernetes-int-or-string': true },
      memory: { $ref: ref(QUANTITY) },
      storage: { allOf: [{ $ref: ref(QUANTITY) }], default: '0' },
      phase: { type: 'string', enum: ['Bound', 'Free'], default: 'Free' },
      child: { $ref: ref('Spec') },
      gone: { $ref: ref('Nowhere') },
    },
  },
  Status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, properties: { phase: { type: 'string' } } },
  [QUANTITY]: { type: 'string', description: 'Quantity.' },
  Lonely: { type: 'object' },
};
const widget = (): TypeSchema => {
  const found = TypeSchema.ofKind(SCHEMAS, { group: 'example.com', version: 'v1', kind: 'Widget' });
  if (found === null) throw new Error('no widget');
  return found;
};
const of = (node: OpenApiSchema) => new TypeSchema(SCHEMAS, node);
const at = (...path: string[]) => path.reduce<TypeSchema | null>((type, name) => type?.field(name) ?? null, widget());

test('a kind is found by all three of its names', () => {
  expect(widget().description).toBe('A widget.');
  for (const other of [{ group: '' }, { version: 'v2' }, { kind: 'widget' }])
    expect(TypeSchema.ofKind(SCHEMAS, { group: 'example.com', version: 'v1', kind: 'Widget', ...other })).toBeNull();
});

test.each([
  ['size', 'integer'],
  ['port', 'int-or-string'],
  ['share', 'int-or-string'],
  // Quantities are written as numbers, too.
  ['memory', 'int-or-string'],
  ['storage', 'int-or-string'],
  ['phase', 'string'],
  ['child', 'object'],
  ['gone', ''],
])('spec.%s is of type %j', (name, type) => expect(at('spec', name)?.type).toBe(type));

test('fields that say so are objects, and of what says nothing anything is taken', () => {
  expect([of({ properties: {} }).type, of({}).type, of({ type: 'array' }).type]).toEqual(['object', '', 'array']);
});

test('what stands at a field counts before what it refers to', () => {
  expect(at('spec')?.description).toBe('What it shall be.');
  expect(at('spec')?.default).toEqual({});
  expect(at('spec')?.enum).toEqual(['x']);
  expect(at('spec', 'child')?.description).toBe('Of a widget.');
  expect([at('spec', 'phase')?.enum, at('spec', 'phase')?.default]).toEqual([['Bound', 'Free'], 'Free']);
  expect([at('status')?.description, at('status')?.enum, at('status')?.default]).toEqual(['', [], undefined]);
});

test('a type may hold itself', () => {
  expect(at('spec', 'child', 'child', 'child', 'size')?.type).toBe('integer');
});

describe('fields', () => {
  test('are those that are declared; others only where the type is open', () => {
    expect(widget().fields).toEqual(['spec', 'status', 'labels']);
    expect(widget().required).toEqual(['spec']);
    expect([at('nothing'), at('spec', 'nothing'), at('status', 'nothing')]).toEqual([null, null, null]);
    expect(at('labels', 'any')?.type).toBe('string');
    expect(at('labels')?.fields).toEqual([]);
  });

  test('are never what every object inherits', () => {
    for (const name of ['constructor', '__proto__', 'toString']) expect(at('spec', name)).toBeNull();
    expect(at('labels', 'constructor')?.type).toBe('string');
  });

  test('are made once; the keys of a map are not kept', () => {
    const type = widget();
    expect(type.field('spec')).toBe(type.field('spec'));
    const labels = type.field('labels');
    expect(labels?.field('a')).not.toBe(labels?.field('a'));
    expect(labels?.field('a')).toEqual(labels?.field('a'));
  });

  test.each([
    ['nothing is declared', {}, true],
    ['declared fields alone', { properties: {} }, false],
    ['a map', { additionalProperties: { type: 'string' } }, true],
    ['a map of anything', { properties: {}, additionalProperties: true }, true],
    ['no others', { properties: {}, additionalProperties: false }, false],
    ['what it does not know is kept', { properties: {}, 'x-kubernetes-preserve-unknown-fields': true }, true],
    ['an object within it', { properties: {}, 'x-kubernetes-embedded-resource': true }, true],
  ] as const)('others are taken where %s: %j', (_title, node, isOpen) => expect(of(node).isOpen).toBe(isOpen));

  test('a map of anything has no type for what is in it', () => {
    expect(of({ additionalProperties: true }).field('a')).toBeNull();
  });
});

/** KEP-555: how the items of a list are told apart. */
describe('a list', () => {
  const list = (fields: object) => of({ type: 'array', ...fields }).list;
  test.each([
    ['nothing is said', {}, { type: 'atomic' }],
    ['atomic', { 'x-kubernetes-list-type': 'atomic' }, { type: 'atomic' }],
    ['set', { 'x-kubernetes-list-type': 'set' }, { type: 'set' }],
    [
      'map',
      { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['a', 'b'] },
      { type: 'map', keys: ['a', 'b'] },
    ],
    ['a map without keys', { 'x-kubernetes-list-type': 'map' }, { type: 'atomic' }],
    ['the key of strategic merge', { 'x-kubernetes-patch-merge-key': 'name' }, { type: 'map', keys: ['name'] }],
    [
      'atomic, with the key of strategic merge',
      { 'x-kubernetes-list-type': 'atomic', 'x-kubernetes-patch-merge-key': 'name' },
      { type: 'atomic' },
    ],
    [
      'several keys before the one of strategic merge',
      {
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['port', 'protocol'],
        'x-kubernetes-patch-merge-key': 'port',
      },
      { type: 'map', keys: ['port', 'protocol'] },
    ],
    ['a type that is none', { 'x-kubernetes-list-type': 'bag' }, { type: 'atomic' }],
  ])('%s', (_title, fields, semantics) => expect(list(fields)).toEqual(semantics));

  test('its items have a type of their own, where it says one', () => {
    const type = of({ type: 'array', items: { $ref: ref('Spec') } });
    expect(type.items?.field('size')?.type).toBe('integer');
    expect(type.items).toBe(type.items);
    expect(of({ type: 'array' }).items).toBeNull();
  });
});

test.each([
  ['a map that says so', { type: 'object', additionalProperties: {}, 'x-kubernetes-map-type': 'atomic' }, true],
  ['a map', { type: 'object', additionalProperties: {} }, false],
  ['an object with fields', { type: 'object', properties: {} }, false],
  ['an object with fields that says so', { type: 'object', properties: {}, 'x-kubernetes-map-type': 'atomic' }, true],
  // RawExtension
  ['an object of which nothing is known', { type: 'object' }, true],
  ['one that keeps what it does not know', { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }, false],
  ['anything', {}, false],
  ['what refers to one', { $ref: ref('Lonely') }, true],
] as const)('one value as a whole: %s: %j', (_title, node, isAtomic) => expect(of(node).isAtomicMap).toBe(isAtomic));

describe('what a kind reaches', () => {
  const wanted = { group: 'example.com', version: 'v1', kind: 'Widget' };

  test('all that it refers to, itself and its circles once, nothing else', () => {
    expect(Object.keys(schemasOfKind(SCHEMAS, wanted)).toSorted()).toEqual(
      ['Spec', 'Status', 'Widget', QUANTITY].toSorted(),
    );
    expect(schemasOfKind(SCHEMAS, { ...wanted, kind: 'Other' })).toEqual({});
  });

  test('it is enough to read the kind by', () => {
    const own = TypeSchema.ofKind(schemasOfKind(SCHEMAS, wanted), wanted);
    expect(own?.field('spec')?.field('child')?.field('memory')?.description).toBe('Quantity.');
  });

  test('references go deep in lists and maps', () => {
    const deep: OpenApiSchemas = {
      A: { properties: { a: { items: { additionalProperties: { $ref: ref('B') } } } }, ...gvk('', 'v1', 'A') },
      B: { $ref: ref('C') },
      C: { $ref: ref('A') },
      D: { $ref: ref('A') },
    };
    expect(Object.keys(schemasOfKind(deep, { group: '', version: 'v1', kind: 'A' }))).toEqual(['A', 'B', 'C']);
  });
});
