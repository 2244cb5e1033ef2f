import { fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { NAMESPACE_VIEW } from '@lanthorn/views/kinds/core/namespaces.ts';
import { CONFIG_MAP_VIEW } from '@lanthorn/views/kinds/core/configmaps.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { closeActionDialog, openActionDialog, useActionDialog } from '../../data/actions/action-dialog-store.ts';
import type { ActionKind } from '@lanthorn/actions/action-records.ts';
import { DeleteChoices } from './delete-choices.tsx';

beforeEach(closeActionDialog);

function Shown() {
  const request = useActionDialog(state => state.request);
  return request === null ? null : <DeleteChoices request={request} />;
}
function show(view: { readonly resource: typeof POD_VIEW.resource }, kind: ActionKind = 'object.delete') {
  openActionDialog(kind, [{ cluster: 'c', resource: view.resource, namespace: 'n', name: 'a', uid: 'u' }]);
  render(<Shown />);
}
const write = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } });
const chosen = () => {
  const { request } = useActionDialog.getState();
  return request !== null && 'kind' in request ? request.params?.deletion : null;
};

test('what becomes of what it owns is chosen, and it is the same operation', () => {
  show(CONFIG_MAP_VIEW);
  const before = useActionDialog.getState().request?.id;
  expect(screen.getByLabelText('goes after it')).toHaveProperty('checked', true);
  expect(chosen()).toBeUndefined();
  fireEvent.click(screen.getByLabelText('stays'));
  expect(chosen()).toEqual({ propagation: 'Orphan', grace: null });
  fireEvent.click(screen.getByLabelText('goes before it'));
  expect(chosen()).toEqual({ propagation: 'Foreground', grace: null });
  expect(useActionDialog.getState().request?.id).toBe(before);
  expect(screen.queryByLabelText('Seconds to end')).toBeNull();
});

test('a pod is given its time, or none', () => {
  show(POD_VIEW);
  expect(screen.queryByRole('radio')).toBeNull();
  const grace = screen.getByLabelText('Seconds to end');
  write(grace, '0');
  expect(chosen()).toEqual({ propagation: 'Background', grace: 0 });
  write(grace, '');
  expect(chosen()).toEqual({ propagation: 'Background', grace: null });
  write(grace, '999999');
  expect(chosen()).toEqual({ propagation: 'Background', grace: 86_400 });
});

test.each<[string, { readonly resource: typeof POD_VIEW.resource }, ActionKind]>([
  ['a namespace, whose contents go in any case', NAMESPACE_VIEW, 'object.delete'],
  ['what is no deletion', CONFIG_MAP_VIEW, 'object.mark'],
])('nothing is asked of %s', (_what, view, kind) => {
  show(view, kind);
  expect(screen.queryByRole('radio')).toBeNull();
  expect(screen.queryByRole('spinbutton')).toBeNull();
});
