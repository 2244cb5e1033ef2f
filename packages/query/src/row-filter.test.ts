import { describe, expect, test } from 'vitest';
import type { Cell } from '@lanthorn/views/cells/cell.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import { EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import { NODE_VIEW } from '@lanthorn/views/kinds/core/nodes.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { Row } from '@lanthorn/views/row.ts';
import { compileFilter, parseHumanDuration } from './row-filter.ts';
import { HEALTH, healthAt } from './row-health.ts';

const NOW = Date.parse('2026-11-23T08:00:00Z');
const MINUTE = 60_000;
const DAY = 86_400_000;

/** A row that holds nothing but what is said of it. */
function rowOf(view: KindView, cells: Readonly<Record<string, Cell>>, fields: Partial<Row> = {}): Row {
  return new Row({
    uid: 'u',
    namespace: '',
    name: '',
    createdAt: null,
    labels: {},
    ownerUid: '',
    owner: null,
    ...fields,
    cells: view.columns.map(({ id }) => cells[id] ?? null),
  });
}

function matches(view: KindView, text: string, row: Row): boolean {
  const filter = compileFilter(text, view);
  if (!filter.ok) throw new Error(filter.error.code);
  return filter.value.matches(row, NOW);
}

describe('[QY3] a word', () => {
  const owner = { apiVersion: '/v1', kind: 'Hidden', name: 'hidden' };
  const row = rowOf(
    POD_VIEW,
    { status: { status: 'Running', tone: 'ok' }, restarts: 5, ip: '10.0.0.1' },
    { name: 'Web-1', namespace: 'Shop', labels: { 'App.Name': 'Front', tier: 'A' }, owner },
  );
  test.each([
    ['web', true],
    ['SHOP', true],
    ['runn', true],
    ['10.0', true],
    ['app.name', true],
    ['fron', true],
    ['tier', true],
    // A number is asked for by its column, an owner by its field.
    ['5', false],
    ['hidden', false],
    ['nothing', false],
  ])('%s is in what is read of a row: %s', (word, expected) => {
    expect(matches(POD_VIEW, word, row)).toBe(expected);
  });
});

describe('[QY3] a field', () => {
  const at = (restarts: Cell) => rowOf(POD_VIEW, { restarts });
  test.each([
    ['restarts<2', [true, false, false]],
    ['restarts<=2', [true, true, false]],
    ['restarts>2', [false, false, true]],
    ['restarts>=2', [false, true, true]],
    ['restarts=2', [false, true, false]],
    ['restarts:2', [false, true, false]],
    ['restarts="2.0"', [false, true, false]],
  ])('%s of 1, 2 and 3', (text, expected) => {
    expect([1, 2, 3].map(restarts => matches(POD_VIEW, text, at(restarts)))).toEqual(expected);
  });

  test.each(['restarts<9', 'restarts>=0', 'restarts:0', 'lastRestart<9d', 'lastRestart>1h', 'lastRestart>=0h'])(
    'what is empty or broken is not %s',
    text => {
      const broken = { broken: 'expected a number' };
      expect(matches(POD_VIEW, text, rowOf(POD_VIEW, {}))).toBe(false);
      expect(matches(POD_VIEW, text, rowOf(POD_VIEW, { restarts: broken, lastRestart: broken }))).toBe(false);
    },
  );

  test.each([
    ['duration>1m', 2 * MINUTE, true],
    ['duration<1m', 2 * MINUTE, false],
    ['duration<=1d', DAY, true],
  ])('%s of %i ms', (text, duration, expected) => {
    expect(matches(JOB_VIEW, text, rowOf(JOB_VIEW, { duration }))).toBe(expected);
  });

  test.each([
    ['restarts=1 restarts=2', [true, true, false]],
    ['restarts=1 restarts=2 restarts>1', [false, true, false]],
    ['-restarts=1 -restarts=2', [false, false, true]],
    ['restarts=1 restarts:2', [false, false, false]],
  ])('%s of 1, 2 and 3: exact values are alternatives, and all else has to hold', (text, expected) => {
    expect([1, 2, 3].map(restarts => matches(POD_VIEW, text, at(restarts)))).toEqual(expected);
  });

  test('a time is as far away as it was or will be', () => {
    for (const nextRun of [NOW - 10 * MINUTE, NOW + 10 * MINUTE]) {
      const row = rowOf(CRONJOB_VIEW, { nextRun });
      expect(['nextRun<11m', 'nextRun<9m'].map(text => matches(CRONJOB_VIEW, text, row))).toEqual([true, false]);
    }
  });

  test('has other names that people type', () => {
    const row = rowOf(CRONJOB_VIEW, { timeZone: 'UTC', suspend: true }, { namespace: 'Shop' });
    for (const text of ['tz:utc', 'suspended:true', 'ns:sho'])
      expect(matches(CRONJOB_VIEW, text, row), text).toBe(true);
  });

  test('name, namespace and owner are asked for whatever columns there are', () => {
    const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'Web' };
    const event = rowOf(EVENT_VIEW, {}, { name: 'Web-1', owner });
    expect(['name:WEB', 'name=web-1', 'name=web'].map(text => matches(EVENT_VIEW, text, event))).toEqual([
      true,
      true,
      false,
    ]);
    expect(matches(NODE_VIEW, 'ns:x', rowOf(NODE_VIEW, {}))).toBe(false);
    expect(['owner:web', 'owner=replicaset/web', 'owner=web'].map(text => matches(EVENT_VIEW, text, event))).toEqual([
      true,
      true,
      false,
    ]);
    const orphan = rowOf(POD_VIEW, { owner: 'shown otherwise' });
    expect(['owner:s', '-owner:replicaset'].map(text => matches(POD_VIEW, text, orphan))).toEqual([false, true]);
  });

  test('a label is there, or has that very value; what every object inherits is none', () => {
    const row = rowOf(POD_VIEW, {}, { labels: { a: 'b', app: 'web=1' } });
    const texts = ['label:a', 'label:b', 'label:a=b', 'label:a=', 'label:app=web=1', 'label:app=web', 'label=a'];
    expect(texts.map(text => matches(POD_VIEW, text, row))).toEqual([true, false, true, false, true, false, true]);
    expect(['label:toString', 'label:=b'].map(text => matches(POD_VIEW, text, row))).toEqual([false, false]);
  });

  const tones = ['muted', 'ok', 'active', 'warning', 'bad'] as const;
  test.each([
    ['health:muted', ['muted']],
    ['health>=active', ['active', 'warning', 'bad']],
    ['health<OK', ['muted']],
    ['health<=active', ['muted', 'ok', 'active']],
    ['health>warning', ['bad']],
  ])('%s is judged from well to ill', (text, expected) => {
    const found = tones.filter(tone => matches(POD_VIEW, text, rowOf(POD_VIEW, { status: { status: 'x', tone } })));
    expect(found).toEqual(expected);
    expect(matches(POD_VIEW, text, rowOf(POD_VIEW, {}))).toBe(false);
  });

  test('a column of that name is asked where a kind has one, but for what only a state can be asked', () => {
    const columns = POD_VIEW.columns.map(each => (each.id === 'ip' ? { ...each, id: 'health' } : each));
    const view = { ...POD_VIEW, columns };
    const row = rowOf(view, { health: 'Degraded', status: { status: 'x', tone: 'ok' } });
    const texts = ['health:degr', 'health=Degraded', 'health:ok', 'health>=ok', 'health>ok'];
    expect(texts.map(text => matches(view, text, row))).toEqual([true, true, false, true, false]);
    expect(compileFilter('health>=Degraded', view)).toMatchObject({ ok: false });
  });

  test('it is the health that orders ask by: of the first state alone where a kind shows two', () => {
    const view = {
      ...POD_VIEW,
      columns: POD_VIEW.columns.map(each => (each.id === 'ip' ? { ...each, type: 'status' as const } : each)),
    };
    const row = rowOf(view, { status: { status: 'x', tone: 'ok' }, ip: { status: 'y', tone: 'bad' } });
    expect(healthAt(view)(row)).toBe(HEALTH.indexOf('ok'));
    expect([matches(view, 'health:ok', row), matches(view, 'health:bad', row)]).toEqual([true, false]);
  });
});

test.each([
  ['', false],
  ['web', false],
  ['label:a', false],
  ['owner:a', false],
  ['status:a', false],
  ['restarts>1', false],
  ['health:bad', false],
  ['age<1h', true],
  ['web age<1h', true],
  ['-age<1h web', true],
])('[QY5] whether %j holds changes as time passes: %s', (text, isTimed) => {
  const filter = compileFilter(text, POD_VIEW);
  expect(filter.ok && filter.value.isTimed).toBe(isTimed);
});

test.each([
  [POD_VIEW, 'restarts:" "', 'notANumber'],
  [POD_VIEW, 'restarts:1x', 'notANumber'],
  [JOB_VIEW, 'duration>x', 'notADuration'],
  [JOB_VIEW, 'duration>5', 'notADuration'],
])('[QY4] what a column cannot be compared with is refused (%#)', (view, text, code) => {
  expect(compileFilter(text, view)).toMatchObject({ ok: false, error: { code, position: 0 } });
});

test.each([
  ['1h', 60 * MINUTE],
  ['2d', 2 * DAY],
  ['12d', 12 * DAY],
  ['1d12h', 1.5 * DAY],
  ['1d-1h', DAY - 60 * MINUTE],
  ['0', 0],
  ['', null],
  ['d', null],
  ['x1d', null],
  ['1dx', null],
  ['1d\nx', null],
  ['1h1d', null],
])('%j lasts %s ms', (text, ms) => {
  expect(parseHumanDuration(text)).toBe(ms);
});
