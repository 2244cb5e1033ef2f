import { expect, test } from 'vitest';
import { MAX_REFERENCES } from './find-references.ts';
import { guessReferences } from './guess-references.ts';

/** As one line each: `uses secrets. shop/tls`. */
const told = (spec: unknown, metadata: object = { namespace: 'shop' }) =>
  guessReferences({ metadata, spec }).map(
    ({ meaning, resource, group, namespace, name }) => `${meaning} ${resource}.${group} ${namespace}/${name}`,
  );

test.each([
  ['secretName', 'a', 'uses secrets. shop/a'],
  ['secretRef', { name: 'a' }, 'uses secrets. shop/a'],
  ['secretKeyRef', { name: 'a', key: 'k' }, 'uses secrets. shop/a'],
  ['configMapName', 'a', 'uses configmaps. shop/a'],
  ['configMapRef', { name: 'a' }, 'uses configmaps. shop/a'],
  ['configMapKeyRef', { name: 'a', key: 'k' }, 'uses configmaps. shop/a'],
  ['serviceName', 'a', 'routesTo services. shop/a'],
  ['serviceRef', { name: 'a', namespace: 'other' }, 'routesTo services. other/a'],
  ['serviceAccountName', 'a', 'account serviceaccounts. shop/a'],
  ['serviceAccountRef', { name: 'a' }, 'account serviceaccounts. shop/a'],
  ['claimName', 'a', 'uses persistentvolumeclaims. shop/a'],
  ['claimRef', { name: 'a', namespace: 'other' }, 'binds persistentvolumeclaims. other/a'],
  ['nodeName', 'a', 'runsOn nodes. /a'],
  ['storageClassName', 'a', 'class storageclasses.storage.k8s.io /a'],
  ['priorityClassName', 'a', 'class priorityclasses.scheduling.k8s.io /a'],
  ['ingressClassName', 'a', 'class ingressclasses.networking.k8s.io /a'],
  ['scaleTargetRef', { name: 'a' }, 'scales deployments.apps shop/a'],
  ['scaleTargetRef', { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'a' }, 'scales statefulsets.apps shop/a'],
  // Whatever says a kind and a name.
  [
    'issuerRef',
    { kind: 'ClusterIssuer', group: 'cert-manager.io', name: 'a' },
    'uses clusterissuers.cert-manager.io shop/a',
  ],
  ['targetReference', { apiVersion: 'example.com/v1', kind: 'Proxy', name: 'a' }, 'uses proxies.example.com shop/a'],
  ['parentRefs', [{ apiVersion: 'v1', kind: 'Node', name: 'a' }], 'uses nodes. /a'],
])('%s of %j leads to %s', (field, value, line) => {
  expect(told({ [field]: value })).toEqual([line]);
  expect(told({ deep: [{ er: { [field]: value } }] })).toEqual([line]);
});

test.each([
  ['another field with a kind', { source: { kind: 'Secret', name: 'a' } }],
  ['the beginning of a word', { referenceTo: { kind: 'Secret', name: 'a' }, Refer: { kind: 'Secret', name: 'a' } }],
  ['a reference without a kind', { someRef: { name: 'a' }, others: [{ kind: 'Secret', name: 'a' }] }],
  ['references that say no kind', { someRefs: [{ name: 'a' }, 'b', null] }],
  ['a list of references that is none', { someRefs: { kind: 'Secret', name: 'a' } }],
  ['an empty name', { secretName: '', issuerRef: { kind: 'Issuer', name: '' } }],
  ['wrong types', { secretName: 7, secretRef: [], serviceRef: null, issuerRef: { kind: 7, name: 'a' } }],
])('%s leads nowhere', (_what, spec) => {
  expect(told(spec)).toEqual([]);
});

test('what stands in the status is no wish, and an object without a spec names nothing', () => {
  expect(guessReferences({ metadata: { namespace: 'shop' }, status: { secretName: 'a' } })).toEqual([]);
  for (const odd of [null, 7, 'text', [], { spec: null }, { spec: 'text' }]) expect(guessReferences(odd)).toEqual([]);
});

test('one that is named twice is told once, in the order of the fields', () => {
  const spec = { b: { secretName: 'x' }, a: { secretName: 'y' }, c: [{ secretName: 'x' }] };
  expect(told(spec)).toEqual(['uses secrets. shop/x', 'uses secrets. shop/y']);
});

test('objects of the cluster name what is in no namespace', () => {
  expect(told({ secretRef: { name: 'a', namespace: 'vault' }, nodeName: 'n' }, {})).toEqual([
    'uses secrets. vault/a',
    'runsOn nodes. /n',
  ]);
});

/** `depth` objects in each other, with a name in the last. */
const nested = (depth: number): unknown => (depth === 0 ? { secretName: 'deep' } : { in: nested(depth - 1) });

test('a spec is looked through twelve levels deep, at five thousand fields, and to a thousand objects', () => {
  expect(told(nested(12))).toEqual(['uses secrets. shop/deep']);
  expect(told(nested(13))).toEqual([]);
  const fields = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, i]));
  expect(told({ ...fields(4_999), secretName: 'last' })).toEqual(['uses secrets. shop/last']);
  expect(told({ ...fields(5_000), secretName: 'beyond' })).toEqual([]);
  const many = Array.from({ length: MAX_REFERENCES + 5 }, (_, i) => ({ secretName: `s${i}` }));
  expect(told({ many })).toHaveLength(MAX_REFERENCES);
});
