import { expect, test } from 'vitest';
import { tolerated } from '@lanthorn/testkit/tolerated.ts';
import { MAX_PRINTED_COLUMNS, MAX_PRINTED_TEXT, MAX_TABLE_CELL } from './constants.ts';
import { listedResource } from './listed-resource.ts';

const COLUMN = { name: 'Phase', type: 'string', path: '.status.phase', isWide: false, cell: 2 };
const PACK = { group: 'example.com', resource: 'widgets', kind: 'Widget' };
const CUSTOM = { kind: 'Widget', namespaced: true, columns: [COLUMN], pack: PACK, isGuessed: true };
const WIDGETS = { group: 'example.com', version: 'v1', resource: 'widgets', custom: CUSTOM };

const takes = (custom: unknown) => listedResource.safeParse({ ...WIDGETS, custom }).success;
const many = (count: number) => Array.from({ length: count }, () => COLUMN);

test('a resource needs its names; how it is shown is said whole or not at all', () => {
  expect(tolerated(listedResource, WIDGETS)).toEqual([
    ...[': more', 'custom: without', 'custom: more', 'custom.columns[]: more', 'custom.columns[].cell: without'],
    'custom.pack: without',
    'custom.isGuessed: without',
  ]);
});

test('what is more of it is not kept', () => {
  const more = { ...WIDGETS, path: '/apis', custom: { ...CUSTOM, columns: [{ ...COLUMN, html: '<b>' }] } };
  expect(listedResource.parse(more)).toEqual(WIDGETS);
});

test.each([
  ['no columns', { ...CUSTOM, columns: [] }],
  ['as many columns as a list has', { ...CUSTOM, columns: many(MAX_PRINTED_COLUMNS) }],
  ['a long path', { ...CUSTOM, columns: [{ ...COLUMN, path: 'p'.repeat(MAX_PRINTED_TEXT) }] }],
  ['what a pack says', { ...CUSTOM, pack: { ...PACK, columns: [{ title: 'Phase', path: '.status.phase' }] } }],
])('taken: %s', (_title, custom) => expect(takes(custom)).toBe(true));

test.each([
  ['more columns than a list has', { ...CUSTOM, columns: many(MAX_PRINTED_COLUMNS + 1) }],
  ['a cell before the first', { ...CUSTOM, columns: [{ ...COLUMN, cell: -1 }] }],
  ['half a cell', { ...CUSTOM, columns: [{ ...COLUMN, cell: 1.5 }] }],
  ['a cell beyond the last', { ...CUSTOM, columns: [{ ...COLUMN, cell: MAX_TABLE_CELL + 1 }] }],
  ['a pack with a field that is none', { ...CUSTOM, pack: { ...PACK, script: 'x' } }],
  ['a pack with a path that is none', { ...CUSTOM, pack: { ...PACK, columns: [{ title: 'P', path: 'status' }] } }],
])('refused: %s', (_title, custom) => expect(takes(custom)).toBe(false));

test.each(['name', 'type', 'path'])('refused: a %s without end', field => {
  expect(takes({ ...CUSTOM, columns: [{ ...COLUMN, [field]: 'p'.repeat(MAX_PRINTED_TEXT + 1) }] })).toBe(false);
});

test.each([
  ['the core group', { group: '', version: 'v1', resource: 'pods' }, true],
  ['no version', { group: '', version: '', resource: 'pods' }, false],
  ['no resource', { group: '', version: 'v1', resource: '' }, false],
  ['a part of an object', { group: '', version: 'v1', resource: 'pods/exec' }, false],
  ['a group that is a path', { group: '..', version: 'v1', resource: 'pods' }, false],
  ['a version that is a query', { group: 'a', version: 'v1%3Fwatch=1', resource: 'pods' }, false],
])('%s', (_title, resource, isTaken) => expect(listedResource.safeParse(resource).success).toBe(isTaken));
