import { expect, test } from 'vitest';
import { isOneSecret, isSecretPath, MASK, maskSecret, maskSecretsIn } from './secret-values.ts';

test.each<[string, boolean]>([
  ['/api/v1/secrets', true],
  ['/api/v1/namespaces/shop/secrets', true],
  ['/api/v1/namespaces/shop/secrets/db', true],
  ['/api/v1/watch/namespaces/shop/secrets', true],
  // As an API server reads them, which decodes first.
  ['/api/v1/namespaces%2Fshop%2Fsecrets/db', true],
  ['/api/v1/namespaces/shop%2fsecrets/db', true],
  ['/api/v1/namespaces/secrets', false],
  ['/api/v1/namespaces/secrets/pods', false],
  ['/api/v1/namespaces/secrets/secrets', true],
  ['/api/v1/namespaces/shop/configmaps/secrets', false],
  ['/apis/acme.io/v1/namespaces/shop/secrets/db', false],
])('%s reads Secrets: %s', (path, is) => expect(isSecretPath(path)).toBe(is));

test('one Secret or all of them', () => {
  expect(['/api/v1/secrets', '/api/v1/namespaces/a/secrets'].map(isOneSecret)).toEqual([false, false]);
  expect(['/api/v1/namespaces/a/secrets/db', '/api/v1/namespaces/secrets/secrets/x'].map(isOneSecret)).toEqual([
    true,
    true,
  ]);
});

const VALUE = 'aHVudGVyMg==';
const APPLIED = { 'kubectl.kubernetes.io/last-applied-configuration': `{"data":{"password":"${VALUE}"}}` };
const ITEM = { metadata: { name: 'db', annotations: APPLIED }, data: { password: VALUE }, type: 'Opaque' };
const SECRET = { kind: 'Secret', apiVersion: 'v1', ...ITEM };

test.each<[string, unknown]>([
  ['a Secret', SECRET],
  ['what was typed of one', { ...SECRET, stringData: { password: VALUE } }],
  ['a list, whose items do not say what they are', { kind: 'SecretList', apiVersion: 'v1', items: [ITEM] }],
  ['a table', { kind: 'Table', rows: [{ cells: ['db', 'Opaque', 1], object: { metadata: ITEM.metadata } }] }],
])('%s keeps its keys and loses its values', (_name, object) => {
  const text = JSON.stringify(maskSecret(object));
  expect(text).not.toContain(VALUE);
  expect(text).toContain(MASK);
  expect(text).toContain('last-applied-configuration');
});

test('what calls itself a Secret is masked wherever it is found, and nothing else is', () => {
  const map = { kind: 'ConfigMap', apiVersion: 'v1', data: { a: 'b' } };
  const list = { kind: 'List', apiVersion: 'v1', items: [map, SECRET] };
  expect(maskSecretsIn(map)).toBe(map);
  expect(maskSecretsIn({ kind: 'Secret', apiVersion: 'acme.io/v1', data: { a: 'b' } })).toHaveProperty('data.a', 'b');
  expect(maskSecretsIn(list)).toEqual({ ...list, items: [map, maskSecret(SECRET)] });
  expect(JSON.stringify(maskSecretsIn(SECRET))).not.toContain(VALUE);
});
