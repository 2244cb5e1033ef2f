import { expect, test } from 'vitest';
import { cellText } from '@lanthorn/views/cells/cell.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import type { JoinView } from '@lanthorn/views/cells/kind-view.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { Row } from '@lanthorn/views/row.ts';
import { RowStore } from '@lanthorn/watch/row-store.ts';
import { JoinedRows } from './joined-rows.ts';

const [STATUS, ACTIVE] = ['status', 'active'].map(column => columnIndex(CRONJOB_VIEW, column)) as [number, number];
/** The names of what is owned, and how many there are. */
const JOIN: JoinView = {
  resource: CRONJOB_VIEW.resource,
  columns: ['status', 'active'],
  summarise: (owned, [own = null]) => [`${cellText(own)}: ${owned.map(({ name }) => name).join()}`, owned.length],
};

const row = (name: string, fields: { readonly uid?: string; readonly ownerUid?: string; readonly own?: string } = {}) =>
  new Row({
    uid: fields.uid ?? name,
    namespace: 'n',
    name,
    createdAt: null,
    labels: {},
    ownerUid: fields.ownerUid ?? '',
    owner: null,
    cells: CRONJOB_VIEW.columns.map(({ id }) => (id === 'status' ? (fields.own ?? 'own') : null)),
  });
const put = (store: RowStore<Row>, object: Row) => store.apply({ type: 'apply', object, resourceVersion: '1' });
const drop = (store: RowStore<Row>, object: Row) => store.apply({ type: 'delete', object, resourceVersion: '1' });

/** `a` owns two, `b` none; `told` is what readers hear: keys, each with what they knew. */
function joined() {
  const stores = { base: new RowStore<Row>(), owned: new RowStore<Row>() };
  for (const name of ['a', 'b']) put(stores.base, row(name));
  for (const name of ['1', '2']) put(stores.owned, row(name, { ownerUid: 'a' }));
  put(stores.owned, row('3'));
  stores.base.flush();
  stores.owned.flush();
  const rows = new JoinedRows(CRONJOB_VIEW, JOIN, stores);
  const told: [string, unknown][][] = [];
  const stop = rows.subscribe(changed => told.push([...changed].map(([key, before]) => [key, text(before)])));
  return { ...stores, rows, told, stop };
}

const text = (known: Row | undefined) => known?.cells[STATUS];

test('cells sum up what a row owns, beside what they are without it', () => {
  const { rows } = joined();
  expect([...rows.rows()].map(({ key, cells }) => [key, cells[STATUS], cells[ACTIVE]])).toEqual([
    ['n/a', 'own: 1,2', 2],
    ['n/b', 'own: ', 0],
  ]);
  expect([rows.size, text(rows.get('n/b')), rows.get('n/c')]).toEqual([2, 'own: ', undefined]);
});

test('owners of a long list are looked up in slices', () => {
  const { rows } = joined();
  expect([rows.prepare(2), rows.prepare(1), rows.prepare(1)]).toEqual([true, true, false]);
});

test('a row is the same until something of it changes', () => {
  const { rows } = joined();
  expect(rows.get('n/a')).toBe(rows.get('n/a'));
});

test('a change of an owned row is one of its owner, and of no other', () => {
  const { owned, rows, told } = joined();
  rows.get('n/a');
  put(owned, row('4', { ownerUid: 'a' }));
  put(owned, row('5', { ownerUid: 'gone' }));
  expect(told).toEqual([]);
  rows.flush();
  expect(told).toEqual([[['n/a', 'own: 1,2']]]);
  expect(text(rows.get('n/a'))).toBe('own: 1,2,4');
  drop(owned, row('1'));
  drop(owned, row('3'));
  rows.flush();
  expect(told.slice(1)).toEqual([[['n/a', 'own: 1,2,4']]]);
  expect(text(rows.get('n/a'))).toBe('own: 2,4');
});

test('an owned row that goes to another owner changes both; what was never read nobody knows', () => {
  const { owned, rows, told } = joined();
  rows.get('n/a');
  put(owned, row('2', { ownerUid: 'b' }));
  rows.flush();
  expect(told).toEqual([
    [
      ['n/a', 'own: 1,2'],
      ['n/b', undefined],
    ],
  ]);
  expect([text(rows.get('n/a')), text(rows.get('n/b'))]).toEqual(['own: 1', 'own: 2']);
});

test('changes of what nobody owns are told to nobody', () => {
  const { owned, rows, told } = joined();
  put(owned, row('3', { uid: 'other' }));
  rows.flush();
  expect(told).toEqual([]);
});

test('a row of its own may change, come, be made anew and go; what it owns follows its uid', () => {
  const { base, owned, rows, told } = joined();
  expect([...rows.rows()]).toHaveLength(2);
  put(base, row('a', { own: 'changed' }));
  put(base, row('c'));
  rows.flush();
  expect(told.splice(0)).toEqual([
    [
      ['n/a', 'own: 1,2'],
      ['n/c', undefined],
    ],
  ]);
  expect([text(rows.get('n/a')), text(rows.get('n/c'))]).toEqual(['changed: 1,2', 'own: ']);
  put(owned, row('6', { ownerUid: 'c' }));
  put(owned, row('7', { ownerUid: 'a' }));
  rows.flush();
  expect(told.splice(0)).toEqual([
    [
      ['n/c', 'own: '],
      ['n/a', 'changed: 1,2'],
    ],
  ]);
  put(base, row('a', { uid: 'anew' }));
  drop(base, row('c'));
  rows.flush();
  expect([text(rows.get('n/a')), rows.get('n/c')]).toEqual(['own: ', undefined]);
  told.splice(0);
  put(owned, row('8', { ownerUid: 'a' }));
  put(owned, row('9', { ownerUid: 'c' }));
  rows.flush();
  expect(told).toEqual([]);
  put(owned, row('8', { ownerUid: 'anew' }));
  rows.flush();
  expect(told).toEqual([[['n/a', 'own: ']]]);
});

test('who ended it hears nothing more, and after it is closed nobody does', () => {
  const { base, owned, rows, told, stop } = joined();
  stop();
  put(base, row('c'));
  rows.flush();
  rows.subscribe(() => told.push([]));
  rows.close();
  put(base, row('d'));
  put(owned, row('4', { ownerUid: 'a' }));
  rows.flush();
  expect(told).toEqual([]);
});

test('joined by name: a row has what its namesake says, and changes with that alone', () => {
  const stores = { base: new RowStore<Row>(), owned: new RowStore<Row>() };
  for (const name of ['a', 'b']) put(stores.base, row(name));
  put(stores.owned, row('a', { uid: '' }));
  stores.base.flush();
  stores.owned.flush();
  const rows = new JoinedRows(CRONJOB_VIEW, { ...JOIN, by: 'name' }, stores);
  expect(rows.prepare(1)).toBe(false);
  expect([...rows.rows()].map(known => known.cells[ACTIVE])).toEqual([1, 0]);
  const told: string[][] = [];
  rows.subscribe(changed => told.push([...changed.keys()]));
  put(stores.owned, row('b', { uid: '' }));
  put(stores.owned, row('nobody', { uid: '' }));
  stores.owned.flush();
  expect([told, rows.get('n/b')?.cells[ACTIVE]]).toEqual([[['n/b']], 1]);
  drop(stores.owned, row('a', { uid: '' }));
  stores.owned.flush();
  expect(rows.get('n/a')?.cells[ACTIVE]).toBe(0);
  rows.close();
});
