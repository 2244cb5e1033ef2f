import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import type { ActionKind } from '@lanthorn/actions/action-records.ts';
import { EVICT_FIRST } from '@lanthorn/actions/objects/delete-object.ts';
import type { PreviewAnswer } from '@lanthorn/protocol/http/operation-messages.ts';
import { CONFIG_MAP_VIEW } from '@lanthorn/views/kinds/core/configmaps.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { closeActionDialog, openActionDialog, useActionDialog } from '../../data/actions/action-dialog-store.ts';
import { allowOnly, startedWith } from '../../data/client/test-clusters.ts';
import { EvictOrDelete } from './evict-or-delete.tsx';

let mayEvict: boolean | undefined;
vi.mock('../../data/actions/use-access.ts', () => ({
  useAccessIn: (rights: readonly { right: { resource: string } }[]) =>
    rights.map(({ right }) => (right.resource === 'pods/eviction' ? mayEvict : true)),
}));

beforeEach(() => {
  closeActionDialog();
  startedWith(null);
  mayEvict = true;
});

/** What the server said to the deletion. */
function answerOf(isLookedAfter: boolean): PreviewAnswer {
  const effects = isLookedAfter ? [{ key: EVICT_FIRST, values: {} }] : [];
  return { kind: 'object.delete', previews: [{ effects }] } as unknown as PreviewAnswer;
}

function Shown({ answer }: { readonly answer: PreviewAnswer | null }) {
  const request = useActionDialog(state => state.request);
  return request === null ? null : <EvictOrDelete request={request} answer={answer} />;
}
function show(
  kind: ActionKind,
  answer: PreviewAnswer | null,
  { resource } = POD_VIEW as { resource: typeof POD_VIEW.resource },
) {
  openActionDialog(kind, [{ cluster: 'c', resource, namespace: 'n', name: 'a', uid: 'u' }]);
  const before = useActionDialog.getState().request?.id;
  render(<Shown answer={answer} />);
  return before;
}
const kind = () => {
  const { request } = useActionDialog.getState();
  return request !== null && 'kind' in request ? request.kind : null;
};

test('a pod that somebody looks after is evicted, unless it shall be deleted; each is an operation of its own', async () => {
  const first = show('object.delete', answerOf(true));
  expect(kind()).toBe('pod.evict');
  const second = useActionDialog.getState().request?.id;
  expect(second).not.toBe(first);
  useActionDialog.setState({ reason: 'ticket 7' });
  await userEvent.click(screen.getByRole('radio', { name: /^Delete/ }));
  expect(kind()).toBe('object.delete');
  expect(useActionDialog.getState().request?.id).not.toBe(second);
  expect(useActionDialog.getState().reason).toBe('ticket 7');
});

test('one that nobody looks after is deleted; it may be evicted', async () => {
  show('object.delete', answerOf(false));
  expect(kind()).toBe('object.delete');
  await userEvent.click(screen.getByRole('radio', { name: /^Evict/ }));
  expect(kind()).toBe('pod.evict');
});

test.each([
  ['until the server has answered', 'object.delete', null, POD_VIEW],
  ['where it is no pod', 'object.delete', answerOf(true), CONFIG_MAP_VIEW],
  ['where something else is done', 'object.mark', answerOf(true), POD_VIEW],
] as const)('nothing is proposed %s', (_when, asked, answer, view) => {
  show(asked, answer, view);
  expect(kind()).toBe(asked);
  expect(screen.queryAllByRole('radio')).toHaveLength(view === POD_VIEW && asked === 'object.delete' ? 2 : 0);
});

test('where nobody may evict it is not proposed, and the choice says why', () => {
  mayEvict = false;
  show('object.delete', answerOf(true));
  expect(kind()).toBe('object.delete');
  expect(screen.getByRole('radio', { name: /create pods\/eviction/ })).toHaveProperty('disabled', true);
});

test('where Lanthorn was started without eviction, as well', () => {
  allowOnly('object.delete');
  show('object.delete', answerOf(true));
  expect(kind()).toBe('object.delete');
  expect(screen.getByRole('radio', { name: /--allow/ })).toHaveProperty('disabled', true);
});
