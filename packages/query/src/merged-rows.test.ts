import { expect, test } from 'vitest';
import { Row } from '@lanthorn/views/row.ts';
import { RowStore } from '@lanthorn/watch/row-store.ts';
import { MergedRows } from './merged-rows.ts';
import { OwnedRows } from './owned-rows.ts';

const row = (namespace: string, name: string, uid = name) =>
  new Row({ uid, namespace, name, createdAt: null, labels: {}, ownerUid: 'me', owner: null, cells: [] });
const put = (store: RowStore<Row>, object: Row) => store.apply({ type: 'apply', object, resourceVersion: '1' });

function stores() {
  const [x, y] = [new RowStore<Row>(), new RowStore<Row>()];
  for (const name of ['a', 'b']) put(x, row('x', name));
  put(y, row('y', 'a'));
  x.flush();
  y.flush();
  return { x, y };
}

test('the rows of all namespaces are there, each by its key', () => {
  const { x, y } = stores();
  const merged = new MergedRows([x, y]);
  expect([merged.size, [...merged.rows()].map(({ key }) => key)]).toEqual([3, ['x/a', 'x/b', 'y/a']]);
  expect([merged.get('x/b')?.key, merged.get('y/a')?.key, merged.get('y/b')]).toEqual(['x/b', 'y/a', undefined]);
});

test('it is prepared when each of its parts is; stores are from the start', () => {
  const { x, y } = stores();
  const merged = new MergedRows([x, new OwnedRows(y, 'me')]);
  expect([merged.prepare(1), merged.prepare(1)]).toEqual([true, false]);
  expect(new MergedRows([x, y]).prepare(1)).toBe(false);
});

test('readers are told of the changes of each namespace, until they end it', () => {
  const { x, y } = stores();
  const merged = new MergedRows([x, y]);
  const told: string[] = [];
  const stop = merged.subscribe(changed => told.push(...changed.keys()));
  for (const uid of ['1', '2']) {
    put(x, row('x', 'a', uid));
    put(y, row('y', 'c', uid));
    merged.flush();
    expect(told).toEqual(['x/a', 'y/c']);
    stop();
  }
});
