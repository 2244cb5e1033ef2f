import { expect, test } from 'vitest';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { resizeRefusal } from './pod-resize.ts';

const pod = (uid: string, cpu: string, phase = 'Running'): KubeObject => ({
  metadata: { uid },
  spec: { containers: [{ name: 'c', resources: { requests: { cpu, memory: '1Gi' } } }] },
  status: { phase },
});
const NODE: KubeObject = { metadata: { name: 'n' }, status: { allocatable: { cpu: '4', memory: '8Gi' } } };

// The kubelet's words: pkg/kubelet/allocation/allocation_manager.go, lifecycle.InsufficientResourceError.
test('more than the node has in all never fits; more than is left waits; what has ended takes nothing', () => {
  expect(resizeRefusal(pod('a', '5'), NODE, [])).toEqual({
    reason: 'Infeasible',
    message: "Node didn't have enough capacity: cpu, requested: 5000, capacity: 4000",
  });
  expect(resizeRefusal(pod('a', '3'), NODE, [pod('a', '1'), pod('b', '1500m')])).toEqual({
    reason: 'Deferred',
    message: "Node didn't have enough resource: cpu, requested: 3000, used: 1500, capacity: 4000",
  });
  expect(resizeRefusal(pod('a', '3'), NODE, [pod('b', '2', 'Succeeded'), pod('c', '1')])).toBeNull();
  const waits = pod('b', '4');
  const containerStatuses = [{ name: 'c', allocatedResources: { cpu: '1', memory: '1Gi' } }];
  expect(
    resizeRefusal(pod('a', '3'), NODE, [{ ...waits, status: { phase: 'Running', containerStatuses } }]),
  ).toBeNull();
});

test('tenths that add up to what the node has fit', () => {
  const node = { ...NODE, status: { allocatable: { cpu: '300m', memory: '8Gi' } } };
  expect(resizeRefusal(pod('a', '100m'), node, [pod('b', '200m')])).toBeNull();
  expect(resizeRefusal(pod('a', '101m'), node, [pod('b', '200m')])?.reason).toBe('Deferred');
});
