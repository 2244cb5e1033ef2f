import { fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { closeActionDialog, useActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { targetOf } from '../../subject/detail-subject.ts';
import { ScaleForm } from './scale-form.tsx';

beforeEach(closeActionDialog);

function open(spec: object, status: object = {}) {
  const onClose = vi.fn();
  const object = { metadata: { name: 'web', namespace: 'n', uid: 'u' }, spec, status };
  const subject = { cluster: 'c', view: DEPLOYMENT_VIEW, namespace: 'n', name: 'web' };
  const target = targetOf(subject, object);
  render(<ScaleForm subject={subject} target={target} object={object} onClose={onClose} />);
  return { onClose, field: screen.getByLabelText('Pods'), preview: screen.getByRole('button', { name: /Preview/ }) };
}
const asked = () => useActionDialog.getState().request;

test('begins with the number there is, says how many are ready, and Enter asks for another under the one that was seen', async () => {
  const { field } = open({ replicas: 3 }, { readyReplicas: 2 });
  expect([field.getAttribute('value'), document.activeElement]).toEqual(['3', field]);
  screen.getByText('3 are wanted now, 2 ready.');
  await userEvent.clear(field);
  await userEvent.type(field, '7{Enter}');
  expect(asked()).toMatchObject({
    kind: 'workload.scale',
    targets: [{ name: 'web', uid: 'u' }],
    params: { scale: { replicas: 7, from: 3 } },
  });
});

test.each(['', '-1', '2147483648', '99999999999999999999'])('%j is no number of pods: nothing is asked', async text => {
  const { field, preview } = open({});
  fireEvent.change(field, { target: { value: text } });
  screen.getByText('A whole number from 0 to 2,147,483,647.');
  expect(preview.getAttribute('aria-disabled')).toBe('true');
  await userEvent.type(field, '{Enter}');
  expect(asked()).toBeNull();
});

test('none is a number, and Cancel leaves without asking', async () => {
  const { field, preview, onClose } = open({ replicas: 1 });
  fireEvent.change(field, { target: { value: '0' } });
  await userEvent.click(preview);
  expect(asked()).toMatchObject({ params: { scale: { replicas: 0 } } });
  closeActionDialog();
  await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
  expect([onClose.mock.calls.length, asked()]).toEqual([1, null]);
});
