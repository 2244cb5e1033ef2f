import { describe, expect, test } from 'vitest';
import { tolerated } from '@lanthorn/testkit/tolerated.ts';
import { MAX_FOLDS, MAX_NAMED_ROWS, MAX_NAMESPACES, MAX_UP_BYTES, MAX_WINDOW } from './constants.ts';
import { upMessage } from './up-messages.ts';

const takes = (message: unknown) => upMessage.safeParse(message).success;
const many = <T>(count: number, item: T) => Array.from({ length: count }, () => item);

const PODS = { group: '', version: 'v1', resource: 'pods' };
const LIST = {
  ...{ kind: 'list', cluster: 'kind', resource: PODS, namespaces: ['shop'], filter: 'status:bad' },
  ...{ sort: [{ column: 'age', descending: true }], offset: 0, limit: 50, hold: false },
};
const OPTIONAL = {
  ...{ anchor: 'shop/web-1', selects: true, group: 'node', folds: { isAllFolded: false, others: ['n1'] } },
  ...{ ownerUid: 'u1', related: { way: 'forth', selector: [] }, tellsRelations: true, tellsUsage: true },
};
const OBJECT = { kind: 'object', cluster: 'kind', resource: PODS, namespace: 'shop', name: 'web-1' };
const subscribe = (query: object) => ({ type: 'subscribe', id: 1, query });
const update = (change: object) => ({ type: 'update', id: 1, change });

describe('a message', () => {
  test.each([
    ['hello', { type: 'hello', version: 3 }],
    ['ping', { type: 'ping' }],
    ['unsubscribe', { type: 'unsubscribe', id: 1 }],
    ['retry', { type: 'retry', id: 1 }],
    ['range', { type: 'range', id: 1, from: 'shop/a', to: 'shop/b' }],
    ['visibility', { type: 'visibility', hidden: true }],
    ['ack', { type: 'ack', id: 1, bytes: 512 }],
    ['end', { type: 'end', id: 1 }],
  ])('%s: every field is needed, and of its type; what is more is left out', (_type, message) => {
    expect(tolerated(upMessage, message)).toEqual([': more']);
    expect(upMessage.parse({ ...message, unheardOf: 1 })).toEqual(message);
  });

  test.each([
    [undefined],
    [null],
    ['ping'],
    [[]],
    [{}],
    [{ type: 'quit' }],
    [{ type: '__proto__' }],
    [[{ type: 'ping' }]],
  ])('%j is none', message => expect(takes(message)).toBe(false));

  test.each([
    [0, true],
    [2 ** 31, true],
    [2 ** 31 + 1, false],
    [-1, false],
    [1.5, false],
    [Number.NaN, false],
    ['1', false],
  ])('the id %j: %j', (id, isTaken) => {
    for (const type of ['unsubscribe', 'retry', 'end']) expect(takes({ type, id })).toBe(isTaken);
    expect(takes({ ...subscribe(OBJECT), id })).toBe(isTaken);
    expect(takes({ ...update({}), id })).toBe(isTaken);
    expect(takes({ type: 'ack', id, bytes: 1 })).toBe(isTaken);
  });

  test.each([-1, 0.5, Number.POSITIVE_INFINITY, '1'])('%j bytes were not taken in', bytes => {
    expect(takes({ type: 'ack', id: 1, bytes })).toBe(false);
  });
});

describe('a list that is asked for', () => {
  test('needs its window, filter and order; of the rest each may be left out, and none may be something else', () => {
    expect(tolerated(upMessage, subscribe(LIST))).toEqual([
      ...[': more', 'query: more', 'query.resource: more', 'query.sort[]: more'],
    ]);
    const whole = tolerated(upMessage, subscribe({ ...LIST, ...OPTIONAL }));
    expect(whole.filter(place => place.endsWith(': without'))).toEqual(
      Object.keys(OPTIONAL).map(name => `query.${name}: without`),
    );
    expect(whole.filter(place => !/: (?:more|without)$/.test(place))).toEqual([]);
  });

  test.each([
    ['of all namespaces', { namespaces: [] }],
    ['of as many as are watched', { namespaces: many(MAX_NAMESPACES, 'n') }],
    ['without filter', { filter: '' }],
    ['of the longest filter', { filter: 'a'.repeat(4_096) }],
    ['by four columns', { sort: many(4, { column: 'c', descending: false }) }],
    ['in the order of names', { sort: [] }],
    ['only counted', { limit: 0 }],
    ['of the tallest display', { limit: MAX_WINDOW }],
    ['from far down', { offset: 1_000_000 }],
    ['in one group', { group: '' }],
    ['of many folds', { folds: { isAllFolded: true, others: many(MAX_FOLDS, 'g') } }],
    ['of a kind of its own', { resource: { group: 'a.io', version: 'v1', resource: 'as' } }],
  ])('%s', (_title, change) => expect(takes(subscribe({ ...LIST, ...change }))).toBe(true));

  /** Bounds on what one tab can make the server do, and names that would lead to another path. */
  const wrong: readonly (readonly [string, object])[] = [
    ['of more namespaces than are watched', { namespaces: many(MAX_NAMESPACES + 1, 'n') }],
    ['of a namespace without a name', { namespaces: [''] }],
    ['of a namespace that is a path', { namespaces: ['a/b'] }],
    ['of the folder above', { namespaces: ['..'] }],
    ['of a filter without end', { filter: 'a'.repeat(4_097) }],
    ['by five columns', { sort: many(5, { column: 'c', descending: false }) }],
    ['by half a character', { sort: [{ column: '\udc00', descending: false }] }],
    ['of more rows than a window', { limit: MAX_WINDOW + 1 }],
    ['of fewer rows than none', { limit: -1 }],
    ['of half a row', { limit: 0.5 }],
    ['from before the first', { offset: -1 }],
    ['from between two', { offset: 1.5 }],
    ['behind a row without end', { anchor: 'a'.repeat(1_025) }],
    ['of more folds than a message holds', { folds: { isAllFolded: true, others: many(MAX_FOLDS + 1, 'g') } }],
    ['of folds that say half', { folds: { others: [] } }],
  ];

  test.each(wrong)('not %s, neither at first nor later', (_title, change) => {
    expect(takes(subscribe({ ...LIST, ...change }))).toBe(false);
    expect(takes(update(change))).toBe(false);
  });

  test('what is refused says why in words', () => {
    const refused = (change: object) => upMessage.safeParse(update(change)).error?.issues.map(issue => issue.message);
    expect(refused({ namespaces: many(MAX_NAMESPACES + 1, 'n') })).toEqual(['at most 100 at once']);
    expect(refused({ filter: 'a'.repeat(4_097) })).toEqual(['at most 4,096 characters']);
    expect(refused({ sort: many(5, LIST.sort[0]) })).toEqual(['at most four columns']);
    expect(refused({ namespaces: ['a/b'] })).toEqual(['cannot be a part of an API path']);
  });

  test('nothing or anything of it changes later, but neither whose it is nor of what', () => {
    expect(upMessage.parse(update({}))).toEqual(update({}));
    const { cluster, resource, kind, ...changes } = LIST;
    const { ownerUid, related, tellsRelations, ...more } = OPTIONAL;
    const fixed = { cluster, resource, kind, ownerUid, related, tellsRelations };
    expect(upMessage.parse(update({ ...changes, ...more, ...fixed }))).toEqual(update({ ...changes, ...more }));
  });
});

describe('an object that is looked at', () => {
  test('needs all that names it', () => {
    expect(tolerated(upMessage, subscribe(OBJECT))).toEqual([': more', 'query: more', 'query.resource: more']);
  });

  test.each([
    ['of no namespace', { namespace: '' }, true],
    ['of a name as roles have', { name: 'system:node' }, true],
    ['without a name', { name: '' }, false],
    ['of a name with a slash', { name: 'web/log' }, false],
    ['of the folder above', { name: '..' }, false],
    ['of a name with an escape', { name: 'web%2Flog' }, false],
    ['of a namespace with a slash', { namespace: 'shop/pods' }, false],
    ['of a name without end', { name: 'a'.repeat(1_025) }, false],
  ])('%s', (_title, change, isTaken) => expect(takes(subscribe({ ...OBJECT, ...change }))).toBe(isTaken));
});

describe('what is selected', () => {
  const row = { key: 'shop/web-1', uid: 'u1', namespace: 'shop' };
  const selected = (rows: unknown) => ({ type: 'selected', id: 1, rows });

  test('is named whole', () => {
    expect(tolerated(upMessage, selected([row]))).toEqual([': more', 'rows[]: more']);
    expect(takes(selected([]))).toBe(true);
    expect(takes(selected([{ ...row, namespace: '' }]))).toBe(true);
    expect(takes(selected([{ ...row, namespace: 'a/b' }]))).toBe(false);
  });

  test('as many as a message may hold, with the longest names that Kubernetes has', () => {
    const name = 'n'.repeat(253);
    const longest = { key: `${'s'.repeat(63)}/${name}`, uid: 'u'.repeat(36), namespace: 's'.repeat(63) };
    expect(takes(selected(many(MAX_NAMED_ROWS, longest)))).toBe(true);
    expect(JSON.stringify(selected(many(MAX_NAMED_ROWS, longest))).length).toBeLessThan(MAX_UP_BYTES);
    expect(takes(selected(many(MAX_NAMED_ROWS + 1, longest)))).toBe(false);
  });
});

test('a stream is opened by a query of its own', () => {
  const open = { type: 'open', id: 1, query: { kind: 'ports', cluster: 'kind' } };
  expect(tolerated(upMessage, open)).toEqual([': more', 'query: more']);
  expect(takes({ ...open, query: LIST })).toBe(false);
  expect(takes({ ...subscribe({ kind: 'ports', cluster: 'kind' }) })).toBe(false);
});
