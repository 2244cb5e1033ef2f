import { expect, test } from 'vitest';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import type { Cluster } from '../upstream/cluster.ts';
import type { Collection } from './lists/collection.ts';
import { requestedCapacity } from './requested-capacity.ts';

const pod = (cpu: number | null, memory: number | null) => ({
  cells: POD_VIEW.columns.map((_column, i) =>
    i === columnIndex(POD_VIEW, 'cpuRequest') ? cpu : i === columnIndex(POD_VIEW, 'memoryRequest') ? memory : null,
  ),
});
type Open = Readonly<Record<string, { readonly state?: string; readonly pods: readonly unknown[] }>>;

function requested(open: Open, namespaces: readonly string[] = []) {
  const peek = (_cluster: Cluster, _view: unknown, namespace: string) => {
    const list = open[namespace];
    if (list === undefined) return undefined;
    const { state = 'live', pods } = list;
    return { state: { kind: state }, store: { rows: () => pods } } as unknown as Collection;
  };
  return requestedCapacity({ peek, clock: new FakeClock() }, {} as Cluster, namespaces);
}

test('what pods asked for is added up; what has ended asks for nothing', async () => {
  expect(await requested({ '': { pods: [pod(0.5, 100), pod(2, null), pod(null, null)] } })).toEqual({
    ...{ cpu: 2.5, memory: 100 },
  });
});

test('of some namespaces each once', async () => {
  const open = { a: { pods: [pod(1, 1)] }, b: { pods: [pod(2, 2)] } };
  expect(await requested(open, ['a', 'b', 'a'])).toEqual({ cpu: 3, memory: 3 });
});

test.each<[string, Open, readonly string[]]>([
  ['nobody has the list open', {}, []],
  ['it is not whole yet', { '': { state: 'loading', pods: [pod(1, 1)] } }, []],
  ['one of two namespaces may not be read', { a: { pods: [] }, b: { state: 'forbidden', pods: [] } }, ['a', 'b']],
])('it is not known where %s', async (_title, open, namespaces) => {
  expect(await requested(open, namespaces)).toBeNull();
});
