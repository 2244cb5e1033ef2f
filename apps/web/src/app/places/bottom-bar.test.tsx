import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { createOperationStore } from '../../data/operations/operation-store.ts';
import { BottomBar } from './bottom-bar.tsx';

vi.mock('@tanstack/react-router', () => ({
  defaultStringifySearch: (search: Record<string, string>) =>
    Object.keys(search).length === 0 ? '' : `?${new URLSearchParams(search)}`,
  useNavigate: () => navigate,
}));
const navigate = vi.fn();
beforeEach(() => navigate.mockClear());

function show(current: string, areKindsOpen = false) {
  const operations = createOperationStore();
  const [onKinds, onSearch] = [vi.fn(), vi.fn()];
  render(
    <ClientContext value={{ operations } as unknown as Client}>
      <BottomBar {...{ place: 'c', current, ns: 'shop', areKindsOpen, onKinds, onSearch }} />
    </ClientContext>,
  );
  return { operations, onKinds, onSearch };
}

test('it leads to the overview, to events and to what is being done, in the namespaces that are chosen, and closes the kinds', async () => {
  const { onKinds } = show('pods', true);
  const links = screen.getAllByRole('link');
  expect(links.map(link => [link.textContent, link.getAttribute('href'), link.getAttribute('aria-current')])).toEqual([
    ['Overview', '/c/c/overview?ns=shop', null],
    ['Events', '/c/c/events?ns=shop', null],
    ['Doing', '/c/c/operations?ns=shop', null],
  ]);
  await userEvent.click(screen.getByRole('link', { name: 'Events' }));
  expect(navigate).toHaveBeenLastCalledWith({
    to: '/c/$cluster/$resource',
    params: { cluster: 'c', resource: 'events' },
    search: { ns: 'shop' },
  });
  expect(onKinds).toHaveBeenLastCalledWith(false);
});

test('by keys alone the kinds open and close, and the search opens', async () => {
  const { onKinds, onSearch } = show('pods');
  await userEvent.tab();
  await userEvent.tab();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Kinds', expanded: false }));
  await userEvent.keyboard('{Enter}');
  expect(onKinds).toHaveBeenLastCalledWith(true);
  await userEvent.tab();
  await userEvent.keyboard(' ');
  expect(onSearch).toHaveBeenCalledOnce();
});

test('where kinds are open a press closes them', async () => {
  const { onKinds } = show('pods', true);
  await userEvent.click(screen.getByRole('button', { name: 'Kinds', expanded: true }));
  expect(onKinds).toHaveBeenLastCalledWith(false);
});

test.each([
  ['overview', 'Overview'],
  ['events', 'Events'],
  ['operations', 'Doing'],
])('on %s it says so', (current, name) => {
  show(current);
  expect(screen.getByRole('link', { current: 'page' }).textContent).toBe(name);
  expect(screen.getByRole('button', { name: 'Kinds' }).dataset['on']).toBeUndefined();
});

test('a list or an object is one of the kinds', () => {
  show('jobs');
  expect(screen.queryByRole('link', { current: 'page' })).toBeNull();
  expect(screen.getByRole('button', { name: 'Kinds' }).dataset['on']).toBe('true');
});

test('how many are on their way stands at what is being done, and is read out', () => {
  const { operations } = show('pods');
  const running = { id: 'a', targets: [{ phase: 'sent', message: '' }] } as unknown as Operation;
  const ended = { id: 'b', targets: [{ phase: 'settled', message: '' }] } as unknown as Operation;
  act(() => operations.setState({ operations: [running, ended] }));
  expect(screen.getByRole('link', { name: /^Doing ?1 on its way$/ }).querySelector('b')?.textContent).toBe('1');
});
