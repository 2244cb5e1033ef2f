import { EditorView } from '@codemirror/view';
import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test } from 'vitest';
import type { AddStepRequest } from '@lanthorn/protocol/http/change-set-messages.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
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
  const { result } = renderHook(() => useSave({ target, view, change, onAdded: () => {} }), { wrapper });
  const add = () => act(async () => result.current.add());
  await add();
  await add();
  view.current.dispatch({ changes: { from: 0, insert: 'b' } });
  await add();
  expect(added).toHaveLength(3);
  expect(added[1]).toBe(added[0]);
  expect(added[2]).not.toBe(added[0]);
});
