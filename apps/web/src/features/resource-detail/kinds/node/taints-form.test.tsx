import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { NODE_VIEW } from '@lanthorn/views/kinds/core/nodes.ts';
import { closeActionDialog, useActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { targetOf } from '../../subject/detail-subject.ts';
import { TaintsForm } from './taints-form.tsx';

beforeEach(closeActionDialog);
const A = { key: 'a', value: 'x', effect: 'NoSchedule' };
const B = { key: 'b', effect: 'NoExecute' };

function open(taints?: readonly object[]) {
  const onClose = vi.fn();
  const object = { metadata: { name: 'node-1', uid: 'u' }, spec: taints === undefined ? {} : { taints } };
  const subject = { cluster: 'c', view: NODE_VIEW, namespace: '', name: 'node-1' };
  render(<TaintsForm subject={subject} target={targetOf(subject, object)} object={object} onClose={onClose} />);
  const field = (label: string) => screen.getByLabelText(label);
  return {
    onClose,
    key: field('Key of a new one'),
    value: field('Its value'),
    preview: screen.getByRole('button', { name: /Preview/ }),
  };
}
const asked = () => useActionDialog.getState().request;

test('a new one is added to those there are; Enter asks', async () => {
  const { key, value, preview } = open([A]);
  expect(preview.getAttribute('aria-disabled')).toBe('true');
  await userEvent.type(value, 'gpu');
  await userEvent.click(screen.getByRole('radio', { name: 'Has pods leave, too' }));
  await userEvent.type(key, 'example.org/only{Enter}');
  expect(asked()).toMatchObject({ kind: 'node.taints', targets: [{ name: 'node-1', namespace: '' }] });
  const added = { key: 'example.org/only', value: 'gpu', effect: 'NoExecute' };
  expect(asked()).toHaveProperty('params.taints', { before: [A], wanted: [A, added] });
});

test('one of the same key and effect takes the place of the one before', async () => {
  const { key } = open([A]);
  await userEvent.type(key, 'a{Enter}');
  expect(asked()).toHaveProperty('params.taints.wanted', [{ key: 'a', effect: 'NoSchedule' }]);
});

test('each is taken away by its button; of none that is said', async () => {
  const { preview } = open([A, B]);
  await userEvent.click(screen.getByRole('button', { name: 'Remove a=x:NoSchedule' }));
  await userEvent.click(screen.getByRole('button', { name: 'Remove b:NoExecute' }));
  screen.getByText('It has none.');
  await userEvent.click(preview);
  expect(asked()).toHaveProperty('params.taints', { before: [A, B], wanted: [] });
});

test.each([
  ['-bad', ''],
  ['a/b/c', ''],
  ['a', 'no space'],
  ['', 'orphan'],
])('key %j with value %j is none: nothing is asked', async (typedKey, typedValue) => {
  const { key, value, preview } = open();
  if (typedKey !== '') await userEvent.type(key, typedKey);
  if (typedValue !== '') await userEvent.type(value, typedValue);
  expect(preview.getAttribute('aria-disabled')).toBe('true');
  await userEvent.type(key, '{Enter}');
  expect(asked()).toBeNull();
});

test('Cancel leaves without asking', async () => {
  const { onClose } = open();
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect([onClose.mock.calls.length, asked()]).toEqual([1, null]);
});
