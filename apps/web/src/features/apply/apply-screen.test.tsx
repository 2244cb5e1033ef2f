import { EditorView } from '@codemirror/view';
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import type { Operation, TargetPreview } from '@lanthorn/protocol/down-messages.ts';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { closeActionDialog, useActionDialog } from '../../data/actions/action-dialog-store.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { createOperationStore, takeOperation } from '../../data/operations/operation-store.ts';
import { WordsProvider } from '../../ui/words/words.tsx';
import { ApplyScreen } from './apply-screen.tsx';
import { type StartField, START_TEXTS } from './start/start-texts.ts';
import { keepTextDraft, readTextDraft } from './text/text-draft.ts';

const CONFIG_MAPS = { group: '', version: 'v1', resource: 'configmaps', kind: 'ConfigMap', isNamespaced: true };
const configMap = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;
const STATUS = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' } as const;

// The layout that jsdom does not have.
Range.prototype.getClientRects = () => [] as unknown as DOMRectList;

beforeEach(() => {
  localStorage.clear();
  closeActionDialog();
});

type Answer = (name: string, takesOver: boolean) => Partial<TargetPreview>;

/** The screen on a cluster that answers so to a dry run; what it was asked is kept. */
async function show(initial: string, answer: Answer = () => ({ creates: 'x' }), fields: readonly StartField[] = []) {
  const asked: OperationRequest[] = [];
  const operations = createOperationStore();
  const preview = async (request: OperationRequest) => {
    asked.push(request);
    if (!('targets' in request)) throw new Error('no targets');
    const previews = request.targets.map((target, i): TargetPreview => {
      const takesOver = request.params?.apply?.documents[i]?.takesOver === true;
      const nothing = { effects: [], kubectl: '', isDone: false, warnings: [], changes: [], clashes: [] };
      return { target, ...nothing, refusal: null, creates: null, ...answer(target.name, takesOver) };
    });
    return { kind: request.kind, previews };
  };
  const api = {
    preview,
    clusters: async () => ({ clusters: [{ name: 'c', namespace: 'of-context' }] }),
    schema: async () => ({ schemas: {} }),
  };
  const kinds = { of: async () => ({ kinds: [CONFIG_MAPS], unanswered: [] }) };
  const client = { api, kinds, operations } as unknown as Client;
  const { container } = render(
    <WordsProvider>
      <ClientContext value={client}>
        <ApplyScreen
          cluster="c"
          draftKey="k"
          start={{ text: initial, fields }}
          chosenNamespace={null}
          title={<h1>Apply</h1>}
        />
      </ClientContext>
    </WordsProvider>,
  );
  const editor = must(EditorView.findFromDOM(container), 'an editor');
  const type = (text: string) =>
    act(() => editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } }));
  // Before the kinds are known there are no objects of any text.
  await screen.findByDisplayValue('of-context');
  await waitFor(() =>
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Check' }).title).not.toBe('It is still being read.'),
  );
  return { asked, operations, editor, type, container };
}
const rows = () => screen.getAllByTestId('document').map(row => row.textContent ?? '');
const request = () => {
  const opened = useActionDialog.getState().request;
  return opened !== null && 'kind' in opened ? opened : null;
};
const pressSave = () => fireEvent.keyDown(document.body, { key: 's', ctrlKey: true });

test('Ctrl S asks the server about all of them, and asks before it sends what was seen', async () => {
  const text = `${configMap('a')}---\n${configMap('b')}---\n${configMap('c')}`;
  const { asked } = await show(text, name =>
    name === 'a' ? { creates: 'a' } : name === 'b' ? {} : { changes: [{ path: 'data.k', before: '1', after: '2' }] },
  );
  pressSave();
  await screen.findByText('is created');
  expect(rows().map(row => /is created|stays as it is|is changed/.exec(row)?.[0])).toEqual([
    ...['is created', 'stays as it is', 'is changed'],
  ]);
  expect(asked).toHaveLength(1);
  expect(request()).toBeNull();
  pressSave();
  expect(request()?.targets.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual([
    ...['of-context/a', 'of-context/c'],
  ]);
  expect(request()?.params?.apply).toMatchObject({
    documents: [{ expects: 'absent' }, { expects: 'present' }],
    stops: true,
  });
});

test('what it means is told beside each, but for what its state says', async () => {
  const values = { count: 1, services: 'front' };
  const effects = [
    { key: 'effect.servicesSelect', values },
    { key: 'effect.appliedNew', values: { name: 'a' } },
  ];
  await show(configMap('a'), name => ({ creates: name, effects }));
  pressSave();
  await screen.findByText('Service front selects its pods by their labels: they get its requests.');
  expect(rows().join()).not.toContain('a is created.');
});

test('what is wrong is told with its line, which leads there, and nothing is asked', async () => {
  const { asked, editor, type } = await show(configMap('a'));
  type(`${configMap('a')}---\nkind: ConfigMap\n---\napiVersion: v1\nkind: Widget\nmetadata: {name: w}\n`);
  await screen.findByText('It says no apiVersion or no kind.');
  screen.getByText('This cluster has no kind Widget of v1.');
  fireEvent.click(screen.getByRole('button', { name: 'Line 8, column 1' }));
  expect(editor.state.doc.lineAt(editor.state.selection.main.head).number).toBe(8);
  pressSave();
  expect(screen.getByRole('button', { name: 'Check' }).getAttribute('title')).toBe(
    'Something in the text is wrong: the list says where.',
  );
  expect(asked).toEqual([]);
});

test('fields of others are named with their owner, and asked about again when they are to be taken over', async () => {
  const causes = [{ reason: 'FieldManagerConflict', message: 'conflict with "argocd" using v1', field: '.data.key' }];
  const { asked } = await show(configMap('a'), (_name, takesOver) =>
    takesOver
      ? { changes: [{ path: 'data.key', before: 'theirs', after: 'mine' }] }
      : { refusal: { ...STATUS, code: 409, details: { causes } } },
  );
  pressSave();
  await screen.findByText('argocd owns data.key and means another value.');
  expect(screen.queryByRole('button', { name: /^Apply/ })).toBeNull();
  await userEvent.click(screen.getByLabelText('Take these fields over'));
  await screen.findByText('is changed');
  expect(asked).toHaveLength(2);
  await userEvent.click(screen.getByRole('button', { name: 'Apply 1 of 1' }));
  expect(request()?.params?.apply?.documents).toMatchObject([{ takesOver: true, expects: 'present' }]);
});

test('a refusal is told whole, at its object and in the text', async () => {
  const causes = [{ reason: 'FieldValueInvalid', message: 'Invalid value: "A"', field: 'metadata.name' }];
  const message = 'ConfigMap "a" is invalid';
  await show(`${configMap('b')}---\n${configMap('a')}`, name =>
    name === 'a' ? { refusal: { ...STATUS, message, code: 422, details: { causes } } } : { creates: name },
  );
  pressSave();
  await screen.findByText('metadata.name: Invalid value: "A"');
  screen.getByText(/ConfigMap "a" is invalid/);
  screen.getByRole('button', { name: 'Apply 1 of 2' });
});

test('what was said of another text is said of nothing any more; neither of another namespace', async () => {
  const { type, asked } = await show(configMap('a'));
  pressSave();
  await screen.findByText('is created');
  type(configMap('b'));
  await waitFor(() => expect(rows()[0]).toContain('ConfigMap/b'));
  expect(screen.queryByText('is created')).toBeNull();
  fireEvent.change(screen.getByLabelText('Namespace, where none is named'), { target: { value: 'other' } });
  await waitFor(() => expect(rows()[0]).toContain('in other, since it names none'));
  pressSave();
  await screen.findByText('is created');
  expect(asked.map(each => ('targets' in each ? each.targets[0]?.namespace : ''))).toEqual(['of-context', 'other']);
});

test('what was typed is kept until it is applied, and a Secret never is', async () => {
  const { type, operations } = await show('');
  type('apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: hunter2}\n');
  await screen.findByText(/it is kept nowhere/);
  expect(JSON.stringify({ ...localStorage })).not.toContain('hunter2');
  type(configMap('a'));
  await waitFor(() => expect(readTextDraft('k')).toBe(configMap('a')));
  await waitFor(() => expect(rows()[0]).toContain('ConfigMap/a'));
  pressSave();
  await screen.findByText('is created');
  pressSave();
  const sent = must(request(), 'a request');
  const entry = (phase: 'sent' | 'seen') => ({
    ...{ target: must(sent.targets[0], 'a target'), created: null, status: null, message: '', kubectl: '' },
    ...{ canUndo: true, isUndone: false, phase },
  });
  const operation = (phase: 'sent' | 'seen', revision: number) =>
    ({ id: sent.id, kind: 'object.apply', undoOf: null, undoes: null, revision, targets: [entry(phase)] }) as never;
  act(() => {
    takeOperation(operations, operation('sent', 1));
    useActionDialog.getState().onStarted(operation('sent', 1), sent);
  });
  await waitFor(() => expect(rows()[0]).toContain('sent'));
  expect(readTextDraft('k')).toBe(configMap('a'));
  const rolling = operation('seen', 2) as Operation;
  const targets = rolling.targets.map(each => ({ ...each, message: 'operation.rollsOut' }));
  act(() => takeOperation(operations, { ...rolling, targets }));
  await waitFor(() => expect(rows()[0]).toContain('Its pods are on their way to that.'));
  expect(screen.getByTestId('document').querySelector('[data-tone]')?.getAttribute('data-tone')).toBe('active');
  act(() => takeOperation(operations, operation('seen', 3)));
  await waitFor(() => expect(rows()[0]).toContain('seen'));
  await waitFor(() => expect(readTextDraft('k')).toBe(''));
  // The same text may be applied again: it is asked about anew first.
  pressSave();
  await screen.findByText('is created');
  screen.getByRole('button', { name: 'Apply 1 of 1' });
});

test('files that are dropped stand behind what was typed', async () => {
  const { editor, container } = await show(configMap('a'));
  const file = new File([configMap('b')], 'b.yaml');
  const text = must(container.querySelector('.cm-content'), 'the text');
  fireEvent.drop(text, { dataTransfer: { types: ['Files'], files: [file] } });
  await waitFor(() => expect(editor.state.doc.toString()).toBe(`${configMap('a')}---\n# b.yaml\n${configMap('b')}`));
  await waitFor(() => expect(rows()).toHaveLength(2));
});

test('fields beside a new object and its text are the same', async () => {
  const { text, fields } = must(START_TEXTS['deployments'], 'a beginning');
  const { editor, type } = await show(text, undefined, fields);
  const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name);
  fireEvent.change(field('Replicas'), { target: { value: '4' } });
  fireEvent.change(field('Image'), { target: { value: 'web:2' } });
  expect(editor.state.doc.toString()).toBe(text.replace('replicas: 1', 'replicas: 4').replace('nginx:1.29', 'web:2'));
  type(text.replace('replicas: 1', 'replicas: 9'));
  await waitFor(() => expect(field('Replicas').value).toBe('9'));
  // Several objects have no one name.
  type(`${text}---\n${text}`);
  await waitFor(() => expect(screen.queryByLabelText('Replicas')).toBeNull());
});

test('what was typed before goes on, and can be begun anew; what nobody touched is not kept', async () => {
  keepTextDraft('k', configMap('typed'));
  const { editor } = await show(configMap('fresh'));
  expect(editor.state.doc.toString()).toBe(configMap('typed'));
  await userEvent.click(screen.getByRole('button', { name: 'Begin anew' }));
  expect(editor.state.doc.toString()).toBe(configMap('fresh'));
  await waitFor(() => expect(readTextDraft('k')).toBe(''));
});
