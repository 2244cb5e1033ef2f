import { describe, expect, test } from 'vitest';
import type * as z from 'zod/mini';
import { tolerated } from '@lanthorn/testkit/tolerated.ts';
import {
  MAX_CHECKS,
  MAX_EVENT_OBJECTS,
  MAX_NAME_QUERY,
  MAX_NAMESPACES,
  MAX_RECORDED_NAMESPACES,
} from '../constants.ts';
import { dataReadersRequest } from './data-reader-messages.ts';
import { whatMayRequest, whoCanRequest } from './role-messages.ts';
import { accessRequest } from './access-messages.ts';
import { dataKeysRequest, secretValueRequest } from './data-messages.ts';
import { drainPlanRequest } from './drain-plan-messages.ts';
import { historyQuery, keptEventsRequest, runsQuery } from './history-messages.ts';
import { columnsQuery, kindsQuery, referrersQuery, schemaQuery } from './kind-messages.ts';
import { malformed } from './malformed.ts';
import { matchingRequest } from './matching-messages.ts';
import { countsQuery, namesQuery } from './name-messages.ts';
import { stopRequest } from './operation-messages.ts';
import { presetRequest, presetsQuery } from './preset-messages.ts';
import { clusterSettings } from './settings-messages.ts';

const ID = '01234567-89ab-cdef-0123-456789abcdef';
const PODS = { group: '', version: 'v1', resource: 'pods' };
const RIGHT = { verb: 'get', group: '', resource: 'pods/log', namespace: 'shop', name: '' };
const RUN = {
  containers: [],
  nodeSelector: {},
  activeDeadlineSeconds: null,
  backoffLimit: null,
  parallelism: null,
  completions: null,
};
const many = <T>(count: number, item: T) => Array.from({ length: count }, () => item);

const BODIES = {
  keptEvents: [keptEventsRequest, { cluster: 'c', uids: ['u1'] }],
  preset: [presetRequest, { cluster: 'c', namespace: 'shop', cronJob: 'nightly', name: 'small', run: RUN }],
  settings: [clusterSettings, { recordRuns: true, namespaces: ['shop'] }],
  matching: [matchingRequest, { cluster: 'c', resource: PODS, namespaces: ['shop'], filter: 'a' }],
  drainPlan: [drainPlanRequest, { cluster: 'c', node: 'n1' }],
  stop: [stopRequest, { id: ID }],
  access: [accessRequest, { cluster: 'c', checks: [RIGHT] }],
  dataKeys: [dataKeysRequest, { cluster: 'c', kind: 'secrets', namespace: 'shop', name: 'db' }],
  secretValue: [secretValueRequest, { id: ID, cluster: 'c', namespace: 'shop', name: 'db', uid: 'u1', key: 'k' }],
  dataReaders: [dataReadersRequest, { cluster: 'c', kind: 'configmaps', namespace: 'shop', name: 'db' }],
  whoCan: [whoCanRequest, { cluster: 'c', ...RIGHT }],
  whatMay: [whatMayRequest, { cluster: 'c', subject: { kind: 'User', namespace: '', name: 'jo' }, namespace: '' }],
  history: [
    historyQuery,
    { cluster: 'c', group: '', resource: 'pods', namespace: 'shop', name: 'web-1', until: '1790000000000' },
  ],
  runs: [runsQuery, { cluster: 'c', cronJobUid: 'u1' }],
  presets: [presetsQuery, { cluster: 'c', namespace: 'shop', cronJob: 'nightly' }],
  schema: [schemaQuery, { group: 'apps', version: 'v1', kind: 'Deployment' }],
  kinds: [kindsQuery, { fresh: '1', known: 'r1' }],
  columns: [columnsQuery, { resource: 'widgets.v1.example.com', namespace: 'shop' }],
  referrers: [referrersQuery, { resource: 'widgets.v1.example.com', others: '1' }],
  counts: [countsQuery, { ns: 'shop,web', kinds: 'pods,jobs' }],
  names: [namesQuery, { q: 'web', ns: 'shop' }],
} as const satisfies Readonly<Record<string, readonly [z.ZodMiniType, object]>>;
type Body = keyof typeof BODIES;

const takes = (body: Body, change: object) => {
  const [schema, valid] = BODIES[body];
  return schema.safeParse({ ...valid, ...change }).success;
};

/** What of each may be left out, be null, or be more: of queries browsers and proxies add their own. */
const TOLERATED: Readonly<Record<Body, readonly string[]>> = {
  keptEvents: [],
  preset: ['run: null'],
  settings: ['namespaces: without'],
  matching: [': more', 'resource: more'],
  drainPlan: [': more'],
  stop: [': more'],
  access: [': more', 'checks[]: more'],
  dataKeys: [],
  secretValue: [],
  dataReaders: [],
  whoCan: [],
  whatMay: [],
  history: [': more', 'until: without'],
  runs: [': more'],
  presets: [': more'],
  schema: [': more'],
  kinds: [': more', 'fresh: without', 'known: without'],
  columns: [': more', 'namespace: without'],
  referrers: [': more', 'others: without'],
  counts: [': more', 'ns: without'],
  names: [': more', 'ns: without'],
};

test.each(Object.entries(BODIES))('%s: every field is needed, and of its type', (name, [schema, valid]) => {
  expect(tolerated(schema, valid)).toEqual(TOLERATED[name as Body]);
});

test.each(Object.entries(BODIES))('%s: what is more is not handed on', (_name, [schema, valid]) => {
  const read = schema.safeParse({ ...valid, unheardOf: 1 });
  if (read.success) expect(read.data).toEqual(valid);
});

/** Each of these becomes a part of a path at an API server. */
const SEGMENTS: readonly (readonly [Body, readonly string[]])[] = [
  ['preset', ['namespace', 'cronJob']],
  ['drainPlan', ['node']],
  ['columns', ['namespace']],
  ['dataKeys', ['namespace', 'name']],
  ['dataReaders', ['namespace', 'name']],
  ['secretValue', ['namespace', 'name']],
  ['history', ['group', 'resource', 'namespace', 'name']],
  ['presets', ['namespace', 'cronJob']],
  ['schema', ['group', 'version', 'kind']],
  ['whoCan', ['namespace', 'name']],
  ['whatMay', ['namespace']],
];
const FIELDS = SEGMENTS.flatMap(([body, names]) => names.map(name => [body, name] as const));

test.each(FIELDS)('%s.%s leads to no other path', (body, name) => {
  const hostile = ['..', '.', '/', 'a/b', '../a', 'a%2fb', '%', '\ud800', 'a'.repeat(1_025)];
  expect(hostile.filter(value => takes(body, { [name]: value }))).toEqual([]);
  expect(takes(body, { [name]: 'system:a..b' })).toBe(true);
});

/** '' is the core group, no namespace, or any name; elsewhere it would be the list instead of the object. */
test('which of them may be empty', () => {
  expect(FIELDS.filter(([body, name]) => takes(body, { [name]: '' })).map(([body, name]) => `${body}.${name}`)).toEqual(
    [...['history.group', 'history.namespace', 'schema.group', 'whoCan.namespace', 'whoCan.name', 'whatMay.namespace']],
  );
});

describe.each([
  ['keptEvents', 'uids', MAX_EVENT_OBJECTS, 'u'],
  ['settings', 'namespaces', MAX_RECORDED_NAMESPACES, 'n'],
  ['matching', 'namespaces', MAX_NAMESPACES, 'n'],
  ['access', 'checks', MAX_CHECKS, RIGHT],
] as const)('%s.%s', (body, name, most, item) => {
  test('from none to a bound', () => {
    for (const count of [0, 1, most]) expect(takes(body, { [name]: many<unknown>(count, item) })).toBe(true);
    expect(takes(body, { [name]: many<unknown>(most + 1, item) })).toBe(false);
  });
});

describe('a right', () => {
  test.each([
    ['on objects', 'pods', true],
    ['on a part of them', 'pods/log', true],
    ['on everything', '*', true],
    ['on a part of everything', '*/scale', true],
    ['on a part of a part', 'pods/log/x', false],
    ['on nothing', '', false],
    ['on no part', 'pods/', false],
    ['on what is above', '../pods', false],
    ['on a part above', 'pods/..', false],
  ])('%s', (_title, resource, isTaken) => {
    expect(takes('whoCan', { resource })).toBe(isTaken);
    expect(takes('access', { checks: [{ ...RIGHT, resource }] })).toBe(isTaken);
  });

  test('of somebody who has a name', () => {
    const subject = BODIES.whatMay[1].subject;
    for (const kind of ['User', 'Group', 'ServiceAccount'])
      expect(takes('whatMay', { subject: { ...subject, kind } })).toBe(true);
    expect(takes('whatMay', { subject: { ...subject, kind: 'user' } })).toBe(false);
    expect(takes('whatMay', { subject: { ...subject, name: '' } })).toBe(false);
    // Names of users are no parts of a path: certificates and logins have slashes.
    expect(takes('whatMay', { subject: { ...subject, name: 'arn:aws:iam::1:role/dev' } })).toBe(true);
    expect(takes('whatMay', { subject: { ...subject, namespace: 'a/b' } })).toBe(false);
  });
});

describe('what is kept', () => {
  test.each([
    ['a name', { name: 'n' }, true],
    ['no name', { name: '' }, false],
    ['a long name', { name: 'n'.repeat(100) }, true],
    ['a name without end', { name: 'n'.repeat(101) }, false],
    ['values that go', { run: null }, true],
    ['values of something else', { run: {} }, false],
    ['values with one that is none', { run: { ...RUN, parallelism: -1 } }, false],
    ['values and more', { run: { ...RUN, image: 'x' } }, false],
  ])('a preset: %s', (_title, change, isTaken) => expect(takes('preset', change)).toBe(isTaken));

  test.each([
    ['0', true],
    ['999999999999999', true],
    ['1000000000000000', false],
    ['-1', false],
    ['1.5', true],
    ['1.', false],
    ['1e3', false],
    ['', false],
    [' 1', false],
  ])('a history until %j: %j', (until, isTaken) => expect(takes('history', { until })).toBe(isTaken));

  test('of two kinds alone what is in them is told', () => {
    for (const body of ['dataKeys', 'dataReaders'] as const) {
      for (const kind of ['configmaps', 'secrets']) expect(takes(body, { kind })).toBe(true);
      for (const kind of ['Secret', 'pods', '', 'constructor']) expect(takes(body, { kind })).toBe(false);
    }
  });

  test.each([ID.slice(1), `${ID}0`, '', '*', ID.toUpperCase(), `${ID}\n`])('%j is no id', id => {
    expect([takes('stop', { id }), takes('secretValue', { id })]).toEqual([false, false]);
  });
});

describe('what is searched', () => {
  test.each([
    ['nothing', { q: '' }, true],
    ['a path: it finds nothing', { q: '../a' }, true],
    ['the longest', { q: 'a'.repeat(MAX_NAME_QUERY) }, true],
    ['more than any name has', { q: 'a'.repeat(MAX_NAME_QUERY + 1) }, false],
    ['in many namespaces', { ns: many(MAX_NAMESPACES, 'n'.repeat(63)).join(',') }, true],
    ['in more than are watched', { ns: 'n'.repeat(MAX_NAMESPACES * 64 + 1) }, false],
    ['in the folder above', { ns: 'shop,..' }, false],
    ['in all', { ns: '' }, true],
  ])('%s', (_title, change, isTaken) => expect(takes('names', change)).toBe(isTaken));

  test.each([
    ['of no kinds', { kinds: '' }, true],
    ['of many', { kinds: many(700, 'cronjobs.v1').join(',').slice(0, 8_000) }, true],
    ['of kinds without end', { kinds: 'a'.repeat(8_001) }, false],
    ['of a path', { kinds: 'pods,a/b' }, false],
  ])('counts %s', (_title, change, isTaken) => expect(takes('counts', change)).toBe(isTaken));

  test('what matches is asked by a filter with an end', () => {
    expect(takes('matching', { filter: 'a'.repeat(4_096) })).toBe(true);
    expect(takes('matching', { filter: 'a'.repeat(4_097) })).toBe(false);
    expect(takes('matching', { resource: { ...PODS, resource: 'pods/exec' } })).toBe(false);
  });
});

test.each(['example.com/service', 'example.com/*', 'web'])('a right may be asked about %s', name => {
  expect(takes('access', { checks: [{ ...RIGHT, name }] })).toBe(true);
});

test('what is wrong is told by its place', () => {
  const { error } = accessRequest.safeParse({ cluster: 'c', checks: [{ ...RIGHT, namespace: '..' }] });
  expect(malformed(error as NonNullable<typeof error>)).toBe(
    '✖ cannot be a part of an API path\n  → at checks[0].namespace',
  );
});
