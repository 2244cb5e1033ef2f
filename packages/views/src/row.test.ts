import { expect, test } from 'vitest';
import { SharedParts } from '@lanthorn/views/cells/shared-parts.ts';
import type { ColumnView, KindView } from './cells/kind-view.ts';
import { POD_VIEW } from './kinds/core/pods.ts';
import { columnIndex } from './kind-index.ts';
import { projectRow } from './row.ts';

const owner = (name: string, controller?: boolean) => ({
  apiVersion: 'v1',
  kind: 'Owner',
  name,
  uid: `uid-${name}`,
  ...(controller === undefined ? {} : { controller }),
});
const rowOf = (ownerReferences: readonly object[]) =>
  projectRow(
    POD_VIEW,
    { metadata: { name: 'x', namespace: 'n', uid: 'u', ownerReferences } },
    { now: 0, shared: new SharedParts(), hasRelations: false },
  );

test('the owner of a row is the one that controls it, and no other', () => {
  expect(rowOf([owner('a'), owner('b', true)])).toMatchObject({ ownerUid: 'uid-b', owner: { name: 'b' } });
  expect(rowOf([owner('a'), owner('b', false)])).toMatchObject({ ownerUid: '', owner: null });
});

const meta = { name: 'x', namespace: 'n', uid: 'u', labels: { app: 'a' }, creationTimestamp: '2026-11-23T12:00:00Z' };
const projected = (object: object, view: KindView = POD_VIEW) =>
  projectRow(view, object, { now: 0, shared: new SharedParts(), hasRelations: false });

test('a row is its object as far as lists show it', () => {
  const row = projected({ metadata: { ...meta, ownerReferences: [{ ...owner('a', true), apiVersion: 'apps/v1' }] } });
  expect(row).toMatchObject({
    key: 'n/x',
    uid: 'u',
    namespace: 'n',
    name: 'x',
    createdAt: Date.parse(meta.creationTimestamp),
    labels: { app: 'a' },
    ownerUid: 'uid-a',
    owner: { apiVersion: 'apps/v1', kind: 'Owner', name: 'a' },
  });
  expect(row.cells[columnIndex(POD_VIEW, 'status')]).toMatchObject({ status: 'Unknown' });
  expect(projected({ metadata: { name: 'x' } }).key).toBe('x');
});

test('a row ends where it has nothing more, and says the same as one that goes on with nothing', () => {
  const container = { name: 'a', ready: true, restartCount: 0, state: { running: {} } };
  const status = { phase: 'Running', containerStatuses: [container], conditions: [{ type: 'Ready', status: 'True' }] };
  const spec = { containers: [{ name: 'a', image: 'web:1', resources: { requests: { cpu: '100m', memory: '1Mi' } } }] };
  const row = projected({ metadata: meta, spec, status });
  expect([row.cells.length - 1, row.cells.at(-1)]).toEqual([columnIndex(POD_VIEW, 'images'), 'web:1']);
  const last = POD_VIEW.columns.length - 1;
  const filled = row.withCells([last], [7]);
  expect([filled.cells.length, filled.cells[last], filled.cells[last - 1]]).toEqual([last + 1, 7, null]);
  expect([filled.equals(row), filled.withCells([last], [null]).equals(row)]).toEqual([false, true]);
});

test('a row with other cells has to do with the same objects', () => {
  const spec = { nodeName: 'w' };
  const row = projectRow(POD_VIEW, { metadata: meta, spec }, { now: 0, shared: new SharedParts(), hasRelations: true });
  expect(row.relations.references).toMatchObject([{ meaning: 'runsOn', name: 'w' }]);
  expect(row.withCells([0], ['y']).relations).toEqual(row.relations);
  const elsewhere = { metadata: meta, spec: { nodeName: 'v' } };
  const moved = projectRow(POD_VIEW, elsewhere, { now: 0, shared: new SharedParts(), hasRelations: true });
  expect(moved.withCells([0], ['x']).equals(row.withCells([0], ['x']))).toBe(false);
});

test('a row belongs to whom its kind says, else to who controls it', () => {
  const metadata = { ...meta, ownerReferences: [owner('a', true)] };
  const view = { ...POD_VIEW, ownerUid: () => 'other' };
  expect(projected({ metadata }, view)).toMatchObject({ ownerUid: 'other', owner: { name: 'a' } });
});

test.each([
  [new TypeError('no list'), 'no list'],
  ['a word', 'a word'],
])('a column that cannot read an object (%s) is one broken cell', (thrown, broken) => {
  const column: ColumnView = {
    id: 'x',
    type: 'text',
    width: 1,
    read: () => {
      throw thrown;
    },
  };
  expect(projected({ metadata: meta }, { ...POD_VIEW, columns: [column] }).cells).toEqual([{ broken }]);
});

test('rows that show the same are equal', () => {
  const row = (metadata: object = {}, status: object = {}) => projected({ metadata: { ...meta, ...metadata }, status });
  expect(row().equals(row())).toBe(true);
  const others = [
    row({ uid: 'u2' }),
    row({ labels: { app: 'b' } }),
    row({}, { phase: 'Failed' }),
    row({ ownerReferences: [owner('a', true)] }),
  ];
  expect(others.map(other => row().equals(other))).toEqual([false, false, false, false]);
  const view = { ...POD_VIEW, ownerUid: () => 'other' };
  expect(row().equals(projected({ metadata: meta }, view))).toBe(false);
});

test('a row with other cells is another row, the old one is as it was', () => {
  const row = projected({ metadata: meta });
  const changed = row.withCells([1, 0], ['b', 'a']);
  expect(changed.cells.slice(0, 2)).toEqual(['a', 'b']);
  expect(changed.cells.slice(2)).toEqual(row.cells.slice(2));
  expect(changed).toMatchObject({ key: row.key, uid: row.uid, labels: row.labels, createdAt: row.createdAt });
  expect(row.cells.slice(0, 2)).toEqual(['x', 'n']);
  expect(row.withCells([0], []).cells[0]).toBeNull();
});

test('a kind may say itself who owns its objects, and its columns are told the time', () => {
  const made = { apiVersion: 'v1', kind: 'Pod', name: 'p', namespace: '' };
  const clock: ColumnView = { id: 'clock', type: 'time', width: 1, read: (_, { now }) => now };
  const view: KindView = { ...POD_VIEW, columns: [clock], ownerOf: () => made };
  const row = projectRow(
    view,
    { metadata: { ...meta, ownerReferences: [owner('a', true)] } },
    { now: 7, shared: new SharedParts(), hasRelations: false },
  );
  expect(row.owner).toMatchObject({ kind: 'Pod', name: 'p' });
  expect([row.ownerUid, row.cells]).toEqual(['uid-a', [7]]);
});
