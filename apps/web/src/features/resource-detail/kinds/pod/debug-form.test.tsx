import { fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { closeActionDialog, useActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { clearDock, useDock } from '../../../../data/dock/dock-store.ts';
import { targetOf } from '../../subject/detail-subject.ts';
import { DebugForm } from './debug-form.tsx';

const POD = {
  metadata: { name: 'web-1', namespace: 'shop', uid: 'u1' },
  spec: { containers: [{ name: 'app' }, { name: 'side' }], ephemeralContainers: [{ name: 'debugger-1' }] },
};

beforeEach(() => {
  closeActionDialog();
  clearDock();
});

function open() {
  const subject = { cluster: 'c', view: POD_VIEW, namespace: 'shop', name: 'web-1' };
  let isClosed = false;
  const onClose = () => {
    isClosed = true;
  };
  render(<DebugForm subject={subject} target={targetOf(subject, POD)} object={POD} onClose={onClose} />);
  return { isClosed: () => isClosed };
}
const asked = () => useActionDialog.getState().request;
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });

test('asks for what kubectl debug would, and its terminal opens once it was begun', async () => {
  const { isClosed } = open();
  type('Image', ' nicolaka/netshoot ');
  type('Name', 'look');
  await userEvent.type(screen.getByLabelText('Name'), '{Enter}');
  expect(asked()).toMatchObject({
    kind: 'pod.debug',
    targets: [{ name: 'web-1', uid: 'u1' }],
    params: { debug: { name: 'look', image: 'nicolaka/netshoot', target: 'app', profile: 'general' } },
  });
  expect(useDock.getState().terminals).toEqual([]);
  useActionDialog.getState().onStarted({} as never, {} as never);
  expect(isClosed()).toBe(true);
  expect(useDock.getState().terminals).toMatchObject([
    { cluster: 'c', namespace: 'shop', pod: 'web-1', container: 'look', mode: 'shell' },
  ]);
});

test.each([
  ['Image', ' ', 'It needs an image.'],
  ['Name', 'app', 'A container of this name is there.'],
  ['Name', 'debugger-1', 'A container of this name is there.'],
  ['Name', 'Not a name', /Small letters, digits and -/],
])('%s %j is not asked for', async (label, value, why) => {
  open();
  type(label, value);
  expect(screen.getByText(why)).toBeTruthy();
  expect(screen.getByRole('button', { name: /Preview/ }).getAttribute('aria-disabled')).toBe('true');
  await userEvent.type(screen.getByLabelText(label), '{Enter}');
  expect(asked()).toBeNull();
});
