import { fireEvent, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { closeActionDialog, useActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { targetOf } from '../../subject/detail-subject.ts';
import { ContainersForm } from './containers-form.tsx';

vi.mock('./use-images-in-use.ts', () => ({ useImagesInUse: () => ['web:1', 'web:2', 'db:1'] }));
beforeEach(closeActionDialog);

const POD = {
  containers: [
    {
      ...{ name: 'app', image: 'web:1', resources: { requests: { cpu: '100m', 'example.org/gpu': '1' } } },
      env: [
        { name: 'A', value: '1' },
        { name: 'S', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
      ],
    },
  ],
  initContainers: [{ name: 'init', image: 'init:1' }],
};

function open() {
  const onClose = vi.fn();
  const object = { metadata: { name: 'web', namespace: 'n', uid: 'u' }, spec: { template: { spec: POD } } };
  const subject = { cluster: 'c', view: DEPLOYMENT_VIEW, namespace: 'n', name: 'web' };
  const target = targetOf(subject, object);
  render(<ContainersForm subject={subject} target={target} object={object} onClose={onClose} />);
  const app = within(screen.getByRole('group', { name: 'Container app' }));
  return { onClose, app, preview: screen.getByRole('button', { name: /Preview/ }) };
}
const asked = () => useActionDialog.getState().request;
const type = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } });

test('as it is nothing can be asked; what is another is asked for, and nothing else', async () => {
  const { app, preview } = open();
  await userEvent.click(preview);
  expect([asked(), screen.getByRole('alert').textContent]).toEqual([null, 'Nothing is another yet.']);
  type(app.getByLabelText('Image'), 'web:2');
  type(app.getByLabelText('Request of cpu'), '250m');
  type(app.getByLabelText('Limit of memory'), '1Gi');
  type(app.getByLabelText(/nvironment/), 'A=2\nB=x');
  await userEvent.click(preview);
  expect(asked()).toMatchObject({ kind: 'workload.containers', targets: [{ uid: 'u' }] });
  expect(asked()).toHaveProperty('params.containers', [
    {
      ...{ name: 'app', isInit: false, image: 'web:2', requests: { cpu: '250m' }, limits: { memory: '1Gi' } },
      env: { A: '2', B: 'x' },
    },
  ]);
});

test('what is emptied is taken away; what the form does not show stays', async () => {
  const { app, preview } = open();
  type(app.getByLabelText('Request of cpu'), '');
  type(app.getByLabelText(/nvironment/), '');
  await userEvent.click(preview);
  expect(asked()).toHaveProperty('params.containers', [
    { name: 'app', isInit: false, requests: { cpu: null }, env: { A: null } },
  ]);
});

test('an init container is changed as one', async () => {
  const { preview } = open();
  type(within(screen.getByRole('group', { name: 'Init container init' })).getByLabelText('Image'), 'init:2');
  await userEvent.click(preview);
  expect(asked()).toHaveProperty('params.containers', [{ name: 'init', isInit: true, image: 'init:2' }]);
});

test.each(['1.5.1', '-1', '12Kb', 'all', '1e', '1 Gi'])(
  '%j is no amount: it is said, and nothing is asked',
  async text => {
    const { app, preview } = open();
    const field = app.getByLabelText('Limit of cpu');
    type(field, text);
    screen.getByText('An amount like 250m, 1.5, 512Mi or 2Gi.');
    expect(preview.getAttribute('aria-disabled')).toBe('true');
    await userEvent.type(field, '{Enter}');
    expect(asked()).toBeNull();
    // Said below the field, and where it would be sent.
    expect(screen.getAllByText('An amount like 250m, 1.5, 512Mi or 2Gi.')).toHaveLength(2);
  },
);

test.each(['0', '.5', '1e3', '2Gi', '100m'])('%j is an amount', text => {
  const { app, preview } = open();
  type(app.getByLabelText('Limit of memory'), text);
  expect(preview.getAttribute('aria-disabled')).toBeNull();
});

test('images in use are offered while one is typed: the arrow goes to one, Enter takes it', async () => {
  const { app } = open();
  const field = app.getByLabelText('Image');
  await userEvent.clear(field);
  screen.getByText('A container needs an image.');
  await userEvent.type(field, 'db');
  await screen.findByRole('option', { name: 'db:1' });
  await userEvent.keyboard('{ArrowDown}{Enter}');
  expect(field).toHaveProperty('value', 'db:1');
  expect(asked()).toBeNull();
});

test('Cancel leaves without asking', async () => {
  const { onClose } = open();
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect([onClose.mock.calls.length, asked()]).toEqual([1, null]);
});
