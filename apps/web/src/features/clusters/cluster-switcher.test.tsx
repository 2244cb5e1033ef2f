import { act, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import type { ClustersAnswer, HealthAnswer } from '@lanthorn/protocol/http/cluster-messages.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { clusterPlace } from '../../data/client/cluster-place.ts';
import { useClusterReach } from '../../data/client/cluster-reach.ts';
import type { ListSearch, ViewState } from '../../data/lists/view-state.ts';
import { testPreferences } from '../../data/preferences/test-preferences.ts';
import { followFocus } from '../../ui/focus/focus-return.ts';
import { setLanguage } from '../../ui/words/i18n.ts';
// Fetched before any test waits for it.
import './cluster-chooser.tsx';
import { ClusterSwitcher } from './cluster-switcher.tsx';

const navigate = vi.hoisted(() => vi.fn());
vi.mock('@tanstack/react-router', () => ({ useNavigate: () => navigate }));

const info = { isDemo: false, server: '', user: '', namespace: '', problem: null };
const HIDDEN = 'edge-7\u202egnp';
const many = Array.from({ length: 400 }, (_, i) => ({ ...info, name: i === 7 ? HIDDEN : `edge-${i}` }));
const clusters = {
  clusters: [
    { ...info, name: 'shop-prod' },
    { ...info, name: 'shop-dev' },
    { ...info, name: 'old', problem: problem('fileMissing', {}) },
    ...many,
  ],
  current: 'shop-prod',
  problems: [],
} as unknown as ClustersAnswer;

let stop: () => void;
let asked: string[];
beforeEach(() => {
  stop = followFocus();
  asked = [];
  navigate.mockClear();
  search = {};
  useClusterReach.setState({ known: new Map() });
});
afterEach(() => stop());

let search: ListSearch = {};
function Switcher({ cluster, resource }: { readonly cluster: string; readonly resource: string }) {
  const [opened, onOpen] = useState(false);
  return (
    <ClusterSwitcher
      clusters={clusters}
      state={{ cluster, clusters: [cluster], resource, search } as unknown as ViewState}
      opened={opened}
      onOpen={onOpen}
    />
  );
}

const HEALTH: Readonly<Record<string, HealthAnswer>> = {
  'shop-prod': { trouble: null, problem: null, version: 'v1.37.2' },
  'shop-dev': { trouble: 'unreachable', problem: null, version: '' },
};

async function open(cluster = 'shop-prod', resource = 'jobs'): Promise<HTMLElement> {
  const health = async (name: string) => {
    asked.push(name);
    const answer = HEALTH[name];
    if (answer === undefined) throw new Error('away');
    return answer;
  };
  const preferences = testPreferences({ recentClusters: ['shop-prod', 'old'] });
  render(
    <ClientContext value={{ api: { health }, preferences } as unknown as Client}>
      <Switcher cluster={cluster} resource={resource} />
    </ClientContext>,
  );
  await userEvent.click(screen.getByRole('button', { name: /^Cluster:|^集群:/ }));
  // It is loaded when it is opened first.
  return screen.findByRole('combobox', {}, { timeout: 10_000 });
}

const options = () => screen.getAllByRole('option').map(({ textContent }) => textContent);
const active = () => document.querySelector('[data-active="true"]')?.textContent;

test('recent ones first, each with its tier and what is known of it: that nobody asked is said, and nothing asks by itself', async () => {
  await open();
  expect(options().slice(0, 4)).toEqual([
    'shop-prodproduction not tried',
    'old cannot be used',
    'shop-dev not tried',
    'edge-0 not tried',
  ]);
  expect(screen.getByText('Recent')).toBeTruthy();
  expect(screen.getByText(/^200 of 403 shown/)).toBeTruthy();
  expect(asked).toEqual([]);
});

test('asked, they say whether they answer; no more than 20 at a press, and one whose asking failed is as unknown as before', async () => {
  await open();
  await userEvent.click(screen.getByRole('button', { name: 'Ask 20 that were not tried' }));
  expect([asked.length, asked.slice(0, 3)]).toEqual([20, ['shop-prod', 'shop-dev', 'edge-0']]);
  expect(options().slice(0, 4)).toEqual([
    'shop-prodproduction v1.37.2',
    'old cannot be used',
    'shop-dev does not answer',
    'edge-0 not tried',
  ]);
});

test('a part of the name, arrows, pages, Enter: the list of the same kind there', async () => {
  const field = await open();
  expect(document.activeElement).toBe(field);
  await userEvent.keyboard('edge-39{ArrowDown}{PageDown}{ArrowUp}');
  expect(active()).toBe('edge-398 not tried');
  await userEvent.keyboard('{PageUp}{Enter}');
  expect(navigate.mock.calls).toEqual([
    [{ to: '/c/$cluster/$resource', params: { cluster: 'edge-39', resource: 'jobs' } }],
  ]);
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: /^Cluster:/ }));
});

test('what cannot be seen in the name of a context is shown, wherever it stands', async () => {
  await open(HIDDEN);
  expect(screen.getByRole('button', { name: /^Cluster:/ }).textContent).toContain('edge-7⟨U+202E⟩gnp');
  await userEvent.keyboard('edge-7');
  expect(options()[0]).toBe('edge-7⟨U+202E⟩gnp not tried');
  expect(document.body.textContent).not.toContain('\u202e');
});

test('a press chooses, Escape and a second press on the button leave; what is nowhere is said', async () => {
  const field = await open('gone', '');
  await userEvent.keyboard('nowhere');
  expect(screen.getByRole('status').textContent).toBe('Nothing found.');
  await userEvent.clear(field);
  await userEvent.keyboard('{Escape}');
  expect([screen.queryByRole('dialog'), navigate.mock.calls.length]).toEqual([null, 0]);
  const button = screen.getByRole('button', { name: /^Cluster: ?gone/ });
  await userEvent.click(button);
  await userEvent.click(button);
  expect(screen.queryByRole('dialog')).toBeNull();
  await userEvent.click(button);
  // One that cannot be used is chosen all the same: its screen tells what is wrong.
  await userEvent.click(within(screen.getByRole('dialog')).getByText('old'));
  expect(navigate).toHaveBeenCalledWith({
    to: '/c/$cluster/$resource',
    params: { cluster: 'old', resource: 'overview' },
  });
});

test('several are ticked with the keys of a list, and shown together; without a tick Enter opens one', async () => {
  await open();
  await userEvent.keyboard('shop-dev{Control>}{Enter}{/Control}');
  expect(options()[0]).toBe('shop-dev not tried');
  expect(screen.getAllByRole('option')[0]?.getAttribute('aria-selected')).toBe('true');
  screen.getByRole('button', { name: 'Show 2 clusters together' });
  await userEvent.keyboard('{Enter}');
  expect(navigate).toHaveBeenCalledExactlyOnceWith({
    to: '/c/$cluster/$resource',
    params: { cluster: clusterPlace(['shop-prod', 'shop-dev']), resource: 'jobs' },
    search: {},
  });
});

test('what is filtered stays where several are shown together, what was open does not', async () => {
  search = { q: 'web', ns: 'a', open: 'a/x', tab: 'logs', log: 'error', around: '3', line: '2026-01-01T00:00:00Z' };
  await open();
  await userEvent.keyboard('shop-dev{Control>}{Enter}{/Control}{Enter}');
  expect(navigate.mock.calls[0]?.[0]).toMatchObject({ search: { q: 'web', ns: 'a' } });
  const [to] = (navigate.mock.lastCall ?? []) as readonly { readonly search: object }[];
  expect(Object.keys(to?.search ?? {})).toEqual(['ns', 'q']);
});

test('in Chinese', async () => {
  await act(() => setLanguage('zh-CN'));
  await open();
  expect(options()[0]).toBe('shop-prod生产 未尝试');
  await act(() => setLanguage('en'));
});
