import { expect, test } from 'vitest';
import { POD_VIEW } from '../kinds/core/pods.ts';
import { NODE_VIEW } from '../kinds/core/nodes.ts';
import { columnIndex } from '../kind-index.ts';
import type { KindView } from './kind-view.ts';

const read = (view: KindView, object: unknown) =>
  ['why', 'since'].map(id => view.columns[columnIndex(view, id)]?.read(object, { now: 0 }));
const at = '2026-01-02T03:04:05Z';
const pod = (status: object) => ({ spec: { containers: [{ name: 'app' }] }, status });
const crashed = { exitCode: 137, reason: 'OOMKilled', finishedAt: at };

test.each([
  [
    'a container that died',
    { containerStatuses: [{ name: 'app', lastState: { terminated: crashed } }] },
    'app: exit 137 (OOMKilled)',
    Date.parse(at),
  ],
  [
    'one that cannot start',
    {
      phase: 'Pending',
      containerStatuses: [{ name: 'app', state: { waiting: { reason: 'ErrImagePull', message: 'no such image' } } }],
    },
    'app: ErrImagePull: no such image',
    null,
  ],
  [
    'a pod without a place',
    {
      phase: 'Pending',
      conditions: [
        {
          type: 'PodScheduled',
          status: 'False',
          reason: 'Unschedulable',
          message: '0/3 nodes fit.',
          lastTransitionTime: at,
        },
      ],
    },
    'Pending: 0/3 nodes fit',
    Date.parse(at),
  ],
  [
    'a pod that is well',
    {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [{ name: 'app', ready: true, state: { running: {} } }],
    },
    null,
    null,
  ],
])('%s', (_what, status, why, since) => {
  expect(read(POD_VIEW, pod(status))).toEqual([why, since]);
});

test('other kinds are judged by their conditions', () => {
  const conditions = [
    {
      type: 'Ready',
      status: 'Unknown',
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped.',
      lastTransitionTime: at,
    },
  ];
  expect(read(NODE_VIEW, { status: { conditions } })).toEqual(['NodeStatusUnknown: Kubelet stopped.', Date.parse(at)]);
});
