import { expect, test } from 'vitest';
import { hasOtherConflicts } from '@lanthorn/actions/objects/field-conflicts.ts';
import { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { operationRequest } from '@lanthorn/protocol/http/operation-messages.ts';

// Whoever applies an object says which fields are taken from others: many of a large object may not keep the server from others.

const SCHEMA = new TypeSchema(
  {},
  {
    type: 'object',
    properties: {
      items: {
        type: 'array',
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['name'],
        items: { type: 'object', properties: { name: { type: 'string' } } },
      },
    },
  },
);
const MANY = Array.from({ length: 30_000 }, (_, i) => i);
const wide = { data: Object.fromEntries(MANY.map(i => [`a.${i}`, ''])) };
const long = { items: MANY.map(i => ({ name: `n${i}` })) };
const deep = MANY.slice(0, 500).reduce<object>(below => ({ a: below }), {});

const takes = (count: number, field: (i: number) => string) => Array.from({ length: count }, (_, i) => field(i));

test.each<[string, object, (i: number) => string]>([
  ['of a wide map', wide, i => `.data.a.x${i}.b`],
  ['of a long list', long, i => `.items[name="x${i}"].b`],
  ['of a deep tree', deep, i => `${'.a'.repeat(500)}.x${i}`],
  ['with a name that does not end', long, i => `.items[name="${'\\\\'.repeat(400)}${i}`],
])('fields %s', (_what, parts, field) => {
  const object = { metadata: { name: 'a' }, ...parts } as KubeObject;
  const began = process.cpuUsage();
  hasOtherConflicts(object, { object, said: takes(100, field), schema: SCHEMA });
  const { user } = process.cpuUsage(began);
  expect(user / 1_000).toBeLessThan(1_000);
});

test('more are not asked for at once', () => {
  const target = {
    cluster: 'c',
    resource: { group: '', version: 'v1', resource: 'configmaps' },
    namespace: 'n',
    name: 'a',
    uid: '',
  };
  const isTaken = (count: number) =>
    operationRequest.safeParse({
      id: '00000000-0000-4000-8000-000000000000',
      suffix: 'x7k2p',
      kind: 'object.apply',
      targets: [target],
      params: {
        apply: {
          documents: [{ object: { metadata: { name: 'a' } }, takes: takes(count, i => `.a${i}`) }],
          stops: true,
        },
      },
    }).success;
  expect([100, 101].map(isTaken)).toEqual([true, false]);
});
