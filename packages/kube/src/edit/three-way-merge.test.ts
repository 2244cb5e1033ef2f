import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deepEqual, isObject } from '@lanthorn/base/json.ts';
import { mergeTrees, pathText } from './three-way-merge.ts';
import { type OpenApiSchemas, TypeSchema } from './type-schema.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 300);

const SCHEMAS: OpenApiSchemas = {
  Root: {
    type: 'object',
    properties: {
      n: { type: 'integer' },
      nested: { type: 'object', properties: { x: { type: 'string' }, y: { type: 'integer' } } },
      labels: { type: 'object', additionalProperties: { type: 'string' } },
      selector: { type: 'object', 'x-kubernetes-map-type': 'atomic', additionalProperties: { type: 'string' } },
      containers: {
        type: 'array',
        items: { $ref: '#/components/schemas/Container' },
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['name'],
      },
      finalizers: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
      args: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'atomic' },
    },
  },
  Container: {
    type: 'object',
    properties: {
      name: { type: 'string' },
      image: { type: 'string' },
      ports: {
        type: 'array',
        items: {
          type: 'object',
          properties: { containerPort: { type: 'integer' }, protocol: { type: 'string', default: 'TCP' } },
        },
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['containerPort', 'protocol'],
      },
    },
  },
};
const ROOT = new TypeSchema(SCHEMAS, { $ref: '#/components/schemas/Root' });

const merge = (base: unknown, mine: unknown, live: unknown) => mergeTrees({ base, mine, live }, ROOT);

describe('merging by hand', () => {
  const base = {
    n: 1,
    containers: [
      { name: 'app', image: 'a:1' },
      { name: 'log', image: 'l:1' },
    ],
    finalizers: ['one'],
    args: ['x'],
  };

  test('my image, a sidecar of a webhook and a scaled number: all three are there', () => {
    const mine = { ...base, containers: [{ name: 'app', image: 'a:2' }, base.containers[1]] };
    const live = { ...base, n: 5, containers: [{ name: 'sidecar', image: 's' }, ...base.containers] };
    expect(merge(base, mine, live)).toEqual({
      merged: {
        ...base,
        n: 5,
        containers: [
          { name: 'sidecar', image: 's' },
          { name: 'app', image: 'a:2' },
          { name: 'log', image: 'l:1' },
        ],
      },
      clashes: [],
    });
  });

  test('two images for one container are a clash at that field, and a choice settles it', () => {
    const mine = { containers: [{ name: 'app', image: 'mine' }] };
    const live = { containers: [{ name: 'app', image: 'live' }] };
    const { clashes } = merge(base, { ...base, ...mine }, { ...base, ...live });
    expect(clashes.map(clash => [pathText(clash.path), clash.base, clash.mine, clash.live])).toEqual([
      ['containers[name=app].image', 'a:1', 'mine', 'live'],
    ]);
    const sides = { base, mine: { ...base, ...mine }, live: { ...base, ...live } };
    const settled = mergeTrees(sides, ROOT, new Map([['containers[name=app].image', 'live']]));
    expect(settled).toEqual({ merged: { ...base, ...live }, clashes: [] });
  });

  test('removing what another changed is a clash, not a removal', () => {
    const { clashes } = merge(
      base,
      { ...base, containers: [base.containers[1]] },
      {
        ...base,
        containers: [{ name: 'app', image: 'a:9' }, base.containers[1]],
      },
    );
    expect(clashes.map(clash => pathText(clash.path))).toEqual(['containers[name=app]']);
  });

  test('sets add and remove by value; an atomic list that both changed is a clash', () => {
    const { merged, clashes } = merge(
      base,
      { ...base, finalizers: ['one', 'mine'], args: ['x', 'y'] },
      { ...base, finalizers: ['live'], args: ['z'] },
    );
    expect((merged as typeof base).finalizers.toSorted()).toEqual(['live', 'mine']);
    expect(clashes.map(clash => pathText(clash.path))).toEqual(['args']);
  });

  test('ports are told apart by number and protocol, whose default is TCP', () => {
    const app = (ports: readonly unknown[]) => ({ containers: [{ name: 'app', ports }] });
    const { merged, clashes } = merge(
      app([{ containerPort: 53 }]),
      app([{ containerPort: 53, protocol: 'TCP' }, { containerPort: 80 }]),
      app([{ containerPort: 53 }, { containerPort: 53, protocol: 'UDP' }]),
    );
    expect(clashes).toEqual([]);
    expect((merged as { containers: { ports: unknown[] }[] }).containers[0]?.ports).toHaveLength(3);
  });

  test('items moved by both, each in another way, are a clash', () => {
    const [a, b, c] = ['a', 'b', 'c'].map(name => ({ name }));
    const { clashes } = merge({ containers: [a, b, c] }, { containers: [b, a, c] }, { containers: [a, c, b] });
    expect(clashes.map(clash => pathText(clash.path))).toEqual(['containers']);
  });

  test('without a type every list is atomic', () => {
    const { clashes } = mergeTrees({ base: { l: [1] }, mine: { l: [1, 2] }, live: { l: [1, 3] } }, null);
    expect(clashes).toHaveLength(1);
  });
});

const word = fc.constantFrom('u', 'v', 'w');
const optional = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { nil: undefined });
const uniqueWords = fc.uniqueArray(fc.constantFrom('p', 'q', 'r', 's'), { maxLength: 4 });
const port = fc.record({ containerPort: fc.constantFrom(80, 81), protocol: fc.constantFrom('TCP', 'UDP') });
const container = fc.record(
  {
    name: fc.constantFrom('a', 'b', 'c'),
    image: word,
    ports: fc.uniqueArray(port, { maxLength: 3, selector: JSON.stringify }),
  },
  { requiredKeys: ['name'] },
);
const tree = fc
  .record({
    n: optional(fc.nat(2)),
    nested: optional(fc.record({ x: word, y: fc.nat(2) }, { requiredKeys: [] })),
    labels: optional(fc.dictionary(word, word, { maxKeys: 3 })),
    selector: optional(fc.dictionary(word, word, { maxKeys: 2 })),
    containers: optional(fc.uniqueArray(container, { maxLength: 3, selector: ({ name }) => name })),
    finalizers: optional(uniqueWords),
    args: optional(uniqueWords),
  })
  // A JSON document holds no undefined.
  .map(value => JSON.parse(JSON.stringify(value)) as Record<string, unknown>);
/** Close to one another, as edits are: each field is the base's or a new one. */
const sides = fc
  .tuple(tree, tree, tree, fc.array(fc.boolean(), { minLength: 14, maxLength: 14 }))
  .map(([base, a, b, keep]) => {
    const edit = (fresh: Record<string, unknown>, from: number) => {
      const names = ['n', 'nested', 'labels', 'selector', 'containers', 'finalizers', 'args'];
      const pairs = names.map((name, i) => [name, (keep[from + i] === true ? base : fresh)[name]] as const);
      return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
    };
    return { base, mine: edit(a, 0), live: edit(b, 7) };
  });

/** The naive view of a tree: every leaf by a path that names items by what identifies them. Empty collections are no leaves. */
function leaves(value: unknown, path = '', into = new Map<string, unknown>()): Map<string, unknown> {
  if (Array.isArray(value)) {
    for (const item of value) {
      if (path.endsWith('args')) into.set(path, value);
      else if (!isObject(item)) into.set(`${path}/${String(item)}`, true);
      else if ('name' in item) leaves(item, `${path}/${String(item['name'])}`, into);
      else into.set(`${path}/${String(item['containerPort'])}${String(item['protocol'])}`, true);
    }
  } else if (isObject(value)) {
    if (path.endsWith('selector')) into.set(path, value);
    else for (const [key, entry] of Object.entries(value)) leaves(entry, `${path}/${key}`, into);
  } else into.set(path, value);
  return into;
}

function changes(from: unknown, to: unknown): [string, unknown][] {
  const [before, after] = [leaves(from), leaves(to)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter(path => !deepEqual(before.get(path), after.get(path)))
    .map(path => [path, after.get(path)]);
}

const clashPaths = (clashes: readonly { path: Parameters<typeof pathText>[0] }[]) =>
  clashes.map(({ path }) =>
    path.map(step =>
      typeof step === 'string' ? step : 'key' in step ? Object.values(step.key).join('') : String(step.value),
    ),
  );

describe('merging any trees', () => {
  test('one side alone, or both alike, is taken as it is', () => {
    fc.assert(
      fc.property(sides, ({ base, mine }) => {
        expect(merge(base, mine, base)).toEqual({ merged: mine, clashes: [] });
        expect(merge(base, base, mine)).toEqual({ merged: mine, clashes: [] });
        expect(merge(base, mine, mine)).toEqual({ merged: mine, clashes: [] });
      }),
      { numRuns: RUNS },
    );
  });

  test('no change is lost in silence: each is in the result, or a clash names its place', () => {
    fc.assert(
      fc.property(sides, ({ base, mine, live }) => {
        const { merged, clashes } = merge(base, mine, live);
        const result = leaves(merged);
        const named = clashPaths(clashes).map(steps => `/${steps.join('/')}`);
        for (const [path, value] of [...changes(base, mine), ...changes(base, live)]) {
          const isNamed = named.some(
            clash => path === clash || path.startsWith(`${clash}/`) || clash.startsWith(`${path}/`),
          );
          if (!isNamed) expect([path, result.get(path)]).toEqual([path, value]);
        }
      }),
      { numRuns: RUNS * 5 },
    );
  });

  test('nothing appears that nobody wrote, and the sides are equal before the merge', () => {
    fc.assert(
      fc.property(sides, ({ base, mine, live }) => {
        const { merged, clashes } = merge(base, mine, live);
        const known = [base, mine, live].map(side => leaves(side));
        for (const [path, value] of leaves(merged))
          expect(known.some(side => deepEqual(side.get(path), value))).toBe(true);
        const mirrored = merge(base, live, mine).clashes;
        expect(clashPaths(mirrored).map(String).toSorted()).toEqual(clashPaths(clashes).map(String).toSorted());
      }),
      { numRuns: RUNS },
    );
  });
});
