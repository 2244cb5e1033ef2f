import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { NamesAnswer } from '@lanthorn/protocol/http/name-messages.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import type { ViewState } from '../../data/lists/view-state.ts';
import { CommandPalette, PaletteBody } from './command-palette.tsx';
import type { PaletteEntry } from './palette-search.ts';

const navigate = vi.hoisted(() => vi.fn());
vi.mock('@tanstack/react-router', () => ({ useNavigate: () => navigate }));

const MORE = /There are more than are shown/;
const answer = { found: [], loaded: 1, isComplete: true, isCut: false, missing: [], forbidden: 0, asOf: 0 };

const run = vi.fn();

function show(commands: number, names: Partial<NamesAnswer> = {}): void {
  const entries = Array.from({ length: commands }, (_, i): PaletteEntry => {
    const title = `cluster ${i}`;
    return { id: title, title, group: '', shortcut: null, disabled: null, run: () => run(title) };
  });
  const api = { names: async () => ({ ...answer, hasMore: false, ...names }) };
  const state = { cluster: 'c', search: {}, namespaces: [], setSearch: () => {} } as unknown as ViewState;
  render(
    <ClientContext value={{ api } as unknown as Client}>
      <>
        <CommandPalette entries={entries} state={state} onClose={() => {}} />
      </>
    </ClientContext>,
  );
}

test('what is typed before its code is here is not lost, nor is Enter', async () => {
  show(60);
  // Keys of a hand that does not wait: the code of what is offered is still to come.
  const field = screen.getByPlaceholderText(/^Kind, object/);
  expect(screen.queryByRole('combobox')).toBeNull();
  expect(document.activeElement).toBe(field);
  await userEvent.setup({ delay: null }).keyboard('cluster 59{Enter}');
  const here = await screen.findByRole<HTMLInputElement>('combobox');
  expect(here.value).toBe('cluster 59');
  expect(document.activeElement).toBe(here);
  expect(run.mock.calls).toEqual([['cluster 59']]);
});

test('of more commands than are shown it says so, and typing on finds the last', async () => {
  await PaletteBody.load();
  show(60);
  expect(screen.getAllByRole('option')).toHaveLength(50);
  screen.getByText(MORE);
  await userEvent.type(screen.getByRole('combobox'), 'cluster 59');
  screen.getByRole('option', { name: /cluster 59/ });
  expect(screen.queryByText(MORE)).toBeNull();
});

test('of more names than the server tells it says so; of all it says nothing', async () => {
  show(50);
  expect(screen.queryByText(MORE)).toBeNull();
  document.body.replaceChildren();
  show(1, { hasMore: true });
  await userEvent.type(screen.getByRole('combobox'), 'web');
  await screen.findByText(MORE);
});

test.each([
  ['10.1.2.3', '"10.1.2.3"'],
  ['app=web', 'label:app=web'],
  ['zz "quoted"', '"zz \\"quoted\\""'],
])('of %s, which nothing is called, the pods are offered that have it', async (typed, q) => {
  show(1);
  await userEvent.type(screen.getByRole('combobox'), typed);
  await userEvent.click(await screen.findByRole('option', { name: /^Pods with/ }));
  expect(navigate.mock.lastCall?.[0]).toMatchObject({ params: { cluster: 'c', resource: 'pods' }, search: { q } });
});
