import { act, render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { EVICT_FIRST } from '@lanthorn/actions/objects/delete-object.ts';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { closeActionDialog, openActionDialog, useActionDialog } from '../../data/actions/action-dialog-store.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { startedWith } from '../../data/client/test-clusters.ts';
import { createOperationStore } from '../../data/operations/operation-store.ts';
import { testPreferences } from '../../data/preferences/test-preferences.ts';
import { WordsProvider } from '../../ui/words/words.tsx';
import { ActionDialog } from './action-dialog.tsx';

vi.mock('@tanstack/react-router', () => ({ useNavigate: () => () => {} }));
vi.mock('../../data/lists/view-state.ts', () => ({ useViewState: () => ({ clusters: ['c'] }) }));
vi.mock('../../parts/deletion/what-breaks.tsx', () => ({ WhatBreaks: () => null }));

beforeEach(() => {
  closeActionDialog();
  startedWith([{ name: 'c' }]);
});

test('eviction proposed in the place of a deletion is asked in the same form: focus stays, and Enter confirms', async () => {
  const target = { cluster: 'c', resource: POD_VIEW.resource, namespace: 'n', name: 'a', uid: 'u' };
  const nothing = { kubectl: 'k', isDone: false, warnings: [], changes: [], clashes: [], refusal: null, creates: null };
  const waiting: (() => void)[] = [];
  const started: OperationRequest[] = [];
  const api = {
    access: async ({ checks }: { checks: unknown[] }) => ({ allowed: checks.map(() => true) }),
    preview: async ({ kind }: Extract<OperationRequest, { kind: unknown }>) => {
      await new Promise<void>(resolve => waiting.push(resolve));
      const effects = kind === 'object.delete' ? [{ key: EVICT_FIRST, values: {} }] : [];
      return { kind, previews: [{ target, effects, ...nothing }] };
    },
    start: async (request: OperationRequest) => {
      started.push(request);
      throw new Error('not meant');
    },
  };
  const client = { api, operations: createOperationStore(), preferences: testPreferences() } as unknown as Client;
  render(
    <WordsProvider>
      <ClientContext value={client}>
        <ActionDialog />
      </ClientContext>
    </WordsProvider>,
  );
  act(() => openActionDialog('object.delete', [target]));
  const button = await screen.findByRole('button', { name: /^Delete/ });
  button.focus();
  const answer = async (asked: number) => {
    await waitFor(() => expect(waiting).toHaveLength(asked));
    await act(async () => waiting.at(-1)?.());
  };
  await answer(1);
  await waitFor(() => expect(useActionDialog.getState().request).toMatchObject({ kind: 'pod.evict' }));
  await answer(2);
  expect(document.activeElement).toBe(button);
  await waitFor(() => expect(button.getAttribute('aria-disabled')).toBeNull());
  await userEvent.keyboard('{Enter}');
  expect(started).toMatchObject([{ kind: 'pod.evict' }]);
});
