import { describe, expect, test } from 'vitest';
import { applyStrategicMergePatch, type PatchSchema } from './strategic-merge-patch.ts';
import vectors from './strategic-merge-patch.vectors.json' with { type: 'json' };

/** A field that merges as these say; fields within it, and within the items of a list, by their names. */
function schema(
  fields: Readonly<Record<string, PatchSchema>> = {},
  { strategies = [], mergeKey = null }: { strategies?: readonly string[]; mergeKey?: string | null } = {},
): PatchSchema {
  const field = (name: string) => (Object.hasOwn(fields, name) ? (fields[name] ?? null) : null);
  return { field, items: mergeKey === null ? null : { ...schema(fields), mergeKey: null }, mergeKey, strategies };
}
const keyed = (mergeKey: string, fields: Readonly<Record<string, PatchSchema>> = {}) =>
  schema(fields, { mergeKey, strategies: ['merge'] });
const SET = schema({}, { strategies: ['merge'] });

/** As Kubernetes has them (k8s.io/api: patchStrategy and patchMergeKey). */
const CONTAINERS = keyed('name', {
  env: keyed('name'),
  ports: keyed('containerPort'),
  volumeMounts: keyed('mountPath'),
});
const DEPLOYMENT = schema({
  metadata: schema({ finalizers: SET, ownerReferences: keyed('uid') }),
  spec: schema({
    strategy: schema({}, { strategies: ['retainKeys'] }),
    template: schema({ spec: schema({ containers: CONTAINERS, tolerations: schema() }) }),
  }),
});
const patched = (target: unknown, patch: unknown, type: PatchSchema | null = DEPLOYMENT) => {
  const before = structuredClone(target);
  const result = applyStrategicMergePatch(target, patch, type);
  expect(target).toEqual(before);
  return result;
};
const pods = (spec: object) => ({ spec: { template: { spec } } });
const demo = { name: 'patch-demo-ctr', image: 'nginx' };
const redis = { name: 'patch-demo-ctr-2', image: 'redis' };

/** kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch */
describe('as the documentation shows it', () => {
  test('a list with a merge key gets another container, first', () => {
    expect(patched(pods({ containers: [demo] }), pods({ containers: [redis] }))).toEqual(
      pods({ containers: [redis, demo] }),
    );
  });

  test('a list without strategy is replaced', () => {
    const disk = { effect: 'NoSchedule', key: 'disktype', value: 'ssd' };
    const old = { effect: 'NoSchedule', key: 'dedicated', value: 'test-team' };
    expect(patched(pods({ tolerations: [old] }), pods({ tolerations: [disk] }))).toEqual(pods({ tolerations: [disk] }));
  });

  test('retainKeys drops what is not named: a strategy of another type without rollingUpdate', () => {
    const target = { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } }, replicas: 2 } };
    expect(patched(target, { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } })).toEqual({
      spec: { strategy: { type: 'Recreate' }, replicas: 2 },
    });
  });

  // contributors/devel/sig-api-machinery/strategic-merge-patch.md
  test('$patch: replace puts a map in the place of a map, and a list in that of a list', () => {
    expect(patched({ spec: { a: 1, b: 2 } }, { spec: { $patch: 'replace', c: 3 } })).toEqual({ spec: { c: 3 } });
    expect(
      patched(pods({ containers: [demo, redis] }), pods({ containers: [{ $patch: 'replace' }, { name: 'new' }] })),
    ).toEqual(pods({ containers: [{ name: 'new' }] }));
  });

  test('$patch: delete leaves an empty map, and takes an item away', () => {
    expect(patched({ spec: { a: 1 }, status: {} }, { spec: { $patch: 'delete' } })).toEqual({ spec: {}, status: {} });
    const patch = pods({ containers: [{ $patch: 'delete', name: demo.name }] });
    expect(patched(pods({ containers: [demo, redis] }), patch)).toEqual(pods({ containers: [redis] }));
    expect(patched(pods({ containers: [redis] }), patch)).toEqual(pods({ containers: [redis] }));
  });

  test('$deleteFromPrimitiveList takes values out of a set', () => {
    const finalizers = ['a', 'b', 'c'];
    const patch = { metadata: { '$deleteFromPrimitiveList/finalizers': ['b', 'x'] } };
    expect(patched({ metadata: { finalizers } }, patch)).toEqual({ metadata: { finalizers: ['a', 'c'] } });
    expect(patched({ metadata: {} }, patch)).toEqual({ metadata: {} });
  });

  test('$setElementOrder orders what there is, with or without a change', () => {
    const target = pods({ containers: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] });
    const order = (...names: string[]) => names.map(name => ({ name }));
    const spec = { '$setElementOrder/containers': order('c', 'b', 'a'), containers: [{ name: 'b', image: 'x' }] };
    expect(patched(target, pods(spec))).toEqual(
      pods({ containers: [{ name: 'c' }, { name: 'b', image: 'x' }, { name: 'a' }] }),
    );
  });
});

describe('fields', () => {
  test.each([
    ['a value for a value', { a: 1 }, { a: 2 }, { a: 2 }],
    ['null takes away', { a: 1, b: 2 }, { a: null }, { b: 2 }],
    ['null of what is not there', { b: 2 }, { a: null }, { b: 2 }],
    ['null within what is new stays away', {}, { a: { b: null, c: 1 } }, { a: { c: 1 } }],
    ['a map for a value', { a: 1 }, { a: { b: 1 } }, { a: { b: 1 } }],
    ['a value for a map', { a: { b: 1 } }, { a: 'x' }, { a: 'x' }],
    ['maps merge where nothing is known of them', { a: { b: 1 } }, { a: { c: 2 } }, { a: { b: 1, c: 2 } }],
    ['lists of which nothing is known are replaced', { a: [1, 2] }, { a: [3] }, { a: [3] }],
    ['no target', undefined, { a: 1 }, { a: 1 }],
    ['a patch that is no map', { a: 1 }, 'x', 'x'],
    ['a map that is to go is not made', {}, { a: { $patch: 'delete' } }, {}],
  ])('%s', (_title, target, patch, result) => {
    expect(patched(target, patch)).toEqual(result);
    expect(patched(target, patch, null)).toEqual(result);
  });
});

describe('a list with a merge key', () => {
  const env = (...items: object[]) => pods({ containers: [{ name: 'app', env: items }] });
  const [a, b, c] = ['a', 'b', 'c'].map(name => ({ name, value: '1' })) as [object, object, object];

  test.each([
    ['an item is changed where it stands', [a, b], [{ name: 'b', value: '2' }], [a, { name: 'b', value: '2' }]],
    ['a field of an item goes', [a], [{ name: 'a', value: null }], [{ name: 'a' }]],
    ['several of the patch stand in its order', [a, b, c], [{ name: 'c' }, { name: 'a' }], [b, c, a]],
    ['an empty patch changes nothing', [a, b], [], [a, b]],
    ['into no list', undefined, [a], [a]],
    [
      'an item that comes says nothing of how it is patched',
      [],
      [{ name: 'a', $retainKeys: ['name'] }],
      [{ name: 'a' }],
    ],
  ])('%s', (_title, before, patch, after) => {
    const target = before === undefined ? pods({ containers: [{ name: 'app' }] }) : env(...before);
    expect(patched(target, env(...patch))).toEqual(env(...after));
  });

  test('keys may be numbers, and are told from texts', () => {
    const ports = (...list: object[]) => pods({ containers: [{ name: 'app', ports: list }] });
    expect(patched(ports({ containerPort: 80, name: 'web' }), ports({ containerPort: 80, protocol: 'UDP' }))).toEqual(
      ports({ containerPort: 80, name: 'web', protocol: 'UDP' }),
    );
    expect(patched(ports({ containerPort: 80 }), ports({ containerPort: '80' }))).toEqual(
      ports({ containerPort: '80' }, { containerPort: 80 }),
    );
  });

  test('items that are no maps are passed over', () => {
    expect(patched(pods({ containers: [demo] }), pods({ containers: ['x', null, redis] }))).toEqual(
      pods({ containers: [redis, demo] }),
    );
  });
});

describe('an order without a change of the list', () => {
  const order = (...names: string[]) => names.map(name => ({ name }));

  test('orders what there is; what it does not name stays between where it stood', () => {
    const target = pods({ containers: order('a', 'b', 'c') });
    expect(patched(target, pods({ '$setElementOrder/containers': order('c', 'a') }))).toEqual(
      pods({ containers: order('b', 'c', 'a') }),
    );
    const finalizers = { metadata: { finalizers: ['a', 'b'] } };
    expect(patched(finalizers, { metadata: { '$setElementOrder/finalizers': ['b', 'a'] } })).toEqual({
      metadata: { finalizers: ['b', 'a'] },
    });
  });

  test('makes no list, and orders none of which nothing is known by a key', () => {
    expect(patched(pods({}), pods({ '$setElementOrder/containers': order('a') }))).toEqual(pods({}));
    expect(patched({ a: 'x' }, { '$setElementOrder/a': ['x'] }, null)).toEqual({ a: 'x' });
    expect(patched({ a: [2, 1] }, { '$setElementOrder/a': [1, 2] }, null)).toEqual({ a: [1, 2] });
  });
});

test('a map of which a list or a text is made by a patch that only marks it is gone', () => {
  expect(patched({ a: [1] }, { a: { $patch: 'delete' } })).toEqual({});
  expect(patched({ a: 'x' }, { a: { b: { $patch: 'replace', c: 1 }, d: 1 } })).toEqual({ a: { d: 1 } });
});

describe('a set', () => {
  const finalizers = (...list: string[]) => ({ metadata: { finalizers: list } });

  test.each([
    ['a value joins it', ['a'], ['b'], ['b', 'a']],
    ['one that is in it joins once', ['a', 'b'], ['b'], ['a', 'b']],
    ['nothing joins', ['a'], [], ['a']],
  ])('%s', (_title, before, patch, after) => {
    const result = patched(finalizers(...before), finalizers(...patch)) as ReturnType<typeof finalizers>;
    expect(result.metadata.finalizers.toSorted()).toEqual(after.toSorted());
  });
});

test('a name that every object inherits is a name as others', () => {
  const patch = JSON.parse('{"__proto__":{"admin":true}}') as unknown;
  const result = applyStrategicMergePatch({ a: 1 }, patch, null) as Record<string, unknown>;
  expect([JSON.stringify(result), result['admin']]).toEqual(['{"a":1,"__proto__":{"admin":true}}', undefined]);
});

/** The type that the vectors are of: `part` of `tools/control-plane/kube-vectors`. */
const PART: PatchSchema = {
  field: name => ({ parts: PARTS, set: SET, kept: KEPT, inner: PART })[name] ?? null,
  items: null,
  mergeKey: null,
  strategies: [],
};
const KEPT: PatchSchema = { ...PART, strategies: ['retainKeys'] };
const PARTS: PatchSchema = { field: () => null, items: PART, mergeKey: 'name', strategies: ['merge'] };

// Written by StrategicMergeMapPatch of k8s.io/apimachinery 0.37.2 itself, for chance objects and patches; of what it leaves, what the types of
// Kubernetes read: neither null nor what begins with `$`.
test.each(vectors.map(({ patch, before, after }) => [patch, before, after]))('%j', (patch, before, after) => {
  expect(patched(before, patch, PART)).toEqual(after);
});
