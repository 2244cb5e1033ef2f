import { fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { closeActionDialog, useActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { targetOf } from '../../subject/detail-subject.ts';
import { EndPodForm } from './end-pod-form.tsx';

beforeEach(closeActionDialog);

function open(spec: object = {}) {
  const onClose = vi.fn();
  const object = { metadata: { name: 'web-1', namespace: 'n', uid: 'u' }, spec };
  const subject = { cluster: 'c', view: POD_VIEW, namespace: 'n', name: 'web-1' };
  render(<EndPodForm subject={subject} target={targetOf(subject, object)} object={object} onClose={onClose} />);
  return {
    onClose,
    field: screen.getByLabelText('Seconds to end'),
    preview: screen.getByRole('button', { name: /Preview/ }),
  };
}
const asked = () => useActionDialog.getState().request;

test.each([
  [{ terminationGracePeriodSeconds: 7 }, 7, 'The pod itself says 7 seconds.'],
  [{}, 30, 'The pod itself says 30 seconds.'],
])('begins with what the pod says; Enter asks', async (spec, own, words) => {
  const { field } = open(spec);
  expect(field.getAttribute('value')).toBe(String(own));
  screen.getByText(words);
  await userEvent.clear(field);
  await userEvent.type(field, '5{Enter}');
  expect(asked()).toMatchObject({ kind: 'pod.end', targets: [{ uid: 'u' }], params: { grace: { seconds: 5 } } });
});

test.each(['', '0', '-3', '86401'])('%j seconds are refused: none is what force is for', async text => {
  const { field, preview } = open();
  fireEvent.change(field, { target: { value: text } });
  screen.getByText('A whole number from 1 to 86,400.');
  expect(preview).toHaveProperty('disabled', true);
  await userEvent.type(field, '{Enter}');
  expect(asked()).toBeNull();
});

test('force says what it means and needs no seconds; Space takes it back', async () => {
  const { field, preview } = open();
  const force = screen.getByRole('checkbox', { name: /^Force/ });
  await userEvent.click(force);
  screen.getByText(/its containers may still run there/);
  expect(field).toHaveProperty('disabled', true);
  await userEvent.click(preview);
  expect(asked()).toMatchObject({ params: { grace: { seconds: 0 } } });
  closeActionDialog();
  force.focus();
  await userEvent.keyboard(' ');
  expect(screen.queryByText(/may still run there/)).toBeNull();
});

test('Cancel leaves without asking', async () => {
  const { onClose } = open();
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect([onClose.mock.calls.length, asked()]).toEqual([1, null]);
});
