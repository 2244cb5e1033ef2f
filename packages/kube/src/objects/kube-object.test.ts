import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  controllerOf,
  findCondition,
  formatTime,
  isKubeObject,
  parseTime,
  readMeta,
  readOwners,
} from './kube-object.ts';

const EMPTY = {
  ...{ name: '', namespace: '', uid: '', resourceVersion: '', labels: {}, annotations: {} },
  ...{ createdAt: null, deletedAt: null, finalizers: [] },
};

describe('metadata', () => {
  test('is read as it is', () => {
    const metadata = {
      ...{
        name: 'web',
        namespace: 'shop',
        uid: 'u1',
        resourceVersion: '7',
        labels: { a: '1' },
        annotations: { b: '2' },
      },
      ...{ creationTimestamp: '2026-11-29T08:00:00Z', deletionTimestamp: '2026-11-29T08:00:01Z', finalizers: ['f'] },
    };
    expect(readMeta({ metadata })).toEqual({
      ...{
        name: 'web',
        namespace: 'shop',
        uid: 'u1',
        resourceVersion: '7',
        labels: { a: '1' },
        annotations: { b: '2' },
      },
      ...{ createdAt: Date.UTC(2026, 10, 29, 8), deletedAt: Date.UTC(2026, 10, 29, 8, 0, 1), finalizers: ['f'] },
    });
  });

  test.each([[undefined], [null], ['x'], [[]], [{}], [{ metadata: null }], [{ metadata: [] }]])(
    'of %j is empty',
    object => {
      expect(readMeta(object)).toEqual(EMPTY);
    },
  );

  test('fields of another type are left out, one by one', () => {
    const metadata = { name: 7, labels: { a: 1, b: 'x', c: null }, annotations: ['x'], finalizers: [1, 'f'], uid: 'u' };
    expect(readMeta({ metadata })).toEqual({ ...EMPTY, uid: 'u', labels: { b: 'x' }, finalizers: ['', 'f'] });
  });

  test('any value has some', () => {
    fc.assert(
      fc.property(fc.anything(), metadata => {
        expect(Object.keys(readMeta({ metadata }))).toEqual(Object.keys(EMPTY));
      }),
    );
  });
});

/** metav1.Time and metav1.MicroTime are RFC 3339; `Date.parse` takes much more. */
describe('a time', () => {
  test.each([
    ['2026-11-29T08:00:00Z', 0],
    ['2026-11-29T08:00:00.5Z', 500],
    ['2026-11-29T08:00:00.123456Z', 123],
    ['2026-11-29T08:00:00.000000000Z', 0],
    ['2026-11-29T09:00:00+01:00', 0],
    ['2026-11-29T00:30:00-07:30', 0],
  ])('%s', (text, after) => expect(parseTime(text)).toBe(Date.UTC(2026, 10, 29, 8) + after));

  test.each([
    ...[
      '',
      'x',
      '1',
      'pod 1',
      '2026',
      '2026-11-29',
      '2026-11-29T08:00:00',
      '2026-11-29T08:00Z',
      '2026-11-29 08:00:00Z',
    ],
    ...[
      '2026-13-29T08:00:00Z',
      '2026-11-29T25:00:00Z',
      '2026-11-29T08:00:60Z',
      ' 2026-11-29T08:00:00Z',
      '2026-11-29T08:00:00Z\n',
    ],
    ...['Sun, 29 Nov 2026 08:00:00 GMT', '+012026-11-29T08:00:00Z', 'null'],
  ])('%j is none', text => expect(parseTime(text)).toBeNull());

  test.each([[null], [undefined], [0], [1_790_000_000_000], [{}], [['2026-11-29T08:00:00Z']]])('%j is none', value =>
    expect(parseTime(value)).toBeNull(),
  );

  test('is written in whole seconds, and read back', () => {
    expect(formatTime(Date.UTC(2026, 10, 29, 8, 0, 0, 999))).toBe('2026-11-29T08:00:00Z');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e9 }), seconds => {
        expect(parseTime(formatTime(seconds * 1_000 + 1))).toBe(seconds * 1_000);
      }),
    );
  });

  test('is what the engine reads, on every day and for every digit that is wrong', () => {
    const pad = (number: number, digits: number) => String(number).padStart(digits, '0');
    const upTo = (max: number) => fc.integer({ min: 0, max });
    fc.assert(
      fc.property(upTo(9999), upTo(13), upTo(32), upTo(25), upTo(61), upTo(61), upTo(19), (year, month, ...rest) => {
        const [day, hour, minute, second, at] = rest;
        const time = [hour, minute, second].map(part => pad(part, 2)).join(':');
        const text = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}T${time}Z`;
        const ms = Date.parse(text);
        expect(parseTime(text)).toBe(Number.isNaN(ms) ? null : ms);
        expect(parseTime(`${text.slice(0, at)}x${text.slice(at + 1)}`)).toBeNull();
      }),
    );
  });
});

describe('owners', () => {
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'r1' };
  const owned = (...ownerReferences: unknown[]) => ({ metadata: { ownerReferences } });

  test('are read, each with every field', () => {
    const empty = { apiVersion: '', kind: '', name: '', uid: '', controller: false };
    expect(readOwners(owned({ ...owner, controller: true }, owner, null, { controller: 'true' }))).toEqual([
      ...[{ ...owner, controller: true }, { ...owner, controller: false }, empty, empty],
    ]);
    for (const none of [undefined, {}, { metadata: { ownerReferences: {} } }]) expect(readOwners(none)).toEqual([]);
  });

  test('the controller is the one that says so', () => {
    expect(controllerOf(owned(owner, { ...owner, name: 'b', controller: true }))?.name).toBe('b');
    expect(controllerOf(owned(owner))).toBeNull();
    expect(controllerOf(owned())).toBeNull();
  });
});

test.each([
  [{ metadata: {} }, true],
  [{ metadata: { name: 'a' }, data: 1 }, true],
  [{}, false],
  [{ metadata: null }, false],
  [{ metadata: 'x' }, false],
  [{ metadata: [] }, false],
  [[{ metadata: {} }], false],
  [null, false],
  [undefined, false],
  ['x', false],
])('%j is an object: %j', (value, isSo) => expect(isKubeObject(value)).toBe(isSo));

test('a condition is found by its type, the first of it', () => {
  const conditions = [null, 'x', { type: 'Ready', status: 'True' }, { type: 'Ready', status: 'False' }];
  expect(findCondition({ status: { conditions } }, 'Ready')).toEqual({ type: 'Ready', status: 'True' });
  expect(findCondition({ status: { conditions } }, 'Available')).toBeNull();
  for (const none of [null, {}, { status: { conditions: {} } }]) expect(findCondition(none, 'Ready')).toBeNull();
});
