import fc from 'fast-check';
import { expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import type { PrintedColumn } from './cells/kind-view.ts';
import { conditionsStatus, viewOf } from './custom-kind.ts';
import { columnIndex } from './kind-index.ts';
import { POD_VIEW } from './kinds/core/pods.ts';

const RESOURCE = { group: 'example.com', version: 'v1', resource: 'widgets' };
const column = (name: string, path: string, type = 'string'): PrintedColumn => ({ name, path, type, isWide: false });
const widgets = (columns: readonly PrintedColumn[], namespaced = true) =>
  must(viewOf({ ...RESOURCE, custom: { kind: 'Widget', namespaced, columns } }), 'a view');
const AT = '2026-11-23T09:00:00Z';

test('the columns are those of the definition, each of its type; dates stay dates', () => {
  const view = widgets([
    column('Sync Status', '.status.sync.status'),
    column('Replicas', '.spec.replicas', 'integer'),
    column('On', '.spec.on', 'boolean'),
    column('Until', '.spec.until', 'date'),
    column('Ready', '.status.conditions[?(@.type=="Ready")].status'),
    column('Hosts', '.spec.hosts[*]'),
    column('Age', '.metadata.creationTimestamp', 'date'),
  ]);
  const object = {
    metadata: { name: 'a', namespace: 'n', creationTimestamp: AT },
    spec: { replicas: 3, on: true, until: AT, hosts: ['x', 'y'] },
    status: { sync: { status: 'OutOfSync' }, conditions: [{ type: 'Ready', status: 'False', reason: 'NoDisk' }] },
  };
  const cells = Object.fromEntries(view.columns.map(({ id, read }) => [id, read(object, { now: 0 })]));
  expect(cells).toEqual({
    name: 'a',
    namespace: 'n',
    status: { status: 'NoDisk', tone: 'bad' },
    Sync_Status: 'OutOfSync',
    Replicas: 3,
    On: true,
    Until: Date.parse(AT),
    Ready: 'False',
    Hosts: 'x y',
    age: Date.parse(AT),
    why: 'NoDisk',
    since: null,
  });
  expect(view.columns.map(({ type }) => type).filter(type => type !== 'text')).toEqual([
    'status',
    'number',
    'boolean',
    'time',
    'time',
    'time',
  ]);
});

test('without columns it is name, namespace, what conditions say and age; of the cluster without a namespace', () => {
  const ids = (namespaced: boolean) =>
    widgets([], namespaced).columns.flatMap(({ id, isHidden }) => (isHidden === true ? [] : [id]));
  expect(ids(true)).toEqual(['name', 'namespace', 'status', 'age']);
  expect(ids(false)).toEqual(['name', 'status', 'age']);
});

test('a column that is called like one of ours, or like one before it, is there under a number', () => {
  const view = widgets([
    column('Status', '.status.phase'),
    column('name', '.spec.displayName'),
    column('Size', '.spec.size'),
    column('size', '.status.size'),
    column('why', '.status.why'),
  ]);
  expect(view.columns.map(({ id }) => id)).toEqual(
    'name namespace status Status_2 name_2 Size size_2 why_2 age why since'.split(' '),
  );
});

test('its page has what conditions say before all that it holds', () => {
  expect(widgets([]).sections).toEqual(['conditions', 'fields']);
});

test('a kind that has a record is shown by it, whatever else is said; one that has neither is not', () => {
  const custom = { kind: 'Fake', namespaced: false, columns: [] };
  expect(viewOf({ ...POD_VIEW.resource, custom })).toBe(POD_VIEW);
  expect(viewOf(RESOURCE)).toBeUndefined();
});

test.each([
  [
    'what sums up the others',
    [
      { type: 'Issuing', status: 'False' },
      { type: 'Ready', status: 'True' },
    ],
    'Ready',
    'ok',
  ],
  ['why it is not so', [{ type: 'Ready', status: 'False', reason: 'Pending' }], 'Pending', 'bad'],
  ['that it is not so', [{ type: 'Ready', status: 'False' }], 'NotReady', 'bad'],
  ['that it is not known', [{ type: 'Ready', status: 'Unknown' }], 'Unknown', 'warning'],
  [
    'else the worst',
    [
      { type: 'Fine', status: 'True' },
      { type: 'DiskPressure', status: 'True' },
    ],
    'DiskPressure',
    'bad',
  ],
])('conditions say %s', (_what, conditions, status, tone) => {
  expect(conditionsStatus({ status: { conditions } })).toEqual({ status, tone });
});

test('no conditions say nothing', () => {
  expect(conditionsStatus({ status: { conditions: 'x' } })).toBeNull();
});

test('a path that cannot be read is one broken column', () => {
  const view = widgets([column('Odd', '{range .x}')]);
  expect(view.columns[columnIndex(view, 'Odd')]?.read({}, { now: 0 })).toEqual({
    broken: 'cannot read the path {range .x}',
  });
});

test('objects and definitions of any form give cells, and no word that was not there', () => {
  const types = fc.constantFrom('string', 'integer', 'number', 'boolean', 'date', 'quantity');
  const paths = fc.constantFrom('.a', '.a.b', '.a[*]', '.a[0].b', '.a[?(@.b=="c")].d', '.metadata.labels', '');
  const columns = fc.array(fc.record({ name: fc.string(), type: types, path: paths, isWide: fc.boolean() }), {
    maxLength: 6,
  });
  const object = fc.dictionary(fc.constantFrom('a', 'metadata', 'status', 'spec'), fc.jsonValue());
  fc.assert(
    fc.property(columns, object, (printed, given) => {
      const view = widgets(printed);
      for (const { id, read } of view.columns) {
        const cell = read(given, { now: 0 });
        expect(cell, id).not.toBeUndefined();
        if (typeof cell === 'string' && !JSON.stringify(given).includes('undefined'))
          expect(cell).not.toMatch(/\[object |undefined/);
      }
      expect(new Set(view.columns.map(({ id }) => id)).size).toBe(view.columns.length);
    }),
  );
});

test('a wide column is there for who wants it; texts have more room than numbers', () => {
  const view = widgets([{ ...column('Long  name', '.spec.a'), isWide: true }, column('Count', '.spec.n', 'number')]);
  const looks = view.columns.map(({ id, width, isHidden, type }) => ({ id, width, isHidden, type }));
  expect(looks.slice(3, 5)).toEqual([
    { id: 'Long_name', width: 160, isHidden: true, type: 'text' },
    { id: 'Count', width: 90, isHidden: undefined, type: 'number' },
  ]);
  expect(widgets([column('', '.spec.a')]).columns.map(({ id }) => id)).not.toContain('');
});

test.each([
  ['.spec.nothing', 'string', null],
  ['.spec.none', 'string', null],
  ['.spec.none', 'integer', null],
  ['.spec.map', 'string', '{"a":1}'],
  ['.spec.mixed[*]', 'string', 'x 2 true'],
  ['.spec.no', 'boolean', false],
  ['.spec.zero', 'integer', 0],
])('%s as %s is %j, as kubectl prints it', (path, type, cell) => {
  const view = widgets([column('It', path, type)]);
  const spec = { none: null, map: { a: 1 }, mixed: ['x', 2, true, null], no: false, zero: 0 };
  expect(view.columns[columnIndex(view, 'It')]?.read({ spec }, { now: 0 })).toBe(cell);
});

test.each('Ready Available Programmed Accepted Established Synced Healthy Succeeded'.split(' '))(
  '%s sums up what other conditions say, however bad they are',
  type => {
    const conditions = [
      { type: 'DiskPressure', status: 'True' },
      { type, status: 'True' },
    ];
    expect(conditionsStatus({ status: { conditions } })).toEqual({ status: type, tone: 'ok' });
  },
);

test('a column that the server prints is a cell of its Table, which is asked for then alone', () => {
  const told = { path: '', isWide: false };
  const view = widgets([
    { ...told, name: 'Size', type: 'integer', cell: 1 },
    { ...told, name: 'Phase', type: 'string', cell: 3 },
    { ...told, name: 'Host', type: 'string', cell: 4 },
  ]);
  const read = (printed?: readonly unknown[]) =>
    ['Size', 'Phase', 'Host'].map(id => view.columns[columnIndex(view, id)]?.read({}, { now: 0, printed }));
  expect(read(['a', 3, 'no', 'Bound', '<none>'])).toEqual([3, 'Bound', null]);
  expect([read([]), read()]).toEqual([Array(3).fill(null), Array(3).fill(null)]);
  expect([view.isPrinted, widgets([column('Size', '.spec.size')]).isPrinted]).toEqual([true, undefined]);
});
