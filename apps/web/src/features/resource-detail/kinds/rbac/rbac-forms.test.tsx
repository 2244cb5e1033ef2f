import { fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { CLUSTER_ROLE_VIEW } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/clusterroles.ts';
import { ROLE_BINDING_VIEW } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/rolebindings.ts';
import { ROLE_VIEW } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/roles.ts';
import { closeActionDialog, useActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { targetOf } from '../../subject/detail-subject.ts';
import type { ObjectFormProps } from '../../subject/object-form-props.ts';
import { GrantForm } from './grant-form.tsx';
import { RevokeForm } from './revoke-form.tsx';

beforeEach(closeActionDialog);

const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }];

function open(Form: typeof GrantForm, view: KindView, fields: object) {
  const namespace = view.namespaced ? 'shop' : '';
  const object = { metadata: { name: 'view', uid: 'u', ...(namespace === '' ? {} : { namespace }) }, ...fields };
  const subject = { cluster: 'c', view, namespace, name: 'view' };
  const props: ObjectFormProps = { subject, target: targetOf(subject, object), object, onClose: () => {} };
  render(<Form {...props} />);
  return screen.getByRole('button', { name: /Preview/ });
}
const write = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const asked = () => useActionDialog.getState().request;

test('lets a user do what a ClusterRole allows in one namespace, as a sentence first', async () => {
  const preview = open(GrantForm, CLUSTER_ROLE_VIEW, { rules });
  expect(preview.getAttribute('aria-disabled')).toBe('true');
  write('Name', 'ada');
  write('In the namespace', 'shop');
  screen.getByText('Then User/ada may do what ClusterRole/view allows in the namespace shop:');
  screen.getByText(/list pods/);
  await userEvent.click(preview);
  expect(asked()).toMatchObject({
    kind: 'rbac.grant',
    targets: [{ resource: { resource: 'rolebindings' }, namespace: 'shop', name: 'view-ada', uid: '' }],
    params: {
      grant: { role: { kind: 'ClusterRole', name: 'view' }, subject: { kind: 'User', name: 'ada', namespace: '' } },
    },
  });
});

test('or everywhere, to an account of a namespace, under a name of one’s own', async () => {
  const preview = open(GrantForm, CLUSTER_ROLE_VIEW, { rules });
  await userEvent.click(screen.getByRole('radio', { name: 'Service account' }));
  write('Name', 'web');
  write('Namespace of the account', 'shop');
  await userEvent.click(screen.getByRole('radio', { name: 'In the whole cluster' }));
  write('Name of the binding', 'web-sees-all');
  await userEvent.click(preview);
  expect(asked()).toMatchObject({
    targets: [{ resource: { resource: 'clusterrolebindings' }, namespace: '', name: 'web-sees-all' }],
    params: { grant: { subject: { kind: 'ServiceAccount', name: 'web', namespace: 'shop' } } },
  });
});

test('a Role counts in its own namespace, which is not asked for', async () => {
  const preview = open(GrantForm, ROLE_VIEW, { rules });
  write('Name', 'ada@example.org');
  expect([
    screen.queryByLabelText('In the namespace'),
    screen.queryByRole('radio', { name: 'In the whole cluster' }),
  ]).toEqual([...[null, null]]);
  await userEvent.click(preview);
  expect(asked()).toMatchObject({
    targets: [{ namespace: 'shop', name: 'view-ada@example.org' }],
    params: { grant: { role: { kind: 'Role' } } },
  });
});

test.each([
  ['In the namespace', 'Not_One', 'This is no name of a namespace.'],
  ['Name of the binding', 'a/b', 'A name holds no “/” and no “%”.'],
])('%s %j is not asked for', (label, text, why) => {
  const preview = open(GrantForm, CLUSTER_ROLE_VIEW, { rules });
  write('Name', 'ada');
  write('In the namespace', 'shop');
  write(label, text);
  screen.getByText(why);
  expect(preview.getAttribute('aria-disabled')).toBe('true');
});

const subjects = [
  { kind: 'User', name: 'ada', apiGroup: 'rbac.authorization.k8s.io' },
  { kind: 'ServiceAccount', name: 'web', namespace: 'shop' },
];

test('one of the subjects is taken out', async () => {
  const preview = open(RevokeForm, ROLE_BINDING_VIEW, { subjects });
  await userEvent.click(screen.getByRole('radio', { name: 'ServiceAccount/shop/web' }));
  await userEvent.click(preview);
  expect(asked()).toMatchObject({
    kind: 'rbac.revoke',
    params: { revoke: { subject: { kind: 'ServiceAccount', name: 'web', namespace: 'shop' } } },
  });
});

test('of none nothing can be taken', () => {
  expect(open(RevokeForm, ROLE_BINDING_VIEW, {}).getAttribute('aria-disabled')).toBe('true');
  screen.getByText('It names nobody.');
});
