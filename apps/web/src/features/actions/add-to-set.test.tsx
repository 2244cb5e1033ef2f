import { act, render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import type { ActionParams } from '@lanthorn/actions/machinery/action.ts';
import type { ActionKind } from '@lanthorn/actions/action-records.ts';
import type { AddStepRequest } from '@lanthorn/protocol/http/change-set-messages.ts';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { closeActionDialog, openActionDialog, useActionDialog } from '../../data/actions/action-dialog-store.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { startedWith } from '../../data/client/test-clusters.ts';
import { createOperationStore } from '../../data/operations/operation-store.ts';
import { testPreferences } from '../../data/preferences/test-preferences.ts';
import { WordsProvider } from '../../ui/words/words.tsx';
import { ActionDialog } from './action-dialog.tsx';

const navigate = vi.fn();
vi.mock('@tanstack/react-router', () => ({ useNavigate: () => navigate }));
vi.mock('../../data/lists/view-state.ts', () => ({ useViewState: () => ({ clusters: ['c'] }) }));

beforeEach(() => {
  closeActionDialog();
  navigate.mockClear();
});

const CRONJOBS = { group: 'batch', version: 'v1', resource: 'cronjobs' };
const SECRETS = { group: '', version: 'v1', resource: 'secrets' };

/** The dialog of an action, on a server that accepts it; what was sent is kept. */
async function show(
  kind: ActionKind,
  {
    resource = CRONJOBS,
    params,
    problem = '',
    others = [],
    asksReason = false,
  }: {
    resource?: typeof CRONJOBS;
    params?: ActionParams;
    problem?: string;
    asksReason?: boolean;
    others?: readonly { readonly cluster: string; readonly uid: string }[];
  } = {},
) {
  const added: AddStepRequest[] = [];
  const started: OperationRequest[] = [];
  const onAdded = vi.fn();
  const target = { cluster: 'c', resource, namespace: 'n', name: 'a', uid: 'u' };
  const targets = [target, ...others.map(other => ({ ...target, ...other }))];
  const nothing = { effects: [], kubectl: 'k', isDone: false, warnings: [], changes: [], clashes: [] };
  const api = {
    preview: async () => ({
      kind,
      previews: targets.map(each => ({ target: each, ...nothing, refusal: null, creates: null })),
    }),
    start: async (request: OperationRequest) => {
      started.push(request);
      throw new Error('not meant');
    },
    addStep: async (request: AddStepRequest) => {
      added.push(request);
      if (problem !== '') throw new Error(problem);
      return { set: { steps: [{}, {}], run: null } };
    },
  };
  startedWith([{ name: 'c', ...(asksReason ? { asksReason } : {}) }]);
  const client = {
    ...{ api, operations: createOperationStore(), preferences: testPreferences() },
  } as unknown as Client;
  render(
    <WordsProvider>
      <ClientContext value={client}>
        <ActionDialog />
      </ClientContext>
    </WordsProvider>,
  );
  act(() => openActionDialog(kind, targets, { ...(params === undefined ? {} : { params }), onAdded }));
  await screen.findByText(/The server accepts/);
  return { added, started, onAdded, user: userEvent.setup() };
}

const addButton = () => screen.getByRole('button', { name: 'Add to change set' });

test('a press collects what was seen, says so, and does not do it; the set is opened from there', async () => {
  const { added, started, onAdded, user } = await show('cronjob.suspend');
  const asked = useActionDialog.getState().request;
  await user.dblClick(addButton());
  expect(await screen.findByText(/The change set has 2 steps/)).toBeTruthy();
  expect([added, started]).toEqual([[{ cluster: 'c', request: { ...asked, params: {} } }], []]);
  expect(onAdded).toHaveBeenCalledOnce();
  await user.click(screen.getByRole('button', { name: 'Open change set' }));
  expect(navigate).toHaveBeenCalledWith(expect.objectContaining({ params: { cluster: 'c', resource: 'change-set' } }));
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('Shift Enter does the same, wherever focus is', async () => {
  const { added, started, user } = await show('cronjob.suspend');
  await user.keyboard('{Shift>}{Enter}{/Shift}');
  await waitFor(() => expect(added).toHaveLength(1));
  expect(started).toEqual([]);
});

test('what holds values of a Secret is no step, and says why', async () => {
  const params = { secretKeys: { set: [], renamed: [], removed: ['k'] } };
  const { added, user } = await show('secret.keys', { resource: SECRETS, params });
  expect(addButton().title).toBe('Values of Secrets are kept in no change set. Change a by itself.');
  await user.click(addButton());
  await user.keyboard('{Shift>}{Enter}{/Shift}');
  expect(added).toEqual([]);
});

test('where it is refused it stays open, says why, and can be tried again', async () => {
  const { added, user } = await show('cronjob.suspend', { problem: 'full' });
  await user.click(addButton());
  expect((await screen.findByRole('alert')).textContent).toContain('full');
  await user.click(addButton());
  await waitFor(() => expect(added.map(({ request }) => request.id)).toHaveLength(2));
  expect(new Set(added.map(({ request }) => request.id)).size).toBe(1);
});

test('objects of several clusters are no step: a set is of one', async () => {
  const { added, user } = await show('cronjob.suspend', { others: [{ cluster: 'd', uid: 'v' }] });
  expect(addButton().title).toContain('A change set is of one cluster');
  await user.click(addButton());
  expect(added).toEqual([]);
});

test('where a reason is asked for nothing is done or collected without one, and it goes along', async () => {
  const { started, added } = await show('cronjob.suspend', { asksReason: true });
  const why = await screen.findByRole('textbox', { name: 'Why' });
  screen.getByText('c asks for a reason. It is kept with the operation.');
  await userEvent.click(screen.getByRole('button', { name: 'Suspend' }));
  await userEvent.click(screen.getByRole('button', { name: /change set/ }));
  expect([started, added]).toEqual([[], []]);
  await userEvent.type(why, ' ticket 7 ');
  await userEvent.click(screen.getByRole('button', { name: 'Suspend' }));
  expect(started.map(({ reason }) => reason)).toEqual(['ticket 7']);
});
