import { expect, test } from 'vitest';
import { tolerated } from '@lanthorn/testkit/tolerated.ts';
import { forwardRequest, stopForwardRequest } from './forwarded-ports.ts';

const ID = '01234567-89ab-cdef-0123-456789abcdef';
const TARGET = {
  ...{ cluster: 'kind', resource: { group: '', version: 'v1', resource: 'services' } },
  ...{ namespace: 'shop', name: 'web', uid: 'u1' },
};
const FORWARD = { id: ID, target: TARGET, port: 80, local: 0, scheme: 'http' };

const takes = (change: object) => forwardRequest.safeParse({ ...FORWARD, ...change }).success;

test('every field is needed, and of its type; only what no browser opens has no scheme', () => {
  expect(tolerated(forwardRequest, FORWARD)).toEqual([
    ...[': more', 'target: more', 'target.resource: more', 'scheme: null'],
  ]);
  expect(tolerated(stopForwardRequest, { id: ID, isForgotten: false })).toEqual([': more']);
});

test.each([
  ['the first port', { port: 1 }],
  ['the last port', { port: 65_535, local: 65_535 }],
  ['any port of this machine', { local: 0 }],
  ['https', { scheme: 'https' }],
  ['something else', { scheme: null }],
])('taken: %s', (_title, change) => expect(takes(change)).toBe(true));

test.each([
  ['no port', { port: 0 }],
  ['a port beyond the last', { port: 65_536 }],
  ['half a port', { port: 80.5 }],
  ['a port by its name', { port: 'http' }],
  ['a port of this machine before the first', { local: -1 }],
  ['a port of this machine beyond the last', { local: 65_536 }],
  // It becomes the beginning of an address that a browser opens.
  ['a scheme that runs a script', { scheme: 'javascript' }],
  ['a scheme with a colon', { scheme: 'http:' }],
  ['an id of another length', { id: ID.slice(1) }],
  ['an id that is no hexadecimal number', { id: ID.replace('0', 'g') }],
  ['an object of another path', { target: { ...TARGET, name: 'web/proxy' } }],
  ['an object of the folder above', { target: { ...TARGET, namespace: '..' } }],
  ['an object without a name', { target: { ...TARGET, name: '' } }],
])('refused: %s', (_title, change) => expect(takes(change)).toBe(false));

test('a port is stopped by its id alone', () => {
  for (const id of ['', '*', `${ID}0`, ID.slice(1), ID.toUpperCase()])
    expect(stopForwardRequest.safeParse({ id, isForgotten: true }).success).toBe(false);
});
