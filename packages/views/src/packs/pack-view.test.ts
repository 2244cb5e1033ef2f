import { describe, expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import type { PrintedColumn } from '../cells/kind-view.ts';
import type { PackColumn, PackKind, PackStatusRule } from '../cells/pack-kind.ts';
import { SharedParts } from '../cells/shared-parts.ts';
import { POD_VIEW } from '../kinds/core/pods.ts';
import { projectRow } from '../row.ts';
import { packedViewOf } from './pack-view.ts';

const RESOURCE = { group: 'example.com', version: 'v1', resource: 'widgets' };
const PRINTED: readonly PrintedColumn[] = [
  { name: 'Phase', path: '.status.phase', type: 'string', isWide: false },
  { name: 'Weight', path: '.spec.weight', type: 'integer', isWide: false },
];

function viewOfPack(fields: Partial<PackKind>) {
  const pack = { group: 'example.com', resource: 'widgets', kind: 'Widget', ...fields };
  return must(
    packedViewOf({ ...RESOURCE, custom: { kind: 'Widget', namespaced: true, columns: PRINTED, pack } }),
    'a view',
  );
}

function cellsOf(fields: Partial<PackKind>, object: unknown) {
  const view = viewOfPack(fields);
  const { cells } = projectRow(view, object, { now: 0, shared: new SharedParts(), hasRelations: false });
  return Object.fromEntries(view.columns.map(({ id }, i) => [id, cells[i] ?? null]));
}

const idsOf = (fields: Partial<PackKind>) =>
  viewOfPack(fields).columns.map(({ id, isHidden }) => (isHidden === true ? `(${id})` : id));
const column = (look: Partial<PackColumn>): PackColumn => ({ title: 'A', path: '.spec.a', ...look });

describe('who says what a kind shows', () => {
  test('a record knows more than any pack, a definition is enough, and what nobody tells of is not shown', () => {
    const pack = { group: '', resource: 'pods', kind: 'Pod', columns: [column({})] };
    const custom = { kind: 'Pod', namespaced: true, columns: [], pack };
    expect(packedViewOf({ ...POD_VIEW.resource, custom })).toBe(POD_VIEW);
    expect(packedViewOf(POD_VIEW.resource)).toBe(POD_VIEW);
    const defined = packedViewOf({ ...RESOURCE, custom: { kind: 'Widget', namespaced: true, columns: PRINTED } });
    expect(defined?.columns.map(({ id }) => id)).toContain('Phase');
    expect(defined?.offers).toBeUndefined();
    expect(packedViewOf(RESOURCE)).toBeUndefined();
  });

  test('its category and references are those of the pack, where it names any', () => {
    const references = [{ meaning: 'uses', to: ['secrets'], at: '.spec.secret' }] as const;
    expect(viewOfPack({ category: 'network', references })).toMatchObject({ category: 'network', references });
    expect(viewOfPack({}).category).toBe('custom');
    expect(viewOfPack({})).not.toHaveProperty('references');
  });
});

describe('columns', () => {
  test('every list begins with name and state and ends with age; what the definition prints is a choice beside the pack’s', () => {
    expect(idsOf({})).toEqual('name namespace status Phase Weight age (why) (since)'.split(' '));
    const columns = [column({ title: 'Owner' }), column({ title: 'Phase' }), column({ title: 'Rare', priority: 1 })];
    expect(idsOf({ columns, facts: [column({ title: 'Deep fact' })] })).toEqual(
      'name namespace status Owner Phase (Rare) (Deep_fact) (Weight) age (why) (since)'.split(' '),
    );
  });

  test('one that is called like the age or the reason of every list has a number', () => {
    expect(idsOf({ columns: [column({ title: 'Age' }), column({ title: 'Name', priority: 0 })] })).toEqual(
      'name namespace status Age_2 Name_2 (Phase) (Weight) age (why) (since)'.split(' '),
    );
  });

  test.each([
    ['text', 'text', { width: 160 }],
    ['number', 'number', { width: 90 }],
    ['boolean', 'boolean', { width: 90 }],
    ['time', 'time', { width: 90 }],
    ['bytes', 'quantity', { width: 90, unit: 'bytes' }],
  ] as const)('%s is shown as %s', (type, shown, look) => {
    const found = viewOfPack({ columns: [column({ type })] }).columns.find(({ id }) => id === 'A');
    const { read, ...rest } = must(found, 'the column');
    expect(rest).toEqual({ id: 'A', type: shown, ...look });
    expect(read({ spec: {} }, { now: 0 })).toBeNull();
    expect(read({ spec: { a: null } }, { now: 0 })).toBeNull();
  });

  test('a facet is counted above the list', () => {
    const facets = viewOfPack({ columns: [column({ isFacet: true })] }).columns.filter(
      ({ isFacet }) => isFacet === true,
    );
    expect(facets.map(({ id }) => id)).toEqual(['namespace', 'status', 'A']);
  });

  test.each([
    [{ path: '.spec.hosts[*]' }, 'a, b'],
    [{ path: '.spec.hosts[*]', type: 'number' }, { broken: expect.any(String) }],
    [{ path: '.spec.some[*]' }, 'a, {"b":1}'],
    [{ path: '.spec.limits' }, '{"cpu":1}'],
    [{ path: '.spec.on' }, 'true'],
    [{ path: '.spec.size', type: 'bytes' }, 2 ** 20],
    [{ path: '.spec.at', type: 'time' }, Date.parse('2026-11-23T09:00:00Z')],
    [{ cel: 'object.spec.on', type: 'boolean' }, true],
    [{ cel: '1.0 / 0.0' }, null],
    [{ cel: 'object.spec.nothing' }, null],
    [{ cel: 'object.spec.hosts + 1' }, { broken: expect.stringContaining('overload') }],
    [{ cel: 'object.spec.' }, { broken: expect.any(String) }],
  ] as const)('%j of an object is %j', ({ path, cel, ...look }: Partial<PackColumn>, cell) => {
    const spec = {
      hosts: ['a', 'b'],
      some: ['a', null, { b: 1 }],
      limits: { cpu: 1 },
      on: true,
      size: '1Mi',
      at: '2026-11-23T09:00:00Z',
    };
    const columns = [{ title: 'A', path, cel, ...look }];
    expect(cellsOf({ columns }, { metadata: { name: 'w' }, spec })['A']).toEqual(cell);
  });
});

describe('the state', () => {
  const AT = '2026-11-23T09:00:00Z';
  const condition = (type: string, status: string, more: object = {}) => ({
    ...{ type, status, lastTransitionTime: AT, ...more },
  });
  const widget = (status: object, spec: object = {}) => ({ metadata: { name: 'w' }, spec, status });
  const told = (rules: readonly PackStatusRule[], object: unknown) => {
    const { status, why, since } = cellsOf({ status: rules }, object);
    return [status, why, since];
  };
  const words = { Up: 'ok', Slow: 'warning', Down: 'bad' } as const;
  const noDisk = widget({ conditions: [condition('Ready', 'False', { reason: 'NoDisk', message: 'disk is full' })] });

  test('the first rule that holds gives the word; what comes after it is not asked', () => {
    const rules: readonly PackStatusRule[] = [
      { when: 'has(object.spec.paused) && object.spec.paused', word: 'Paused', health: 'muted' },
      { at: '.status.phase', words },
    ];
    expect(told(rules, widget({ phase: 'Down' }, { paused: true }))).toEqual([
      ...[{ status: 'Paused', tone: 'muted' }, null, null],
    ]);
    expect(told(rules, widget({ phase: 'Up' }, { paused: false }))[0]).toEqual({ status: 'Up', tone: 'ok' });
    expect(told(rules, widget({ phase: 'Up' }))[0]).toEqual({ status: 'Up', tone: 'ok' });
  });

  test('a word that the rule does not know is its health, and without one no match: then conditions say how it is', () => {
    const conditions = [condition('Ready', 'True')];
    const object = widget({ phase: 'Strange', conditions });
    expect(told([{ at: '.status.phase', words, health: 'active' }], object)[0]).toEqual({
      ...{ status: 'Strange', tone: 'active' },
    });
    expect(told([{ at: '.status.phase', words }], object)[0]).toEqual({ status: 'Ready', tone: 'ok' });
    expect(told([{ at: '.status.phase', words, health: 'bad' }], widget({ conditions }))[0]).toEqual({
      ...{ status: 'Ready', tone: 'ok' },
    });
    expect(told([{ at: '.status.phase', words, health: 'bad' }], widget({ phase: 'toString' }))[0]).toEqual({
      ...{ status: 'toString', tone: 'bad' },
    });
    expect(told([], widget({}))).toEqual([null, null, null]);
  });

  test('a condition that is so says why by its message, since when, and nothing where it is not', () => {
    const word: PackStatusRule = { when: { condition: 'Ready', is: 'False' }, word: 'Broken', health: 'bad' };
    expect(told([word], noDisk)).toEqual([{ status: 'Broken', tone: 'bad' }, 'Broken: disk is full', Date.parse(AT)]);
    for (const when of [
      { condition: 'Ready', is: 'True' },
      { condition: 'Ready', reason: 'NoNode' },
      { condition: 'Synced' },
    ])
      expect(told([{ ...word, when }], noDisk)[0]).toEqual({ status: 'NoDisk', tone: 'bad' });
    for (const when of [{ condition: 'Ready' }, { condition: 'Ready', reason: 'NoDisk' }])
      expect(told([{ ...word, when }], noDisk)[0]).toEqual({ status: 'Broken', tone: 'bad' });
  });

  test('of several conditions the time is that of the one whose message is the reason', () => {
    const conditions = [
      condition('Available', 'False', { message: 'other', lastTransitionTime: '2026-11-20T09:00:00Z' }),
      condition('Synced', 'False', { message: 'quota' }),
    ];
    const rule: PackStatusRule = { at: '.status.phase', words, reason: '.status.why' };
    expect(told([rule], widget({ phase: 'Down', why: 'quota', conditions }))).toEqual([
      ...[{ status: 'Down', tone: 'bad' }, 'Down: quota', Date.parse(AT)],
    ]);
    expect(told([rule], widget({ phase: 'Down', why: 'nobody says', conditions }))[2]).toBeNull();
  });

  test('without a reason of its own the conditions say why; what is well has no trouble, whatever they are called', () => {
    const rules: readonly PackStatusRule[] = [{ at: '.status.phase', words }];
    const conditions = [condition('Ready', 'False', { reason: 'NoDisk', message: 'disk is full' })];
    expect(told(rules, widget({ phase: 'Slow', conditions }))[1]).toBe('NoDisk: disk is full');
    expect(told(rules, widget({ phase: 'Slow' }))[1]).toBe('Slow');
    expect(told(rules, widget({ phase: 'Up', conditions }))).toEqual([{ status: 'Up', tone: 'ok' }, null, null]);
  });

  test('a rule that fails on an object breaks its state alone, and conditions still say why', () => {
    const { status, why } = cellsOf({ status: [{ when: 'object.spec + 1 == 2', word: 'A', health: 'ok' }] }, noDisk);
    expect(status).toEqual({ broken: expect.stringContaining('overload') });
    expect(why).toBe('NoDisk: disk is full');
  });
});

describe('actions', () => {
  const action = (name: string, when?: string) => ({ name, title: name, effect: 'It is done.', when, annotate: {} });
  const actions = [action('always'), action('paused', 'object.spec.paused'), action('odd', 'object.spec.n + 1 > 2')];
  const offered = (spec: object) =>
    viewOfPack({ actions })
      .offers?.({ metadata: { name: 'w' }, spec })
      .map(({ name }) => name);

  test.each([
    [{}, ['always']],
    [{ paused: true }, ['always', 'paused']],
    [{ paused: 'yes' }, ['always']],
    [{ n: 2 }, ['always', 'odd']],
    [{ n: 'two' }, ['always']],
  ])('on %j these are offered: %j', (spec, names) => {
    expect(offered(spec)).toEqual(names);
  });
});
