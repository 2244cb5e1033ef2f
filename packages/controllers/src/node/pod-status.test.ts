import { expect, test } from 'vitest';
import { getPath } from '@lanthorn/base/json.ts';
import type { ContainerState } from './container-state.ts';
import { alike, podStatus } from './pod-status.ts';

const POD = { metadata: { name: 'p', uid: 'u' }, spec: { containers: [{ name: 'c', image: 'i' }] } };

test('a container that has ended is the one that ran: its status names it alike, and the next run otherwise', () => {
  const idOf = (state: ContainerState, ...path: string[]) => {
    const { containerStatuses } = podStatus(POD, alike(POD, { state, restartCount: 0, lastState: {} }), 9_000);
    return getPath((containerStatuses as unknown[])[0], ...path, 'containerID');
  };
  const running = { kind: 'running', startedAt: 1_250, isReady: true } as const;
  const ended = { kind: 'terminated', startedAt: 1_250, finishedAt: 5_000, exitCode: 137, reason: 'Error' } as const;
  const ids = [idOf(running), idOf(ended), idOf(ended, 'state', 'terminated')];
  expect(ids[0]).toMatch(/^containerd:\/\/[0-9a-f]{64}$/);
  expect(new Set(ids).size).toBe(1);
  expect(idOf({ ...running, startedAt: 6_000 })).not.toBe(ids[0]);
});

test('how well a pod is served follows from what it asks for, also where nobody said so before', () => {
  const resources = { requests: { cpu: '100m' } };
  const asking = { ...POD, spec: { containers: [{ name: 'c', image: 'i', resources }] } };
  const running = { kind: 'running', startedAt: 1_250, isReady: true } as const;
  const classOf = (pod: typeof POD) =>
    podStatus(pod, alike(pod, { state: running, restartCount: 0, lastState: {} }), 9_000)['qosClass'];
  expect([classOf(POD), classOf(asking)]).toEqual(['BestEffort', 'Burstable']);
});
