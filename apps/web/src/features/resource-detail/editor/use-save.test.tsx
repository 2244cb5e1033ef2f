import { EditorView } from '@codemirror/view';
import { act, render, renderHook, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { expect, test } from 'vitest';
import type { AddStepRequest } from '@lanthorn/protocol/http/change-set-messages.ts';
import { useKnownClusters } from '../../../data/client/known-clusters.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import type { NewRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { useActionDialog } from '../../../data/actions/action-dialog-store.ts';
import { choose } from '../../../ui/choice/test-select.ts';
import { SaveChoice, SaveConflicts } from './save-choice.tsx';
import { useSave } from './use-save.ts';

const target = {
  cluster: 'c',
  resource: { group: '', version: 'v1', resource: 'configmaps' },
  namespace: 'n',
  name: 'a',
  uid: 'u',
};
const object = { metadata: { name: 'a' } };

test('a text that is collected twice is one step, another text is another', async () => {
  const added: string[] = [];
  const api = {
    preview: async () => ({ previews: [{ refusal: null }] }),
    addStep: async ({ request }: AddStepRequest) => {
      added.push(request.id);
      return { set: { steps: [], run: null } };
    },
  };
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <ClientContext value={{ api } as unknown as Client}>{children}</ClientContext>
  );
  const view = { current: new EditorView({ doc: 'a' }) };
  const change = () => ({ base: object, mine: object });
  const { result } = renderHook(() => useSave({ target, view, live: object, type: null, change, onAdded: () => {} }), {
    wrapper,
  });
  const add = () => act(async () => result.current.add());
  await add();
  await add();
  view.current.dispatch({ changes: { from: 0, insert: 'b' } });
  await add();
  expect(added).toHaveLength(3);
  expect(added[1]).toBe(added[0]);
  expect(added[2]).not.toBe(added[0]);
});

/** The editor's two choices and its button, on a ConfigMap of which two fields are typed anew. */
function Saving() {
  const live = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a', namespace: 'n' },
    data: { x: '1', y: '1' },
  };
  const change = () => ({ base: live, mine: { ...live, data: { x: '2', y: '2' } } });
  const save = useSave({ target, view: { current: null }, live, type: null, change, onAdded: () => {} });
  const { conflicts, taken, take } = save.takeOver;
  return (
    <>
      <button type="button" onClick={save.run}>
        Save
      </button>
      <SaveChoice way={save.way} onWay={save.setWay} />
      <SaveConflicts conflicts={conflicts} taken={taken} onTake={take} />
    </>
  );
}

test('applied, fields of others are taken over one by one, and what is not ticked is not sent', async () => {
  const asked: NewRequest[] = [];
  const conflict = (field: string) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with "flux" using v1`,
    field: `.data.${field}`,
  });
  const refusal = { code: 409, details: { causes: [conflict('x'), conflict('y')] } };
  const api = {
    preview: async (request: NewRequest) => {
      asked.push(request);
      return { previews: [{ refusal: asked.length === 1 ? refusal : null }] };
    },
  };
  render(
    <ClientContext value={{ api } as unknown as Client}>
      <Saving />
    </ClientContext>,
  );
  const user = userEvent.setup();
  choose(screen.getByRole('combobox', { name: 'Save as' }), 'Server-side apply');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await user.click(await screen.findByRole('checkbox', { name: 'Take data.y over from flux' }));
  expect(useActionDialog.getState().request).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Save' }));
  const documents = asked.map(request => ('params' in request ? request.params?.apply?.documents : undefined));
  const named = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'n' } };
  expect(documents).toEqual([
    [{ object: { ...named, data: { x: '2', y: '2' } }, expects: 'present', takes: [] }],
    [{ object: { ...named, data: { y: '2' } }, expects: 'present', takes: ['data.y'] }],
  ]);
  expect(useActionDialog.getState().request).toMatchObject({
    kind: 'object.apply',
    params: { apply: { documents: documents[1] } },
  });
  expect(asked[0]?.id).not.toBe(asked[1]?.id);
});

test('where a cluster asks why, what is collected goes through the dialog that asks for it', async () => {
  useKnownClusters.setState({ answer: { clusters: [{ name: 'c', asksReason: true }] } as never });
  useActionDialog.setState({ request: null });
  const api = { preview: async () => ({ previews: [{ refusal: null }] }) };
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <ClientContext value={{ api } as unknown as Client}>{children}</ClientContext>
  );
  const change = () => ({ base: object, mine: object });
  const view = { current: null };
  const options = { target, view, live: object, type: null, change, onAdded: () => {} };
  const { result } = renderHook(() => useSave(options), { wrapper });
  await act(async () => result.current.add());
  expect(useActionDialog.getState().request).toMatchObject({ kind: 'object.edit' });
  useKnownClusters.setState({ answer: null });
});
