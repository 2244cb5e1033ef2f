import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withClusterColumn } from '@lanthorn/views/cluster-column.ts';
import { cellText } from '@lanthorn/views/cells/cell.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { clusterKeyStart, readClusterKey } from '@lanthorn/views/cluster-row-key.ts';
import { Row } from '@lanthorn/views/row.ts';
import type { RowListener } from '@lanthorn/watch/row-store.ts';
import { ClusterRows } from './cluster-rows.ts';
import { LiveQuery } from './live-query.ts';
import type { LiveRows } from './live-rows.ts';
import { compileFilter } from './row-filter.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 200);
const VIEW = withClusterColumn(POD_VIEW);
const STATUS = columnIndex(POD_VIEW, 'status');
const NAME = columnIndex(POD_VIEW, 'name');
/** Names as contexts have them: with what separates keys, and what escapes it. */
const CLUSTERS = ['a', 'arn:aws:eks:x/y', 'b+c', 'b%2Fc', 'b/c'] as const;

interface Pod {
  readonly cluster: (typeof CLUSTERS)[number];
  readonly name: string;
  readonly status: string;
}

function rowOf({ cluster, name, status }: Pod): Row {
  const cells = POD_VIEW.columns.map((_column, i) => (i === STATUS ? status : i === NAME ? name : null));
  const rest = { namespace: 'x', createdAt: null, labels: {}, ownerUid: '', owner: null };
  return new Row({ ...rest, cluster, name, uid: `${cluster} ${name}`, cells });
}

class Source implements LiveRows {
  readonly map = new Map<string, Row>();
  readonly #listeners = new Set<RowListener<Row>>();
  get size(): number {
    return this.map.size;
  }
  get(key: string): Row | undefined {
    return this.map.get(key);
  }
  rows(): Iterable<Row> {
    return this.map.values();
  }
  subscribe(listener: RowListener<Row>): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  flush(): void {}
  change(row: Row, isThere: boolean): void {
    const before = this.map.get(row.key);
    if (isThere) this.map.set(row.key, row);
    else this.map.delete(row.key);
    for (const listener of this.#listeners) listener(new Map([[row.key, before]]));
  }
}

const pod: fc.Arbitrary<Pod> = fc.record({
  cluster: fc.constantFrom(...CLUSTERS),
  name: fc.constantFrom('p', 'q', 'r'),
  status: fc.constantFrom('Failed', 'Pending', 'Running'),
});
const step = fc.record({ pod, isThere: fc.boolean(), ingested: fc.nat(3) });
const by = fc.record({ column: fc.constantFrom('cluster', 'status', 'name'), descending: fc.boolean() });
const text = fc.constantFrom('', 'cluster=a', 'cluster:b', '-cluster:arn', 'status=Failed', 'cluster:b status=Running');

const byText = (a: string, b: string) => Number(a > b) - Number(a < b);

/** What a person would do with all rows on paper. */
function expected(
  rows: readonly Row[],
  filter: string,
  { column, descending }: { column: string; descending: boolean },
) {
  const read = (row: Row) =>
    column === 'cluster' ? row.cluster : column === 'name' ? row.name : cellText(row.cells[STATUS]);
  const terms = filter.split(' ').filter(Boolean);
  const isMatch = (row: Row) =>
    terms.every(term => {
      const [, minus, field, operator, value = ''] = /^(-?)(\w+)([:=])(.*)$/.exec(term) ?? [];
      const cell = field === 'cluster' ? row.cluster : cellText(row.cells[STATUS]);
      return (operator === '=' ? cell === value : cell.includes(value)) !== (minus === '-');
    });
  return rows
    .filter(row => isMatch(row))
    .sort(
      (a, b) =>
        (descending ? -1 : 1) * byText(read(a), read(b)) || byText(a.name, b.name) || byText(a.cluster, b.cluster),
    );
}

test('[QY7] [QY8] clusters as one list: order, counts and facets are those of all rows together, whatever changes while it is read', () => {
  fc.assert(
    fc.property(fc.array(pod), fc.array(step), by, text, (initial, steps, sort, filter) => {
      const parts = new Map(CLUSTERS.map(cluster => [cluster as string, new Source()]));
      const sourceOf = ({ cluster }: Pod) => parts.get(cluster) as Source;
      for (const each of initial) sourceOf(each).change(rowOf(each), true);
      const source = new ClusterRows(parts);
      const compiled = compileFilter(filter, VIEW);
      if (!compiled.ok) throw new Error(compiled.error.code);
      const query = new LiveQuery(source, VIEW, { spec: { filter: compiled.value, sort: [sort] }, now: 0 });
      source.subscribe(changed => query.update(changed, 0));
      for (const { pod: each, isThere, ingested } of steps) {
        if (ingested > 0) query.ingest(ingested);
        sourceOf(each).change(rowOf(each), isThere);
      }
      while (query.ingest(3));
      const all = [...parts.values()].flatMap(part => [...part.map.values()]);
      const rows = expected(all, filter, sort);
      expect([...query.order]).toEqual(rows);
      expect([query.matched, query.total]).toEqual([rows.length, all.length]);
      const counted = new Map(query.facets()['cluster']?.values.map(({ value, count }) => [value, count]));
      const counts = CLUSTERS.map(cluster => [cluster, rows.filter(row => row.cluster === cluster).length]);
      expect(counts).toEqual(CLUSTERS.map(cluster => [cluster, counted.get(cluster) ?? 0]));
      for (const row of all) expect(source.get(source.keyOf(row))).toBe(row);
    }),
    { numRuns: RUNS },
  );
});

test('[QY7] a key tells its cluster, whatever that is called, and a key of one cluster tells none', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.constantFrom('shop/web-1', 'node-1', 'system:node'), (cluster, key) => {
      expect(readClusterKey(clusterKeyStart(cluster) + key)).toEqual({ cluster, key });
      expect(readClusterKey(key)).toBeNull();
    }),
  );
});
