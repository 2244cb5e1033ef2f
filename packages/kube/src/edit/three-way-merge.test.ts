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
    for (const [one, two, three] of [[1, 2, 3], ['a', 'b', 'c'].map(name => ({ name }))]) {
      const sides = { base: { l: [one] }, mine: { l: [one, two] }, live: { l: [one, three] } };
      expect(mergeTrees(sides, null).clashes.map(({ path }) => path)).toEqual([['l']]);
    }
  });

  test('an atomic list is one whatever is in it, and so is one whose items cannot be told apart', () => {
    const [a, b, c] = ['a', 'b', 'c'].map(name => ({ name, image: 'i' }));
    const lists = (field: string, before: unknown[], mine: unknown[], live: unknown[]) =>
      merge({ [field]: before }, { [field]: mine }, { [field]: live }).clashes.map(({ path }) => pathText(path));
    expect(lists('containers', [a], [a, b], [a, c])).toEqual([]);
    expect(lists('args', [a], [a, b], [a, c])).toEqual(['args']);
    for (const odd of [{ image: 'no name' }, null, 'x', a]) {
      expect(lists('containers', [a, odd], [a, b], [a, c])).toEqual(['containers']);
      expect(lists('containers', [a], [a, odd], [a, c])).toEqual(['containers']);
      expect(lists('containers', [a], [a, b], [a, odd])).toEqual(['containers']);
    }
  });

  test('a list that both begin has the items of both', () => {
    const [a, b] = ['a', 'b'].map(name => ({ name }));
    expect(merge({}, { containers: [a] }, { containers: [b] })).toEqual({
      merged: { containers: [a, b] },
      clashes: [],
    });
  });

  test('a keyed list of whose items nothing is known merges by what stands in them', () => {
    const keyed = (items?: object) =>
      new TypeSchema(
        {},
        { type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['id'], ...items },
      );
    const [a, b, c] = ['a', 'b', 'c'].map(id => ({ id }));
    for (const schema of [keyed(), keyed({ items: { type: 'object', properties: {} } })]) {
      expect(mergeTrees({ base: [a], mine: [a, b], live: [a, c] }, schema).clashes).toEqual([]);
      expect(mergeTrees({ base: [a], mine: [a, {}], live: [a, c] }, schema).clashes).toHaveLength(1);
    }
  });

  test('items that one moved are in its order; what the other added is behind what it stood behind', () => {
    const [a, b, c, x, y] = ['a', 'b', 'c', 'x', 'y'].map(name => ({ name }));
    const order = (mine: unknown[], live: unknown[]) => {
      const { merged, clashes } = merge({ containers: [a, b, c] }, { containers: mine }, { containers: live });
      expect(clashes).toEqual([]);
      return (merged as { containers: { name: string }[] }).containers.map(({ name }) => name).join('');
    };
    expect(order([c, b, a], [x, a, b, y, c])).toBe('xcbya');
    expect(order([x, a, b, y, c], [c, b, a])).toBe('xcbya');
    expect(order([c, b, a], [c, b, a, x])).toBe('cbax');
    // Both put them alike, and each added one.
    expect(order([b, a, c, x], [b, a, c, y])).toBe('bacyx');
  });

  test('a field that I took away is not there, and what was decided as mine is settled', () => {
    const { merged } = merge({ n: 1, labels: { a: 'b' } }, { labels: { a: 'b' } }, { n: 1, labels: { a: 'c' } });
    expect(Object.keys(merged as object)).toEqual(['labels']);
    const sides = { base: { n: 1 }, mine: { n: 2 }, live: { n: 3 } };
    expect(mergeTrees(sides, ROOT, new Map([['n', 'mine']]))).toEqual({ merged: { n: 2 }, clashes: [] });
  });
});

test.each([
  [['spec', 'a-b_c'], 'spec.a-b_c'],
  [['labels', 'app.kubernetes.io/name'], 'labels["app.kubernetes.io/name"]'],
  [['labels', 'a.b'], 'labels["a.b"]'],
  [['.a', 'b '], '[".a"]["b "]'],
  [['data', 'a"]["b'], 'data["a\\"][\\"b"]'],
  [['ports', { key: { containerPort: 53, protocol: 'UDP' } }, 'name'], 'ports[containerPort=53,protocol=UDP].name'],
  [['finalizers', { value: 'a' }], 'finalizers["a"]'],
  [['numbers', { value: 1 }], 'numbers[1]'],
])('the place %j is called %s', (path, text) => {
  expect(pathText(path)).toBe(text);
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
