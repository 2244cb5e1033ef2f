import { act, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import { heldMessage, ROLLS_OUT } from '@lanthorn/protocol/operation-state.ts';
import type { LogAnswer, LogEntry, LogQuery } from '@lanthorn/protocol/http/history-messages.ts';
import { useActionDialog } from '../../data/actions/action-dialog-store.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { createOperationStore } from '../../data/operations/operation-store.ts';
import { WordsProvider } from '../../ui/words/words.tsx';
import { OperationLogPage } from './operation-log-page.tsx';

const setSearch = vi.fn();
let q: string | undefined;
vi.mock('../../data/lists/view-state.ts', () => ({ useViewState: () => ({ cluster: 'c', search: { q }, setSearch }) }));
vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { children: string }) => <a href="#x">{children}</a>,
}));
vi.mock('../../parts/cluster-time.tsx', () => ({ ClusterTime: ({ children }: { children: unknown }) => children }));
const downloaded: { text: string; name: string }[] = [];
vi.mock('../../data/client/download.ts', () => ({
  download: (text: string, { name }: { name: string }) => downloaded.push({ text, name }),
}));

beforeEach(() => {
  q = undefined;
  setSearch.mockClear();
  downloaded.length = 0;
});

function logged(id: string, name: string, fields: Partial<LogEntry['entry']> = {}): LogEntry {
  const resource = { group: 'apps', version: 'v1', resource: 'deployments' };
  return {
    operation: {
      ...{ id, identity: 'owner', kind: 'workload.scale', user: 'ada', undoOf: null, undoes: null },
      ...{ startedAt: 1_000, reason: 'ticket 7' },
    } as LogEntry['operation'],
    index: 0,
    entry: {
      target: { cluster: 'c', resource, namespace: 'shop', name, uid: 'u' },
      ...{
        phase: 'seen',
        created: null,
        status: null,
        message: '',
        kubectl: 'kubectl scale',
        canUndo: true,
        isUndone: false,
      },
      ...fields,
    },
    request: { method: 'PATCH', path: '/apis/x', body: '{"spec":1}' },
    changes: [{ path: 'spec.replicas', before: 2, after: 3 }],
  };
}

type Answer = Partial<LogAnswer> | Error;
function show(answerTo: (query: LogQuery) => Answer | Promise<Answer>) {
  const asked: LogQuery[] = [];
  const operations = createOperationStore();
  const log = async (query: LogQuery): Promise<LogAnswer> => {
    asked.push(query);
    const answer = await answerTo(query);
    if (answer instanceof Error) throw answer;
    const state = { isLasting: true, problem: null, unreadable: 0 };
    return { entries: [], next: null, searched: 1, filterError: null, state, ...answer };
  };
  const client = { api: { log }, operations } as unknown as Client;
  const { unmount } = render(
    <WordsProvider>
      <ClientContext value={client}>
        <OperationLogPage />
      </ClientContext>
    </WordsProvider>,
  );
  const news = (id: string) =>
    act(() => operations.setState({ operations: [{ id, targets: [] } as unknown as Operation] }));
  return { asked, news, unmount };
}

test('says who did what to which object, why and with which result; opened, the request, the change and the way back', async () => {
  show(() => ({ entries: [logged('1', 'web')] }));
  const row = (await screen.findByRole('link', { name: 'shop/web' })).closest('tr');
  for (const text of ['ada', 'ticket 7', 'Scale']) expect(within(row as HTMLElement).getByText(text)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Scale' }));
  expect(screen.getByText('spec.replicas')).toBeTruthy();
  expect(screen.getByText(/PATCH \/apis\/x/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: /Take back|Undo/ }));
  expect(useActionDialog.getState().request).toMatchObject({ undoOf: '1' });
});

test('what was made is named where it is called otherwise than the object', async () => {
  show(() => ({
    entries: [
      logged('1', 'nightly', { created: { name: 'nightly-x7k2p' } }),
      logged('2', 'web', { created: { name: 'web' } }),
    ],
  }));
  const cell = async (name: string) => (await screen.findByRole('link', { name })).closest('td')?.textContent;
  expect(await cell('shop/nightly')).toMatch(/shop\/nightly → nightly-x7k2p$/);
  expect(await cell('shop/web')).toMatch(/shop\/web$/);
});

test('what is typed filters, on the server; what is wrong with it is said', async () => {
  q = 'nope:x';
  const { asked } = show(() => ({ filterError: { code: 'unknownField', detail: 'nope', position: 0 } }));
  expect((await screen.findByRole('alert')).textContent).toContain('nope');
  expect(asked[0]).toEqual({ cluster: 'c', filter: 'nope:x' });
  await userEvent.type(screen.getByRole('searchbox'), ' y');
  expect(setSearch).toHaveBeenLastCalledWith({ q: 'nope:x y' });
});

test('an answer that found nothing is gone on from by itself; older ones are asked for', async () => {
  const many = Array.from({ length: 60 }, (_, i) => logged(`${i}`, `n${i}`));
  const { asked } = show(({ after }) =>
    after === undefined
      ? { next: '1.0.a' }
      : after === '1.0.a'
        ? { entries: many, next: '1.0.b' }
        : { entries: [logged('z', 'last')] },
  );
  expect(await screen.findByRole('link', { name: 'shop/n59' })).toBeTruthy();
  expect(asked).toHaveLength(2);
  await userEvent.click(screen.getByRole('button', { name: 'Show older' }));
  expect(await screen.findByRole('link', { name: 'shop/last' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Show older' })).toBeNull();
});

test('who asks for older ones keeps the focus while they are on their way', async () => {
  const many = Array.from({ length: 50 }, (_, i) => logged(`${i}`, `n${i}`));
  let tellOlder = (_answer: Answer) => {};
  show(({ after }) =>
    after === undefined
      ? { entries: many, next: '1.0.a' }
      : new Promise<Answer>(resolve => {
          tellOlder = resolve;
        }),
  );
  const older = await screen.findByRole('button', { name: 'Show older' });
  await userEvent.click(older);
  expect(document.activeElement).toBe(older);
  expect(older.getAttribute('aria-busy')).toBe('true');
  await act(async () => tellOlder({ entries: many.map((_, i) => logged(`o${i}`, `o${i}`)), next: '1.0.b' }));
  await screen.findByText('shop/o49');
  expect(document.activeElement).toBe(older);
  expect(older.getAttribute('aria-busy')).toBeNull();
});

test('what is done meanwhile comes by itself; until it is there, what was shown stays, as far back and as opened', async () => {
  const old = Array.from({ length: 60 }, (_, i) => logged(`${i}`, `n${i}`));
  let newest: LogEntry[] = [];
  let wait = Promise.resolve();
  const { asked, news } = show(async ({ after }) => {
    await wait;
    return after === undefined ? { entries: [...newest, ...old], next: '1.0.a' } : { entries: [logged('z', 'last')] };
  });
  await userEvent.click(await screen.findByText('Show older'));
  await screen.findByText('shop/last');
  const opened = screen.getAllByText('Scale')[0] as HTMLElement;
  await userEvent.click(opened);
  newest = [logged('new', 'api')];
  let goOn = () => {};
  wait = new Promise(resolve => (goOn = resolve));
  news('new');
  expect(asked).toHaveLength(3);
  expect(screen.getByText('shop/last')).toBeTruthy();
  await act(async () => goOn());
  expect(await screen.findByText('shop/api')).toBeTruthy();
  expect(screen.getByText('shop/last')).toBeTruthy();
  expect(document.activeElement).toBe(opened);
  expect(opened.getAttribute('aria-expanded')).toBe('true');
});

test('news that come before the first answer are not lost', async () => {
  let isFirst = true;
  const { news } = show(() => {
    if (!isFirst) return { entries: [logged('2', 'api')] };
    isFirst = false;
    return new Promise<Answer>(resolve => setTimeout(() => resolve({ entries: [] }), 5));
  });
  news('2');
  expect(await screen.findByRole('link', { name: 'shop/api' })).toBeTruthy();
});

test('why it cannot be read is said, and it is asked for again on request', async () => {
  let answer: Answer = new Error('the disk is gone');
  show(() => answer);
  expect((await screen.findByRole('alert')).textContent).toContain('the disk is gone');
  answer = { entries: [logged('1', 'web')] };
  await userEvent.click(screen.getByRole('button', { name: 'Try again now' }));
  expect(await screen.findByRole('link', { name: 'shop/web' })).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
});

test('who leaves while a runbook is being read gets no file, and no more is read', async () => {
  let goOn = () => {};
  const wait = new Promise<void>(resolve => (goOn = resolve));
  let isExport = false;
  const { asked, unmount } = show(async () => {
    if (isExport) await wait;
    return { entries: [logged('1', 'web')], next: isExport && asked.length < 4 ? '1.0.a' : null };
  });
  await screen.findByRole('link', { name: 'shop/web' });
  await userEvent.click(screen.getByRole('button', { name: 'Export as a runbook' }));
  isExport = true;
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Markdown' }));
  unmount();
  await act(async () => goOn());
  await new Promise(resolve => setTimeout(resolve, 5));
  expect(asked).toHaveLength(2);
  expect(downloaded).toHaveLength(0);
});

test('a runbook has all that fits, page by page', async () => {
  show(({ after }) =>
    after === undefined ? { entries: [logged('1', 'web')], next: '1.0.a' } : { entries: [logged('0', 'api')] },
  );
  await screen.findByRole('link', { name: 'shop/web' });
  await userEvent.click(screen.getByRole('button', { name: 'Export as a runbook' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Markdown' }));
  await vi.waitFor(() => expect(downloaded).toHaveLength(1));
  expect(downloaded[0]?.name).toBe('runbook.md');
  expect(downloaded[0]?.text).toMatch(/1\. Scale: deployments.apps shop\/api[^]*2\. Scale: deployments.apps shop\/web/);
});

test('a rollout on its way is not shown as done, and what is still being deleted is not offered to be made again', async () => {
  const deleted = { phase: 'accepted', message: heldMessage([]) } as const;
  show(() => ({ entries: [logged('1', 'web', { message: ROLLS_OUT }), logged('2', 'old', deleted)] }));
  const rolling = (await screen.findByRole('link', { name: 'shop/web' })).closest('tr');
  expect(rolling?.querySelector('[data-tone]')?.getAttribute('data-tone')).toBe('active');
  const [, old] = screen.getAllByRole('button', { name: 'Scale' });
  await userEvent.click(old as HTMLElement);
  expect(screen.getByText(/^Deleting: it ends in its own time/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: /Undo/ })).toBeNull();
});

test('where nothing was done it says that, and counts nothing', async () => {
  show(() => ({ searched: 0 }));
  await screen.findByText('Nothing was done here through Lanthorn.');
  expect(screen.getByRole('status').textContent?.trim()).toBe('');
});
