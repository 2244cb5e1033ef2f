import { expect, test } from 'vitest';
import { Row } from '@lanthorn/views/row.ts';
import { RowStore } from '@lanthorn/watch/row-store.ts';
import { OwnedRows } from './owned-rows.ts';

const row = (name: string, ownerUid: string, uid = name) =>
  new Row({ uid, namespace: 'n', name, createdAt: null, labels: {}, ownerUid, owner: null, cells: [] });

function storeOf(...rows: Row[]): RowStore<Row> {
  const store = new RowStore<Row>();
  for (const object of rows) store.apply({ type: 'apply', object, resourceVersion: '1' });
  store.flush();
  return store;
}

test('only what belongs to the owner is there', () => {
  const [mine, also, other] = [row('a', 'me'), row('b', 'me'), row('c', 'you')];
  const owned = new OwnedRows(storeOf(mine, also, other), 'me');
  expect([owned.size, [...owned.rows()]]).toEqual([2, [mine, also]]);
  expect([owned.get('n/a'), owned.get('n/c'), owned.get('n/d')]).toEqual([mine, undefined, undefined]);
});

test('owners of a long list are looked up in slices', () => {
  const owned = new OwnedRows(storeOf(row('a', 'me'), row('b', 'me'), row('c', 'you')), 'me');
  expect([owned.prepare(2), owned.prepare(1), owned.prepare(1)]).toEqual([true, true, false]);
});

test('readers are told of what comes to the owner, changes there or leaves it, and of nothing else', () => {
  const [mine, leaves, comes, other] = [row('a', 'me'), row('b', 'me'), row('c', 'you'), row('d', 'you')];
  const store = storeOf(mine, leaves, comes, other);
  const owned = new OwnedRows(store, 'me');
  const told: [string, Row | undefined][][] = [];
  const stop = owned.subscribe(changed => told.push([...changed]));
  const put = (object: Row) => store.apply({ type: 'apply', object, resourceVersion: '2' });
  put(row('a', 'me', 'a2'));
  put(row('b', 'you'));
  put(row('c', 'me'));
  put(row('d', 'you', 'd2'));
  put(row('e', 'me'));
  expect(told).toEqual([]);
  owned.flush();
  expect(told).toEqual([
    [
      ['n/a', mine],
      ['n/b', leaves],
      ['n/c', undefined],
      ['n/e', undefined],
    ],
  ]);
  put(row('d', 'you', 'd3'));
  owned.flush();
  expect(told).toHaveLength(1);
  stop();
  put(row('a', 'me', 'a3'));
  owned.flush();
  expect(told).toHaveLength(1);
});
