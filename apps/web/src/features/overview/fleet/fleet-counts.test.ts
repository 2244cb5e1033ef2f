import { expect, test } from 'vitest';
import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { CERTIFICATE_VIEW } from '@lanthorn/views/kinds/cert-manager.io/certificates.ts';
import { NODE_VIEW } from '@lanthorn/views/kinds/core/nodes.ts';
import { countIn, soonestIn, sumIn } from './fleet-counts.ts';

const reason = answerReason('serverSays', { detail: 'no' });
const stale = (isEmpty: boolean, retryAt: number | null): QueryState => ({
  ...{ kind: 'stale', since: 1, reason, retryAt, isEmpty },
});
const clusters: Readonly<Record<string, QueryState>> = {
  live: { kind: 'live' },
  old: stale(false, 9),
  down: stale(true, 9),
  lacking: {
    ...{ kind: 'stale', since: 1, retryAt: 9, isEmpty: true },
    reason: answerReason('notServed', { resource: 'certificates.cert-manager.io', detail: '404' }),
  },
  slow: { kind: 'loading', loaded: 0, total: null },
  closed: { kind: 'forbidden', verb: 'list', resource: 'nodes', reason },
};
const facets = { cluster: { values: [{ value: 'live', count: 3 }], distinct: 1 } };
const list = { clusters, facets, matched: 3 };

test.each([
  ['live', 3],
  ['old', 0],
  ['down', 'unknown'],
  ['lacking', 'unknown'],
  ['slow', 'loading'],
  ['closed', 'unknown'],
  ['nobody', 'loading'],
])('%s: %s of it; none is said only where the cluster told so', (cluster, count) => {
  expect(countIn(list, NODE_VIEW, cluster)).toBe(count);
});

test('a kind that a cluster does not have is neither well nor unknown there', () => {
  expect(countIn(list, CERTIFICATE_VIEW, 'lacking')).toBe('absent');
});

test('what the nodes of one cluster have together, where all of them are here', () => {
  const cells = (cpu: number) =>
    NODE_VIEW.columns.map((_column, i) => (i === columnIndex(NODE_VIEW, 'cpu') ? cpu : null));
  const rows = new Map(
    [
      ['a//n1', 4],
      ['a//n2', 8],
      ['b//n1', 16],
    ].map(([key, cpu]) => [String(key), { key, cells: cells(Number(cpu)) } as unknown as WireRow]),
  );
  const of = { view: NODE_VIEW, column: 'cpu', cluster: 'a' };
  expect(sumIn({ rows, matched: 3 }, of)).toBe(12);
  expect(sumIn({ rows, matched: 4 }, of)).toBeNull();
});

test('what ends first of a cluster, among the rows that are here; of others nothing is said', () => {
  const cells = (expires: number | null) =>
    CERTIFICATE_VIEW.columns.map((_column, i) => (i === columnIndex(CERTIFICATE_VIEW, 'expires') ? expires : null));
  const rows = new Map(
    [
      ['a//shop/one', 40],
      ['a//shop/two', 20],
      ['a//shop/new', null],
      ['b//shop/one', 10],
    ].map(([key, expires]) => [String(key), { key, cells: cells(expires as number | null) } as unknown as WireRow]),
  );
  const ends = ['a', 'b', 'c'].map(cluster =>
    soonestIn({ rows }, { view: CERTIFICATE_VIEW, column: 'expires', cluster }),
  );
  expect(ends).toEqual([20, 10, null]);
});
