import { describe, expect, test } from 'vitest';
import { ACTION_RECORDS } from '@lanthorn/actions/action-records.ts';
import { DEBUG_PROFILES } from '@lanthorn/actions/machinery/debug-profile.ts';
import { MAX_MANIFESTS } from '@lanthorn/kube/objects/max-manifests.ts';
import { tolerated } from '@lanthorn/testkit/tolerated.ts';
import { MAX_AT_ONCE, MAX_TARGETS } from '../constants.ts';
import { actionParams } from './action-params.ts';
import { operationRequest } from './operation-messages.ts';

const takes = (request: unknown) => operationRequest.safeParse(request).success;
const many = <T>(count: number, item: T) => Array.from({ length: count }, () => item);

const ID = '01234567-89ab-cdef-0123-456789abcdef';
const TARGET = {
  ...{ cluster: 'kind', resource: { group: '', version: 'v1', resource: 'pods' } },
  ...{ namespace: 'shop', name: 'web-1', uid: 'u1' },
};
const REQUEST = { id: ID, suffix: 'x7k2', kind: 'pod.evict', targets: [TARGET] };
const UNDO = { id: ID, suffix: 'x7k2', undoOf: ID.replace('0', '1') };

const given = (params: unknown) => takes({ ...REQUEST, params });

test('what is done is said whole, and with nothing more', () => {
  expect(tolerated(operationRequest, REQUEST)).toEqual(['targets[]: more', 'targets[].resource: more']);
  expect(tolerated(operationRequest, { ...UNDO, choices: { 'spec.replicas': 'mine' } })).toEqual([
    ...['choices: without', 'choices.spec.replicas: without'],
  ]);
});

test.each(ACTION_RECORDS.map(({ kind }) => [kind]))('%s can be asked for', kind => {
  expect(takes({ ...REQUEST, kind })).toBe(true);
});

test.each([
  ['an action that is none', { kind: 'pod.explode' }],
  ['what every object inherits', { kind: 'constructor' }],
  ['nothing to do it to', { targets: [] }],
  ['more than a person means', { targets: many(MAX_TARGETS + 1, TARGET) }],
  ['a target of another path', { targets: [{ ...TARGET, name: '../secrets' }] }],
  ['a target of no name', { targets: [{ ...TARGET, name: '' }] }],
  [
    'a target of a resource in the folder above',
    { targets: [{ ...TARGET, resource: { ...TARGET.resource, group: '..' } }] },
  ],
  ['an undo that is something else as well', { undoOf: ID }],
  ['an id that can be guessed', { id: '1' }],
  ['an id that is longer', { id: `${ID}-` }],
  ['an id in capitals', { id: ID.toUpperCase() }],
  // It ends the name of an object: RFC 1123.
  ['a suffix that ends no name', { suffix: 'x7K2' }],
  ['a suffix that is a path', { suffix: '../x' }],
  ['a suffix that is soon drawn again', { suffix: 'x7k' }],
  ['a suffix that leaves no room for a name', { suffix: 'x'.repeat(11) }],
])('refused: %s', (_title, change) => expect(takes({ ...REQUEST, ...change })).toBe(false));

test('as many targets as an operation has, one of them cluster-wide, an undo with choices', () => {
  expect(takes({ ...REQUEST, targets: many(MAX_TARGETS, TARGET) })).toBe(true);
  expect(takes({ ...REQUEST, targets: [{ ...TARGET, namespace: '' }] })).toBe(true);
  expect(takes({ ...UNDO, choices: { 'spec.replicas': 'theirs' } })).toBe(false);
});

const RUN = {
  containers: [
    {
      ...{ name: 'app', image: 'shop:1', command: ['sh'], args: ['-c'], env: { A: '1' } },
      ...{ requests: { cpu: '1' }, limits: { memory: '1Gi' } },
    },
  ],
  ...{ nodeSelector: { disk: 'ssd' }, activeDeadlineSeconds: 60, backoffLimit: 0, parallelism: 1, completions: 1 },
};
const OBJECT = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
const SUBJECT = { kind: 'User', name: 'jo', namespace: '' };
const DEBUG = { name: 'debugger-x7k2', image: 'busybox', target: 'app', profile: 'general' };
const NODE_SHELL = { namespace: 'shop', name: 'node-shell-x7k2', image: 'busybox', profile: 'sysadmin' };
const TAINT = { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' };

/** Of each part of `params`: one that is taken, and what of it may be left out. Values of maps may go, and null is how a map says so. */
const PARTS: readonly (readonly [string, object | readonly object[], readonly string[]])[] = [
  [
    'run',
    RUN,
    [
      ...['containers[].env.A: without', 'containers[].requests.cpu: without', 'containers[].limits.memory: without'],
      ...['nodeSelector.disk: without', 'activeDeadlineSeconds: null', 'backoffLimit: null'],
      ...['parallelism: null', 'completions: null'],
    ],
  ],
  ['schedules', { u1: { schedule: '@daily', timeZone: 'UTC' } }, ['u1: without', 'u1.timeZone: without']],
  ['rerun', { indexes: [0, 7] }, []],
  ['backfill', { slots: [1_790_000_000_000], env: 'SLOT', atOnce: 1 }, []],
  ['pause', { until: '2026-11-30T08:00:00Z', by: 'jo', reason: 'moving' }, []],
  [
    'scale',
    { replicas: 3, from: 2, choices: { 'spec.replicas': 'mine' } },
    ['from: without', 'choices: without', 'choices.spec.replicas: without'],
  ],
  [
    'bounds',
    { min: 1, max: 3, from: { min: 1, max: 2 }, choices: { 'spec.maxReplicas': 'live' } },
    ['from: without', 'choices: without', 'choices.spec.maxReplicas: without'],
  ],
  [
    'resize',
    {
      containers: [{ name: 'app', isInit: false, requests: { cpu: '1' }, limits: { cpu: '2' } }],
      from: [{ name: 'app', isInit: false, requests: { cpu: '1' }, limits: { cpu: '2' } }],
      choices: { 'spec.x': 'mine' },
    },
    [
      ...['containers[].requests: without', 'containers[].requests.cpu: without'],
      ...['containers[].limits: without', 'containers[].limits.cpu: without', 'from: without'],
      ...['from[].requests: without', 'from[].requests.cpu: without'],
      ...['from[].limits: without', 'from[].limits.cpu: without', 'choices: without', 'choices.spec.x: without'],
    ],
  ],
  ['growth', { size: '2Gi' }, []],
  ['debug', { name: 'debugger-x7k2', image: 'busybox:1.37', target: 'app', profile: 'general' }, []],
  ['nodeShell', { namespace: 'shop', name: 'node-shell-x7k2', image: 'busybox:1.37', profile: 'sysadmin' }, []],
  [
    'containers',
    [{ name: 'app', isInit: false, image: 'shop:2', requests: { cpu: '1' }, limits: { cpu: '2' }, env: { A: '1' } }],
    [
      ...['[].image: without', '[].requests: without', '[].requests.cpu: without', '[].requests.cpu: null'],
      ...['[].limits: without', '[].limits.cpu: without', '[].limits.cpu: null'],
      ...['[].env: without', '[].env.A: without', '[].env.A: null'],
    ],
  ],
  ['images', { from: 'shop:1', to: 'shop:2' }, []],
  ['rollback', { revision: 3, name: 'web-5f7' }, ['name: without']],
  ['grace', { seconds: 30 }, []],
  ['drain', { emptyDirs: true, unmanaged: false }, []],
  ['taints', { wanted: [TAINT], before: [TAINT] }, ['wanted[].value: without', 'before[].value: without']],
  ['pack', { action: 'refresh', title: 'Refresh', part: 'status' }, ['part: without']],
  ['reveal', { key: 'password' }, []],
  ['grant', { role: { kind: 'ClusterRole', name: 'view' }, subject: SUBJECT }, []],
  ['revoke', { subject: SUBJECT }, []],
  ['secretKeys', { set: [{ key: 'a', value: 'YQ==' }], renamed: [{ from: 'a', to: 'b' }], removed: ['c'] }, []],
  [
    'marks',
    { labels: { tier: 'web' }, annotations: { note: 'x' } },
    ['labels.tier: without', 'labels.tier: null', 'annotations.note: without', 'annotations.note: null'],
  ],
  ['deletion', { propagation: 'Orphan', grace: 0 }, ['grace: null']],
];

describe.each(PARTS)('params.%s', (name, part, but) => {
  test('every field is needed, of its type, and no other is taken', () => {
    const places = tolerated(operationRequest, { ...REQUEST, params: { [name]: part } });
    const prefix = `params.${name}`;
    const inside = places.filter(place => place.startsWith(prefix) && place !== `${prefix}: without`);
    // Maps of texts take any name; a number is no text.
    expect(inside.map(place => place.slice(prefix.length).replace(/^\./, ''))).toEqual(but);
  });
});

test('every part but those that hold objects has a case above', () => {
  const named = [...PARTS.map(([name]) => name), 'seen', 'apply', 'edit'];
  expect(named.toSorted()).toEqual(Object.keys(actionParams.shape).toSorted());
  expect(given({ unheardOf: {} })).toBe(false);
  // What takes an operation back is made by the server alone.
  for (const own of ['object', 'leftOrphans']) expect(given({ [own]: OBJECT })).toBe(false);
});

describe('objects are taken as the page has them', () => {
  const edit = { base: OBJECT, mine: { ...OBJECT, data: { a: '1' } }, choices: { 'data.a': 'mine' } };
  const document = { object: OBJECT, takesOver: true, expects: 'absent', restsOn: 'Namespace/shop' };
  const apply = (documents: unknown) => ({ apply: { documents, stops: true } });

  test('whatever is in them, but with metadata', () => {
    expect(given({ edit })).toBe(true);
    expect(given({ edit: { ...edit, choices: {} } })).toBe(true);
    for (const none of [null, 'x', [], {}, { metadata: null }, { metadata: 'x' }]) {
      expect(given({ edit: { ...edit, base: none } })).toBe(false);
      expect(given({ edit: { ...edit, mine: none } })).toBe(false);
      expect(given(apply([{ object: none }]))).toBe(false);
    }
  });

  test('what was seen is whatever stood there, of each target', () => {
    expect(given({ seen: { 'spec.replicas': [5, null, { a: 1 }], 'data.a': [] } })).toBe(true);
    for (const none of [5, null, { a: 1 }]) expect(given({ seen: { 'spec.replicas': none } })).toBe(false);
  });

  test('many are applied at once, up to a bound; what is expected of each is one of two', () => {
    expect(given(apply([document, { object: OBJECT }]))).toBe(true);
    expect(given(apply(many(MAX_MANIFESTS, document)))).toBe(true);
    expect(given(apply(many(MAX_MANIFESTS + 1, document)))).toBe(false);
    expect(given(apply([{ ...document, expects: 'any' }]))).toBe(false);
    expect(given(apply([{ ...document, force: true }]))).toBe(false);
    expect(given({ apply: { documents: [] } })).toBe(false);
  });
});

describe('bounds of what is asked for', () => {
  const MAX_PODS = 2 ** 31 - 1;
  test.each([
    ['no pods', { scale: { replicas: 0 } }],
    ['as many as Kubernetes counts', { scale: { replicas: MAX_PODS } }],
    ['an env without a name', { backfill: { slots: [], env: '', atOnce: 1 } }],
    ['an env as containers have it', { backfill: { slots: [], env: '_my.slot-1', atOnce: MAX_AT_ONCE } }],
    ['a day to end', { deletion: { propagation: 'Background', grace: 86_400 } }],
    ['an empty value', { secretKeys: { set: [{ key: 'a', value: '' }], renamed: [], removed: [] } }],
    ['a subject of a namespace', { revoke: { subject: { ...SUBJECT, kind: 'ServiceAccount', namespace: 'shop' } } }],
    ['the first revision', { rollback: { revision: 0 } }],
    ['a debugger of no container’s processes', { debug: { ...DEBUG, target: '' } }],
    ['a subject that an identity provider calls by an address', { revoke: { subject: { ...SUBJECT, name: 'a@b/c' } } }],
    ['nothing to do of each', { taints: { wanted: [], before: [] } }],
  ])('%s', (_title, params) => expect(given(params)).toBe(true));

  test.each([
    ['fewer pods than none', { scale: { replicas: -1 } }],
    ['half a pod', { scale: { replicas: 1.5 } }],
    ['more than Kubernetes counts', { scale: { replicas: MAX_PODS + 1 } }],
    ['fewer than none at least', { bounds: { min: -1, max: 1 } }],
    ['more than can be counted at most', { bounds: { min: 1, max: MAX_PODS + 1 } }],
    ['more seconds than can be counted', { grace: { seconds: MAX_PODS + 1 } }],
    ['an env that is none', { backfill: { slots: [], env: 'MY SLOT', atOnce: 1 } }],
    ['an env that begins with a digit', { backfill: { slots: [], env: '1SLOT', atOnce: 1 } }],
    ['an env and more', { backfill: { slots: [], env: 'A=1', atOnce: 1 } }],
    ['none at a time', { backfill: { slots: [], env: '', atOnce: 0 } }],
    ['too many at a time', { backfill: { slots: [], env: '', atOnce: MAX_AT_ONCE + 1 } }],
    ['a time before 1970', { backfill: { slots: [-1], env: '', atOnce: 1 } }],
    ['an index before the first', { rerun: { indexes: [-1] } }],
    ['a pause until some day', { pause: { until: 'tomorrow', by: 'jo', reason: '' } }],
    ['a pause until a day', { pause: { until: '2026-11-30', by: 'jo', reason: '' } }],
    ['more than a day to end', { deletion: { propagation: 'Background', grace: 86_401 } }],
    ['a deletion that is none', { deletion: { propagation: 'background', grace: null } }],
    ['a value that is no base64', { secretKeys: { set: [{ key: 'a', value: 'a b' }], renamed: [], removed: [] } }],
    ['a value for URLs', { secretKeys: { set: [{ key: 'a', value: '_w==' }], renamed: [], removed: [] } }],
    ['a value of three signs', { secretKeys: { set: [{ key: 'a', value: 'YQ===' }], renamed: [], removed: [] } }],
    ['a role that is none', { grant: { role: { kind: 'Group', name: 'view' }, subject: SUBJECT } }],
    ['a role of another path', { grant: { role: { kind: 'Role', name: 'a/b' }, subject: SUBJECT } }],
    ['a subject that is none', { revoke: { subject: { ...SUBJECT, kind: 'Robot' } } }],
    ['a part that is none', { pack: { action: 'a', title: 'A', part: 'scale' } }],
    ['a revision of another path', { rollback: { revision: 1, name: '..' } }],
    ['a deadline before it began', { run: { ...RUN, activeDeadlineSeconds: -1 } }],
    ['half a deadline', { run: { ...RUN, activeDeadlineSeconds: 0.5 } }],
    ['a debugger of another path', { debug: { ...DEBUG, name: '../web' } }],
    ['a debugger without a name', { debug: { ...DEBUG, name: '' } }],
    ['a debugger beside a container of another path', { debug: { ...DEBUG, target: 'a/b' } }],
    ['a profile that is none', { debug: { ...DEBUG, profile: 'root' } }],
    ['an image without end', { debug: { ...DEBUG, image: 'a'.repeat(1_025) } }],
    ['a shell in a namespace of another path', { nodeShell: { ...NODE_SHELL, namespace: '..' } }],
    ['a shell in no namespace', { nodeShell: { ...NODE_SHELL, namespace: '' } }],
    ['a shell of another path', { nodeShell: { ...NODE_SHELL, name: 'a/b' } }],
    ['a container of no name that is resized', { resize: { containers: [{ name: '', isInit: false }] } }],
    ['more pods seen than can be counted', { scale: { replicas: 1, from: MAX_PODS + 1 } }],
    ['a bound seen that is none', { bounds: { min: 1, max: 2, from: { min: 1, max: -2 } } }],
    ['a key without end', { reveal: { key: 'a'.repeat(1_025) } }],
    ['a key of half a character', { reveal: { key: '\ud800' } }],
  ])('not %s', (_title, params) => expect(given(params)).toBe(false));
});

/** Words of Kubernetes, each of which is meant somewhere. */
describe('a choice of words', () => {
  test.each<[string, readonly string[], (word: string) => object]>([
    ['whom', ['User', 'Group', 'ServiceAccount'], kind => ({ revoke: { subject: { ...SUBJECT, kind } } })],
    ['what is given', ['Role', 'ClusterRole'], kind => ({ grant: { role: { kind, name: 'view' }, subject: SUBJECT } })],
    [
      'what becomes of the owned',
      ['Background', 'Foreground', 'Orphan'],
      propagation => ({ deletion: { propagation, grace: 1 } }),
    ],
    [
      'what was seen',
      ['absent', 'present'],
      expects => ({ apply: { documents: [{ object: OBJECT, expects }], stops: false } }),
    ],
    ['how much a debugger may', DEBUG_PROFILES, profile => ({ debug: { ...DEBUG, profile } })],
    ['how much a shell on a node may', DEBUG_PROFILES, profile => ({ nodeShell: { ...NODE_SHELL, profile } })],
    ['whose is meant', ['mine', 'live'], side => ({ scale: { replicas: 1, choices: { 'spec.replicas': side } } })],
  ])('%s', (_title, words, params) => {
    expect([...words, '', 'constructor'].filter(word => given(params(word)))).toEqual(words);
  });
});
