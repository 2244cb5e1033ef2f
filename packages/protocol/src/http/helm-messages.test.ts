import { expect, test } from 'vitest';
import type * as z from 'zod/mini';
import { tolerated } from '@lanthorn/testkit/tolerated.ts';
import { releaseRequest, revealReleaseRequest, revisionsRequest } from './helm-messages.ts';

const ID = '01234567-89ab-cdef-0123-456789abcdef';
const RELEASE = { cluster: 'c', storage: 'secrets', namespace: 'shop', name: 'web' };
const BODIES = {
  revisions: [revisionsRequest, RELEASE],
  release: [releaseRequest, { ...RELEASE, revision: 3 }],
  reveal: [revealReleaseRequest, { ...RELEASE, revision: 3, id: ID, uid: 'u1' }],
} as const satisfies Readonly<Record<string, readonly [z.ZodMiniType, object]>>;
type Body = keyof typeof BODIES;
const NAMES = Object.keys(BODIES) as readonly Body[];

const taken = (body: Body, field: string, values: readonly unknown[]) => {
  const [schema, valid] = BODIES[body];
  return values.filter(value => schema.safeParse({ ...valid, [field]: value }).success);
};

test.each(NAMES)('%s: every field is needed, of its type, and there is no other', name => {
  const [schema, valid] = BODIES[name];
  expect(tolerated(schema, valid)).toEqual([]);
});

test.each(NAMES)('%s is read from one of the two kinds that Helm keeps releases in, under no other path', body => {
  expect(taken(body, 'storage', ['secrets', 'configmaps', 'pods', 'secret', '', '../secrets'])).toEqual([
    ...['secrets', 'configmaps'],
  ]);
  for (const field of ['namespace', 'name'])
    expect(taken(body, field, ['web', '', '..', '.', '/', 'a/b', '../a', 'a%2fb', '\ud800'])).toEqual(['web']);
});

test.each(['release', 'reveal'] as const)('%s: Helm counts revisions from one', body => {
  expect(taken(body, 'revision', [1, 999_999_999, 0, -1, 1.5, 1_000_000_000, '1', Number.NaN])).toEqual([
    ...[1, 999_999_999],
  ]);
});

test('values are shown by an operation that is recorded first, of the very object that was seen', () => {
  expect(taken('reveal', 'id', [ID, '', ID.slice(1), `${ID}0`, ID.toUpperCase(), '*'])).toEqual([ID]);
  expect(taken('reveal', 'uid', ['u1', '', '\ud800'])).toEqual(['u1']);
});
