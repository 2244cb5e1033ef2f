import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { CONFIG_MAP_VIEW } from '@lanthorn/views/kinds/core/configmaps.ts';
import { closeActionDialog, useActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { type Client, ClientContext } from '../../../../data/client/client.ts';
import { createOperationStore, takeOperation } from '../../../../data/operations/operation-store.ts';
import { followFocus } from '../../../../ui/focus/focus-return.ts';
import { pressWithFocus } from '../../../../ui/focus/test-focus.ts';
import { WordsProvider } from '../../../../ui/words/words.tsx';
import { contentProblem } from './content/content-problem.ts';
import { DataKeys } from './data-keys.tsx';
import { EditKeys } from './edit-keys.tsx';

beforeEach(closeActionDialog);

const SUBJECT = { cluster: 'c', view: CONFIG_MAP_VIEW, namespace: 'shop', name: 'settings' };
const OBJECT = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'shop', uid: 'u', resourceVersion: '7' },
  data: { mode: 'fast', 'app.json': '{}' },
  binaryData: { logo: '/w==' },
};

function show(object: object = OBJECT, isAllowed = true, Shown: typeof DataKeys | typeof EditKeys = DataKeys) {
  const operations = createOperationStore();
  const api = { access: async ({ checks }: { checks: unknown[] }) => ({ allowed: checks.map(() => isAllowed) }) };
  const client = { api, operations } as unknown as Client;
  const tree = (of: object) => (
    <WordsProvider>
      <ClientContext value={client}>
        <main tabIndex={-1}>
          <Shown subject={SUBJECT} object={of} />
        </main>
      </ClientContext>
    </WordsProvider>
  );
  const { rerender } = render(tree(object));
  return { operations, become: (of: object) => rerender(tree(of)) };
}
const key = (name: string) => within(screen.getByRole('group', { name }));
/** Presses it by the keys; what has the focus then. */
const pressKept = async (name: string) => {
  await pressWithFocus(screen.getByRole('button', { name }));
  return document.activeElement;
};
const write = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } });
const save = () => userEvent.click(screen.getByRole('button', { name: 'Save' }));
const edit = () => {
  const { request } = useActionDialog.getState();
  return request !== null && 'kind' in request ? request.params?.edit : undefined;
};

test('keys are renamed, replaced, removed and added, and saved as one edit of the object as it was', async () => {
  const { become } = show();
  expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
  write(key('mode').getByLabelText('Key'), 'speed');
  write(key('app.json').getByLabelText('Value'), '{"a":1}');
  await userEvent.click(key('logo').getByRole('button', { name: 'Remove logo' }));
  screen.getByText(/^logo is removed/);
  // What others change meanwhile is merged by the server: the edit is of what was seen.
  become({ ...OBJECT, data: { ...OBJECT.data, other: 'x' }, metadata: { ...OBJECT.metadata, resourceVersion: '8' } });
  await userEvent.click(screen.getByRole('button', { name: 'Add a key' }));
  write(key('New key').getByLabelText('Key'), 'fresh');
  write(key('fresh').getByLabelText('Value'), 'new');
  await save();
  expect(edit()?.base).toMatchObject({ data: OBJECT.data, binaryData: OBJECT.binaryData });
  expect(edit()?.mine['data']).toEqual({ speed: 'fast', 'app.json': '{"a":1}', fresh: 'new' });
  expect(edit()?.mine['binaryData']).toBeUndefined();
});

test('a file takes the place of a value byte for byte, and begins a key of its name', async () => {
  show();
  const input = (name: string) =>
    must(document.querySelector<HTMLInputElement>(`input[aria-label="${name}"]`), 'a field');
  await userEvent.upload(input('Replace mode by a file'), new File([new Uint8Array([0xff, 0x00])], 'x'));
  await key('mode').findByText('These are bytes, and no text.');
  await userEvent.upload(input('Add a file…'), new File(['a=1'], 'app.properties'));
  await screen.findByRole('group', { name: 'app.properties' });
  await save();
  expect(edit()?.mine['binaryData']).toEqual({ logo: '/w==', mode: '/wA=' });
  expect(edit()?.mine['data']).toEqual({ 'app.json': '{}', 'app.properties': 'a=1' });
});

test('a name that cannot be is told at its key, and nothing is saved; a text that its name does not fit is only told', async () => {
  show();
  write(key('mode').getByLabelText('Key'), 'a b');
  key('mode').getByText(/^Letters, digits/);
  await save();
  expect(edit()).toBeUndefined();
  write(key('mode').getByLabelText('Key'), 'app.json');
  expect(screen.getAllByText('There is another key of this name.')).toHaveLength(2);
  write(key('mode').getByLabelText('Key'), 'mode');
  write(key('app.json').getByLabelText('Value'), '{');
  key('app.json').getByText(/^By its name this is not readable/);
  await save();
  expect(edit()?.mine['data']).toEqual({ mode: 'fast', 'app.json': '{' });
});

test('what was typed stays until it is saved, also where that fails', async () => {
  const { operations } = show();
  write(key('mode').getByLabelText('Value'), 'slow');
  await save();
  const operation = (phase: string, revision: number) =>
    ({ id: 'o', revision, startedAt: 1, targets: [{ phase, message: '' }] }) as never;
  act(() => {
    takeOperation(operations, operation('sent', 1));
    useActionDialog.getState().onStarted(operation('sent', 1), null as never);
  });
  expect(key('mode').getByLabelText('Value')).toHaveProperty('disabled', true);
  act(() => takeOperation(operations, operation('failed', 2)));
  expect(key('mode').getByLabelText('Value')).toHaveProperty('value', 'slow');
  await save();
  act(() => {
    takeOperation(operations, operation('seen', 3));
    useActionDialog.getState().onStarted(operation('seen', 3), null as never);
  });
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Save' })).toBeNull());
});

test.each([
  ['who may not change it', OBJECT, false, /patch configmaps/],
  ['one that is immutable', { ...OBJECT, immutable: true }, true, /^It is immutable/],
])('to %s it is said, and nothing can be typed', async (_who, object, isAllowed, why) => {
  show(object, isAllowed);
  await screen.findByText(why);
  expect(key('mode').getByLabelText('Value')).toHaveProperty('disabled', true);
});

test.each([
  ['a.json', '{"a": 1}', false],
  ['a.json', '{a: 1}', true],
  ['a.yaml', 'a: 1\n---\nb: 2', false],
  ['a.yml', 'a: [', true],
  ['a.txt', '{', false],
])('%s with %j cannot be read: %s', (name, text, expected) => {
  expect(contentProblem(name, text) !== null).toBe(expected);
});

test.each([
  ['was not seen by the watch', { phase: 'accepted', message: 'confirm.timeout' }, /the watch has not shown it yet/],
  ['was refused', { phase: 'failed', message: 'no more room' }, /no more room/],
  ['nobody tells of any more', null, null],
])(
  'a change that %s is waited for no longer: what was typed is there, to be sent again',
  async (_what, ended, said) => {
    const { operations } = show();
    write(key('mode').getByLabelText('Value'), 'slow');
    await save();
    const operation = (target: object, revision: number) =>
      ({ id: 'o', revision, startedAt: 1, targets: [{ message: '', ...target }] }) as never;
    act(() => {
      takeOperation(operations, operation({ phase: 'sent' }, 1));
      useActionDialog.getState().onStarted(operation({ phase: 'sent' }, 1), null as never);
    });
    expect(key('mode').getByLabelText('Value')).toHaveProperty('disabled', true);
    act(() =>
      ended === null ? operations.setState({ operations: [] }) : takeOperation(operations, operation(ended, 2)),
    );
    const value = key('mode').getByLabelText('Value');
    expect([value.textContent, value]).toEqual(['slow', expect.objectContaining({ disabled: false })]);
    if (said === null) expect(screen.queryByRole('alert')).toBeNull();
    else expect(screen.getByRole('alert').textContent).toMatch(said);
    await userEvent.click(screen.getByRole('button', { name: 'Discard changes' }));
    expect(screen.queryByRole('alert')).toBeNull();
  },
);

/** A file whose bytes come when they are let go. */
function heldFile(name: string, text: string) {
  let letGo: (bytes: ArrayBuffer) => void = () => {};
  const held = new Promise<ArrayBuffer>(resolve => (letGo = resolve));
  const file = new File([text], name);
  file.arrayBuffer = () => held;
  return { file, arrive: () => act(async () => letGo(new TextEncoder().encode(text).buffer)) };
}
const choose = (label: string, { file }: { readonly file: File }) =>
  userEvent.upload(must(document.querySelector<HTMLInputElement>(`input[aria-label="${label}"]`), 'a field'), file);

test('a file that arrives late takes nothing back of what was done meanwhile', async () => {
  show();
  const [mode, app, large, small] = [
    heldFile('m', 'from a file'),
    heldFile('a', 'from a file'),
    heldFile('large', 'one'),
    heldFile('small', 'two'),
  ];
  await choose('Replace mode by a file', mode);
  await choose('Replace app.json by a file', app);
  write(key('mode').getByLabelText('Key'), 'speed');
  await userEvent.click(screen.getByRole('button', { name: 'Remove app.json' }));
  await userEvent.click(screen.getByRole('button', { name: 'Remove logo' }));
  await app.arrive();
  await mode.arrive();
  await choose('Add a file…', large);
  await choose('Add a file…', small);
  await small.arrive();
  await large.arrive();
  await screen.findByRole('group', { name: 'small' });
  await save();
  expect(edit()?.mine['data']).toEqual({ speed: 'from a file', large: 'one', small: 'two' });
  expect(edit()?.mine['binaryData']).toBeUndefined();
});

test('of two files for one key the one that was chosen last stands', async () => {
  show();
  const [large, small] = [heldFile('large', 'first'), heldFile('small', 'second')];
  await choose('Replace mode by a file', large);
  await choose('Replace mode by a file', small);
  await small.arrive();
  await large.arrive();
  await waitFor(() => expect(key('mode').getByLabelText('Value').textContent).toBe('second'));
});

test('after each press by the keys something has the focus', async () => {
  const stop = followFocus();
  try {
    show(OBJECT, true, EditKeys);
    await pressKept('Change keys…');
    expect(document.activeElement).toBe(key('app.json').getByLabelText('Value'));
    expect((await pressKept('Remove mode'))?.textContent).toBe('Keep it');
    expect(await pressKept('Keep it')).toBe(key('mode').getByLabelText('Value'));
    await pressKept('Remove logo');
    await pressKept('Discard changes');
  } finally {
    stop();
  }
});

test('a file that the browser cannot read says so, and the next one is taken', async () => {
  show();
  const gone = new File(['x'], 'gone');
  gone.arrayBuffer = () => Promise.reject(new Error('the file is no more'));
  await choose('Replace mode by a file', { file: gone });
  expect((await key('mode').findByRole('alert')).textContent).toBe('the file is no more');
  await choose('Replace mode by a file', { file: new File(['read'], 'there') });
  await waitFor(() => expect(key('mode').getByLabelText('Value').textContent).toBe('read'));
  expect(key('mode').queryByRole('alert')).toBeNull();
});
