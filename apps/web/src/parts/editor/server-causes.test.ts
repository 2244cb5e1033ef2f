import { forEachDiagnostic, forceLinting, linter } from '@codemirror/lint';
import { EditorView } from '@codemirror/view';
import { expect, test } from 'vitest';
import { hasNewCauses, serverCauses, showServerCauses } from './server-causes.ts';

test('what the server refused stays marked over later looks at the text, and goes when the text is changed', async () => {
  const view = new EditorView({
    doc: 'schedule: 99',
    parent: document.body,
    extensions: [
      serverCauses,
      linter(({ state }) => [...state.field(serverCauses)], { delay: 1, needsRefresh: hasNewCauses }),
    ],
  });
  const marked = () => {
    const messages: string[] = [];
    forEachDiagnostic(view.state, ({ message }) => messages.push(message));
    return messages;
  };
  const settled = () => new Promise(resolve => setTimeout(resolve, 20));
  showServerCauses(view, [{ from: 0, to: 8, severity: 'error', message: 'above maximum' }]);
  await settled();
  expect(marked()).toEqual(['above maximum']);
  // As when the editor looks again for another reason.
  forceLinting(view);
  await settled();
  expect(marked()).toEqual(['above maximum']);
  view.dispatch({ changes: { from: 10, to: 12, insert: '1' } });
  await settled();
  expect(marked()).toEqual([]);
});
