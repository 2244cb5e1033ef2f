import { fireEvent, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { closeActionDialog, useActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { targetOf } from '../../subject/detail-subject.ts';
import { ResizeForm } from './resize-form.tsx';

vi.mock('../../subject/object-link.tsx', () => ({
  ObjectLink: ({ children }: { readonly children: unknown }) => <a href="#owner">{children as string}</a>,
}));
beforeEach(closeActionDialog);

const POD = {
  metadata: {
    ...{ name: 'web-1', namespace: 'shop', uid: 'u1' },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'r', controller: true }],
  },
  spec: {
    containers: [{ name: 'app', resources: { requests: { cpu: '100m' } } }],
    initContainers: [{ name: 'migrate' }, { name: 'mesh', restartPolicy: 'Always' }],
  },
};

function open() {
  const subject = { cluster: 'c', view: POD_VIEW, namespace: 'shop', name: 'web-1' };
  const onClose = vi.fn();
  render(<ResizeForm subject={subject} target={targetOf(subject, POD)} object={POD} onClose={onClose} />);
  return { onClose, preview: screen.getByRole('button', { name: 'Preview the change' }) };
}
const field = (label: string) => within(screen.getByRole('group', { name: 'Container app' })).getByLabelText(label);
const type = (label: string, value: string) => fireEvent.change(field(label), { target: { value } });
const asked = () => useActionDialog.getState().request;

test('what is another is asked for, with what it was; who made the pod is named', async () => {
  const { preview } = open();
  expect(preview.getAttribute('aria-disabled')).toBe('true');
  expect(screen.getByRole('link').textContent).toBe('ReplicaSet/web');
  type('Request of cpu', '250m');
  type('Limit of memory', '1Gi');
  await userEvent.type(field('Limit of memory'), '{Enter}');
  expect(asked()).toMatchObject({ kind: 'pod.resize', targets: [{ uid: 'u1' }] });
  expect(asked()).toHaveProperty('params.resize', {
    containers: [{ name: 'app', isInit: false, requests: { cpu: '250m' }, limits: { memory: '1Gi' } }],
    from: [{ name: 'app', isInit: false, requests: { cpu: '100m' }, limits: { memory: '' } }],
  });
});

test('those that run alone are shown: a sidecar, and no init container that has ended', () => {
  open();
  screen.getByRole('group', { name: 'Init container mesh' });
  expect(screen.queryByRole('group', { name: 'Init container migrate' })).toBeNull();
});

test('an amount does not go while it runs, and must be one', () => {
  const { preview } = open();
  type('Request of cpu', '');
  screen.getByText('While it runs an amount can become another, not none.');
  type('Request of cpu', 'much');
  screen.getByText('An amount like 250m, 1.5, 512Mi or 2Gi.');
  expect(preview.getAttribute('aria-disabled')).toBe('true');
});

test('Cancel leaves without asking', async () => {
  const { onClose } = open();
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect([onClose.mock.calls.length, asked()]).toEqual([1, null]);
});
