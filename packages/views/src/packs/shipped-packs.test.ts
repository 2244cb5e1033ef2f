import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SharedParts } from '@lanthorn/views/cells/shared-parts.ts';
import { asString, getPath } from '@lanthorn/base/json.ts';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { isBroken, isEmpty } from '../cells/cell.ts';
import type { KindView } from '../cells/kind-view.ts';
import type { PackKind } from '../cells/pack-kind.ts';
import { packedViewOf } from './pack-view.ts';
import { readPack } from './read-pack.ts';
import { projectRow } from '../row.ts';

/** An object as its controller leaves it, and what is shown of it: `why` is what its state gives as a reason, `cells` all that the pack has columns for. */
interface Case {
  readonly object: unknown;
  readonly status: string;
  readonly health: string;
  readonly why?: string;
  readonly cells: Readonly<Record<string, unknown>>;
  /** The actions that are offered on it. */
  readonly actions?: readonly string[];
}

const FOLDER = join(import.meta.dirname, '../../packs');
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 20);
/** Columns that every kind has. */
const COMMON: ReadonlySet<string> = new Set(['name', 'namespace', 'status', 'age', 'why', 'since']);

const packs = readdirSync(FOLDER).map(file => ({ file, ...readPack(readFileSync(join(FOLDER, file), 'utf8')) }));
const kinds = packs.flatMap(({ kinds: own }) => own);

function viewOfPack(pack: PackKind): KindView {
  const { group, resource, kind } = pack;
  const view = packedViewOf({ group, resource, version: 'v1', custom: { kind, namespaced: true, columns: [], pack } });
  if (view === undefined) throw new Error(`no view of ${resource}`);
  return view;
}

function shown(view: KindView, object: unknown) {
  const { cells } = projectRow(view, object, { now: 0, shared: new SharedParts(), hasRelations: false });
  return Object.fromEntries(view.columns.map(({ id }, i) => [id, cells[i] ?? null]));
}

function casesOf(pack: string): Readonly<Record<string, readonly Case[]>> {
  const text = readFileSync(join(import.meta.dirname, 'cases', `${pack}.json`), 'utf8');
  return JSON.parse(text) as Readonly<Record<string, readonly Case[]>>;
}

/** Times are milliseconds in a cell; a table is read by people. */
function readable(cell: unknown, column: string, view: KindView): unknown {
  const isTime = view.columns.find(({ id }) => id === column)?.type === 'time';
  return isTime && typeof cell === 'number' ? new Date(cell).toISOString().replace('.000Z', 'Z') : cell;
}

function offered(pack: PackKind, object: unknown): readonly string[] {
  return (viewOfPack(pack).offers?.(object) ?? []).map(({ name }) => name);
}

describe.each(packs)('$file', ({ file, pack, problems, kinds: own }) => {
  test('is read without a problem, and called like its file', () => {
    expect(problems).toEqual([]);
    expect(file).toBe(`${pack}.yaml`);
  });

  const table = casesOf(pack);

  test('the table is about its kinds', () => {
    const known = own.map(groupResource);
    expect(Object.keys(table).filter(name => !known.includes(name))).toEqual([]);
  });

  test.each(own.map(kind => ({ name: groupResource(kind), kind })))('$name in every state', ({ name, kind }) => {
    const view = viewOfPack(kind);
    const cases = table[name] ?? [];
    expect(cases.length, 'an object at least').toBeGreaterThan(0);
    const found = cases.map(({ object, why, actions }): Case => {
      const cells = shown(view, object);
      const ownCells = Object.entries(cells).filter(([id, cell]) => !COMMON.has(id) && !isEmpty(cell));
      return {
        object,
        status: asString(getPath(cells['status'], 'status')),
        health: asString(getPath(cells['status'], 'tone')),
        ...(why === undefined ? {} : { why: asString(cells['why']) }),
        cells: Object.fromEntries(ownCells.map(([id, cell]) => [id, readable(cell, id, view)])),
        ...(actions === undefined ? {} : { actions: offered(kind, object) }),
      };
    });
    expect(found).toEqual(cases);
    // A rule that no object of the table meets may as well be wrong.
    const words = new Set(cases.map(({ status }) => status));
    const unmet = (kind.status ?? []).flatMap(({ word = '.', words: states = {} }) =>
      [...(word.startsWith('.') ? [] : [word]), ...Object.keys(states)].filter(state => !words.has(state)),
    );
    expect(unmet, 'states that no object of the table is in').toEqual([]);
    const columns = new Set(cases.flatMap(({ cells }) => Object.keys(cells)));
    const empty = [...(kind.columns ?? [])].map(({ title }) => title.replaceAll(/\s+/g, '_'));
    expect(
      empty.filter(id => !columns.has(id)),
      'columns that no object of the table has',
    ).toEqual([]);
  });
});

test('a kind is in one pack alone', () => {
  const names = kinds.map(groupResource);
  expect(names.filter((name, i) => names.indexOf(name) < i)).toEqual([]);
});

/** Names that the packs ask for, so that what is odd stands where they look. */
const FIELDS = [...new Set(JSON.stringify(kinds).match(/(?<=\.)[A-Za-z]\w+/g))];
const isSlip = (text: string | undefined) => text === undefined || /undefined|\[object |NaN|Infinity/.test(text);

test('objects of any form give cells of their columns, and no word that was not there', () => {
  const leaf = fc.constantFrom<unknown>(null, true, 0, -1, 1e300, '', 'text', '10Gi', '2026-11-23T12:00:00Z', [], {});
  const field = fc.constantFrom(...FIELDS, 'constructor', '__proto__');
  const { value } = fc.letrec<{ value: unknown }>(tie => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(field, tie('value'), { maxKeys: 5 }),
    ),
  }));
  const conditions = fc.array(
    fc.record({
      type: fc.oneof(fc.constantFrom('Ready', 'Synced', 'Available', 'Stalled'), value),
      status: fc.oneof(fc.constantFrom('True', 'False', 'Unknown'), value),
      reason: value,
      message: value,
    }),
    { maxLength: 3 },
  );
  const status = fc.oneof(value, fc.dictionary(field, value, { maxKeys: 8 }), fc.record({ conditions, phase: value }));
  const object = fc.record({
    metadata: value,
    spec: fc.oneof(value, fc.dictionary(field, value, { maxKeys: 8 })),
    status,
  });
  const views = kinds.map(viewOfPack);
  fc.assert(
    fc.property(object, given => {
      const slips: unknown[] = [];
      for (const view of views) {
        const cells = Object.values(shown(view, given)).filter(cell => !isBroken(cell));
        slips.push(...[...cells, ...(view.troubles?.(given) ?? [])].map(told => JSON.stringify(told)).filter(isSlip));
      }
      expect(slips).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});
