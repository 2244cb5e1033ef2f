import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findKindView } from '../kind-records.ts';
import { POD_VIEW } from '../kinds/core/pods.ts';
import { NODE_METRICS_VIEW } from '../kinds/metrics.k8s.io/nodemetrics.ts';
import { POD_METRICS_VIEW } from '../kinds/metrics.k8s.io/podmetrics.ts';
import { barShares, usageRows } from './usage-rows.ts';
import { containerUsages, MEBI, usageOf } from '../kinds/metrics.k8s.io/usage.ts';

/** As metrics-server answers. */
const POD = {
  metadata: { name: 'web', namespace: 'shop', creationTimestamp: '2026-11-23T12:00:00Z' },
  timestamp: '2026-11-23T11:59:48Z',
  window: '16.123s',
  containers: [
    { name: 'app', usage: { cpu: '100m', memory: '1048576' } },
    { name: 'proxy', usage: { cpu: '250m', memory: '33792Ki' } },
  ],
};
const NODE = { metadata: { name: 'node-0' }, timestamp: POD.timestamp, window: '20s', usage: { cpu: '1500m' } };

test('a pod uses what its containers use together, a node what is said of it; what is not said is not nothing', () => {
  expect(usageOf(POD)).toEqual({ cpu: 0.35, memory: 34 * MEBI });
  expect(containerUsages(POD).get('proxy')).toEqual({ cpu: 0.25, memory: 33 * MEBI });
  expect(usageOf(NODE)).toEqual({ cpu: 1.5, memory: null });
  expect(usageOf({ containers: [] })).toBeNull();
});

test('a list counts as `kubectl top` does: thousandths of a core rounded up, whole mebibytes', () => {
  const cells = (cpu: string, memory: string) => {
    const metrics = { metadata: { name: 'n' }, usage: { cpu, memory } };
    const told = NODE_METRICS_VIEW.columns.map(({ id, read }) => [id, read(metrics, { now: 0 })]);
    return Object.fromEntries(told) as Record<string, unknown>;
  };
  // 103254n is shown as 1m, 250m as 250m, 33.9 MiB as 33Mi.
  expect(cells('103254n', '0')).toMatchObject({ cpuUsed: 0.001, memoryUsed: 0 });
  expect(cells('250000000n', '34700Ki')).toMatchObject({ cpuUsed: 0.25, memoryUsed: 33 * MEBI });
  expect(cells('100m', '1Gi')).toMatchObject({ cpuUsed: 0.1, memoryUsed: 1024 * MEBI });
  expect(cells('fast', 'much')).toMatchObject({ cpuUsed: null, memoryUsed: null });
});

test.each([
  ['the window it was measured over', { window: '20s' }, 20_000],
  ['no more often than every ten seconds', { window: '1s' }, 10_000],
  ['at least every minute', { window: '1h' }, 60_000],
  ['as metrics-server does, where it is not said', {}, 15_000],
  ['the same where it says nonsense', { window: 'soon' }, 15_000],
  ['the same where it says a time that is none', { window: '-5s' }, 15_000],
])('it is read again after %s', (_, metrics, everyMs) => {
  expect(POD_METRICS_VIEW.measuredEvery?.(metrics)).toBe(everyMs);
});

test('what is measured is found by its own group, beside the kinds of the same names', () => {
  expect(findKindView({ group: 'metrics.k8s.io', resource: 'pods' })).toBe(POD_METRICS_VIEW);
  expect(findKindView({ group: '', resource: 'pods' })).toBe(POD_VIEW);
});

describe('rows', () => {
  const pod = {
    spec: {
      containers: [
        { name: 'app', resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } } },
        { name: 'proxy' },
        { name: 'quiet' },
      ],
    },
  };

  test('a container has what it uses beside what it asked for and may have; one that says and does nothing is left out', () => {
    expect(usageRows(pod, POD)).toEqual([
      {
        name: 'app',
        cpu: { used: 0.1, request: 0.1, limit: null },
        memory: { used: MEBI, request: 64 * MEBI, limit: 128 * MEBI },
      },
      {
        name: 'proxy',
        cpu: { used: 0.25, request: null, limit: null },
        memory: { used: 33 * MEBI, request: null, limit: null },
      },
    ]);
  });

  test('what is asked for is told where nothing is measured', () => {
    expect(usageRows(pod, undefined).map(({ name, cpu }) => [name, cpu.used, cpu.request])).toEqual([
      ['app', null, 0.1],
    ]);
  });

  test('a node may use all that it lends', () => {
    const node = { status: { allocatable: { cpu: '3', memory: '1Gi' } } };
    expect(usageRows(node, NODE)).toEqual([
      {
        name: '',
        cpu: { used: 1.5, request: null, limit: 3 },
        memory: { used: null, request: null, limit: 1024 * MEBI },
      },
    ]);
  });
});

test.each([
  ['against the limit, the request a line', { used: 1, request: 2, limit: 4 }, 0.25, 0.5, false],
  [
    'against the request where there is no limit, however much that is',
    { used: 3, request: 2, limit: null },
    1.5,
    null,
    false,
  ],
  ['close to a limit', { used: 3.6, request: null, limit: 4 }, 0.9, null, true],
])('a bar is drawn %s', (_, bar, share, requestAt, isClose) => {
  expect(barShares(bar)).toEqual({ share, requestAt, isClose });
});

test.each([
  ['nothing is measured', { used: null, request: 1, limit: 1 }],
  ['nothing is asked for', { used: 1, request: null, limit: null }],
  ['nothing may be used', { used: 0, request: null, limit: 0 }],
])('there is no bar where %s', (_, bar) => {
  expect(barShares(bar)).toBeNull();
});

test('any JSON is read without an error, and gives no number that is none', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (object, metrics) => {
      for (const { cpu, memory } of usageRows(object, metrics))
        for (const amount of [cpu, memory].flatMap(bar => [bar.used, bar.request, bar.limit]))
          expect(amount === null || Number.isFinite(amount)).toBe(true);
    }),
  );
});
