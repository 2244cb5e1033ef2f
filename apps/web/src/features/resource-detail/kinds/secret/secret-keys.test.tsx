import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { SECRET_VIEW } from '@lanthorn/views/kinds/core/secrets.ts';
import { closeActionDialog, useActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { type Client, ClientContext } from '../../../../data/client/client.ts';
import { createOperationStore } from '../../../../data/operations/operation-store.ts';
import { followFocus } from '../../../../ui/focus/focus-return.ts';
import { pressWithFocus } from '../../../../ui/focus/test-focus.ts';
import { WordsProvider } from '../../../../ui/words/words.tsx';
import { EditSecretKeys } from './edit-secret-keys.tsx';

beforeEach(closeActionDialog);

const SUBJECT = { cluster: 'c', view: SECRET_VIEW, namespace: 'shop', name: 'db' };
const OBJECT = {
  metadata: { name: 'db', namespace: 'shop', uid: 'u', resourceVersion: '7' },
  data: { user: '•••', password: '•••', logo: '•••' },
};
type Value = { readonly text: string | null; readonly base64: string };

async function show(
  { object = OBJECT, refused = [] }: { object?: object; refused?: readonly string[] } = {},
  secretValue: (asked: { readonly key: string }) => Promise<Value> = async () => ({ text: 'old', base64: 'b2xk' }),
) {
  const asked = vi.fn(secretValue);
  const api = {
    access: async ({ checks }: { checks: { verb: string }[] }) => ({
      allowed: checks.map(({ verb }) => !refused.includes(verb)),
    }),
    secretValue: asked,
  };
  const client = { api, operations: createOperationStore() } as unknown as Client;
  render(
    <WordsProvider>
      <ClientContext value={client}>
        <main tabIndex={-1}>
          <EditSecretKeys subject={SUBJECT} object={object} />
        </main>
      </ClientContext>
    </WordsProvider>,
  );
  await userEvent.click(screen.getByRole('button', { name: 'Change keys…' }));
  return asked;
}
const key = (name: string) => within(screen.getByRole('group', { name }));
/** Presses it by the keys; what has the focus then. */
const pressKept = async (name: string) => {
  await pressWithFocus(screen.getByRole('button', { name }));
  return document.activeElement;
};
const write = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } });
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
const asked = () => {
  const { request } = useActionDialog.getState();
  return request !== null && 'kind' in request ? request.params?.secretKeys : undefined;
};

test('keys are renamed and removed without anybody knowing their values, replaced, and added', async () => {
  const read = await show();
  write(key('user').getByLabelText('Key'), 'login');
  await press('Remove logo');
  await press('Type another value for password');
  write(key('password').getByLabelText('Value'), 'grün');
  await press('Add a key');
  write(key('New key').getByLabelText('Key'), 'fresh');
  write(key('fresh').getByLabelText('Value'), 'x');
  await press('Save');
  expect(asked()).toEqual({
    removed: ['logo'],
    renamed: [{ from: 'user', to: 'login' }],
    set: [
      { key: 'password', value: 'Z3LDvG4=' },
      { key: 'fresh', value: 'eA==' },
    ],
  });
  expect(read).not.toHaveBeenCalled();
});

test('a value is read when somebody asks for it, as a text or as bytes, and sent back as it was changed', async () => {
  const read = await show();
  await press('Read the value of password and change it');
  const field = await key('password').findByLabelText('Value');
  expect([field.textContent, read.mock.calls.length]).toEqual(['old', 1]);
  expect(read).toHaveBeenCalledWith(expect.objectContaining({ key: 'password', uid: 'u' }));
  write(field, 'new');
  await press('Save');
  expect(asked()?.set).toEqual([{ key: 'password', value: 'bmV3' }]);
});

test('bytes that are no text stay as they are', async () => {
  await show({}, async () => ({ text: null, base64: '/w==' }));
  await press('Read the value of logo and change it');
  await key('logo').findByText('These are bytes, and no text.');
});

test('a value that could not be read is said, and can be asked for again', async () => {
  await show({}, async () => {
    throw new Error('secrets "db" is forbidden');
  });
  await press('Read the value of password and change it');
  await screen.findByText('secrets "db" is forbidden');
  const button = screen.getByRole('button', { name: 'Read the value of password and change it' });
  expect(button.getAttribute('aria-disabled')).not.toBe('true');
});

test('whoever may not read can replace all the same; whoever may not change is told which right is missing', async () => {
  await show({ refused: ['get'] });
  const read = screen.getByRole('button', { name: 'Read the value of password and change it' });
  await waitFor(() => expect(read.getAttribute('aria-disabled')).toBe('true'));
  await press('Type another value for password');
  key('password').getByLabelText('Value');
});

test.each([
  ['without the right', { refused: ['patch'] }, /patch secrets/],
  ['of an immutable one', { object: { ...OBJECT, immutable: true } }, /It is immutable/],
])('nothing is changed %s', async (_what, scene, why) => {
  await show(scene);
  await screen.findByText(why);
  expect(key('user').getByLabelText('Key')).toHaveProperty('disabled', true);
  expect(screen.queryByRole('button', { name: 'Remove user' })).toBeNull();
});

test.each([
  ['../x', 'Letters, digits, “-”, “_” and “.”, at most 253, and not “..” at the beginning.'],
  ['password', 'There is another key of this name.'],
])('a key cannot be called %j', async (name, why) => {
  await show();
  write(key('user').getByLabelText('Key'), name);
  expect((await screen.findAllByText(why)).length).toBeGreaterThan(0);
  expect(must(screen.getByRole('button', { name: 'Save' }), 'a button').getAttribute('aria-disabled')).toBe('true');
});

test('what was typed is forgotten when it is closed', async () => {
  await show();
  await press('Type another value for password');
  write(key('password').getByLabelText('Value'), 'secret');
  await press('Close without saving');
  await press('Change keys…');
  expect([screen.queryByDisplayValue('secret'), key('password').queryByLabelText('Value')]).toEqual([null, null]);
});

const held = () => {
  const answers = new Map<string, (value: Value) => void>();
  const read = ({ key: of }: { readonly key: string }) => new Promise<Value>(answer => answers.set(of, answer));
  const answer = (of: string) =>
    act(async () => must(answers.get(of), 'it was asked for')({ text: `old ${of}`, base64: '' }));
  return { read, answer };
};

test.each([
  ['in the order they were asked for', ['user', 'password', 'logo']],
  ['the other way round', ['logo', 'password', 'user']],
])('answers that come late take nothing back of what was done meanwhile: %s', async (_how, order) => {
  const { read, answer } = held();
  await show({}, read);
  for (const name of ['user', 'password', 'logo']) await press(`Read the value of ${name} and change it`);
  write(key('user').getByLabelText('Key'), 'login');
  await press('Type another value for password');
  write(key('password').getByLabelText('Value'), 'typed');
  await press('Remove logo');
  await press('Add a key');
  write(key('New key').getByLabelText('Key'), 'fresh');
  for (const name of order) await answer(name);
  expect(key('user').getByLabelText('Value').textContent).toBe('old user');
  await press('Save');
  expect(asked()).toEqual({
    removed: ['logo'],
    renamed: [{ from: 'user', to: 'login' }],
    set: expect.arrayContaining([
      { key: 'login', value: btoa('old user') },
      { key: 'password', value: btoa('typed') },
      { key: 'fresh', value: '' },
    ]) as unknown,
  });
});

test('an answer that comes after everything was discarded is not a change', async () => {
  const { read, answer } = held();
  await show({}, read);
  await press('Read the value of user and change it');
  await press('Remove logo');
  await press('Discard changes');
  await answer('user');
  expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
  expect(screen.queryByDisplayValue('old user')).toBeNull();
});

test('after each press by the keys something has the focus, and that is what took the place of what was pressed', async () => {
  const stop = followFocus();
  try {
    await show();
    const labelled = (element: Element | null) => element?.getAttribute('aria-label') ?? element?.textContent;
    await pressKept('Type another value for password');
    expect(document.activeElement).toBe(key('password').getByLabelText('Value'));
    await pressKept('Read the value of user and change it');
    const field = await key('user').findByLabelText('Value');
    await waitFor(() => expect(document.activeElement).toBe(field));
    expect(labelled(await pressKept('Remove logo'))).toBe('Keep it');
    expect(await pressKept('Keep it')).toBe(key('logo').getByLabelText('Key'));
    await pressKept('Add a key');
    await pressKept('Remove');
    await pressKept('Discard changes');
  } finally {
    stop();
  }
});
