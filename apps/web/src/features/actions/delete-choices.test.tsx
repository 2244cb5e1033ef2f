import { act, fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import type { ListFrame } from '@lanthorn/protocol/down-messages.ts';
import type { ListQuery } from '@lanthorn/protocol/up-messages.ts';
import { DAEMON_SET_VIEW } from '@lanthorn/views/kinds/apps/daemonsets.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { REPLICA_SET_VIEW } from '@lanthorn/views/kinds/apps/replicasets.ts';
import { STATEFUL_SET_VIEW } from '@lanthorn/views/kinds/apps/statefulsets.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import { REPLICATION_CONTROLLER_VIEW } from '@lanthorn/views/kinds/core/replicationcontrollers.ts';
import { NAMESPACE_VIEW } from '@lanthorn/views/kinds/core/namespaces.ts';
import { CONFIG_MAP_VIEW } from '@lanthorn/views/kinds/core/configmaps.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { closeActionDialog, openActionDialog, useActionDialog } from '../../data/actions/action-dialog-store.ts';
import type { ActionKind } from '@lanthorn/actions/action-records.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { DeleteChoices } from './delete-choices.tsx';

beforeEach(closeActionDialog);

function Shown() {
  const request = useActionDialog(state => state.request);
  return request === null ? null : <DeleteChoices request={request} />;
}
function show(
  view: { readonly resource: typeof POD_VIEW.resource },
  kind: ActionKind = 'object.delete',
  client = {} as unknown as Client,
) {
  openActionDialog(kind, [{ cluster: 'c', resource: view.resource, namespace: 'n', name: 'a', uid: 'u' }]);
  render(
    <ClientContext value={client}>
      <Shown />
    </ClientContext>,
  );
}
const write = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } });
const chosen = () => {
  const { request } = useActionDialog.getState();
  return request !== null && 'kind' in request ? request.params?.deletion : null;
};

test('what becomes of what it owns is chosen; another choice is another operation', () => {
  show(CONFIG_MAP_VIEW);
  const before = useActionDialog.getState().request?.id;
  expect(screen.getByLabelText('goes after it')).toHaveProperty('checked', true);
  expect(chosen()).toBeUndefined();
  fireEvent.click(screen.getByLabelText('stays'));
  expect(chosen()).toEqual({ propagation: 'Orphan', grace: null });
  fireEvent.click(screen.getByLabelText('goes before it'));
  expect(chosen()).toEqual({ propagation: 'Foreground', grace: null });
  expect(useActionDialog.getState().request?.id).not.toBe(before);
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

test.each([
  [CRONJOB_VIEW, JOB_VIEW, 'Jobs'],
  [JOB_VIEW, POD_VIEW, 'Pods'],
  [DEPLOYMENT_VIEW, REPLICA_SET_VIEW, 'ReplicaSets'],
  [REPLICA_SET_VIEW, POD_VIEW, 'Pods'],
  [STATEFUL_SET_VIEW, POD_VIEW, 'Pods'],
  [DAEMON_SET_VIEW, POD_VIEW, 'Pods'],
  [REPLICATION_CONTROLLER_VIEW, POD_VIEW, 'Pods'],
])('what an object owns is counted, or said not to be known', (view, owned, title) => {
  const open: [ListQuery, (frame: ListFrame) => void][] = [];
  const connection = {
    epoch: 1,
    state: { kind: 'open' },
    onState: () => () => {},
    subscribe: (query: ListQuery, tell: (frame: ListFrame) => void) => {
      open.push([query, tell]);
      return { close: () => {}, update: () => {}, retry: () => {} };
    },
  };
  show(view, 'object.delete', { connection } as unknown as Client);
  screen.getByRole('status', { name: 'Loading…' });
  const [query, tell] = must(open[0], 'a list');
  expect([query.resource, query.ownerUid, query.namespaces]).toEqual([owned.resource, 'u', ['n']]);
  const frame = { type: 'list', id: 1, offset: 0, keys: [], rows: [] } as const;
  act(() => tell({ ...frame, matched: 7, state: { kind: 'live' } } as unknown as ListFrame));
  expect(screen.getByTestId('owned').textContent).toBe(`${title} it owns: 7`);
  act(() => tell({ ...frame, matched: 0, state: { kind: 'stale', isEmpty: true } } as unknown as ListFrame));
  screen.getByText(`Not known how many of these it owns: ${title}`);
  act(() => tell({ ...frame, matched: null, state: { kind: 'forbidden' } } as unknown as ListFrame));
  screen.getByText(`Not known how many of these it owns: ${title}`);
});

test.each<[string, { readonly resource: typeof POD_VIEW.resource }, ActionKind]>([
  ['a namespace, whose contents go in any case', NAMESPACE_VIEW, 'object.delete'],
  ['what is no deletion', CONFIG_MAP_VIEW, 'object.mark'],
])('nothing is asked of %s', (_what, view, kind) => {
  show(view, kind);
  expect(screen.queryByRole('radio')).toBeNull();
  expect(screen.queryByRole('spinbutton')).toBeNull();
});
