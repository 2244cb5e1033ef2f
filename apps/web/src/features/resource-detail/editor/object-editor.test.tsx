import { act, render, screen } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { CONFIG_MAP_VIEW } from '@lanthorn/views/kinds/core/configmaps.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import { createOperationStore, takeOperation } from '../../../data/operations/operation-store.ts';
import { WordsProvider } from '../../../ui/words/words.tsx';
import { ObjectEditor } from './object-editor.tsx';

vi.mock('../../../parts/editor/code-editor.tsx', () => ({ CodeEditor: () => <textarea aria-label="The text" /> }));
vi.mock('./use-save.ts', () => ({
  useSave: () => ({
    ...{ run: () => {}, add: () => {}, trouble: null, saving: { id: 'o', isPart: false }, setSaving: () => {} },
    ...{ way: 'patch', setWay: () => {}, takeOver: { conflicts: [], taken: new Set(), take: () => {} } },
  }),
}));

const live = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'n', uid: 'u' }, data: {} };
let ended: number;
beforeEach(() => {
  ended = 0;
});

function show() {
  const operations = createOperationStore();
  const subject = { cluster: 'c', view: CONFIG_MAP_VIEW, namespace: 'n', name: 'a' };
  const target = { cluster: 'c', resource: CONFIG_MAP_VIEW.resource, namespace: 'n', name: 'a', uid: 'u' };
  render(
    <WordsProvider>
      <ClientContext value={{ operations, api: {} } as unknown as Client}>
        <ObjectEditor
          {...{ subject, target, live, type: null, draftKey: 'd', takesFocus: false }}
          writes={{ since: 0, count: () => 0 }}
          onEnd={() => (ended += 1)}
        />
      </ClientContext>
    </WordsProvider>,
  );
  let revision = 0;
  return (phase: string, message = '') =>
    act(() => {
      revision += 1;
      const targets = [{ phase, message, status: null }];
      takeOperation(operations, { id: 'o', revision, startedAt: 1, targets } as never);
    });
}
const isHeld = (name: string) => screen.getByRole('button', { name }).getAttribute('aria-disabled') === 'true';

test('what was sent is waited for until the watch has shown it: then the editor ends', () => {
  const become = show();
  become('sent');
  become('accepted');
  expect([isHeld('Save'), isHeld('Cancel'), ended]).toEqual([true, true, 0]);
  become('seen');
  expect(ended).toBeGreaterThan(0);
});

test.each([
  ['that the watch does not show', 'accepted', 'confirm.timeout', /the watch has not shown it yet/],
  ['that is refused', 'failed', 'no more room', /no more room/],
  ['that was cut off', 'failed', 'operation.stopped', /^(?!operation\.).+/],
])('of a change %s it is said, and the text can be changed, saved again and left', (_what, phase, message, said) => {
  const become = show();
  become('accepted');
  become(phase, message);
  expect(screen.getByRole('alert').textContent).toMatch(said);
  expect([isHeld('Save'), isHeld('Cancel'), ended]).toEqual([false, false, 0]);
});
