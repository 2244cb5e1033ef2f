import { expect, test } from 'vitest';
import { MASK, maskSecret, maskSecretsIn, secretsAt } from './secret-values.ts';

test.each<[string, ReturnType<typeof secretsAt>]>([
  ['/api/v1/secrets', 'all'],
  ['/api/v1/namespaces/shop/secrets', 'all'],
  ['/api/v1/namespaces/shop/secrets/db', 'one'],
  ['/api/v1/watch/namespaces/shop/secrets', 'events'],
  ['/api/v1/watch/secrets', 'events'],
  ['/api/v1/watch/namespaces/shop/secrets/db', 'events'],
  // As an API server reads them, which decodes first.
  ['/api/v1/namespaces%2Fshop%2Fsecrets/db', 'one'],
  ['/api/v1/namespaces/shop%2fsecrets/db', 'one'],
  ['/api/v1/namespaces/secrets', null],
  ['/api/v1/namespaces/secrets/pods', null],
  ['/api/v1/namespaces/secrets/secrets', 'all'],
  ['/api/v1/namespaces/shop/secrets/secrets', 'one'],
  ['/api/v1/namespaces/secrets/secrets/secrets', 'one'],
  ['/api/v1/namespaces/watch/secrets/watch', 'one'],
  ['/api/v1/namespaces/shop/configmaps/secrets', null],
  ['/apis/acme.io/v1/namespaces/shop/secrets/db', null],
])('%s reads of Secrets: %s', (path, what) => expect(secretsAt(path)).toBe(what));

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
