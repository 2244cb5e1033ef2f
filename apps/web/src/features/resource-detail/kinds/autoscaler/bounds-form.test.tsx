import { fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { HORIZONTAL_POD_AUTOSCALER_VIEW } from '@lanthorn/views/kinds/autoscaling/horizontalpodautoscalers.ts';
import { closeActionDialog, useActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { targetOf } from '../../subject/detail-subject.ts';
import { BoundsForm } from './bounds-form.tsx';

beforeEach(closeActionDialog);

function open(spec: object, status: object = {}) {
  const onClose = vi.fn();
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
  const object = { metadata: { name: 'web', namespace: 'n', uid: 'u' }, spec: { scaleTargetRef, ...spec }, status };
  const subject = { cluster: 'c', view: HORIZONTAL_POD_AUTOSCALER_VIEW, namespace: 'n', name: 'web' };
  render(<BoundsForm subject={subject} target={targetOf(subject, object)} object={object} onClose={onClose} />);
  return {
    onClose,
    min: screen.getByLabelText('Fewest pods'),
    max: screen.getByLabelText('Most pods'),
    preview: screen.getByRole('button', { name: /Preview/ }),
  };
}
const asked = () => useActionDialog.getState().request;

test('begins with the bounds there are and asks for others, with those that were seen', async () => {
  const { min, max, preview } = open({ maxReplicas: 5 }, { currentReplicas: 3, desiredReplicas: 4 });
  screen.getByText('Deployment/web has 3 pods now; the autoscaler wants 4.');
  expect([min.getAttribute('value'), max.getAttribute('value'), document.activeElement]).toEqual(['1', '5', min]);
  expect(preview.getAttribute('aria-disabled')).toBe('true');
  await userEvent.clear(min);
  await userEvent.type(min, '2{Enter}');
  expect(asked()).toMatchObject({
    kind: 'autoscaler.bounds',
    targets: [{ name: 'web', uid: 'u' }],
    params: { bounds: { min: 2, max: 5, from: { min: 1, max: 5 } } },
  });
});

test.each([
  ['Fewest pods', '', 'A whole number from 0 to 2,147,483,647.'],
  ['Fewest pods', '-1', 'A whole number from 0 to 2,147,483,647.'],
  ['Most pods', '1', 'A whole number from 1 to 2,147,483,647, not less than the fewest.'],
  ['Most pods', '2147483648', 'A whole number from 1 to 2,147,483,647, not less than the fewest.'],
])('%s of %j are none: nothing is asked', async (label, text, why) => {
  const { preview } = open({ minReplicas: 2, maxReplicas: 5 });
  fireEvent.change(screen.getByLabelText(label), { target: { value: text } });
  screen.getByText(why);
  expect(preview.getAttribute('aria-disabled')).toBe('true');
  await userEvent.type(screen.getByLabelText(label), '{Enter}');
  expect(asked()).toBeNull();
});

test('none at all is said to need a switch, and Cancel leaves', async () => {
  const { min, onClose } = open({ minReplicas: 2, maxReplicas: 5 });
  fireEvent.change(min, { target: { value: '0' } });
  screen.getByText(/only where the cluster has it switched on/);
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect([onClose.mock.calls.length, asked()]).toEqual([1, null]);
});
