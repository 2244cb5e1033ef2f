import { EditorView } from '@codemirror/view';
import { act, render, renderHook, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import type { AddStepRequest } from '@lanthorn/protocol/http/change-set-messages.ts';
import { useKnownClusters } from '../../../data/client/known-clusters.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import type { NewRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { useActionDialog } from '../../../data/actions/action-dialog-store.ts';
import { choose } from '../../../ui/choice/test-select.ts';
import { SaveChoice, SaveConflicts } from './save-choice.tsx';
import type { LiveEdit } from './use-edit-session.ts';
import { SaveTroubleNotice } from './save-trouble.tsx';
import { useSave } from './use-save.ts';

const target = {
  cluster: 'c',
  resource: { group: '', version: 'v1', resource: 'configmaps' },
  namespace: 'n',
  name: 'a',
  uid: 'u',
};
const object = { metadata: { name: 'a' } };
const edits = (settled: LiveEdit) => ({ settled, change: () => settled });
const UNCHANGED = edits({ base: object, mine: object, live: object });

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
  const { result } = renderHook(() => useSave({ target, view, type: null, edits: UNCHANGED, onAdded: () => {} }), {
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

interface SavingProps {
  readonly data?: Readonly<Record<string, string>>;
  readonly onAdded?: () => void;
}

/** The editor's two choices and its buttons, on a ConfigMap of which two fields are typed anew. */
function Saving({ data = { x: '2', y: '2' }, onAdded = () => {} }: SavingProps) {
  const live = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a', namespace: 'n' },
    data: { x: '1', y: '1' },
  };
  const edit = edits({ base: live, mine: { ...live, data }, live });
  const save = useSave({ target, view: { current: null }, type: null, edits: edit, onAdded });
  const { conflicts, taken, take } = save.takeOver;
  return (
    <>
      <button type="button" onClick={save.run}>
        Save
      </button>
      <button type="button" onClick={save.add}>
        Collect
      </button>
      <output>
        <SaveTroubleNotice trouble={save.trouble} onCheck={save.run} />
      </output>
      <SaveChoice way={save.way} onWay={save.setWay} />
      <SaveConflicts conflicts={conflicts} taken={taken} onTake={take} />
    </>
  );
}

const conflict = (field: string, owner = 'flux') => ({
  reason: 'FieldManagerConflict',
  message: `conflict with "${owner}" using v1`,
  field: `.data.${field}`,
});
const refused = (...causes: readonly object[]) => ({ code: 409, message: 'Apply failed', details: { causes } });

/** The editor saves by server-side apply; what the server answers one after another, then it accepts. */
function applying(answers: readonly object[], props: SavingProps = {}) {
  useActionDialog.setState({ request: null });
  const asked: NewRequest[] = [];
  const steps: AddStepRequest['request'][] = [];
  const api = {
    preview: async (request: NewRequest) => {
      asked.push(request);
      return { previews: [{ refusal: answers[asked.length - 1] ?? null }] };
    },
    addStep: async ({ request }: AddStepRequest) => {
      steps.push(request);
      return { set: { steps: [], run: null } };
    },
  };
  const saving = (more: SavingProps) => (
    <ClientContext value={{ api } as unknown as Client}>
      <Saving {...more} />
    </ClientContext>
  );
  const { rerender } = render(saving(props));
  choose(screen.getByRole('combobox', { name: 'Save as' }), 'Server-side apply');
  const user = userEvent.setup();
  const press = (name: string) => user.click(screen.getByRole('button', { name }));
  return {
    asked,
    steps,
    user,
    press,
    type: (data: SavingProps['data']) => rerender(saving({ ...props, data: data ?? {} })),
  };
}

test('applied, fields of others are taken over one by one, and what is not ticked is not sent', async () => {
  const { asked, user } = applying([refused(conflict('x'), conflict('y'))]);
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await user.click(await screen.findByRole('checkbox', { name: 'Take data.y over from flux' }));
  expect(useActionDialog.getState().request).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Save' }));
  const documents = asked.map(request => ('params' in request ? request.params?.apply?.documents : undefined));
  const named = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'n' } };
  expect(documents).toEqual([
    [{ object: { ...named, data: { x: '2', y: '2' } }, expects: 'present', takes: [], since: null }],
    [{ object: { ...named, data: { y: '2' } }, expects: 'present', takes: ['data.y'], since: null }],
  ]);
  expect(useActionDialog.getState().request).toMatchObject({
    kind: 'object.apply',
    params: { apply: { documents: documents[1] } },
  });
});

test('where all that was changed is left to others nothing is sent', async () => {
  const { asked, press } = applying([refused(conflict('x'), conflict('y'))]);
  await press('Save');
  await screen.findByRole('checkbox', { name: 'Take data.y over from flux' });
  await press('Save');
  expect(screen.getByRole('status').textContent).toBe('Nothing was changed that could be applied.');
  expect(asked).toHaveLength(1);
});

test('a conflict that nothing here decides is told at once, in the server’s words', async () => {
  const { press } = applying([refused(conflict('elsewhere'))]);
  await press('Save');
  await screen.findByText(/Apply failed/);
  expect(screen.queryByRole('checkbox', { name: /Take/ })).toBeNull();
});

test('where some is left to others the text stays, also when the rest is collected', async () => {
  const onAdded = vi.fn();
  const { press, user, steps } = applying([refused(conflict('x'))], { onAdded });
  await press('Collect');
  const box = await screen.findByRole('checkbox', { name: 'Take data.x over from flux' });
  await press('Collect');
  await waitFor(() => expect(useActionDialog.getState().added).not.toBeNull());
  expect(onAdded).not.toHaveBeenCalled();
  await user.click(box);
  await press('Collect');
  await waitFor(() => expect(onAdded).toHaveBeenCalledTimes(1));
  // What is decided later takes the place of what was collected before.
  expect(new Set(steps.map(({ id }) => id)).size).toBe(1);
  expect(steps).toHaveLength(2);
});

test('a conflict that comes back although it was decided is told', async () => {
  const { press, user } = applying([refused(conflict('x')), refused(conflict('x'))]);
  await press('Save');
  await user.click(await screen.findByRole('checkbox', { name: 'Take data.x over from flux' }));
  await press('Save');
  await waitFor(() => expect(screen.getByRole('status').textContent).toContain('Apply failed'));
});

test('where somebody applied here meanwhile it is said so, and a press checks the same text again', async () => {
  const overtaken = { code: 409, message: '', problem: { code: 'overtaken', params: {}, message: '' } };
  const { asked, press } = applying([overtaken, overtaken]);
  await press('Save');
  expect((await screen.findByRole('alert')).textContent).toMatch('Somebody else saved this object by apply');
  await press('Check again');
  await waitFor(() => expect(asked).toHaveLength(2));
  // Overtaken again: the button that asked is still there, and has the focus.
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Check again' }));
  await press('Check again');
  await waitFor(() => expect(useActionDialog.getState().request).toMatchObject({ kind: 'object.apply' }));
  expect(asked).toHaveLength(3);
  expect(screen.queryByRole('alert')).toBeNull();
});

test('a field of two owners is one line; it goes when its change is taken back, and comes with it', async () => {
  const { asked, press, type } = applying([refused(conflict('x'), conflict('x', 'helm'))]);
  await press('Save');
  const name = 'Take data.x over from flux, helm';
  expect(await screen.findAllByRole('checkbox', { name })).toHaveLength(1);
  type({ x: '1', y: '2' });
  expect(screen.queryByRole('checkbox')).toBeNull();
  await press('Save');
  await waitFor(() => expect(asked).toHaveLength(2));
  type({ x: '3', y: '2' });
  screen.getByRole('checkbox', { name });
});

test('where a cluster asks why, what is collected goes through the dialog that asks for it', async () => {
  useKnownClusters.setState({ answer: { clusters: [{ name: 'c', asksReason: true }] } as never });
  useActionDialog.setState({ request: null });
  const api = { preview: async () => ({ previews: [{ refusal: null }] }) };
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <ClientContext value={{ api } as unknown as Client}>{children}</ClientContext>
  );
  const view = { current: null };
  const options = { target, view, type: null, edits: UNCHANGED, onAdded: () => {} };
  const { result } = renderHook(() => useSave(options), { wrapper });
  await act(async () => result.current.add());
  expect(useActionDialog.getState().request).toMatchObject({ kind: 'object.edit' });
  useKnownClusters.setState({ answer: null });
});
