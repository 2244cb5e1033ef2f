import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SharedParts } from '@lanthorn/views/cells/shared-parts.ts';
import { PERSISTENT_VOLUME_CLAIM_VIEW } from '@lanthorn/views/kinds/core/persistentvolumeclaims.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { projectRow, type Row } from '@lanthorn/views/row.ts';
import { LiveQuery } from './live-query.ts';
import type { Changes, LiveRows } from './live-rows.ts';
import { compileFilter } from './row-filter.ts';
import { compareRows, type SortKey } from './row-order.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 200);
const NOW = Date.parse('2026-11-23T08:00:00Z');
const shared = new SharedParts();

interface PodSpec {
  readonly name: string;
  readonly namespace: string;
  readonly phase: string;
  readonly restarts: number;
  readonly ageMinutes: number;
}

function pod({ name, namespace, phase, restarts, ageMinutes }: PodSpec): Row {
  return projectRow(
    POD_VIEW,
    {
      metadata: {
        name,
        namespace,
        uid: name,
        creationTimestamp: new Date(NOW - ageMinutes * 60_000).toISOString(),
        labels: { app: name.slice(0, 1) },
      },
      spec: { nodeName: `node-${restarts % 3}`, containers: [{ name: 'c' }] },
      status: {
        phase,
        containerStatuses: [{ name: 'c', restartCount: restarts, ready: phase === 'Running', state: { running: {} } }],
      },
    },
    { now: NOW, shared, hasRelations: false },
  );
}

class MapSource implements LiveRows {
  readonly map = new Map<string, Row>();
  get size(): number {
    return this.map.size;
  }
  get(key: string): Row | undefined {
    return this.map.get(key);
  }
  rows(): Iterable<Row> {
    return this.map.values();
  }
  subscribe(): () => void {
    throw new Error('the tests tell of changes themselves');
  }
  flush(): void {}
  /** Puts the row, or drops the one of its key, and says what that changed. */
  change(row: Row, isThere: boolean): Changes {
    const before = this.map.get(row.key);
    if (isThere) this.map.set(row.key, row);
    else this.map.delete(row.key);
    return new Map([[row.key, before]]);
  }
}

function filterOf(text: string) {
  const filter = compileFilter(text, POD_VIEW);
  if (!filter.ok) throw new Error(filter.error.code);
  return filter.value;
}

const spec: fc.Arbitrary<PodSpec> = fc.record({
  name: fc.constantFrom('a1', 'a2', 'b1', 'b2', 'c1', 'c2', 'd1'),
  namespace: fc.constantFrom('x', 'y'),
  phase: fc.constantFrom('Running', 'Pending', 'Failed'),
  restarts: fc.nat(4),
  ageMinutes: fc.nat(200),
});
const sort: fc.Arbitrary<SortKey[]> = fc.array(
  fc.record({ column: fc.constantFrom('name', 'status', 'restarts', 'age', 'node', 'ip'), descending: fc.boolean() }),
  { maxLength: 3 },
);
const filter = fc.constantFrom(
  '',
  'a',
  '-a',
  'status:Running',
  'restarts>1',
  'age<1h',
  'ns:x',
  'label:app=b',
  'node=node-1 -status=Failed',
);
type Step = { readonly put: PodSpec } | { readonly drop: PodSpec };
const steps = fc.array(
  fc.oneof(
    spec.map((put): Step => ({ put })),
    spec.map((drop): Step => ({ drop })),
  ),
  { maxLength: 12 },
);

test.each([
  { from: 'its source', isOrdered: false },
  { from: 'the same list without a filter', isOrdered: true },
])('[QY1] an update gives the same as computing anew: order, counts and facets, read from $from', ({ isOrdered }) => {
  fc.assert(
    fc.property(fc.array(spec), fc.array(steps, { maxLength: 8 }), sort, filter, (initial, batches, keys, text) => {
      const source = new MapSource();
      for (const entry of initial) source.map.set(pod(entry).key, pod(entry));
      const query = { filter: filterOf(text), sort: keys };
      const unfiltered = new LiveQuery(source, POD_VIEW, { spec: { ...query, filter: filterOf('') }, now: NOW });
      while (unfiltered.ingest(100));
      const whole = () => (isOrdered ? unfiltered.order : null);
      const live = new LiveQuery(source, POD_VIEW, { spec: query, now: NOW, whole });
      // Slices of two rows, with the first updates in between.
      let isMore = live.ingest(2);
      for (const batch of batches) {
        const changed = new Map<string, Row | undefined>();
        for (const change of batch) {
          const row = pod('put' in change ? change.put : change.drop);
          for (const [key, before] of source.change(row, 'put' in change))
            if (!changed.has(key)) changed.set(key, before);
        }
        unfiltered.update(changed, NOW);
        live.update(changed, NOW);
        if (isMore) isMore = live.ingest(2);
        if (isMore) continue;
        // The naive oracle: filter and sort everything.
        const naive = [...source.rows()]
          .filter(row => query.filter.matches(row, NOW))
          .sort(compareRows(POD_VIEW, keys));
        expect([...live.order].map(row => row.key)).toEqual(naive.map(row => row.key));
        expect(live.matched).toBe(naive.length);
        expect(live.total).toBe(source.size);
        const statuses = Object.fromEntries(
          (live.facets()['status']?.values ?? []).map(({ value, count }) => [value, count]),
        );
        const naiveStatuses: Record<string, number> = {};
        for (const row of naive) {
          const { status } = row.cells[3] as { status: string };
          naiveStatuses[status] = (naiveStatuses[status] ?? 0) + 1;
        }
        expect(statuses).toEqual(naiveStatuses);
      }
    }),
    { numRuns: RUNS },
  );
});

test('of many values the most frequent are told, in order, and how many there are', () => {
  const source = new MapSource();
  for (let i = 0; i < 200; i++) {
    const namespace = `ns-${(i * i) % 131}`;
    const row = pod({ name: `p${i}`, namespace, phase: 'Running', restarts: 0, ageMinutes: 1 });
    source.map.set(row.key, row);
  }
  const counts = new Map<string, number>();
  for (const { namespace } of source.rows()) counts.set(namespace, (counts.get(namespace) ?? 0) + 1);
  const all = [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  for (const text of ['', 'ns:ns-1']) {
    const query = new LiveQuery(source, POD_VIEW, { spec: { filter: filterOf(text), sort: [] }, now: NOW });
    while (query.ingest(100));
    const expected = all.filter(({ value }) => value.includes(text.slice(3)));
    expect(query.facets()['namespace']).toEqual({ values: expected.slice(0, 50), distinct: expected.length });
  }
});

test('[QY1] what changes while a long list is taken in costs what it changes, not what is there', () => {
  let looks = 0;
  const rowOf = (i: number, restarts: number) => {
    const name = `p-${String(i).padStart(5, '0')}`;
    const row = pod({ name, namespace: 'x', phase: 'Running', restarts, ageMinutes: 1 });
    // Rows are compared by their keys alone here.
    return Object.defineProperty(row, 'key', { get: () => (looks++, `x/${name}`) });
  };
  const source = new MapSource();
  for (let i = 0; i < 20_000; i++) {
    const row = rowOf(i, 0);
    source.map.set(row.key, row);
  }
  const live = new LiveQuery(source, POD_VIEW, { spec: { filter: filterOf(''), sort: [] }, now: NOW });
  for (let taken = 0; taken < 20_000; taken += 250) live.ingest(250);
  const changed = new Map<string, Row | undefined>();
  for (let i = 0; i < 250; i++)
    for (const [key, before] of source.change(rowOf(i * 80, 7), true)) changed.set(key, before);
  looks = 0;
  live.update(changed, NOW);
  expect(looks).toBeLessThan(250 * 30);
  while (live.ingest(250));
  expect([live.matched, live.facets()['status']?.values[0]?.count]).toEqual([20_000, 20_000]);
  expect([...live.order].filter(row => row.cells[4] === 7)).toHaveLength(250);
});

test('[QY2] an order that a reader holds is not changed by updates', () => {
  const source = new MapSource();
  const row = pod({ name: 'a1', namespace: 'x', phase: 'Running', restarts: 0, ageMinutes: 1 });
  source.map.set(row.key, row);
  const live = new LiveQuery(source, POD_VIEW, {
    spec: { filter: filterOf(''), sort: [] },
    now: NOW,
  });
  live.ingest(10);
  const held = live.order;
  const other = pod({ name: 'a0', namespace: 'x', phase: 'Running', restarts: 0, ageMinutes: 1 });
  live.update(source.change(other, true), NOW);
  expect(held).toHaveLength(1);
  expect(live.order).toHaveLength(2);
});

function queryOf(rows: readonly Row[], source = new MapSource()): LiveQuery {
  for (const row of rows) source.map.set(row.key, row);
  return new LiveQuery(source, POD_VIEW, { spec: { filter: filterOf(''), sort: [] }, now: NOW });
}

test('a source is read when it is prepared; the end is said with the rows, and nothing is read twice', () => {
  class Prepared extends MapSource {
    left = 2;
    prepare(): boolean {
      return this.left-- > 0;
    }
  }
  const source = new Prepared();
  const live = queryOf([pod({ name: 'a1', namespace: 'x', phase: 'Running', restarts: 0, ageMinutes: 1 })], source);
  expect([live.ingest(10), live.ingest(10), live.matched]).toEqual([true, true, 0]);
  let isMore = true;
  while (live.matched === 0) isMore = live.ingest(10);
  expect(isMore).toBe(false);
  const { left } = source;
  expect([live.ingest(10), live.matched, source.left]).toEqual([false, 1, left]);
});

describe('facets', () => {
  /** As many pods of a status as it says, in the order it says them. */
  const facetsOf = (...phases: [string, number][]) => {
    const live = queryOf(
      phases.flatMap(([phase, count]) =>
        Array.from({ length: count }, (_, i) =>
          pod({ name: `${phase}-${i}`, namespace: 'x', phase, restarts: i, ageMinutes: 1 }),
        ),
      ),
    );
    while (live.ingest(100));
    return live.facets();
  };

  test('[QY1] values are counted, the most frequent first, equals by their names', () => {
    const { status, ...others } = facetsOf(['Lost', 2], ['Failed', 2], ['Pending', 2], ['Evicted', 2], ['Unknown', 3]);
    expect(status).toEqual({
      values: [
        { value: 'Unknown', count: 3 },
        { value: 'Evicted', count: 2 },
        { value: 'Failed', count: 2 },
        { value: 'Lost', count: 2 },
        { value: 'Pending', count: 2 },
      ],
      distinct: 5,
    });
    expect(Object.keys(others).toSorted()).toEqual(['heldUp', 'namespace', 'node', 'pending', 'unready']);
  });
});

describe('filters', () => {
  const rows = [
    pod({ name: 'web-1', namespace: 'shop', phase: 'Running', restarts: 0, ageMinutes: 30 }),
    pod({ name: 'db-1', namespace: 'shop', phase: 'Failed', restarts: 5, ageMinutes: 300 }),
    pod({ name: 'dns', namespace: 'kube-system', phase: 'Running', restarts: 1, ageMinutes: 3000 }),
  ];
  test.each([
    ['', ['web-1', 'db-1', 'dns']],
    ['WEB', ['web-1']],
    ['"web-1"', ['web-1']],
    ['-ns:kube-system', ['web-1', 'db-1']],
    ['status:run', ['web-1', 'dns']],
    ['status=running', ['web-1', 'dns']],
    ['restarts>=1', ['db-1', 'dns']],
    ['restarts:5', ['db-1']],
    ['age<1h', ['web-1']],
    ['age>2d', ['dns']],
    ['age<1d12h status:Failed', ['db-1']],
    ['label:app', ['web-1', 'db-1', 'dns']],
    ['label:app=d -dns', ['db-1']],
    ['shop -web', ['db-1']],
    ['namespace=shop', ['web-1', 'db-1']],
    ['health:bad', ['db-1']],
    ['health>=warning', ['db-1']],
    ['-health:ok', ['db-1']],
  ])('[QY3] %s', (text, names) => {
    const { matches } = filterOf(text);
    expect(rows.filter(row => matches(row, NOW)).map(row => row.name)).toEqual(names);
  });

  test.each([
    ['x "open', { code: 'unclosedQuote', detail: '', position: 2 }],
    ['status:', { code: 'missingValue', detail: 'status', position: 0 }],
    ['constructor:1', { code: 'unknownField', detail: 'constructor', position: 0 }],
    ['a nope:1', { code: 'unknownField', detail: 'nope', position: 2 }],
    ['restarts>x', { code: 'notANumber', detail: 'x', position: 0 }],
    ['health:fine', { code: 'unknownHealth', detail: 'fine', position: 0 }],
    ['a status>Running', { code: 'notOrdered', detail: 'status', position: 2 }],
    ['name<b', { code: 'notOrdered', detail: 'name', position: 0 }],
    ['-owner>=Job', { code: 'notOrdered', detail: 'owner', position: 0 }],
    ['label>a', { code: 'notOrdered', detail: 'label', position: 0 }],
    ['age<soon', { code: 'notADuration', detail: 'soon', position: 0 }],
  ])('[QY4] %s is refused with its place', (text, error) => {
    expect(compileFilter(text, POD_VIEW)).toEqual({ ok: false, error });
  });
});

describe('quantities', () => {
  const capacities = ['9Gi', '5000Mi', '200Gi', '1Ti', '128Mi', '10Gi', '10G'];
  const claims = capacities.map(storage =>
    projectRow(
      PERSISTENT_VOLUME_CLAIM_VIEW,
      { metadata: { name: storage, namespace: 'x' }, status: { capacity: { storage } } },
      { now: NOW, shared: new SharedParts(), hasRelations: false },
    ),
  );
  const names = (text: string) => {
    const compiled = compileFilter(text, PERSISTENT_VOLUME_CLAIM_VIEW);
    if (!compiled.ok) return compiled.error;
    return claims.filter(row => compiled.value.matches(row, NOW)).map(row => row.name);
  };

  test('[QY3] they are compared as what they mean', () => {
    expect(names('capacity>10Gi')).toEqual(['200Gi', '1Ti']);
    expect(names('capacity<=10G')).toEqual(['9Gi', '5000Mi', '128Mi', '10G']);
    expect(names('capacity=10240Mi')).toEqual(['10Gi']);
    expect(names('capacity>ten')).toEqual({ code: 'notAQuantity', detail: 'ten', position: 0 });
  });

  test('[QY1] they are sorted as what they mean', () => {
    const sorted = claims.toSorted(
      compareRows(PERSISTENT_VOLUME_CLAIM_VIEW, [{ column: 'capacity', descending: true }]),
    );
    expect(sorted.map(row => row.name)).toEqual(['1Ti', '200Gi', '10Gi', '10G', '9Gi', '5000Mi', '128Mi']);
  });
});
