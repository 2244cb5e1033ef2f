import type { ReactElement } from 'react';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { create } from 'zustand';
import { beforeEach, expect, test, vi } from 'vitest';
import { seededRandom } from '@lanthorn/base/random.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { NO_PREFERENCES } from '@lanthorn/protocol/no-preferences.ts';
import type { Preferences } from '@lanthorn/protocol/preferences.ts';
import type { LogQuery } from '@lanthorn/protocol/stream-queries.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import type { StreamReader } from '../../../data/connection/page-streams.ts';
import { NO_FILTER } from '../../../data/logs/log-filter.ts';
import { type KeptLogFilter, linkedLog, LogFilterContext, logTab } from '../../../data/logs/use-log-filter.ts';
import { LogView } from './log-view.tsx';
import { LogChoicesContext, useKeptChoices } from './choices/use-log-choices.ts';
import { lineOf } from '../../../ui/form/test-line.ts';

/** What the server was asked for, and who reads it. */
let opened: { readonly query: LogQuery; readonly reader: StreamReader; isClosed: boolean }[];

/** The log of a container in one of its runs. */
let logsOf: (run: string, pod?: unknown, pods?: readonly string[]) => ReactElement;
let view: ReturnType<typeof render>;
let clock: FakeClock;

beforeEach(() => {
  opened = [];
  // Layout that jsdom does not have.
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(500);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(500);
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(800);
  const openStream = (query: LogQuery, reader: StreamReader) => {
    const entry = { query, reader, isClosed: false };
    opened.push(entry);
    return { write: () => false, close: () => void (entry.isClosed = true) };
  };
  const store = create(() => ({ chosen: NO_PREFERENCES }));
  const preferences = {
    store,
    change: (change: Partial<Preferences>) => store.setState(({ chosen }) => ({ chosen: { ...chosen, ...change } })),
  };
  clock = new FakeClock();
  const client = { connection: { openStream }, clock, random: seededRandom(1), preferences };
  logsOf = (run, pod, pods = ['p']) => (
    <ClientContext value={client as unknown as Client}>
      <LogView
        containers={pods.map(name => ({ cluster: 'c', namespace: 'n', pod: name, container: 'main', run }))}
        pod={pod}
        picker={null}
        fileName="p-main"
      />
    </ClientContext>
  );
  view = render(logsOf('1'));
});

const asked = () => opened.at(-1)?.query;
/** What is chosen seldom stands behind a button. */
function box(name: string): HTMLInputElement {
  const found = screen.queryByRole<HTMLInputElement>('checkbox', { name });
  if (found !== null) return found;
  fireEvent.click(screen.getByRole('button', { name: /^View/ }));
  return screen.getByRole<HTMLInputElement>('checkbox', { name });
}

test('of a log of which nothing is read yet it is not said that it ended', () => {
  view.rerender(logsOf('1', undefined, []));
  expect(screen.queryByText(/End of the log/)).toBeNull();
});

test('it follows at first; a press asks anew without, and lets go of what was followed', async () => {
  expect(box('Follow').checked).toBe(true);
  expect(asked()).toMatchObject({ pod: 'p', container: 'main', follow: true, previous: false });
  await userEvent.click(box('Follow'));
  expect(asked()).toMatchObject({ follow: false, previous: false });
  expect(opened.map(({ isClosed }) => isClosed)).toEqual([true, false]);
});

test('the previous container is asked for by a press, and never followed: it has ended', async () => {
  await userEvent.click(box('Previous'));
  expect(asked()).toMatchObject({ follow: false, previous: true });
  await userEvent.click(box('Previous'));
  expect(asked()).toMatchObject({ follow: true, previous: false });
});

test('times are there to be shown by a press, and nothing is asked anew for them', async () => {
  const bytes = new TextEncoder().encode('2026-11-23T08:00:00.5Z hello\n');
  act(() => void opened[0]?.reader.onBytes({ channel: 0, bytes }));
  const log = () => screen.getByTestId('log').textContent;
  await screen.findByText('hello');
  await userEvent.click(box('Timestamps'));
  // To the second in the reader's zone, and as exact as the log has it.
  expect(log()).toMatch(/^2026-11-2\d \d\d:\d\d:00\.5 hello$/);
  await userEvent.click(box('Timestamps'));
  expect(log()).toBe('hello');
  expect(opened).toHaveLength(1);
});

test('lines are counted by their level, and left out by a press; the found ones are counted', async () => {
  const text = ['INFO a', 'ERROR b', '\tat b', 'plain', 'INFO c'].map((line, i) => `2026-11-23T08:00:0${i}Z ${line}\n`);
  act(() => void opened[0]?.reader.onBytes({ channel: 0, bytes: new TextEncoder().encode(text.join('')) }));
  await screen.findByText('plain');
  const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
  await press('info 2');
  expect(screen.getByTestId('log').textContent).toBe('ERROR b\tat bplain');
  screen.getByText('3 lines');
  await press('no level 1');
  expect(screen.getByTestId('log').textContent).toBe('ERROR b\tat b');
  await press('info 2');
  expect(screen.getByTestId('log').textContent).toBe('INFO aERROR b\tat bINFO c');
});

test('what is looked for is looked for in what is read: colours between letters are no letters', async () => {
  const lines = ['\u001b[31mERROR\u001b[0m: disk full', 'half\rdone'].map(
    (line, i) => `2026-11-23T08:00:0${i}Z ${line}\n`,
  );
  act(() => void opened[0]?.reader.onBytes({ channel: 0, bytes: new TextEncoder().encode(lines.join('')) }));
  await screen.findByText(': disk full');
  const find = (text: string) => {
    fireEvent.change(screen.getByRole('searchbox', { name: 'Find' }), { target: { value: text } });
    return screen.getByTestId('log').textContent;
  };
  expect(['error: disk', '31m', 'done', 'half'].map(find)).toEqual(['ERROR: disk full', '', 'done', '']);
});

test('a line is read whole by a press, JSON with its parts below each other; keys go on to the next and leave', async () => {
  const lines = ['{"level":"info","a":{"b":1}}', 'the last'].map((line, i) => `2026-11-23T08:00:0${i}Z ${line}\n`);
  act(() => void opened[0]?.reader.onBytes({ channel: 0, bytes: new TextEncoder().encode(lines.join('')) }));
  await userEvent.click(await screen.findByText('{"level":"info","a":{"b":1}}'));
  const whole = () => screen.getByTestId('whole-line').querySelector('pre')?.textContent;
  expect(whole()).toBe('{\n  "level": "info",\n  "a": {\n    "b": 1\n  }\n}');
  screen.getByTestId('log').focus();
  await userEvent.keyboard('{ArrowDown}');
  expect(whole()).toBe('the last');
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByTestId('whole-line')).toBeNull();
});

test('a line is copied as it is or with the time before it', async () => {
  const bytes = new TextEncoder().encode('2026-11-23T08:00:00.5Z hello\n');
  act(() => void opened[0]?.reader.onBytes({ channel: 0, bytes }));
  await userEvent.click(await screen.findByText('hello'));
  expect(screen.queryByRole('button', { name: 'Copy with what stands before it' })).toBeNull();
  const user = userEvent.setup();
  await user.click(box('Timestamps'));
  await user.click(screen.getByRole('button', { name: 'Copy with what stands before it' }));
  // Who reads it elsewhere has another clock.
  expect(await navigator.clipboard.readText()).toBe('2026-11-23T08:00:00.5Z hello');
  await user.click(screen.getByRole('button', { name: 'Copy' }));
  expect(await navigator.clipboard.readText()).toBe('hello');
});

test('what was copied is said of its line alone', async () => {
  await send(0, '2026-11-23T08:00:00Z one\n2026-11-23T08:00:01Z two\n');
  const user = userEvent.setup();
  await user.click(box('Timestamps'));
  await user.click(screen.getByText('one'));
  await user.click(screen.getByRole('button', { name: 'Copy with what stands before it' }));
  await screen.findByRole('button', { name: 'Copied' });
  await user.click(screen.getByText('two'));
  expect(screen.queryByRole('button', { name: 'Copied' })).toBeNull();
});

test('the next error is the one behind the line that was opened; a time that leads nowhere says so', async () => {
  await send(0, ['ERROR a', 'INFO b', 'ERROR c'].map((line, i) => `2026-11-23T08:0${i}:00Z ${line}\n`).join(''));
  await userEvent.click(screen.getByText('INFO b'));
  expect(document.querySelector('[data-whole]')?.textContent).toBe('INFO b');
  await userEvent.click(screen.getByRole('button', { name: 'Next error' }));
  expect(document.querySelector('[data-mark]')?.textContent).toBe('ERROR c');
  await userEvent.click(screen.getByRole('button', { name: 'Go to a time' }));
  const field = screen.getByRole('searchbox', { name: 'Go to a time' });
  await userEvent.type(field, '2026-11-25 08:00{Enter}');
  screen.getByText('All lines here are earlier: this is the last.');
  await userEvent.clear(field);
  await userEvent.type(field, '2026-11-20 08:00{Enter}');
  screen.getByText('All lines here are later: this is the first.');
  await userEvent.clear(field);
  expect(screen.queryByText(/^All lines here/)).toBeNull();
});

test('a log that fits on the screen is followed on after somebody went to a line of it', async () => {
  const scrolled = vi.fn();
  Element.prototype.scrollTo = scrolled;
  await send(0, '2026-11-23T08:00:00Z ERROR a\n2026-11-23T08:00:01Z b\n');
  await userEvent.click(screen.getByRole('button', { name: 'Next error' }));
  vi.spyOn(Element.prototype, 'scrollHeight', 'get').mockReturnValue(2_000);
  scrolled.mockClear();
  await send(0, '2026-11-23T08:00:02Z c\n');
  expect(scrolled).toHaveBeenCalledWith(expect.objectContaining({ top: 2_000 }));
});

test('errors are gone through by a press, a time by what is typed; what is no time is said', async () => {
  const lines = ['ERROR a', 'INFO b', 'ERROR c', 'INFO d'].map((line, i) => `2026-11-23T08:0${i}:00Z ${line}\n`);
  act(() => void opened[0]?.reader.onBytes({ channel: 0, bytes: new TextEncoder().encode(lines.join('')) }));
  await screen.findByText('INFO d');
  const marked = () => document.querySelector('[data-mark]')?.textContent;
  const next = () => userEvent.click(screen.getByRole('button', { name: 'Next error' }));
  await next();
  expect(marked()).toBe('ERROR a');
  await next();
  expect(marked()).toBe('ERROR c');
  await next();
  expect(marked()).toBe('ERROR a');
  await userEvent.click(screen.getByRole('button', { name: 'Go to a time' }));
  const field = screen.getByRole('searchbox', { name: 'Go to a time' });
  const time = new Date('2026-11-23T08:01:00Z');
  const typed = `${String(time.getHours()).padStart(2, '0')}:${String(time.getMinutes()).padStart(2, '0')}`;
  await userEvent.type(field, `${typed}{Enter}`);
  expect(marked()).toBe('INFO b');
  await userEvent.clear(field);
  await userEvent.type(field, 'noon{Enter}');
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(marked()).toBe('INFO b');
});

test('more than the newest lines are asked for, since a moment that is chosen', async () => {
  expect(asked()?.sinceTime).toBeUndefined();
  await userEvent.click(screen.getByRole('combobox', { name: 'From when on' }));
  await userEvent.click(screen.getByRole('option', { name: 'Last hour' }));
  const since = new Date(clock.now() - 3_600_000).toISOString().slice(0, 19);
  expect([asked()?.sinceTime, asked()?.tailLines]).toEqual([`${since}Z`, 50_000]);
});

test('so many of the newest lines are asked for as are chosen', async () => {
  await userEvent.click(screen.getByRole('combobox', { name: 'From when on' }));
  await userEvent.click(screen.getByRole('option', { name: 'Newest 100,000 lines' }));
  expect([asked()?.sinceTime, asked()?.tailLines]).toEqual([undefined, 100_000]);
});

test('between two times of the reader it is read to the second and not followed; one of the two is enough', async () => {
  await userEvent.click(screen.getByRole('combobox', { name: 'From when on' }));
  await userEvent.click(screen.getByRole('option', { name: 'Between two times' }));
  const field = (name: RegExp) => screen.getByLabelText(name);
  fireEvent.change(field(/^To/), { target: { value: '2026-11-23T08:30:00' } });
  const utc = (wall: string) => `${new Date(wall).toISOString().slice(0, 19)}Z`;
  expect(asked()).toMatchObject({ untilTime: utc('2026-11-23T08:30:00'), follow: false });
  expect(asked()?.sinceTime).toBeUndefined();
  fireEvent.change(field(/^From \(/), { target: { value: '2026-11-23T08:15' } });
  expect(asked()).toMatchObject({ sinceTime: utc('2026-11-23T08:15:00'), untilTime: utc('2026-11-23T08:30:00') });
  fireEvent.change(field(/^From \(/), { target: { value: '2026-11-23T09:00' } });
  screen.getByText('The second time is before the first: the log stays as it was.');
  // Refused here: nothing was asked.
  expect(asked()).toMatchObject({ sinceTime: utc('2026-11-23T08:15:00'), untilTime: utc('2026-11-23T08:30:00') });
  fireEvent.change(field(/^To/), { target: { value: '2026-11-23T09:30' } });
  expect(asked()).toMatchObject({ sinceTime: utc('2026-11-23T09:00:00'), untilTime: utc('2026-11-23T09:30:00') });
  expect(screen.queryByRole('alert')).toBeNull();
});

test('the same log with kubectl is shown, and what kubectl cannot is said', async () => {
  const user = userEvent.setup();
  await user.click(box('Timestamps'));
  await user.click(screen.getByRole('button', { name: 'Download, kubectl' }));
  screen.getByText(
    lineOf('kubectl --context=c --namespace=n logs p --container=main --tail=1000 --follow --timestamps'),
  );
  expect(screen.queryByText(/^kubectl has no filter/)).toBeNull();
  await user.keyboard('{Escape}');
  await user.click(box('Previous'));
  await user.type(filterField(), 'error{Enter}');
  await user.click(screen.getByRole('button', { name: 'Download, kubectl' }));
  screen.getByText(
    lineOf('kubectl --context=c --namespace=n logs p --container=main --tail=50000 --previous --timestamps'),
  );
  screen.getByText(/^kubectl has no filter/);
});

test('with kubectl lines that are hidden here are shown, which is said', async () => {
  await send(0, '2026-11-23T08:00:00Z ERROR it broke\n');
  await userEvent.click(screen.getByRole('button', { name: 'error 1' }));
  await userEvent.click(screen.getByRole('button', { name: 'Download, kubectl' }));
  screen.getByText(/^kubectl has no filter/);
});

test('of several containers none is followed with kubectl: those below it would never be asked', async () => {
  view.rerender(logsOf('1', undefined, ['p', 'q']));
  await userEvent.click(screen.getByRole('button', { name: 'Download, kubectl' }));
  screen.getByText(lineOf(/logs p --container=main --tail=\d+\nkubectl .* logs q --container=main --tail=\d+$/), {
    normalizer: text => text,
  });
});

test('a link to a line leads there whatever was chosen before', async () => {
  view.unmount();
  const Page = ({ line }: { readonly line: string | undefined }) => (
    <LogChoicesContext value={useKeptChoices()}>
      <LogFilterContext value={{ filter: NO_FILTER, onFilter: () => {}, line, onLineLeft: () => {} }}>
        {logsOf('1')}
      </LogFilterContext>
    </LogChoicesContext>
  );
  view = render(<Page line={undefined} />);
  await userEvent.click(screen.getByRole('combobox', { name: 'From when on' }));
  await userEvent.click(screen.getByRole('option', { name: 'Between two times' }));
  fireEvent.change(screen.getByLabelText(/^From \(/), { target: { value: '2026-11-23T08:15' } });
  view.rerender(<Page line="2026-11-20T07:00:01.5Z" />);
  expect(asked()?.sinceTime).toBe('2026-11-20T07:00:01Z');
});

test('another container of the same page is shown as the last one was', async () => {
  view.unmount();
  const Page = ({ shown }: { readonly shown: string }) => (
    <LogChoicesContext value={useKeptChoices()}>
      <div key={shown}>{logsOf('1')}</div>
    </LogChoicesContext>
  );
  view = render(<Page shown="main" />);
  for (const name of ['Follow', 'Timestamps', 'Wrap', 'Previous']) await userEvent.click(box(name));
  await userEvent.click(screen.getByRole('combobox', { name: 'From when on' }));
  await userEvent.click(screen.getByRole('option', { name: 'Between two times' }));
  fireEvent.change(screen.getByLabelText(/^From \(/), { target: { value: '2026-11-23T08:15' } });
  const since = asked()?.sinceTime;
  view.rerender(<Page shown="other" />);
  // The run before is one of the container that was left.
  expect(['Follow', 'Timestamps', 'Wrap', 'Previous'].map(name => box(name).checked)).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(screen.getByLabelText<HTMLInputElement>(/^From \(/).value).toBe('2026-11-23T08:15');
  expect(asked()).toMatchObject({ sinceTime: since, follow: false, previous: false });
});

test('how its container ended stands where it began anew, and at the end of its log', async () => {
  const ended = (exitCode: number, reason: string) => ({ terminated: { exitCode, reason } });
  const pod = (state: unknown) => ({
    status: { containerStatuses: [{ name: 'main', state, lastState: ended(137, 'OOMKilled') }] },
  });
  await send(0, '2026-11-23T08:00:00Z last words\n');
  act(() => opened[0]?.reader.onEnd({ reason: 'finished', problem: null }));
  view.rerender(logsOf('2', pod({ running: {} })));
  await send(0, '2026-11-23T08:01:00Z first words\n');
  expect(screen.getByTestId('log').textContent).toBe(
    'last wordsThe container restarted. It ended with exit code 137 (OOMKilled).first words',
  );
  act(() => opened.at(-1)?.reader.onEnd({ reason: 'finished', problem: null }));
  view.rerender(logsOf('2', pod(ended(3, 'Error'))));
  expect(screen.getByRole('status').textContent).toContain('It ended with exit code 3 (Error).');
  view.rerender(logsOf('2', pod({ waiting: { reason: 'CrashLoopBackOff' } })));
  expect(screen.getByRole('status').textContent).toContain('It ended with exit code 137 (OOMKilled).');
});

test('the whole log is fetched by the browser itself, as far as it is chosen', async () => {
  const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {});
  await userEvent.click(box('Timestamps'));
  await userEvent.click(screen.getByRole('button', { name: 'Download, kubectl' }));
  await userEvent.click(screen.getByRole('button', { name: 'Download the whole log' }));
  const { href, download } = clicked.mock.contexts[0] as HTMLAnchorElement;
  const { pathname, searchParams } = new URL(href);
  expect([pathname, download]).toEqual(['/api/logs/whole', 'p-main.log']);
  expect(Object.fromEntries(searchParams)).toEqual({
    ...{ cluster: 'c', namespace: 'n', containers: 'p/main', previous: 'no', timestamps: 'yes', name: 'p-main' },
  });
});

test('lines are wrapped by a press', async () => {
  await send(0, '2026-11-23T08:00:00Z long\n');
  await userEvent.click(box('Wrap'));
  expect(screen.getByText('long').closest('[data-wrap]')).not.toBeNull();
});

const showLinked = (kept: Partial<KeptLogFilter>) => {
  view.unmount();
  const of = { filter: { text: '', around: 0 }, onFilter: () => {}, line: '2026-11-23T08:01:00.000000000' };
  view = render(<LogFilterContext value={{ ...of, ...kept }}>{logsOf('1')}</LogFilterContext>);
};

test('a link says of which log its line is, and leads to that of the run before', async () => {
  const log = { pod: 'p', container: 'main', previous: true };
  expect(linkedLog(logTab(log).split(':').slice(1))).toEqual(log);
  showLinked({ linked: log, addressOf: (of, at) => `${logTab(of)} ${at}` });
  expect(asked()).toMatchObject({ previous: true, follow: false });
  await send(0, '2026-11-23T08:01:00Z b\n');
  const user = userEvent.setup();
  await user.click(screen.getByText('b'));
  await user.click(screen.getByRole('button', { name: 'Copy link' }));
  expect(await navigator.clipboard.readText()).toBe('logs:p:main:previous 2026-11-23T08:01:00.000000000');
});

test('where no page keeps the log, as in the dock, a link leads to the page of the pod that wrote the line', async () => {
  view.rerender(logsOf('1', undefined, ['p', 'q']));
  const bytes = new TextEncoder().encode('2026-11-23T08:01:00Z b\n');
  act(() => void opened.find(({ query }) => query.pod === 'q')?.reader.onBytes({ channel: 0, bytes }));
  const user = userEvent.setup();
  await user.click(await screen.findByText('b'));
  await user.click(screen.getByRole('button', { name: 'Copy link' }));
  const { pathname, searchParams } = new URL(await navigator.clipboard.readText());
  expect([pathname, Object.fromEntries(searchParams)]).toEqual([
    '/c/c/pods/n/q',
    { tab: 'logs:q:main', line: '2026-11-23T08:01:00.000000000' },
  ]);
});

test('a line that is not in the log it is looked for in is said not to be', async () => {
  showLinked({});
  await send(0, '2026-11-23T08:00:59Z a\n');
  expect(screen.getByRole('status').textContent).not.toContain('link');
  await send(0, '2026-11-23T08:01:01Z c\n');
  expect(screen.getByRole('status').textContent).toContain('is not in this log');
});

test('from the linked line on is a choice; another one leaves the line', async () => {
  const onLineLeft = vi.fn();
  showLinked({ onLineLeft });
  const since = screen.getByRole('combobox', { name: 'From when on' });
  expect(since.textContent).toContain('From the linked line');
  await userEvent.click(since);
  await userEvent.click(screen.getByRole('option', { name: 'Newest lines' }));
  expect(onLineLeft).toHaveBeenCalledOnce();
});

test('a link leads to its line: the log is read from then on', async () => {
  const kept = { filter: { text: '', around: 0 }, onFilter: () => {}, line: '2026-11-23T08:01:00.000000000' };
  view.unmount();
  view = render(<LogFilterContext value={kept}>{logsOf('1')}</LogFilterContext>);
  expect(asked()?.sinceTime).toBe('2026-11-23T08:01:00Z');
  const lines = ['a', 'b', 'c'].map((line, i) => `2026-11-23T08:0${i}:00Z ${line}\n`);
  act(() => void opened.at(-1)?.reader.onBytes({ channel: 0, bytes: new TextEncoder().encode(lines.join('')) }));
  await screen.findByText('c');
  expect(document.querySelector('[data-mark]')?.textContent).toBe('b');
});

test('kinds of lines are found when they are asked for, the rare one first; a press shows one alone, or leaves it out', async () => {
  const lines = ['GET /a/1 done', 'GET /a/2 done', 'disk is full', 'GET /a/3 done'];
  const text = lines.map((line, i) => `2026-11-23T08:00:0${i}Z ${line}\n`).join('');
  act(() => void opened[0]?.reader.onBytes({ channel: 0, bytes: new TextEncoder().encode(text) }));
  await screen.findByText('disk is full');
  await userEvent.click(box('Patterns'));
  const kinds = () => [...screen.getByTestId('patterns').querySelectorAll('tr')].map(row => row.textContent);
  expect(kinds()).toEqual(['1disk is fullOnly theseLeave out', '3GET ⟨*⟩ doneOnly theseLeave out']);
  const press = (name: string, at: number) =>
    userEvent.click(screen.getAllByRole('button', { name })[at] ?? document.body);
  const log = () => screen.getByTestId('log').textContent;
  await press('Leave out', 1);
  expect(log()).toBe('disk is full');
  await press('Leave out', 1);
  await press('Only these', 1);
  expect(log()).toBe('GET /a/1 doneGET /a/2 doneGET /a/3 done');
  const more = new TextEncoder().encode('2026-11-23T08:00:09Z GET /a/9 done\n');
  await act(async () => {
    opened[0]?.reader.onBytes({ channel: 0, bytes: more });
    await clock.advance(250);
  });
  expect(kinds()[1]).toMatch(/^4GET/);
  await userEvent.click(box('Patterns'));
  expect(log()).toContain('disk is full');
});

const filterField = () => screen.getByRole('searchbox', { name: 'Filter' });
const send = (channel: number, text: string) =>
  act(async () => {
    opened.at(-1)?.reader.onBytes({ channel, bytes: new TextEncoder().encode(text) });
    await clock.advance(250);
  });

test('a filter is asked of the server, over more lines than are read else; what was found is counted among what was read', async () => {
  await userEvent.type(filterField(), 'error -/^GET \\/x/i');
  expect(opened).toHaveLength(1);
  await userEvent.keyboard('{Enter}');
  const [error, get] = [
    { text: 'error', isPattern: false, ignoresCase: true, isExcluded: false },
    { text: '^GET /x', isPattern: true, ignoresCase: true, isExcluded: true },
  ];
  expect(asked()).toMatchObject({ filter: { terms: [error, get], around: 0 }, tailLines: 50_000 });
  await send(1, '2026-11-23T08:00:00Z before\n');
  await send(0, '2026-11-23T08:00:01Z an error\n');
  await send(2, '{"lines":1234}');
  expect(screen.getByTestId('log').textContent).toBe('beforean error');
  expect(screen.getByText('before').closest('.log-around')).not.toBeNull();
  screen.getByText('1 line found among 1,234');
});

test('lines around are asked for once there is a filter; an emptied field asks for all again', async () => {
  expect(screen.queryByRole('combobox', { name: 'Lines around' })).toBeNull();
  await userEvent.type(filterField(), 'error{Enter}');
  await userEvent.click(screen.getByRole('combobox', { name: 'Lines around' }));
  await userEvent.click(screen.getByRole('option', { name: '± 3 lines' }));
  expect(asked()).toMatchObject({ filter: { around: 3 } });
  await userEvent.clear(filterField());
  expect(asked()).not.toHaveProperty('filter');
  expect(asked()?.tailLines).toBe(1_000);
});

test('a pattern that cannot be read is said at the field, and the log has no other trouble', async () => {
  await userEvent.type(filterField(), '/a(/{Enter}');
  const why = problem('badPattern', { pattern: 'a(', detail: 'missing closing ): `a(`' });
  act(() => opened.at(-1)?.reader.onEnd({ reason: 'refused', problem: why }));
  expect(screen.getByRole('alert').textContent).toMatch(/^The regular expression a\( cannot be read: missing closing/);
  expect(filterField().getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByRole('status').textContent).not.toContain('gives no log');
});

test('lines are columns by a press: the usual fields first, others by choice, and that is kept; other lines stay as they are', async () => {
  const lines = [
    '{"level":"info","msg":"taken","user":{"id":7}}',
    'level=warn msg="two words" user.id=8',
    'plain text',
  ];
  await send(0, lines.map((line, i) => `2026-11-23T08:00:0${i}Z ${line}\n`).join(''));
  await screen.findByText('plain text');
  await userEvent.click(box('Columns'));
  const rows = () =>
    [...screen.getByTestId('log').querySelectorAll('.log-head, .log-line')].map(row =>
      [...row.children].map(cell => cell.textContent).join('|'),
    );
  expect(rows().slice(0, 3)).toEqual(['level|msg', 'info|taken', 'warn|two words']);
  expect(screen.getByTestId('log').textContent).toContain('plain text');
  await userEvent.click(screen.getByRole('button', { name: 'user.id', pressed: false }));
  await userEvent.click(screen.getByRole('button', { name: 'level', pressed: true }));
  expect(rows().slice(0, 3)).toEqual(['msg|user.id', 'taken|7', 'two words|8']);
  await userEvent.click(box('Columns'));
  await userEvent.click(box('Columns'));
  expect(rows()[0]).toBe('msg|user.id');
});

test('how much was written when is read by arrows, and Enter goes to the first line of that time', async () => {
  vi.spyOn(Element.prototype, 'scrollHeight', 'get').mockReturnValue(100_000);
  const scrolled = vi.fn();
  Element.prototype.scrollTo = scrolled;
  const text = Array.from(
    { length: 200 },
    (_, i) =>
      `2026-11-23T08:${String(Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}Z ${i === 100 ? 'ERROR' : 'INFO'} ${i}\n`,
  );
  await send(0, text.join(''));
  const chart = await screen.findByRole('slider', { name: 'Lines over time' });
  chart.focus();
  await userEvent.keyboard('{Home}');
  expect(chart.getAttribute('aria-valuetext')).toMatch(/: 5 lines, 0 with an error, 0 with a warning$/);
  for (let i = 0; i < 20; i++) await userEvent.keyboard('{ArrowRight}');
  expect(chart.getAttribute('aria-valuetext')).toMatch(/: 5 lines, 1 with an error/);
  scrolled.mockClear();
  await userEvent.keyboard('{Enter}');
  expect(scrolled).toHaveBeenCalledWith(expect.objectContaining({ top: 100 * 18 }));
});

test('a kind of line that comes after a restart alone is new, and stands first', async () => {
  await send(0, '2026-11-23T08:00:00Z once\n2026-11-23T08:00:01Z started by 1\n');
  act(() => opened[0]?.reader.onEnd({ reason: 'finished', problem: null }));
  view.rerender(logsOf('2'));
  await send(
    0,
    ['started by 2', 'cannot open the file', 'started by 3']
      .map((line, i) => `2026-11-23T08:01:0${i}Z ${line}\n`)
      .join(''),
  );
  await userEvent.click(box('Patterns'));
  const kinds = [...screen.getByTestId('patterns').querySelectorAll('tr')].map(row => row.textContent);
  expect(kinds.map(text => text?.replace('Only theseLeave out', ''))).toEqual([
    '1newcannot open the file',
    '1once',
    '3started by ⟨*⟩',
  ]);
});

test('of containers that wrote something and are read no longer it is said that only this page has their lines; they may be there', async () => {
  await send(0, '2026-11-23T08:00:00Z one\n');
  expect(screen.queryByText(/no longer read/)).toBeNull();
  view.rerender(logsOf('1', undefined, ['q']));
  screen.getByText(/1 container is no longer read: its lines are only here, not in the whole log/);
  // Of one that wrote nothing nothing is missing.
  view.rerender(logsOf('1', undefined, ['r']));
  screen.getByText(/1 container is no longer read/);
  view.rerender(logsOf('1', undefined, ['p', 'r']));
  expect(screen.queryByText(/no longer read/)).toBeNull();
});
