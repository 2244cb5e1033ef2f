import { expect, test } from 'vitest';
import type * as z from 'zod/mini';
import { tolerated } from '@lanthorn/testkit/tolerated.ts';
import { MAX_NAME_TEXT, MAX_PATH_TEXT } from './container-path.ts';
import { MAX_SHOWN_BYTES } from './file-bounds.ts';
import * as files from './file-messages.ts';

const ID = '01234567-89ab-cdef-0123-456789abcdef';
const PLACE = { cluster: 'c', namespace: 'shop', pod: 'web-1', uid: 'u1', container: 'app' };
const HASH = '0123456789abcdef'.repeat(4);

const BODIES = {
  list: [files.fileRequest, { ...PLACE, path: '/etc/app.conf' }],
  fetch: [files.fetchRequest, { ...PLACE, path: '/var/log', id: ID, as: 'archive' }],
  transfer: [files.transferRequest, { id: ID, isCancelled: false }],
  upload: [files.uploadRequest, { ...PLACE, path: '/tmp', name: 'a.txt', size: '12', replaces: 'no' }],
  save: [files.saveRequest, { ...PLACE, path: '/etc/app.conf', was: HASH, base64: 'aGk=' }],
} as const satisfies Readonly<Record<string, readonly [z.ZodMiniType, object]>>;
type Body = keyof typeof BODIES;
const NAMES = Object.keys(BODIES) as readonly Body[];
const OF_A_CONTAINER: readonly Body[] = ['list', 'fetch', 'upload', 'save'];

const takes = (body: Body, change: object) => {
  const [schema, valid] = BODIES[body];
  return schema.safeParse({ ...valid, ...change }).success;
};

test.each(NAMES)('%s: every field is needed, and of its type; what is more is not handed on', name => {
  const [schema, valid] = BODIES[name];
  expect(tolerated(schema, valid)).toEqual([': more']);
  expect(schema.parse({ ...valid, unheardOf: 1 })).toEqual(valid);
});

test.each(OF_A_CONTAINER)('%s is asked of one container, and leads to no other path at the API server', body => {
  for (const field of ['namespace', 'pod', 'container']) {
    const hostile = ['', '..', '.', '/', 'a/b', '../a', 'a%2fb', '%', '\ud800'];
    expect(hostile.filter(value => takes(body, { [field]: value }))).toEqual([]);
  }
});

test.each(OF_A_CONTAINER)('%s: a path is absolute, written in one way and has no way back', body => {
  const good = ['/', '/a', '/a/b', '/...', '/.profile', '/a%20b', '/%FF', `/${'a'.repeat(MAX_PATH_TEXT - 1)}`];
  expect(good.filter(path => !takes(body, { path }))).toEqual([]);
  const bad = ['', 'a', 'a/b', '/a/', '//a', '/a//b', '/.', '/..', '/a/../b', '/a/..', '/a b', '/%', '/%2', '/%2f'];
  const disguised = ['/%2E%2E/b', '/%00', '/%61', '/\n', '/a\n', '/\u00e9', `/${'a'.repeat(MAX_PATH_TEXT)}`];
  expect([...bad, ...disguised].filter(path => takes(body, { path }))).toEqual([]);
});

test('what is put into a folder is one name in it', () => {
  const good = ['a', '.a', 'a..b', 'a%20b', 'a'.repeat(MAX_NAME_TEXT)];
  expect(good.filter(name => !takes('upload', { name }))).toEqual([]);
  const bad = ['', '.', '..', '/', 'a/b', '../a', 'a%2Fb', '%00', 'a b', 'a'.repeat(MAX_NAME_TEXT + 1)];
  expect(bad.filter(name => takes('upload', { name }))).toEqual([]);
});

test.each([
  ['upload', 'size', ['0', '999999999999999'], ['', '-1', '1.5', '1e3', ' 1', '1000000000000000']],
  ['upload', 'replaces', ['yes', 'no'], ['', 'true', 'YES']],
  ['fetch', 'as', ['file', 'archive', 'image'], ['', 'folder', 'constructor']],
  ['fetch', 'id', [ID], ['', ID.toUpperCase(), ID.slice(1), `${ID}0`, `${ID}\n`, '../a']],
  ['transfer', 'id', [ID], ['', ID.slice(1), '*']],
  ['save', 'was', [HASH], ['', HASH.toUpperCase(), HASH.slice(1), `${HASH}0`]],
  ['save', 'base64', ['', 'AA==', 'A+/=', 'A'.repeat(2 * MAX_SHOWN_BYTES)], ['A===', 'A=A', '-_', 'A\n', 'é']],
] as const)('%s.%s', (body, field, good, bad) => {
  expect(good.filter(value => !takes(body, { [field]: value }))).toEqual([]);
  expect(bad.filter(value => takes(body, { [field]: value }))).toEqual([]);
});

test('a text that is saved has an end', () => {
  expect(takes('save', { base64: 'A'.repeat(2 * MAX_SHOWN_BYTES + 1) })).toBe(false);
});
