import { describe, expect, test } from 'vitest';
import { cellText, isBroken, isSchedule, isStatus, type Cell } from './cell.ts';
import { booleanCell, numberCell, OWNER, quantityCell, referenceColumn, textCell, timeCell } from './columns.ts';

const TIME = '2026-11-23T12:00:00Z';

describe('what is of another type than it should be is one broken cell, which says what was found', () => {
  test.each<[string, (value: unknown) => Cell, unknown, Cell]>([
    ['text', textCell, 'a', 'a'],
    ['text', textCell, '', ''],
    ['text', textCell, 5, { broken: 'expected text, found 5' }],
    ['text', textCell, [1], { broken: 'expected text, found a list' }],
    ['text', textCell, { a: 1 }, { broken: 'expected text, found an object' }],
    ['a number', numberCell, 0, 0],
    ['a number', numberCell, '1', { broken: 'expected a number, found "1"' }],
    ['a quantity', quantityCell, '1500m', 1.5],
    ['a quantity', quantityCell, 2, 2],
    ['a quantity', quantityCell, 'much', { broken: 'expected a quantity, found "much"' }],
    ['a quantity', quantityCell, true, { broken: 'expected a quantity, found true' }],
    ['a time', timeCell, TIME, Date.parse(TIME)],
    ['a time', timeCell, 'noon', { broken: 'expected a time, found "noon"' }],
    ['a truth', booleanCell, true, true],
    ['a truth', booleanCell, 'yes', { broken: 'expected true or false, found "yes"' }],
  ])('%s', (_type, cell, value, expected) => {
    expect(cell(value)).toEqual(expected);
  });

  test('what is absent is empty; of a truth it is false, as Go reads it', () => {
    for (const absent of [undefined, null]) {
      expect([textCell, numberCell, quantityCell, timeCell].map(cell => cell(absent))).toEqual([
        null,
        null,
        null,
        null,
      ]);
      expect(booleanCell(absent)).toBe(false);
    }
  });
});

test('a column refers to the object that it names, in the namespace of its own or in none', () => {
  const object = { metadata: { namespace: 'n' }, spec: { secretName: 's' } };
  const kind = { apiVersion: 'v1', kind: 'Secret' };
  const refersTo = (isNamespaced?: boolean) =>
    referenceColumn({ id: 'x', width: 1 }, ['spec', 'secretName'], {
      ...kind,
      ...(isNamespaced === undefined ? {} : { isNamespaced }),
    }).refersTo?.(object);
  expect(refersTo(true)).toEqual({ ...kind, namespace: 'n', name: 's' });
  expect([refersTo(), refersTo(false)].map(reference => reference?.namespace)).toEqual(['', '']);
});

test('an owner is the one that controls; where there is none nothing is referred to', () => {
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'rs', uid: 'u', controller: true };
  const owned = { metadata: { namespace: 'n', ownerReferences: [owner] } };
  expect(OWNER.refersTo?.(owned)).toEqual({ apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace: 'n', name: 'rs' });
  expect(OWNER.refersTo?.({})).toEqual({ apiVersion: '', kind: '', namespace: '', name: '' });
  expect(OWNER.read({}, { now: 0 })).toBeNull();
});

test.each<[Cell | undefined, string]>([
  [undefined, ''],
  [null, ''],
  ['a', 'a'],
  [0, '0'],
  [false, 'false'],
  [{ status: 'Running', tone: 'ok' }, 'Running'],
  [{ schedule: '@daily', error: null }, '@daily'],
  [{ broken: 'expected text' }, ''],
  [[], ''],
])('the text of %j is %j', (cell, text) => {
  expect(cellText(cell)).toBe(text);
});

test('each kind of cell is known by what it holds', () => {
  const cells: Cell[] = [
    null,
    'status',
    1,
    [],
    { status: 'a', tone: 'ok' },
    { schedule: 'a', error: null },
    { broken: 'a' },
  ];
  const places = (is: (cell: Cell) => boolean) => cells.flatMap((cell, i) => (is(cell) ? [i] : []));
  expect([places(isStatus), places(isSchedule), places(isBroken)]).toEqual([[4], [5], [6]]);
});
