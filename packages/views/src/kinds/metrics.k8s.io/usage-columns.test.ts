import { describe, expect, test } from 'vitest';
import { quantityCell } from '../../cells/columns.ts';
import { NODE_METRICS_VIEW } from './nodemetrics.ts';
import { POD_METRICS_VIEW } from './podmetrics.ts';
import { MEASURED_COLUMNS, measuredEvery, USAGE_COLUMNS, usageJoin } from './usage-columns.ts';
import { containerUsages, MEASURED, usageOf } from './usage.ts';

const MI = 1024 * 1024;
const NOW = { now: 0 };
const node = (cpu: string, memory: string) => ({ metadata: { name: 'n1' }, usage: { cpu, memory } });
const pod = (...containers: readonly (readonly [string, object | undefined])[]) => ({
  metadata: { name: 'web' },
  containers: containers.map(([name, usage]) => ({ name, usage })),
});
const cells = (object: unknown) => MEASURED_COLUMNS.map(column => column.read(object, NOW));

describe('what is used, as kubectl top counts it', () => {
  test.each<readonly [string, string, string, number, number]>([
    ['whole as it is', '250m', '64Mi', 0.25, 64],
    ['cores in thousandths, rounded up', '1001000n', '64Mi', 0.002, 64],
    ['memory in whole mebibytes, what is begun left out', '1', '131071Ki', 1, 127],
    ['what another unit makes a little more is not more', '0.1', '1Gi', 0.1, 1024],
    ['nothing', '0', '0', 0, 0],
  ])('%s', (_title, cpu, memory, cores, mebibytes) => {
    expect(cells(node(cpu, memory))).toEqual(['n1', quantityCell(cores), quantityCell(mebibytes * MI)]);
  });

  test('of a pod by all its containers, those that say something', () => {
    const usage = (cpu: string, memory: string) => ({ cpu, memory });
    const web = pod(['app', usage('100m', '10Mi')], ['proxy', usage('50m', '6Mi')], ['new', undefined]);
    expect(cells(web)).toEqual(['web', quantityCell(0.15), quantityCell(16 * MI)]);
    expect([...containerUsages(web)].map(([name, used]) => [name, used.memory])).toEqual([
      ...[
        ['app', 10 * MI],
        ['proxy', 6 * MI],
        ['new', null],
      ],
    ]);
  });

  test('is not said to be nothing where nothing is said', () => {
    for (const object of [pod(), pod(['app', undefined]), { metadata: { name: 'x' } }])
      expect(cells(object).slice(1)).toEqual([null, null]);
    expect(usageOf(pod())).toBeNull();
    expect(usageOf(pod(['app', { cpu: '1' }]))).toEqual({ cpu: 1, memory: null });
    expect(usageOf(null)).toBeNull();
  });

  test('both are measured', () => {
    expect(MEASURED).toEqual(['cpu', 'memory']);
  });
});

describe('in the list of the pods or nodes themselves', () => {
  test('it is there where somebody chose it, and says nothing by itself', () => {
    expect(USAGE_COLUMNS.map(({ id, isHidden }) => [id, isHidden])).toEqual([
      ['cpuUsed', true],
      ['memoryUsed', true],
    ]);
    expect(USAGE_COLUMNS.map(column => column.read(node('1', '1Gi'), NOW))).toEqual([null, null]);
  });

  test('it is joined by name, a cell for each of its columns; where nothing is measured there is none', () => {
    const join = usageJoin(NODE_METRICS_VIEW);
    expect([join.resource, join.by, join.columns]).toEqual([
      { group: 'metrics.k8s.io', version: 'v1beta1', resource: 'nodes' },
      'name',
      ['cpuUsed', 'memoryUsed'],
    ]);
    const measured = cells(node('250m', '64Mi'));
    type Rows = Parameters<typeof join.summarise>[0];
    expect(join.summarise([{ cells: measured }] as unknown as Rows, [])).toEqual(measured.slice(1));
    expect(join.summarise([], [])).toEqual([null, null]);
  });

  test('of pods and nodes, each under the name that the API has for it', () => {
    const told = [POD_METRICS_VIEW, NODE_METRICS_VIEW].map(({ resource, kind, namespaced, allows, isOptional }) => [
      `${resource.resource}.${resource.version}.${resource.group}`,
      ...[kind, namespaced, allows, isOptional],
    ]);
    expect(told).toEqual([
      ['pods.v1beta1.metrics.k8s.io', 'PodMetrics', true, 'nothing', true],
      ['nodes.v1beta1.metrics.k8s.io', 'NodeMetrics', false, 'nothing', true],
    ]);
    expect(POD_METRICS_VIEW.columns.map(({ id }) => id)).toEqual(['name', 'cpuUsed', 'memoryUsed', 'namespace']);
  });
});

describe('when there is something new', () => {
  test.each<readonly [unknown, number]>([
    ['15s', 15_000],
    ['30s', 30_000],
    ['1m0s', 60_000],
    ['10s', 10_000],
    ['1ms', 10_000],
    ['1h', 60_000],
    ['0s', 15_000],
    ['-30s', 15_000],
    ['soon', 15_000],
    ['', 15_000],
    [undefined, 15_000],
    [30, 15_000],
  ])('window %j: after %i ms', (window, everyMs) => expect(measuredEvery({ window })).toBe(everyMs));
});
