import { expect, test } from 'vitest';
import { driftedFields } from './drifted-fields.ts';

const drift = (written: unknown, live: unknown) =>
  driftedFields(written, live).map(({ path, before, after }) => [path, before, after]);

test('what the server or others added is no drift; what was written and is not so, is', () => {
  const written = { metadata: { labels: { app: 'web' } }, spec: { replicas: 2, paused: false } };
  const live = { metadata: { labels: { app: 'web', more: 'x' }, uid: 'u' }, spec: { replicas: 5 }, status: {} };
  expect(drift(written, live)).toEqual([['spec.replicas', 2, 5]]);
  expect(drift(written, {})).toEqual([
    ['metadata.labels.app', 'web', undefined],
    ['spec.replicas', 2, undefined],
  ]);
});

test.each([
  ['nothing', { spec: { a: null, b: '', c: 0, d: false, e: [], f: {}, g: { h: null } } }, { spec: {} }],
  ['a quantity', { resources: { limits: { cpu: '1000m' } } }, { resources: { limits: { cpu: '1' } } }],
  ['a quantity as a number', { resources: { requests: { cpu: 1 } } }, { resources: { requests: { cpu: '1' } } }],
  ['a size', { emptyDir: { sizeLimit: '1024Mi' } }, { emptyDir: { sizeLimit: '1Gi' } }],
])('%s written in another way is the same', (_, written, live) => {
  expect(drift(written, live)).toEqual([]);
});

test('a text that looks like a quantity is compared as a text', () => {
  expect(drift({ metadata: { labels: { v: '1000m' } } }, { metadata: { labels: { v: '1' } } })).toHaveLength(1);
});

test('items are found by their names, and what came between them moves nothing', () => {
  const written = { containers: [{ name: 'web', image: 'web:1' }] };
  const live = { containers: [{ name: 'proxy' }, { name: 'web', image: 'web:2', terminationMessagePath: '/x' }] };
  expect(drift(written, live)).toEqual([['containers[name=web].image', 'web:1', 'web:2']]);
  expect(drift(written, { containers: [{ name: 'proxy' }] })).toEqual([
    ['containers[name=web]', { name: 'web', image: 'web:1' }, undefined],
  ]);
});

test('items without names may stand in any order; the place tells which one differs', () => {
  const written = { ports: [{ port: 80 }, { port: 443 }] };
  expect(drift(written, { ports: [{ port: 443, protocol: 'TCP' }, { port: 80 }] })).toEqual([]);
  expect(drift(written, { ports: [{ port: 80 }, { port: 8443 }] })).toEqual([['ports.1.port', 443, 8443]]);
});

test('lists of plain values are compared whole', () => {
  expect(drift({ args: ['a', 'b'] }, { args: ['a'] })).toEqual([['args', ['a', 'b'], ['a']]]);
});

test('a field that turned into something else is told, whatever is under it', () => {
  expect(drift({ data: { a: 'x' } }, { data: 'text' })).toEqual([['data', { a: 'x' }, 'text']]);
});
