import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { HORIZONTAL_POD_AUTOSCALER_VIEW } from '@lanthorn/views/kinds/autoscaling/horizontalpodautoscalers.ts';
import { RESOURCE_QUOTA_VIEW } from '@lanthorn/views/kinds/core/resourcequotas.ts';
import { POD_DISRUPTION_BUDGET_VIEW } from '@lanthorn/views/kinds/policy/poddisruptionbudgets.ts';
import { Meters } from './meters.tsx';

function show(view: KindView, object: object): string | null {
  const { container } = render(<Meters subject={{ cluster: 'c', view, namespace: 'n', name: 'x' }} object={object} />);
  return container.textContent;
}
const meters = () =>
  screen.queryAllByRole('meter').map(meter => [meter.getAttribute('aria-label'), meter.getAttribute('aria-valuetext')]);

test('a quota is a meter for each thing that it bounds: what is used, of how much', () => {
  show(RESOURCE_QUOTA_VIEW, {
    status: { hard: { pods: '10', 'requests.cpu': '4' }, used: { pods: '10', 'requests.cpu': '500m' } },
  });
  expect(meters()).toEqual(
    expect.arrayContaining([
      ['pods', '10 of 10'],
      ['requests.cpu', '500m of 4'],
    ]),
  );
  // The one that is full is marked in its words as well, not by the colour of the bar alone.
  expect(screen.getByText('10 of 10').className).toBe('tone-warning');
  expect(screen.getByText('500m of 4').className).toBe('');
});

test('a budget says how many disruptions are left', () => {
  const text = show(POD_DISRUPTION_BUDGET_VIEW, {
    status: { currentHealthy: 3, desiredHealthy: 2, expectedPods: 3, disruptionsAllowed: 1 },
  });
  expect(text).toMatch(/Healthy pods.*3/);
  expect(text).toMatch(/Disruptions left.*1/);
});

test('what an autoscaler has not measured yet is no number', () => {
  const text = show(HORIZONTAL_POD_AUTOSCALER_VIEW, {
    spec: {
      minReplicas: 2,
      maxReplicas: 8,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 75 } } },
      ],
    },
    status: { currentReplicas: 4 },
  });
  expect(meters()[0]?.[1]).toBe('4 of 8');
  expect(text).toMatch(/cpu.*– of 75\s?%/);
  expect(text).not.toMatch(/NaN|undefined|null/);
});

test('an object of which nothing is counted has no section', () => {
  expect(show(RESOURCE_QUOTA_VIEW, {})).toBe('');
  expect(screen.queryByTestId('meters')).toBeNull();
});
