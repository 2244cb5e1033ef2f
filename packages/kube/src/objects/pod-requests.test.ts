import { expect, test } from 'vitest';
import { podRequest, podRequests } from './pod-requests.ts';

const asks = (cpu: string, fields: object = {}) => ({ resources: { requests: { cpu } }, ...fields });
const sidecar = (cpu: string) => asks(cpu, { restartPolicy: 'Always' });

// As k8s.io/component-helpers/resource counts them.
test.each([
  ['its containers together', { containers: [asks('1'), asks('500m')] }, 1.5],
  [
    'what an init container needs first, where that is more',
    { containers: [asks('1')], initContainers: [asks('3')] },
    3,
  ],
  ['no more for an init container that needs less', { containers: [asks('2')], initContainers: [asks('1')] }, 2],
  ['sidecars beside its containers', { containers: [asks('1')], initContainers: [sidecar('2')] }, 3],
  [
    'sidecars beside the init containers after them',
    { containers: [asks('1')], initContainers: [sidecar('2'), asks('4')] },
    6,
  ],
  ['none for those before them', { containers: [asks('1')], initContainers: [asks('4'), sidecar('2')] }, 4],
  ['what is said of the pod as a whole', { ...asks('5'), containers: [asks('1')] }, 5],
  ['what its runtime takes', { overhead: { cpu: '250m' }, containers: [asks('1')] }, 1.25],
  ['nothing where nothing is said', {}, 0],
  ['nothing for what is no quantity', { containers: [asks('much')] }, 0],
])('a pod asks for %s', (_, spec, cpu) => {
  expect(podRequest({ spec }, 'cpu')).toBe(cpu);
  expect(podRequests({ spec }).get('cpu') ?? 0).toBe(cpu);
});

test('of all resources together, and a place', () => {
  const containers = [{ resources: { requests: { memory: '1Ki', 'example.com/gpu': 2 } } }];
  expect([...podRequests({ spec: { containers, overhead: { cpu: 1 } } })]).toEqual([
    ['memory', 1024],
    ['example.com/gpu', 2],
    ['cpu', 1],
    ['pods', 1],
  ]);
});
