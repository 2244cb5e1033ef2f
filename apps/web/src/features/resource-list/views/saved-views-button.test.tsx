import { act, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import type { ListSearch, ViewState } from '../../../data/lists/view-state.ts';
import { testPreferences } from '../../../data/preferences/test-preferences.ts';
import { setLanguage } from '../../../ui/words/i18n.ts';
// Fetched before any test waits for it.
import './saved-views.tsx';
import { SavedViewsButton } from './saved-views-button.tsx';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ search, children }: { readonly search: object; readonly children: ReactNode }) => (
    <a href={`?${JSON.stringify(search)}`}>{children}</a>
  ),
}));

const view = (name: string, q: string) => ({ name, resource: 'pods', q });

async function open(search: ListSearch = { q: 'health:bad', sort: 'age', open: 'shop/a' }) {
  const preferences = testPreferences({
    savedViews: [view('one', '1'), { ...view('other', 'x'), resource: 'jobs' }, view('two', '2')],
  });
  const state = { cluster: 'c', resource: 'pods', search } as ViewState;
  render(
    <ClientContext value={{ preferences } as unknown as Client}>
      <SavedViewsButton state={state} />
    </ClientContext>,
  );
  await userEvent.click(screen.getByRole('button', { name: /^Saved views|^已保存/ }));
  await screen.findAllByRole('link');
  return { kept: () => preferences.store.getState().chosen.savedViews };
}

const names = () => screen.getAllByRole('link').map(({ textContent }) => textContent);

test('saved by Enter under a name: filter, order, columns, namespaces; those of this kind are listed and lead there', async () => {
  const { kept } = await open();
  expect(document.activeElement).toBe(screen.getByLabelText('Save this list as'));
  expect(names()).toEqual(['one', 'two']);
  expect(screen.getByRole('link', { name: 'one' }).getAttribute('href')).toBe('?{"q":"1"}');
  await userEvent.type(screen.getByLabelText('Save this list as'), ' Not well {Enter}');
  expect(kept().at(-1)).toEqual({ name: 'Not well', resource: 'pods', q: 'health:bad', sort: 'age' });
  expect(names()).toEqual(['one', 'two', 'Not well']);
  expect(screen.getByRole('button', { name: 'Saved views' }).getAttribute('aria-pressed')).toBe('true');
});

test('without a name it cannot be saved, and says so; one that is taken is replaced', async () => {
  const { kept } = await open();
  const save = screen.getByRole('button', { name: 'Save' });
  expect([save.getAttribute('aria-disabled'), save.title]).toEqual(['true', 'Give it a name.']);
  await userEvent.click(save);
  expect(kept()).toHaveLength(3);
  await userEvent.type(screen.getByLabelText('Save this list as'), 'one');
  screen.getByText('There is a view of this name.');
  await userEvent.click(screen.getByRole('button', { name: 'Replace' }));
  expect(kept()[0]).toEqual({ name: 'one', resource: 'pods', q: 'health:bad', sort: 'age' });
});

test('renamed by Enter and by the button; Escape leaves the name and the layer', async () => {
  const { kept } = await open();
  const rename = async () => userEvent.click(screen.getByRole('button', { name: 'Rename one' }));
  await rename();
  await userEvent.keyboard('!{Escape}');
  expect([names(), screen.queryByRole('dialog') !== null]).toEqual([['one', 'two'], true]);
  await rename();
  await userEvent.keyboard('!{Enter}');
  expect(kept()[0]?.name).toBe('one!');
  await userEvent.click(screen.getByRole('button', { name: 'Rename two' }));
  await userEvent.keyboard('?');
  await userEvent.click(screen.getByRole('button', { name: 'Keep this name' }));
  expect(names()).toEqual(['one!', 'two?']);
});

test('a deletion is said and taken back: the view is where it was', async () => {
  const { kept } = await open();
  await userEvent.click(screen.getByRole('button', { name: 'Delete one' }));
  expect(kept().map(({ name }) => name)).toEqual(['other', 'two']);
  screen.getByText(/“one” is deleted/);
  await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
  expect(kept().map(({ name }) => name)).toEqual(['one', 'other', 'two']);
  expect(screen.queryByText(/is deleted/)).toBeNull();
});

test('in Chinese', async () => {
  await act(() => setLanguage('zh-CN'));
  await open();
  screen.getByRole('button', { name: '删除 one' });
  screen.getByLabelText('将此列表保存为');
  await act(() => setLanguage('en'));
});
