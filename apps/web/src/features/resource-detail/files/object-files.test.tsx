import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import type { FileEntry, FolderAnswer, ReadAnswer } from '@lanthorn/protocol/files/file-messages.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { ClientContext } from '../../../data/client/client.ts';
import { useActionDialog } from '../../../data/actions/action-dialog-store.ts';
import { useKnownClusters } from '../../../data/client/known-clusters.ts';
import { useFileTransfers } from '../../../data/files/file-transfers.ts';
import { followFocus } from '../../../ui/focus/focus-return.ts';
import { pressWithFocus } from '../../../ui/focus/test-focus.ts';
import { type FilesPlace, ObjectFiles } from './object-files.tsx';

const POD = {
  metadata: { name: 'web-1', namespace: 'shop', uid: 'u1' },
  spec: { containers: [{ name: 'app', workingDir: '/srv' }, { name: 'side' }] },
};
const ENTRY: FileEntry = {
  ...{ name: 'a', kind: 'file', leadsTo: 'file', target: null, bytes: 2_048, mode: 0o640 },
  ...{ owner: 'root', group: 'adm', modifiedAt: Date.now() - 3_600_000 },
};
const folderOf = (entries: readonly FileEntry[], more: object = {}): FolderAnswer => ({
  folder: { entries, isCut: false, isPlain: false, said: '', ...more },
});
const fileOf = (content: string | Uint8Array, more: object = {}): ReadAnswer => {
  const bytes = Buffer.from(content as string);
  const file = { base64: bytes.toString('base64'), bytes: bytes.length, isCut: false, image: null, mode: 0o644 };
  return { file: { ...file, hash: 'f'.repeat(64), ...more } };
};

const api = {
  listFiles: vi.fn(),
  readFile: vi.fn(),
  saveFile: vi.fn(),
  fetchFile: vi.fn(),
  transfer: vi.fn(),
  access: vi.fn(),
};
const later: (() => void)[] = [];
const clock = {
  schedule: (_ms: number, task: () => void) => {
    later.push(task);
    return () => {};
  },
};

beforeEach(() => {
  useFileTransfers.setState({ transfers: [] });
  useKnownClusters.setState({ answer: null });
  later.length = 0;
  sessionStorage.clear();
  for (const call of Object.values(api)) call.mockReset();
  api.access.mockResolvedValue({ allowed: [true] });
  api.listFiles.mockResolvedValue(folderOf([]));
});

const went: FilesPlace[] = [];
function Page({ start, pod = POD }: { readonly start: Partial<FilesPlace>; readonly pod?: object }) {
  const [at, setAt] = useState(start);
  return (
    <ClientContext.Provider value={{ api, clock } as never}>
      <ObjectFiles
        subject={{ cluster: 'c', view: POD_VIEW, namespace: 'shop', name: 'web-1' }}
        object={pod}
        at={{ container: at.container, path: at.path }}
        onGo={to => {
          went.push(to);
          setAt(to);
        }}
      />
    </ClientContext.Provider>
  );
}
const show = (start: Partial<FilesPlace> = {}) => render(<Page start={start} />);
const place = { cluster: 'c', namespace: 'shop', pod: 'web-1', uid: 'u1', container: 'app' };
const button = (name: string | RegExp) => screen.getByRole('button', { name });

test('of a container that does not run it is said why, and its files are there when it does; one that ends keeps what is shown', async () => {
  api.listFiles.mockResolvedValue(folderOf([ENTRY]));
  const being = (state: object) => ({ ...POD, status: { containerStatuses: [{ name: 'app', state }] } });
  const away = being({ waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s' } });
  const { rerender } = render(<Page start={{}} pod={away} />);
  await screen.findByText('Container app does not run now: CrashLoopBackOff');
  screen.getByText('Its files are shown while it runs. back-off 10s');
  expect(api.listFiles).not.toHaveBeenCalled();
  rerender(<Page start={{}} pod={being({ running: {} })} />);
  await screen.findByText('a');
  rerender(<Page start={{}} pod={away} />);
  screen.getByText('a');
});

test('a folder is listed, where the container works first; names, links and permissions are told', async () => {
  api.listFiles.mockResolvedValue(
    folderOf([
      ENTRY,
      { ...ENTRY, name: 'new%0Aline%FF', mode: 0o4755 },
      { ...ENTRY, name: 'sub', kind: 'folder', leadsTo: 'folder' },
      { ...ENTRY, name: 'gone', kind: 'link', leadsTo: null, target: '/x%20y' },
      { ...ENTRY, name: 'pipe', kind: 'pipe', leadsTo: 'pipe' },
    ]),
  );
  show();
  const table = await screen.findByRole('table', { name: 'Files in /srv' });
  expect(api.listFiles).toHaveBeenCalledWith({ ...place, path: '/srv' });
  const rows = within(table)
    .getAllByRole('row')
    .slice(1)
    .map(row => [...row.children].slice(0, 3).map(cell => cell.textContent));
  expect(rows).toEqual([
    ['sub/', '–', 'rw-r-----'],
    ['a', '2Ki', 'rw-r-----'],
    ['gone→ /x y (leads nowhere)', '2Ki', 'rw-r-----'],
    ['new␊line\\xff', '2Ki', 'rwsr-xr-x'],
    ['pipepipe', '2Ki', 'rw-r-----'],
  ]);
  expect(within(table).queryByRole('button', { name: 'pipe' })).toBeNull();
});

test('one goes into folders and back by the path, to another container, and to where one types', async () => {
  api.listFiles.mockResolvedValue(
    folderOf([{ ...ENTRY, name: 'link', kind: 'link', leadsTo: 'folder', target: '../var/log' }]),
  );
  show({ container: 'app', path: '/etc/a%20b' });
  await userEvent.click(await screen.findByRole('button', { name: 'link/' }));
  expect(went.at(-1)).toEqual({ container: 'app', path: '/etc/var/log' });
  await userEvent.click(await screen.findByRole('button', { name: 'etc' }));
  expect(went.at(-1)).toEqual({ container: 'app', path: '/etc' });
  await userEvent.click(button('Go to…'));
  await userEvent.clear(screen.getByRole('textbox', { name: 'Where' }));
  await userEvent.type(screen.getByRole('textbox', { name: 'Where' }), '/tmp/../x ä{Enter}');
  expect(went.at(-1)).toEqual({ container: 'app', path: '/x%20%C3%A4' });
});

test('an address that is no path is not asked for', async () => {
  show({ container: 'app', path: '/a/../../etc' });
  await screen.findByText('There is nothing in this folder.');
  expect(api.listFiles).toHaveBeenCalledWith({ ...place, path: '/srv' });
});

test('what is missing is said: a shell, a right, the rest of a long folder', async () => {
  const noTools = problem('noFileTools', { container: 'app', detail: 'no sh' });
  api.listFiles.mockResolvedValueOnce({ problem: noTools });
  show();
  expect((await screen.findByRole('alert')).textContent).toMatch(/neither a shell nor the programs/);
  await userEvent.click(button('Add a debug container'));
  expect(useActionDialog.getState().request).toMatchObject({
    kind: 'pod.debug',
    targets: [{ name: 'web-1', uid: 'u1' }],
    params: { debug: { target: 'app' } },
  });
  api.listFiles.mockResolvedValueOnce(
    folderOf([ENTRY], { isCut: true, isPlain: true, said: 'find: x: Permission denied' }),
  );
  await userEvent.click(button('Read again'));
  expect(await screen.findByText(/Only the first 5,000 names/)).toBeTruthy();
  expect(screen.getByText(/a shell and no more/)).toBeTruthy();
  expect(screen.getByText(/Permission denied/)).toBeTruthy();
});

test('who may not run commands there is told which right is missing, and nothing is asked', async () => {
  api.access.mockResolvedValue({ allowed: [false] });
  show();
  expect(await screen.findByText('You may not look into its containers')).toBeTruthy();
  expect(screen.getByText(/create pods\/exec/)).toBeTruthy();
});

test('text is shown as text, bytes as bytes, and SVG is text', async () => {
  api.readFile.mockResolvedValue(fileOf('<svg onload="alert(1)"/>\x1b[2J'));
  show({ container: 'app', path: '/a.svg!' });
  expect(await screen.findByText('<svg onload="alert(1)"/>␛[2J')).toBeTruthy();
  expect(document.querySelector('svg[onload]')).toBeNull();
  await userEvent.click(screen.getByRole('radio', { name: 'Bytes' }));
  expect(screen.getByText(/^00000000 3c 73 76 67/)).toBeTruthy();
});

test('an edit is sent with what the file was, and what was typed stays where it fails', async () => {
  api.readFile.mockResolvedValue(fileOf('one\r\ntwo\r\n'));
  api.saveFile.mockResolvedValueOnce({ problem: problem('fileChanged', {}) });
  show({ container: 'app', path: '/conf!' });
  await userEvent.click(await screen.findByRole('button', { name: 'Edit' }));
  const field = screen.getByRole('textbox', { name: 'Content of /conf' });
  expect(button('Save').getAttribute('aria-disabled')).toBe('true');
  fireEvent.change(field, { target: { value: 'one\nthree\n' } });
  await userEvent.click(button('Save'));
  expect((await screen.findByRole('alert')).textContent).toMatch(/changed meanwhile/);
  expect((field as HTMLTextAreaElement).value).toBe('one\nthree\n');
  const base64 = Buffer.from('one\r\nthree\r\n').toString('base64');
  expect(api.saveFile).toHaveBeenCalledWith({ ...place, path: '/conf', was: 'f'.repeat(64), base64 });
  api.saveFile.mockResolvedValueOnce({ hash: 'e'.repeat(64) });
  await userEvent.click(button('Save'));
  await waitFor(() => expect(api.readFile).toHaveBeenCalledTimes(2));
});

test('what was typed is there again for who went elsewhere, over the bytes it began with; given up it is gone', async () => {
  api.readFile.mockResolvedValue(fileOf('one\n'));
  const open = () => show({ container: 'app', path: '/conf!' });
  const first = open();
  await userEvent.click(await screen.findByRole('button', { name: 'Edit' }));
  const field = () => screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Content of /conf' });
  fireEvent.change(await field(), { target: { value: 'typed\n' } });
  first.unmount();
  // Somebody else wrote to it meanwhile.
  api.readFile.mockResolvedValue(fileOf('two\n', { hash: 'a'.repeat(64) }));
  const second = open();
  expect((await field()).value).toBe('typed\n');
  api.saveFile.mockResolvedValueOnce({ problem: problem('fileChanged', {}) });
  await userEvent.click(button('Save'));
  expect(api.saveFile).toHaveBeenCalledWith(expect.objectContaining({ was: 'f'.repeat(64) }));
  await userEvent.click(button('Discard'));
  second.unmount();
  open();
  expect(await screen.findByRole('button', { name: 'Edit' })).toBeTruthy();
});

test('while it is saved nothing can be typed that would be lost', async () => {
  api.readFile.mockResolvedValue(fileOf('one\n'));
  let answer: (saved: object) => void = () => {};
  api.saveFile.mockReturnValueOnce(
    new Promise(resolve => {
      answer = resolve;
    }),
  );
  show({ container: 'app', path: '/conf!' });
  await userEvent.click(await screen.findByRole('button', { name: 'Edit' }));
  const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Content of /conf' });
  await userEvent.type(field, 'two');
  await userEvent.click(button('Save'));
  await userEvent.type(field, 'three');
  expect(field.value).toBe('one\ntwo');
  answer({ problem: problem('fileChanged', {}) });
  await screen.findByRole('alert');
  await userEvent.type(field, 'three');
  expect(field.value).toBe('one\ntwothree');
});

test.each([
  ['is no text any more', fileOf(Buffer.from([0, 255]))],
  ['cannot be read any more', { problem: problem('fileChanged', {}) }],
])('what was typed into a file that %s can be copied, until it is given up', async (_title, now) => {
  api.readFile.mockResolvedValueOnce(fileOf('one\n'));
  const open = () => show({ container: 'app', path: '/conf!' });
  const first = open();
  await userEvent.click(await screen.findByRole('button', { name: 'Edit' }));
  fireEvent.change(screen.getByRole('textbox', { name: 'Content of /conf' }), { target: { value: 'typed\n' } });
  first.unmount();
  api.readFile.mockResolvedValue(now);
  const second = open();
  expect((await screen.findByRole('group', { name: 'What was typed' })).textContent).toBe('typed\n');
  await userEvent.click(button('Discard'));
  expect(screen.queryByRole('group', { name: 'What was typed' })).toBeNull();
  second.unmount();
  open();
  await screen.findByRole('button', { name: /Again/i });
  expect(screen.queryByRole('group', { name: 'What was typed' })).toBeNull();
});

test.each([
  ['what is no text', fileOf(Buffer.from([0, 255])), /no text/],
  ['what is not shown whole', fileOf('text', { isCut: true, hash: null }), /too long/],
  ['what an edit would change beside', fileOf('a\r\nb\n'), /end in different ways/],
])('%s is not edited, and why is told', async (_title, answer, why) => {
  api.readFile.mockResolvedValue(answer);
  show({ container: 'app', path: '/f!' });
  expect((await screen.findByRole('button', { name: 'Edit' })).title).toMatch(why);
});

test('a download is a link of the browser; how far it is is asked, and it can be stopped', async () => {
  api.listFiles.mockResolvedValue(folderOf([ENTRY]));
  api.fetchFile.mockResolvedValue({ name: 'a', bytes: 2_048, kubectl: '' });
  const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {});
  show();
  await userEvent.click(await screen.findByRole('button', { name: 'Download a' }));
  const [request] = api.fetchFile.mock.calls[0] ?? [];
  expect(request).toMatchObject({ ...place, path: '/srv/a', as: 'file' });
  expect((clicked.mock.contexts[0] as HTMLAnchorElement).getAttribute('href')).toBe(`/api/files/fetched/${request.id}`);
  expect(await screen.findByText('Downloading a')).toBeTruthy();
  api.transfer.mockResolvedValueOnce({ bytes: 1_024, end: null, leftOut: 0 });
  later.shift()?.();
  expect(await screen.findByText('1Ki of 2Ki')).toBeTruthy();
  api.transfer.mockResolvedValueOnce({ bytes: 1_024, end: { problem: problem('transferStopped', {}) }, leftOut: 2 });
  await userEvent.click(button('Stop a'));
  expect(await screen.findByText('Not downloaded whole: a')).toBeTruthy();
  expect(api.transfer).toHaveBeenLastCalledWith({ id: request.id, isCancelled: true });
  expect(screen.getByText(/2 entries were left out/)).toBeTruthy();
  await userEvent.click(button('Clear the ended ones'));
  expect(screen.queryByText('Not downloaded whole: a')).toBeNull();
  clicked.mockRestore();
});

/** As a browser sends it, as far as it is used. */
class FakeRequest extends EventTarget {
  static readonly all: FakeRequest[] = [];
  readonly upload = new EventTarget();
  readonly headers = new Map<string, string>();
  address = '';
  body: unknown = null;
  status = 200;
  responseText = '';
  open(method: string, address: string): void {
    this.address = `${method} ${address}`;
    FakeRequest.all.push(this);
  }
  setRequestHeader(name: string, value: string): void {
    this.headers.set(name, value);
  }
  send(body: unknown): void {
    this.body = body;
  }
  abort(): void {
    this.dispatchEvent(new Event('abort'));
  }
  answer(answer: object): void {
    this.responseText = JSON.stringify(answer);
    this.dispatchEvent(new Event('load'));
  }
}

test('files are sent one after the other, with progress; what is there already is asked about first', async () => {
  vi.stubGlobal('XMLHttpRequest', FakeRequest);
  FakeRequest.all.length = 0;
  api.listFiles.mockResolvedValue(folderOf([ENTRY]));
  show();
  await screen.findByRole('button', { name: 'a' });
  const files = [new File(['12345'], 'new ä'), new File(['x'], 'other'), new File(['y'], 'a')];
  await userEvent.upload(document.querySelector('input[type=file]') as HTMLInputElement, files);
  expect(screen.getByText(/There already: a/)).toBeTruthy();
  await waitFor(() => expect(FakeRequest.all).toHaveLength(1));
  const [first] = FakeRequest.all;
  expect(first?.address).toBe(
    `POST /api/files/upload?${new URLSearchParams({ ...place, path: '/srv', name: 'new%20%C3%A4', size: '5', replaces: 'no' }).toString()}`,
  );
  expect([first?.body, first?.headers.get('content-type')]).toEqual([files[0], 'application/octet-stream']);
  first?.upload.dispatchEvent(Object.assign(new Event('progress'), { loaded: 3 }));
  expect((await screen.findByRole('progressbar', { name: 'new ä' })).getAttribute('value')).toBe('3');
  first?.answer({ bytes: 5 });
  expect(await screen.findByText('Uploaded new ä')).toBeTruthy();
  await waitFor(() => expect(FakeRequest.all).toHaveLength(2));
  FakeRequest.all[1]?.answer({ problem: problem('containerSays', { detail: 'No space left on device' }) });
  expect(await screen.findByText(/No space left/)).toBeTruthy();
  await userEvent.click(button('Replace'));
  await waitFor(() => expect(FakeRequest.all).toHaveLength(3));
  expect(FakeRequest.all[2]?.address).toContain('replaces=yes');
  await userEvent.click(button('Stop a'));
  expect(await screen.findByText('Not uploaded: a')).toBeTruthy();
  vi.unstubAllGlobals();
});

/** Lanthorn was started so that each change in the cluster says why. */
function askReasons(): void {
  const asking = { name: 'c', asksReason: true };
  useKnownClusters.setState({ answer: { clusters: [asking] } as never });
}

test('where a cluster asks why, files wait for it, and it is sent with them', async () => {
  vi.stubGlobal('XMLHttpRequest', FakeRequest);
  FakeRequest.all.length = 0;
  askReasons();
  show();
  await screen.findByRole('button', { name: 'Upload…' });
  const input = document.querySelector('input[type=file]') as HTMLInputElement;
  await userEvent.upload(input, [new File(['x'], 'new')]);
  const form = within(await screen.findByRole('form', { name: 'Why they are uploaded' }));
  await userEvent.click(form.getByRole('button', { name: 'Upload them' }));
  expect(FakeRequest.all).toEqual([]);
  await userEvent.type(form.getByRole('textbox'), 'ticket 7{Enter}');
  await waitFor(() => expect(FakeRequest.all).toHaveLength(1));
  expect(new URLSearchParams(FakeRequest.all[0]?.address.split('?')[1]).get('reason')).toBe('ticket 7');
  expect(screen.queryByRole('form')).toBeNull();
  vi.unstubAllGlobals();
});

test('where a cluster asks why, an edit is saved when it is said, and with it', async () => {
  askReasons();
  api.readFile.mockResolvedValue(fileOf('one'));
  api.saveFile.mockResolvedValue({ hash: 'e'.repeat(64) });
  show({ container: 'app', path: '/conf!' });
  await userEvent.click(await screen.findByRole('button', { name: 'Edit' }));
  fireEvent.change(screen.getByRole('textbox', { name: 'Content of /conf' }), { target: { value: 'two' } });
  expect(button('Save').getAttribute('aria-disabled')).toBe('true');
  await userEvent.type(screen.getByRole('textbox', { name: 'Why' }), 'ticket 7');
  await userEvent.click(button('Save'));
  expect(api.saveFile).toHaveBeenCalledWith(expect.objectContaining({ path: '/conf', reason: 'ticket 7' }));
});

test('where a cluster asks why, what is dropped later waits with the rest, and who has answered is at the button again', async () => {
  askReasons();
  show();
  const opener = await screen.findByRole('button', { name: 'Upload…' });
  const drop = (names: readonly string[], folders: readonly string[] = []) =>
    fireEvent.drop(opener, {
      dataTransfer: {
        files: [...names, ...folders].map(name => new File(['x'], name)),
        items: folders.map(name => ({ webkitGetAsEntry: () => ({ name, isDirectory: true }) })),
      },
    });
  drop(['a', 'b']);
  drop(['b', 'c']);
  drop([], ['folder']);
  const form = within(await screen.findByRole('form', { name: 'Why they are uploaded' }));
  expect(form.getByText(/^Chosen/).textContent).toBe('Chosen: a, b, c');
  expect(form.getByRole('button', { name: 'Upload them' }).title).toMatch(/asks for a reason/);
  await userEvent.click(form.getByRole('button', { name: 'Leave as it is' }));
  expect(screen.queryByRole('form')).toBeNull();
  expect(document.activeElement).toBe(opener);
});

test('no press takes the focus away: what comes in the place of what was pressed has it', async () => {
  onTestFinished(followFocus());
  api.readFile.mockResolvedValue(fileOf('one\n'));
  api.listFiles.mockResolvedValue(folderOf([{ ...ENTRY, name: 'sub', kind: 'folder', leadsTo: 'folder' }]));
  show({ container: 'app', path: '/conf!' });
  const edit = await screen.findByRole('button', { name: 'Edit' });
  await pressWithFocus(button('Go to…'));
  await userEvent.keyboard('{Escape}');
  expect(document.activeElement).toBe(button('Go to…'));
  await pressWithFocus(edit);
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Content of /conf' }));
  await pressWithFocus(button('Leave as it is'));
  expect(document.activeElement).toBe(button('Edit'));
  let answer: (read: ReadAnswer) => void = () => {};
  api.readFile.mockReturnValueOnce(new Promise(resolve => (answer = resolve)));
  const again = button('Read again');
  await pressWithFocus(again);
  expect(screen.getByText('one')).toBeTruthy();
  expect(again.getAttribute('aria-busy')).toBe('true');
  answer(fileOf('two\n'));
  await screen.findByText('two');
  expect([document.activeElement, again.getAttribute('aria-busy')]).toEqual([again, null]);
  await pressWithFocus(button('Go to…'));
  await userEvent.keyboard('/srv{Enter}');
  expect(document.activeElement).toBe(button('Go to…'));
  await pressWithFocus(await screen.findByRole('button', { name: /^sub/ }));
});

test('a file that cannot be read a second time takes no focus with it', async () => {
  onTestFinished(followFocus());
  api.readFile.mockResolvedValue(fileOf('one\n'));
  show({ container: 'app', path: '/conf!' });
  await screen.findByRole('button', { name: 'Edit' });
  api.readFile.mockRejectedValueOnce(new Error('away'));
  button('Go to…').focus();
  await pressWithFocus(button('Read again'));
  await screen.findByRole('alert');
  expect(document.activeElement).not.toBe(document.body);
  await pressWithFocus(button('Read again'));
  await screen.findByRole('button', { name: 'Edit' });
  expect(document.activeElement).not.toBe(document.body);
});

test('an image is asked for as one and drawn; its bytes are there, too, and one that is none says so', async () => {
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0xff]);
  api.readFile.mockResolvedValue(fileOf(png, { image: 'image/png' }));
  api.fetchFile.mockResolvedValue({ name: 'a.png', bytes: png.length, kubectl: '' });
  api.listFiles.mockResolvedValue(folderOf([{ ...ENTRY, name: 'a.png' }]));
  show({ container: 'app', path: '/srv' });
  await userEvent.click(await screen.findByRole('button', { name: 'a.png' }));
  const image = await screen.findByRole('img', { name: '/srv/a.png' });
  const [request] = api.fetchFile.mock.calls[0] as [{ id: string }];
  expect(request).toEqual({ ...place, path: '/srv/a.png', as: 'image', id: request.id });
  expect(image.getAttribute('src')).toContain(request.id);
  fireEvent.error(image);
  expect(screen.getByRole('alert').textContent).toContain('image');
  await userEvent.click(screen.getByRole('radio', { name: 'Bytes' }));
  expect(screen.getByLabelText('/srv/a.png').textContent).toMatch(/89 50 4e 47/);
});

test('an image that the server does not give says why', async () => {
  api.readFile.mockResolvedValue(fileOf('\u0000', { image: 'image/gif' }));
  api.fetchFile.mockResolvedValue({ problem: problem('tooManyTransfers', { most: 16 }) });
  api.listFiles.mockResolvedValue(folderOf([ENTRY]));
  show({ container: 'app', path: '/srv' });
  await userEvent.click(await screen.findByRole('button', { name: 'a' }));
  expect((await screen.findByRole('alert')).textContent).toContain('16');
  expect(screen.queryByRole('img')).toBeNull();
});
