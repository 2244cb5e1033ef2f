import { renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import { useMergedContainer } from './use-merged-container.ts';

const STARTED = { running: { startedAt: '2026-01-01T00:00:00Z' } };
const DONE = { terminated: { startedAt: '2026-01-01T00:00:00Z', exitCode: 0 } };

function pod(name: string, { waits = false, also = '' } = {}) {
  return {
    spec: { initContainers: [{ name: 'wait' }], containers: [{ name }, ...(also === '' ? [] : [{ name: also }])] },
    status: {
      initContainerStatuses: [{ name: 'wait', state: waits ? STARTED : DONE }],
      containerStatuses: [{ name, state: waits ? { waiting: {} } : STARTED }],
    },
  };
}

/** What is read of pods that are looked at one after the other. */
function readOf(...pods: readonly unknown[]): string[] {
  const { result, rerender } = renderHook(({ looked }) => useMergedContainer(looked), {
    initialProps: { looked: pods[0] },
  });
  return pods.map(looked => {
    rerender({ looked });
    return result.current;
  });
}

test('an init container is read while it keeps the pods waiting, and no longer', () => {
  expect(readOf(undefined, pod('app', { waits: true }), pod('app'))).toEqual(['', 'wait', 'app']);
});

test('the one that was read at first stays while another pod is looked at, or waits', () => {
  expect(readOf(pod('app'), undefined, pod('app', { waits: true }))).toEqual(['app', 'app', 'app']);
  expect(readOf(pod('app'), pod('first', { also: 'app' }))).toEqual(['app', 'app']);
});

test('pods of another template are read by the name they have', () => {
  expect(readOf(pod('app'), undefined, pod('server'))).toEqual(['app', 'app', 'server']);
});
