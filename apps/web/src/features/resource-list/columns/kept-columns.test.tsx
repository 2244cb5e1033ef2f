import { render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { findKindViewAt } from '@lanthorn/views/kind-records.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import { testPreferences } from '../../../data/preferences/test-preferences.ts';
import type { ListSearch, ViewState } from '../../../data/lists/view-state.ts';
import { ColumnChooser } from './column-chooser.tsx';
import { defaultColumns, useKeptColumns } from './use-kept-columns.ts';

const view = must(findKindViewAt('cronjobs'), 'there are CronJobs');
const [first = '', second = '', third = '', ...more] = defaultColumns(view);
let preferences = testPreferences();

beforeEach(() => {
  preferences = testPreferences();
});

function List({ cols }: { readonly cols: string | undefined }) {
  const [search, setSearch] = useState<ListSearch>(cols === undefined ? {} : { cols });
  const state = {
    resource: 'cronjobs',
    search,
    setSearch: (change: ListSearch) => setSearch(before => ({ ...before, ...change })),
  } as unknown as ViewState;
  const columns = useKeptColumns(view, state);
  return (
    <>
      <ColumnChooser view={view} columns={{ ...columns, empty: [] }} left={[]} />
      <output data-testid="shown">{columns.ids.join(',')}</output>
      <output data-testid="address">{JSON.stringify(search.cols)}</output>
      <output data-testid="widths">{JSON.stringify(columns.widths)}</output>
      <button type="button" onClick={() => columns.resize(second, 30, true)}>
        Narrow
      </button>
      <button type="button" onClick={() => columns.resize(second, 333.4, false)}>
        Pull
      </button>
    </>
  );
}

function show(cols?: string): void {
  render(
    <ClientContext value={{ preferences } as unknown as Client}>
      <List cols={cols} />
    </ClientContext>,
  );
}

const open = async () => {
  await userEvent.click(screen.getByRole('button', { name: 'Columns' }));
  // Its code comes with the first press.
  await screen.findAllByRole('checkbox');
};
const shown = () => screen.getByTestId('shown').textContent;
const address = (): unknown => {
  const { textContent } = screen.getByTestId('address');
  return textContent === '' ? undefined : JSON.parse(textContent);
};
const kept = () => preferences.store.getState().chosen.lists['cronjobs'];
const usual = [first, second, third, ...more];
const swapped = [first, third, second, ...more];
const button = (name: RegExp, at: number) =>
  must(screen.getAllByRole<HTMLButtonElement>('button', { name })[at], `${name} at ${at}`);

test('a column is moved back and forth by its buttons, which keep the focus; the first never; the address says it, and it is kept', async () => {
  show();
  await open();
  expect([button(/ back$/, 0), button(/ forward$/, 0)].map(each => each.getAttribute('aria-disabled'))).toEqual([
    'true',
    'true',
  ]);
  await userEvent.click(button(/ back$/, 1));
  expect([shown(), address(), kept()?.columns?.join()]).toEqual(Array(3).fill(swapped.join()));
  expect(document.activeElement).toBe(button(/ back$/, 2));
  await userEvent.keyboard('{Enter}');
  expect(shown()?.split(',').indexOf(second)).toBe(3);
  await userEvent.click(button(/ forward$/, 3));
  await userEvent.click(button(/ forward$/, 2));
  // It is where it was: no choice, and its button can no more: its box has the focus.
  expect([shown(), address(), kept()?.columns]).toEqual([usual.join(), undefined, undefined]);
  expect(document.activeElement).toBe(screen.getAllByRole('checkbox')[1]);
});

test('by keys: Alt with the arrows moves the column whose box has the focus', async () => {
  show();
  await open();
  const boxes = screen.getAllByRole('checkbox');
  boxes[2]?.focus();
  await userEvent.keyboard('{Alt>}{ArrowUp}{/Alt}');
  expect(shown()).toBe(swapped.join());
  expect(document.activeElement).toBe(screen.getAllByRole('checkbox')[1]);
  await userEvent.keyboard('{Alt>}{ArrowUp}{/Alt}');
  expect(shown()).toBe(swapped.join());
  await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}');
  expect(shown()).toBe(usual.join());
});

test('columns are taken away and added, and are as they were again, widths too', async () => {
  show(`${first},${second}`);
  await userEvent.click(screen.getByText('Narrow'));
  expect(screen.getByTestId('widths').textContent).toBe(JSON.stringify({ [second]: 48 }));
  await userEvent.click(screen.getByText('Pull'));
  expect(screen.getByTestId('widths').textContent).toBe(JSON.stringify({ [second]: 333 }));
  expect(kept()?.widths).toEqual({ [second]: 48 });
  await open();
  const dialog = within(screen.getByRole('dialog'));
  await userEvent.click(must(dialog.getAllByRole('checkbox')[1], 'the second box'));
  expect([shown(), kept()?.columns]).toEqual([first, [first]]);
  await userEvent.click(must(dialog.getAllByRole('checkbox')[2], 'another box'));
  expect(shown()?.split(',')).toHaveLength(2);
  await userEvent.click(dialog.getByRole('button', { name: 'As they were' }));
  expect([shown(), address(), kept()]).toEqual([usual.join(), undefined, undefined]);
});

test('what was chosen for the kind is shown where the address says nothing, and the address then says it', () => {
  preferences = testPreferences({ lists: { cronjobs: { columns: [first, 'gone', third], widths: { [third]: 99 } } } });
  show();
  expect([shown(), address()]).toEqual([`${first},${third}`, `${first},${third}`]);
  expect(screen.getByTestId('widths').textContent).toBe(JSON.stringify({ [third]: 99 }));
});

test('an address that says columns is believed, and changes nothing that is kept', () => {
  preferences = testPreferences({ lists: { cronjobs: { columns: [first, third] } } });
  show(`${first},${second}`);
  expect([shown(), kept()?.columns]).toEqual([`${first},${second}`, [first, third]]);
});
