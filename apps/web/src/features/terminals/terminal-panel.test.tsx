import { act, fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { Terminal } from '@xterm/xterm';
import { beforeEach, expect, test, vi } from 'vitest';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { TERMINAL_CHANNEL } from '@lanthorn/protocol/streams.ts';
import type { StreamQuery } from '@lanthorn/protocol/stream-queries.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { ClusterTimes } from '../../data/connection/cluster-times.ts';
import type { ConnectionState } from '../../data/connection/connection.ts';
import type { StreamReader } from '../../data/connection/page-streams.ts';
import { useActionDialog } from '../../data/actions/action-dialog-store.ts';
import {
  clearDock,
  dockTerminal,
  recallTerminals,
  RECORDINGS_TAB,
  seenTabs,
  showDock,
  undock,
  useDock,
} from '../../data/dock/dock-store.ts';
import { PacedOutput } from '../../data/terminals/paced-output.ts';
import { setLanguage } from '../../ui/words/i18n.ts';
import { openLink, TerminalScreen } from './terminal-screen.ts';
import { TerminalPanel } from './terminal-panel.tsx';

const PLACE = { cluster: 'c', namespace: 'shop', pod: 'web-1', container: '', mode: 'shell' } as const;
const POD = { metadata: { name: 'web-1', uid: 'u' }, spec: { containers: [{ name: 'app' }, { name: 'side' }] } };

interface Asked {
  readonly query: StreamQuery;
  readonly reader: StreamReader;
  readonly sent: string[];
  isOpen: boolean;
}

beforeEach(() => {
  clearDock();
  sessionStorage.clear();
  const listening = { addListener() {}, removeListener() {}, addEventListener() {}, removeEventListener() {} };
  vi.stubGlobal('matchMedia', () => ({ matches: false, ...listening }));
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
});

interface Shown {
  readonly isReloaded?: boolean;
  readonly pod?: object;
}

function show(mode: 'shell' | 'attach' = 'shell', { isReloaded = false, pod = POD }: Shown = {}) {
  const asked: Asked[] = [];
  const objects: unknown[] = [];
  const state = { current: { kind: 'open' } as ConnectionState, tell: () => {} };
  const connection = {
    get state() {
      return state.current;
    },
    onState: (listener: () => void) => {
      state.tell = listener;
      return () => {};
    },
    subscribe: (query: { kind: string }, onFrame: (frame: unknown) => void) => {
      if (query.kind === 'object') {
        objects.push(query);
        onFrame({ type: 'object', id: 1, object: pod, state: { kind: 'live' } });
      }
      return { close() {}, retry() {}, update() {} };
    },
    openStream: (query: StreamQuery, reader: StreamReader) => {
      const entry: Asked = { query, reader, sent: [], isOpen: true };
      asked.push(entry);
      return {
        write: (_channel: number, bytes: Uint8Array) => entry.sent.push(new TextDecoder().decode(bytes)) > 0,
        close: () => void (entry.isOpen = false),
      };
    },
  };
  const clock = new FakeClock();
  const keepRecording = vi.fn<(query: unknown, text: string) => Promise<unknown>>(async () => ({ recordings: [] }));
  const client = { connection, api: { keepRecording }, clock, times: new ClusterTimes(clock) } as unknown as Client;
  dockTerminal({ ...PLACE, mode });
  if (isReloaded) {
    clearDock();
    recallTerminals();
  }
  const Docked = () => {
    const [docked] = useDock().terminals;
    return docked === undefined ? null : <TerminalPanel key={docked.session} docked={docked} />;
  };
  render(
    <ClientContext value={client}>
      <Docked />
    </ClientContext>,
  );
  const last = () => {
    const entry = asked.at(-1);
    if (entry === undefined) throw new Error('nothing was opened');
    return entry;
  };
  const tell = (channel: number, text: string) =>
    act(async () => {
      await last().reader.onBytes({ channel, bytes: new TextEncoder().encode(text) });
    });
  const live = () =>
    tell(
      TERMINAL_CHANNEL.state,
      JSON.stringify({ at: 0, container: 'app', command: ['/bin/bash'], isTerminal: true, takesInput: true }),
    );
  const lose = (next: ConnectionState) =>
    act(() => {
      state.current = next;
      state.tell();
    });
  return { asked, objects, last, tell, live, lose, clock, keepRecording };
}

const phase = () => document.querySelector<HTMLElement>('[data-phase]')?.dataset['phase'];

test('it says how far it is: connecting, live, cut off with its server, ended and why; then it is opened again', async () => {
  const { asked, last, live, lose } = show();
  expect(phase()).toBe('connecting');
  await live();
  expect(phase()).toBe('live');
  lose({ kind: 'lost', since: 0, retryAt: 1, why: 'away' });
  expect(phase()).toBe('cut');
  lose({ kind: 'open' });
  act(() => last().reader.onEnd({ reason: 'finished', problem: problem('exited', { code: 3 }) }));
  expect(phase()).toBe('ended');
  expect(screen.getByTestId('terminal-end').textContent).toBe('The command ended with exit code 3.');
  await userEvent.click(screen.getByRole('button', { name: 'Open again' }));
  expect(asked).toHaveLength(2);
  expect([phase(), asked[0]?.isOpen]).toEqual(['connecting', false]);
  const sessions = asked.map(({ query }) => (query.kind === 'terminal' ? query.session : ''));
  expect(new Set(sessions).size).toBe(2);
});

test('while its container does not run it says why, and that it opens by itself; then nothing of it', async () => {
  const message = 'Back-off pulling image "web:2"';
  const status = {
    phase: 'Pending',
    containerStatuses: [{ name: 'app', state: { waiting: { reason: 'ImagePullBackOff', message } } }],
  };
  const { live } = show('shell', { pod: { ...POD, status } });
  expect(screen.getByTestId('terminal-awaited').textContent).toBe(
    'Container app does not run now: ImagePullBackOff. Its terminal opens by itself as soon as it does.',
  );
  screen.getByText(message);
  await live();
  expect(screen.queryByTestId('terminal-awaited')).toBeNull();
});

test('of a pod that no node has, what the scheduler says', () => {
  const message = '0/3 nodes are available';
  const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }];
  show('shell', { pod: { ...POD, status: { phase: 'Pending', conditions } } });
  expect(screen.getByTestId('terminal-awaited').textContent).toMatch(/^Container app does not run now: Pending\./);
  screen.getByText(message);
});

test('another container is another terminal; taken out of the dock it ends', async () => {
  const { asked, last, live } = show();
  await live();
  await userEvent.click(screen.getByRole('combobox', { name: 'Container' }));
  await userEvent.click(await screen.findByRole('option', { name: 'side' }));
  expect(asked[0]?.isOpen).toBe(false);
  expect(last().query).toMatchObject({ container: 'side', pod: 'web-1' });
  act(() => undock(useDock.getState().terminals[0]?.session ?? ''));
  expect(last().isOpen).toBe(false);
});

test('it takes the focus when it is shown, but not from what has it in its own pane', async () => {
  const { live } = show();
  await live();
  const field = screen.getByRole('textbox', { name: /terminal/i });
  expect(document.activeElement).toBe(field);
  const { shown } = useDock.getState();
  act(() => showDock(null));
  const find = screen.getByRole('searchbox', { name: 'Find in the terminal' });
  act(() => {
    find.focus();
    showDock(shown);
  });
  expect(document.activeElement).toBe(find);
  act(() => {
    find.blur();
    showDock(null);
  });
  act(() => showDock(shown));
  expect(document.activeElement).toBe(field);
});

test('after a reload it leaves the focus where it is until somebody shows it', async () => {
  const { live } = show('shell', { isReloaded: true });
  await live();
  expect(document.activeElement).toBe(document.body);
  act(() => showDock(useDock.getState().shown));
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: /terminal/i }));
});

test('its pod is asked for once, whatever of the terminal is about it', async () => {
  const { objects, last } = show();
  act(() => last().reader.onEnd({ reason: 'refused', problem: problem('noShell', { container: 'app', detail: 'x' }) }));
  screen.getByRole('button', { name: 'Add a debug container' });
  expect(objects).toHaveLength(1);
});

test('the keys that lead out of a field lead out of what takes no input, and are for what does', () => {
  const sent: string[] = [];
  const terminal = new TerminalScreen({
    onInput: text => sent.push(text),
    onTyped: () => {},
    onSize: () => {},
    onLeave: () => {},
  });
  terminal.show(document.body);
  const press = (key: string, keyCode: number) =>
    fireEvent.keyDown(screen.getByRole('textbox', { name: /terminal/i }), { key, keyCode });
  const keys = () => [press('Tab', 9), press('Escape', 27)];
  expect([keys(), sent]).toEqual([
    [false, false],
    ['\t', '\u001b'],
  ]);
  terminal.become({ isTerminal: true, takesInput: false });
  expect(keys()).toEqual([true, true]);
  terminal.dispose();
});

test('what is typed goes to the container, the key that leaves does not, and the same with kubectl is shown', async () => {
  const { last, live } = show();
  await live();
  const field = screen.getByRole('textbox', { name: /terminal/i });
  act(() => field.focus());
  await userEvent.keyboard('ls{Enter}');
  expect(last().sent.join('')).toBe('ls\r');
  await userEvent.keyboard('{Control>}{F6}{/Control}');
  expect(last().sent.join('')).toBe('ls\r');
  await userEvent.click(screen.getByRole('button', { name: 'kubectl' }));
  expect(document.body.textContent).toContain(
    'kubectl --context=c --namespace=shop exec web-1 --container=app --stdin --tty -- /bin/bash',
  );
});

test('who types or pastes is hurried for; what a terminal answers by itself, and says of the focus, is sent and hurries nothing', async () => {
  const hurry = vi.spyOn(PacedOutput.prototype, 'hurry');
  const { last, live, tell } = show();
  await live();
  const field = screen.getByRole('textbox', { name: /terminal/i });
  await tell(TERMINAL_CHANNEL.output, '\u001b[?1004h\u001b[6n\u001b[c');
  await vi.waitFor(() => expect(last().sent.join('')).toContain('\u001b[1;1R\u001b[?1;2c'));
  act(() => field.blur());
  act(() => field.focus());
  expect(last().sent.join('')).toMatch(/\[O.*\[I$/s);
  expect(hurry).not.toHaveBeenCalled();
  await userEvent.keyboard('l');
  expect(hurry).toHaveBeenCalledTimes(1);
  fireEvent.paste(field, { clipboardData: { getData: () => 's' } });
  expect(hurry).toHaveBeenCalledTimes(2);
  hurry.mockRestore();
});

const tellOf = (spy: { mock: { calls: readonly (readonly unknown[])[] } }) =>
  spy.mock.calls.map(([query, text]) => ({ query: query as Record<string, string>, text: String(text) }));

test('a recording is marked while it goes on, and kept as a cast that others play; a closed terminal loses none', async () => {
  const { tell, live, clock, keepRecording } = show();
  await live();
  await tell(TERMINAL_CHANNEL.output, 'before');
  await userEvent.click(screen.getByRole('button', { name: 'Record' }));
  screen.getByText('Recording');
  await clock.advance(1_500);
  await tell(TERMINAL_CHANNEL.output, 'while it goes on');
  await userEvent.click(screen.getByRole('button', { name: 'Stop and save' }));
  expect(screen.queryByText('Recording')).toBeNull();
  screen.getByText('The recording is kept.');
  const [kept] = tellOf(keepRecording);
  expect(kept?.query).toMatchObject({
    cluster: 'c',
    namespace: 'shop',
    pod: 'web-1',
    container: 'app',
    durationMs: '1500',
  });
  const [header, ...events] = (kept?.text ?? '')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as unknown);
  expect(header).toMatchObject({ version: 2 });
  expect(events).toEqual([[expect.closeTo(1.5, 3), 'o', 'while it goes on']]);
  await userEvent.click(screen.getByRole('button', { name: 'Recordings of terminals' }));
  expect(seenTabs(useDock.getState()).at(-1)).toBe(RECORDINGS_TAB);
  await userEvent.click(screen.getByRole('button', { name: 'Record' }));
  act(() => undock(useDock.getState().terminals[0]?.session ?? ''));
  expect(keepRecording).toHaveBeenCalledTimes(2);
});

test('a recording that cannot be kept is saved by the browser, and that is said', async () => {
  const { live, keepRecording } = show();
  keepRecording.mockRejectedValue(new Error('away'));
  const saved = vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:x');
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => {});
  const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {});
  await live();
  await userEvent.click(screen.getByRole('button', { name: 'Record' }));
  await userEvent.click(screen.getByRole('button', { name: 'Stop and save' }));
  screen.getByText(/could not be kept/);
  expect(saved).toHaveBeenCalledOnce();
  for (const spy of [saved, clicked]) spy.mockRestore();
});

test('a recording that is full ends, is kept and says so', async () => {
  const { tell, live, clock, keepRecording } = show();
  const written = vi.spyOn(TerminalScreen.prototype, 'write').mockResolvedValue(undefined);
  await live();
  await userEvent.click(screen.getByRole('button', { name: 'Record' }));
  const told = tell(TERMINAL_CHANNEL.output, 'x'.repeat(9 * 1024 * 1024));
  await clock.advance(100);
  await told;
  expect(screen.queryByText('Recording')).toBeNull();
  screen.getByText(/it has ended and was kept/);
  expect(keepRecording).toHaveBeenCalledOnce();
  written.mockRestore();
});

test('where an image has no shell a debug container is offered beside it', async () => {
  const { last } = show();
  act(() => last().reader.onEnd({ reason: 'refused', problem: problem('noShell', { container: 'app', detail: 'x' }) }));
  await userEvent.click(screen.getByRole('button', { name: 'Add a debug container' }));
  const { request } = useActionDialog.getState();
  expect(request).toMatchObject({
    kind: 'pod.debug',
    targets: [{ namespace: 'shop', name: 'web-1', uid: 'u' }],
    params: { debug: { image: 'busybox', target: 'app', profile: 'general' } },
  });
});

test('in Chinese it says the same', async () => {
  await setLanguage('zh-CN');
  const { last } = show();
  act(() => last().reader.onEnd({ reason: 'finished', problem: problem('podDeleted', {}) }));
  expect(screen.getByTestId('terminal-end').textContent).toBe('Pod 已被删除。');
  screen.getByRole('button', { name: '重新打开' });
  await setLanguage('en');
});

test.each([
  ['a title', '\u001b]0;evil\u0007\u001b]2;evil\u0007'],
  ['the clipboard', '\u001b]52;c;ZXZpbA==\u0007'],
  ['a notification', '\u001b]9;evil\u0007\u001b]777;notify;evil;evil\u0007'],
  ['its own title back', '\u001b[21t'],
  ['its colours', '\u001b]10;?\u0007\u001b]11;?\u0007'],
])('a program that asks the terminal for %s gets nothing', async (_what, sequence) => {
  const write = vi.fn();
  vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText: write, readText: write } });
  const title = document.title;
  const answers: string[] = [];
  const terminal = new TerminalScreen({
    onInput: text => answers.push(text),
    onTyped: () => {},
    onSize: () => {},
    onLeave: () => {},
  });
  await terminal.write(new TextEncoder().encode(`before${sequence}after`));
  expect([terminal.text, document.title, answers, write.mock.calls]).toEqual(['beforeafter', title, [], []]);
  terminal.dispose();
  vi.unstubAllGlobals();
});

test('what is pasted is told from what is typed, and no code in it can end it before its end', async () => {
  const { last, live, tell } = show();
  await live();
  await tell(TERMINAL_CHANNEL.output, '\u001b[?2004h');
  const field = screen.getByRole('textbox', { name: /terminal/i });
  const clipboardData = { getData: () => 'ls \u001b[201~\u009b201~\u0003\nrm -r 日\t/' };
  await vi.waitFor(() => {
    last().sent.length = 0;
    fireEvent.paste(field, { clipboardData });
    expect(last().sent.join('')).toBe('\u001b[200~ls [201~201~\rrm -r 日\t/\u001b[201~');
  });
});

/** A server that takes what is uploaded when `answer` is called, or at once. */
function uploads(isHeld = false) {
  const sent: string[] = [];
  const held: (() => void)[] = [];
  vi.stubGlobal(
    'XMLHttpRequest',
    class extends EventTarget {
      upload = new EventTarget();
      status = 200;
      responseText = '';
      open = (_method: string, path: string) => void sent.push(path);
      setRequestHeader = () => {};
      send = ({ name }: File) => {
        this.responseText = JSON.stringify(name === 'there' ? problem('lacks', { what: '/tmp' }) : { bytes: 1 });
        const answer = () => void this.dispatchEvent(new Event('load'));
        if (isHeld) held.push(answer);
        else answer();
      };
    },
  );
  const answer = async () => {
    await vi.waitFor(() => expect(held).toHaveLength(1));
    await act(async () => held.shift()?.());
  };
  return { sent, answer };
}

const drop = (...names: readonly string[]) =>
  fireEvent.drop(screen.getByTestId('terminal'), { dataTransfer: { files: names.map(name => new File(['x'], name)) } });

test('files that are dropped on it are brought into its container, and where they are is typed; those that are refused are named', async () => {
  const { last, live } = show();
  await live();
  const { sent } = uploads();
  drop('my file', 'there', 'a\nreboot');
  await screen.findByText(/^there: /);
  screen.getByText('In /tmp now, and typed: my file');
  screen.getByText(/reboot was not taken: its name/);
  expect(last().sent.join('')).toBe("'/tmp/my file' ");
  const [first] = sent.map(path => new URLSearchParams(path.split('?')[1]));
  expect(Object.fromEntries(first ?? [])).toMatchObject({
    ...{ cluster: 'c', namespace: 'shop', pod: 'web-1', uid: 'u', container: 'app', path: '/tmp', name: 'my%20file' },
    replaces: 'no',
  });
  expect(sent).toHaveLength(2);
  vi.unstubAllGlobals();
});

test('where nothing is typed it is not said to be: what is attached to reads no command line, and what runs nowhere takes no file', async () => {
  const { last, live } = show('attach');
  const { sent } = uploads();
  drop('early');
  await screen.findByText(/^early was not taken: nothing runs here/);
  expect(sent).toEqual([]);
  await live();
  drop('later');
  await screen.findByText('In /tmp now: later');
  expect(screen.queryByText(/^early/)).toBeNull();
  expect(last().sent.join('')).toBe('');
  vi.unstubAllGlobals();
});

test('what is dropped while something is on its way stands beside it', async () => {
  const { live } = show();
  await live();
  const { answer } = uploads(true);
  drop('large');
  drop('small');
  screen.getByText('Brought to /tmp: large…');
  screen.getByText('Brought to /tmp: small…');
  await answer();
  await screen.findByText('In /tmp now, and typed: large');
  screen.getByText('Brought to /tmp: small…');
  await answer();
  await screen.findByText('In /tmp now, and typed: small');
  vi.unstubAllGlobals();
});

test('bytes that are no text, and no end of line, are drawn as a terminal draws them', async () => {
  const terminal = new TerminalScreen({ onInput: () => {}, onTyped: () => {}, onSize: () => {}, onLeave: () => {} });
  await terminal.write(Uint8Array.of(0x61, 0, 0xff, 0xe6, 0x97));
  await terminal.write(Uint8Array.of(0xa5, 0x62));
  expect(terminal.text).toMatch(/^a\ufffd?日b$/u);
  await terminal.write(new Uint8Array(1_000_000).fill(120));
  expect(terminal.text.length).toBeGreaterThan(100_000);
  terminal.dispose();
});

test('a link of a program leads to the web and looks like one, or is no more than its text', async () => {
  const terminal = new TerminalScreen({ onInput: () => {}, onTyped: () => {}, onSize: () => {}, onLeave: () => {} });
  const link = (address: string, text: string) => `\u001b]8;;${address}\u001b\\${text}`;
  const end = '\u001b]8;;\u001b\\';
  const text = `${link('https://a.example/;x', 'web')}${link('javascript:alert(1)', 'script')}${end} ${link('file:///etc', 'file')}${link('http://b', 'b')}${end}.`;
  const write = vi.spyOn(Terminal.prototype, 'write');
  await terminal.write(new TextEncoder().encode(text));
  const [drawn] = write.mock.contexts as Terminal[];
  const line = drawn?.buffer.active.getLine(0);
  const underlined = [...terminal.text].filter((_, x) => (line?.getCell(x)?.isUnderline() ?? 0) !== 0).join('');
  expect([terminal.text, underlined]).toEqual(['webscript fileb.', 'webb']);
  write.mockRestore();
  terminal.dispose();
});

test('only addresses of the web are opened, and are told nothing of this page', () => {
  const open = vi.fn();
  vi.stubGlobal('open', open);
  for (const address of ['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x', 'nothing']) openLink(address);
  expect(open).not.toHaveBeenCalled();
  openLink('https://example.com/a');
  expect(open).toHaveBeenCalledWith(new URL('https://example.com/a'), '_blank', 'noopener,noreferrer');
  vi.unstubAllGlobals();
});
