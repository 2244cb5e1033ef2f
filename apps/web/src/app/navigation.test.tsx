import { act, render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CountsAnswer } from '@lanthorn/protocol/http/name-messages.ts';
import { KIND_ENTRIES } from '@lanthorn/views/cells/kind-entries.ts';
import { kindAddress } from '@lanthorn/views/kind-index.ts';
import { type Client, ClientContext } from '../data/client/client.ts';
import { rememberList } from '../data/lists/list-memory.ts';
import { showCount, useShownCount } from '../data/lists/shown-count.ts';
import type { ViewState } from '../data/lists/view-state.ts';
import { testPreferences } from '../data/preferences/test-preferences.ts';
import { setLanguage } from '../ui/words/i18n.ts';
import { Navigation } from './navigation.tsx';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children, title }: { readonly children: ReactNode; readonly title: string }) => (
    <a href="/" title={title}>
      {children}
    </a>
  ),
  defaultStringifySearch: (search: Record<string, string>) =>
    Object.keys(search).length === 0 ? '' : `?${new URLSearchParams(search)}`,
  useNavigate: () => navigate,
}));

const navigate = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  sessionStorage.clear();
  useShownCount.setState({ shown: null });
});

async function show(answers: CountsAnswer[], clusters = ['c']) {
  const counts = vi.fn((..._asked: readonly [cluster: string, ns?: string, kinds?: readonly string[]]) => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return answer === undefined ? Promise.reject(new Error('away')) : Promise.resolve(answer);
  });
  // Which kinds the cluster has is not told yet.
  const kinds = { of: () => new Promise(() => {}) };
  const listeners = new Set<() => void>();
  const connection = {
    onWhole: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const client = { api: { counts }, connection, kinds, preferences: testPreferences() } as unknown as Client;
  const onNavigate = () => {};
  const navigation = (resource: string, search: ViewState['search'] = {}) => (
    <ClientContext value={client}>
      <Navigation
        state={{ cluster: clusters[0], clusters, place: clusters.join('+'), resource, search } as unknown as ViewState}
        onNavigate={onNavigate}
      />
    </ClientContext>
  );
  const { rerender } = render(navigation('pods'));
  await act(() => vi.advanceTimersByTimeAsync(0));
  const tellWhole = () => {
    for (const listener of listeners) listener();
  };
  return {
    counts,
    tellWhole,
    go: (resource: string, search?: ViewState['search']) => rerender(navigation(resource, search)),
  };
}

const numbers = (kind: string) => screen.getByTitle(kind).textContent?.replace(kind, '');

test('of several clusters the numbers are of all of them together; what one does not tell is not known', async () => {
  const east = { counts: { pods: 5_000, jobs: 3, nodes: null }, bad: { pods: 2, jobs: 1 } };
  const west = { counts: { pods: 200, jobs: 4, nodes: 7 }, bad: { pods: 1 } };
  const { counts } = await show([east, west], ['east', 'west']);
  expect(counts.mock.calls.map(([cluster]) => cluster)).toEqual(['east', 'west']);
  expect(['Pods', 'Jobs', 'Nodes'].map(numbers)).toEqual(['33 not well5,200', '7', '']);
});

test('beside how many there are stands how many are not well, in words too; what is not known and none at all are not shown', async () => {
  await show([{ counts: { pods: 5_204, jobs: 3, nodes: null }, bad: { pods: 14, jobs: 0, nodes: 1 } }]);
  expect(['Pods', 'Jobs', 'Nodes', 'Deployments'].map(numbers)).toEqual(['1414 not well5,204', '3', '', '']);
  await act(() => setLanguage('zh-CN'));
  screen.getByText('14 个异常');
  await act(() => setLanguage('en'));
});

test('a kind that can no longer be read has neither number, though somebody told how many were not well', async () => {
  await show([{ counts: { pods: 5 }, bad: { pods: 2 } }]);
  expect(numbers('Pods')).toBe('22 not well5');
  act(() => showCount({ cluster: 'c', address: 'pods', count: null }));
  expect(numbers('Pods')).toBe('');
});

test('of a group that is folded the kind on screen is counted, and no other', async () => {
  const { counts, go } = await show([{ counts: { pods: 5, services: 7 }, bad: {} }]);
  go('services');
  await act(() => vi.advanceTimersByTimeAsync(0));
  expect(numbers('Services')).toBe('7');
  const asked = counts.mock.calls.at(-1)?.at(-1);
  expect(asked).toContain('services');
  expect(asked).not.toContain('ingresses.networking.k8s.io');
});

test('what a screen watches is asked for a little after it opened, and then every half minute', async () => {
  const { counts, go } = await show([
    { counts: { pods: 2 }, bad: {} },
    { counts: { pods: 2 }, bad: { pods: 1 } },
  ]);
  expect(numbers('Pods')).toBe('2');
  await act(() => vi.advanceTimersByTimeAsync(4_000));
  expect([numbers('Pods'), counts.mock.calls.length]).toEqual(['11 not well2', 2]);
  await act(() => vi.advanceTimersByTimeAsync(29_000));
  expect(counts).toHaveBeenCalledTimes(2);
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  expect(counts).toHaveBeenCalledTimes(3);
  go('nodes');
  await act(() => vi.advanceTimersByTimeAsync(4_000));
  expect(counts).toHaveBeenCalledTimes(5);
});

test('lists that are whole are asked about at once, all of them together; also those that became so while it was asked', async () => {
  let answer: (counts: CountsAnswer) => void = () => {};
  const none: CountsAnswer = { counts: { pods: 2 }, bad: {} };
  const { counts, tellWhole } = await show([none, none, { counts: { pods: 2 }, bad: { pods: 1 } }]);
  counts.mockImplementationOnce(() => new Promise(resolve => (answer = resolve)));
  tellWhole();
  await act(() => vi.advanceTimersByTimeAsync(100));
  tellWhole();
  await act(() => vi.advanceTimersByTimeAsync(249));
  expect(counts).toHaveBeenCalledTimes(1);
  await act(() => vi.advanceTimersByTimeAsync(1));
  expect(counts).toHaveBeenCalledTimes(2);
  tellWhole();
  await act(async () => answer(none));
  await act(() => vi.advanceTimersByTimeAsync(250));
  expect(counts).toHaveBeenCalledTimes(3);
});

test('a kind whose name has no room is called as people call it; its title is the whole name', async () => {
  await show([{ counts: {}, bad: {} }]);
  expect(screen.getByTitle('HorizontalPodAutoscalers').textContent).toBe('HPAs');
});

test('where our server is away nothing is known', async () => {
  await show([]);
  expect(numbers('Pods')).toBe('');
});

test('a link leads to its list as it was left, in the namespaces that are chosen', async () => {
  await show([]);
  rememberList('c', 'jobs', { q: 'failed', sort: undefined, group: undefined });
  const link = screen.getByTitle('Jobs');
  expect(link.getAttribute('href')).toBe('/c/c/jobs');
  act(() => link.click());
  expect(navigate).toHaveBeenLastCalledWith({
    to: '/c/$cluster/$resource',
    params: { cluster: 'c', resource: 'jobs' },
    search: { q: 'failed' },
  });
});

test('another tab is the browser’s to open', async () => {
  await show([]);
  navigate.mockClear();
  const press = new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey: true });
  act(() => void screen.getByTitle('Jobs').dispatchEvent(press));
  expect([press.defaultPrevented, navigate.mock.calls.length]).toEqual([false, 0]);
});

test('no letter of a filter draws the links again', async () => {
  const { go } = await show([]);
  // How each list was left is looked up when its link is drawn.
  const looked = vi.spyOn(Storage.prototype, 'getItem');
  go('pods', { q: 'a' });
  expect(looked).not.toHaveBeenCalled();
  // Of another list two links are drawn: the one that is left and the one that is there now.
  go('jobs');
  expect(looked).toHaveBeenCalledTimes(2);
  looked.mockRestore();
});

test('kinds without objects stand behind those that have some, and quieter; what is made later moves no link', async () => {
  const { go } = await show([
    { counts: { pods: 2, deployments: 0, jobs: 3 }, bad: {} },
    { counts: { pods: 2, deployments: 1, jobs: 3 }, bad: {} },
  ]);
  const order = () =>
    screen
      .getAllByRole('link')
      .map(({ title }) => title)
      .filter(title => ['Pods', 'Deployments', 'StatefulSets', 'Helm releases'].includes(title));
  const behind = ['Pods', 'StatefulSets', 'Helm releases', 'Deployments'];
  expect(order()).toEqual(behind);
  expect(screen.getByTitle('Deployments').dataset['empty']).toBe('true');
  await act(() => vi.advanceTimersByTimeAsync(4_000));
  go('pods');
  expect([numbers('Deployments'), order()]).toEqual(['1', behind]);
  expect(screen.getByTitle('Deployments').dataset['empty']).toBeUndefined();
});

test('a page has a drawing that nothing else of the sidebar has', async () => {
  const { go } = await show([]);
  go('change-set');
  const drawings = screen.getAllByRole('link').map(link => ({
    title: link.title,
    drawing: link.querySelector('svg')?.classList.value ?? '',
    isPage: !KIND_ENTRIES.some(({ resource }) => link.getAttribute('href') === `/c/c/${kindAddress(resource)}`),
  }));
  const pages = drawings.filter(({ isPage }) => isPage);
  expect(pages.map(({ title }) => title)).toContain('Helm releases');
  for (const { drawing, title } of pages)
    expect(drawings.filter(other => other.drawing === drawing).map(other => other.title)).toEqual([title]);
});
