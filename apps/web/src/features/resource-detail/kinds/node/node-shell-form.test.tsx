import { fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { findKindAt } from '@lanthorn/views/kind-index.ts';
import { closeActionDialog, useActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { clearDock, useDock } from '../../../../data/dock/dock-store.ts';
import { setLanguage } from '../../../../ui/words/i18n.ts';
import { NodeShellForm } from './node-shell-form.tsx';

const { resource } = must(findKindAt('nodes'), 'nodes are known');
const TARGET = { cluster: 'c', resource, namespace: '', name: 'node-1', uid: 'n1' };

beforeEach(() => {
  closeActionDialog();
  clearDock();
});

function open() {
  const view = { resource, columns: [] } as never;
  const subject = { cluster: 'c', view, namespace: '', name: 'node-1' };
  let isClosed = false;
  const onClose = () => {
    isClosed = true;
  };
  render(<NodeShellForm subject={subject} target={TARGET} object={{}} onClose={onClose} />);
  return { isClosed: () => isClosed };
}
const asked = () => useActionDialog.getState().request;
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });

test('says what it will see, asks for a pod on that node, and its terminal opens once that was begun', async () => {
  const { isClosed } = open();
  screen.getByText(/all of its files under \/host/);
  type('Image', ' nicolaka/netshoot ');
  type('Namespace', 'ops');
  await userEvent.click(screen.getByRole('combobox', { name: 'Rights' }));
  await userEvent.click(await screen.findByRole('option', { name: 'netadmin' }));
  screen.getByText(/not its files\. It may change the network/);
  await userEvent.click(screen.getByRole('button', { name: 'Preview the change' }));
  const request = asked();
  const name = request !== null && 'params' in request ? (request.params?.nodeShell?.name ?? '') : '';
  expect(name).toMatch(/^node-debugger-node-1-[a-z0-9]{5}$/);
  expect(asked()).toMatchObject({
    kind: 'node.shell',
    targets: [TARGET],
    params: { nodeShell: { namespace: 'ops', name, image: 'nicolaka/netshoot', profile: 'netadmin' } },
  });
  expect(useDock.getState().terminals).toEqual([]);
  useActionDialog.getState().onStarted({} as never, {} as never);
  expect(isClosed()).toBe(true);
  expect(useDock.getState().terminals).toMatchObject([
    { cluster: 'c', namespace: 'ops', pod: name, container: 'debugger', mode: 'shell' },
  ]);
});

test.each([
  ['Image', ' ', 'It needs an image.'],
  ['Namespace', '', /Small letters/],
  ['Namespace', 'Not one', /Small letters/],
])('%s %j is not asked for', (label, value, why) => {
  open();
  type(label, value);
  screen.getByText(why);
  expect(screen.getByRole('button', { name: 'Preview the change' }).getAttribute('aria-disabled')).toBe('true');
});

test('in Chinese it says the same', async () => {
  await setLanguage('zh-CN');
  open();
  screen.getByText(/\/host/);
  await setLanguage('en');
});
