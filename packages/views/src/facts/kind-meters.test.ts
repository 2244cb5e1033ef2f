import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HORIZONTAL_POD_AUTOSCALER_VIEW } from '../kinds/autoscaling/horizontalpodautoscalers.ts';
import { RESOURCE_QUOTA_VIEW } from '../kinds/core/resourcequotas.ts';
import { POD_DISRUPTION_BUDGET_VIEW } from '../kinds/policy/poddisruptionbudgets.ts';
import { KIND_VIEWS } from '../kind-records.ts';

const resource = (name: string, target: object) => ({ type: 'Resource', resource: { name, target } });

test('an autoscaler: replicas between their bounds, and each metric against its target', () => {
  const autoscaler = {
    spec: {
      minReplicas: 2,
      maxReplicas: 8,
      metrics: [
        resource('cpu', { averageUtilization: 80 }),
        resource('memory', { averageValue: '500Mi' }),
        { type: 'Pods', pods: { metric: { name: 'requests' }, target: { averageValue: '100' } } },
      ],
    },
    status: {
      currentReplicas: 4,
      currentMetrics: [
        { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 120, averageValue: '1' } } },
        { type: 'Resource', resource: { name: 'memory', current: { averageValue: '250Mi' } } },
      ],
    },
  };
  expect(HORIZONTAL_POD_AUTOSCALER_VIEW.meters?.(autoscaler)).toEqual([
    { title: { id: 'replicas' }, now: '4', of: '8', share: 0.5, mark: 0.25, isHot: false },
    { title: { name: 'cpu' }, now: '120%', of: '80%', share: 1.5, mark: null, isHot: true },
    { title: { name: 'memory' }, now: '250Mi', of: '500Mi', share: 0.5, mark: null, isHot: false },
    // What could not be measured has no bar, and is not nothing.
    { title: { name: 'requests' }, now: '', of: '100', share: null, mark: null, isHot: false },
  ]);
});

test('a budget: how many pods are well, how many must be, and how many may go', () => {
  const status = { currentHealthy: 2, expectedPods: 4, desiredHealthy: 3, disruptionsAllowed: 0 };
  expect(POD_DISRUPTION_BUDGET_VIEW.meters?.({ status })).toEqual([
    { title: { id: 'healthyPods' }, now: '2', of: '4', share: 0.5, mark: 0.75, isHot: true },
    { title: { id: 'neededPods' }, now: '3', of: '', share: null, mark: null, isHot: false },
    { title: { id: 'disruptionsLeft' }, now: '0', of: '', share: null, mark: null, isHot: true },
  ]);
});

test.each([
  [
    'as many as must be are well',
    { currentHealthy: 3, expectedPods: 3, desiredHealthy: 3, disruptionsAllowed: 1 },
    [false, false],
  ],
  ['nobody says how many must be', { currentHealthy: 1 }, [false, false]],
  ['nobody says how many are well', { desiredHealthy: 1, disruptionsAllowed: 0 }, [false, true]],
  ['nothing is counted yet', {}, [false, false]],
])('a budget of which %s', (_what, status, [isShort, isSpent]) => {
  expect(POD_DISRUPTION_BUDGET_VIEW.meters?.({ status }).map(({ isHot }) => isHot)).toEqual([isShort, false, isSpent]);
});

test('a quota: the fullest first, each as it is written', () => {
  const status = { hard: { pods: '4', 'requests.memory': '1Gi' }, used: { pods: '4', 'requests.memory': '256Mi' } };
  expect(RESOURCE_QUOTA_VIEW.meters?.({ status })).toEqual([
    { title: { name: 'pods' }, now: '4', of: '4', share: 1, mark: null, isHot: true },
    { title: { name: 'requests.memory' }, now: '256Mi', of: '1Gi', share: 0.25, mark: null, isHot: false },
  ]);
});

test('whatever an object holds, there is a bar only where it can be drawn', () => {
  const metered = KIND_VIEWS.flatMap(({ meters }) => meters ?? []);
  expect(metered.length).toBeGreaterThan(2);
  fc.assert(
    fc.property(fc.jsonValue(), object => {
      for (const meters of metered)
        for (const { share, mark } of meters(object)) {
          expect(share === null || Number.isFinite(share)).toBe(true);
          expect(mark === null || Number.isFinite(mark)).toBe(true);
        }
    }),
  );
});
