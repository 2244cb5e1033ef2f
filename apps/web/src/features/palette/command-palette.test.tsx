import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { create } from 'zustand';
import { NO_PREFERENCES } from '@lanthorn/protocol/no-preferences.ts';
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

const remember = vi.fn();

const entry = (title: string, group = ''): PaletteEntry => ({
  ...{ id: title, title, group, shortcut: null, disabled: null },
  run: () => run(title),
});

function show(
  commands: number | readonly PaletteEntry[],
  names: Partial<NamesAnswer> | Promise<Partial<NamesAnswer>> = {},
  usedEntries: readonly string[] = [],
): void {
  const entries =
    typeof commands === 'number' ? Array.from({ length: commands }, (_, i) => entry(`cluster ${i}`)) : commands;
  const store = create(() => ({ chosen: { ...NO_PREFERENCES, usedEntries } }));
  const api = { names: async () => ({ ...answer, hasMore: false, ...(await names) }) };
  const state = { cluster: 'c', search: {}, namespaces: [], setSearch: () => {} } as unknown as ViewState;
  render(
    <ClientContext value={{ api, preferences: { store, remember } } as unknown as Client}>
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
  screen.getByRole('option', { name: /^cluster 59/ });
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
  ['registry.example/web', '"registry.example/web"'],
  ['web:1.27', '"web:1.27"'],
  ['fd00:10::7', '"fd00:10::7"'],
  ['zz "quoted"', '"zz \\"quoted\\""'],
])('of %s, which nothing is called, the pods are offered that have it', async (typed, q) => {
  show(1);
  await userEvent.type(screen.getByRole('combobox'), typed);
  await userEvent.click(await screen.findByRole('option', { name: /^Pods with/ }));
  expect(navigate.mock.lastCall?.[0]).toMatchObject({ params: { cluster: 'c', resource: 'pods' }, search: { q } });
});

const found = (kind: string, name: string) => ({ resource: `${kind.toLowerCase()}s`, kind, namespace: 'shop', name });
const options = () => screen.getAllByRole('option').map(option => option.textContent);

test('what is found stands in sections, each where its first stands; what is no name is offered first', async () => {
  show([entry('web a', 'page'), entry('web b', 'kind'), entry('web c', 'page')], {
    found: [found('Pod', 'web-1'), found('Service', 'web'), found('Pod', 'web-2')],
  });
  await userEvent.type(screen.getByRole('combobox'), 'web');
  await screen.findByText('web · shop');
  const sections = [...document.querySelectorAll('.palette-section')].map(section => section.textContent);
  expect(sections).toEqual(['page', 'kind', 'Services', 'Pods', 'by what they hold']);
  expect(options().slice(3)).toEqual([
    'web · shopServices',
    'web-1 · shopPods',
    'web-2 · shopPods',
    'Pods with “web” as a label, IP address, image, node or stateby what they hold',
  ]);
});

test('a label finds pods, Deployments and Services', async () => {
  show(1);
  await userEvent.type(screen.getByRole('combobox'), 'app=web');
  const kinds = ['Pods', 'Deployments', 'Services'];
  expect(options()).toEqual(kinds.map(kind => `${kind} with the label app=webby what they hold`));
});

test('what was chosen is remembered, and stands first the next time, behind what is called just so', async () => {
  show([entry('logs'), entry('logs of web'), entry('logs of db')], {}, ['logs of db']);
  await userEvent.type(screen.getByRole('combobox'), 'logs');
  expect(options().slice(0, 3)).toEqual(['logs', 'logs of db', 'logs of web']);
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}');
  expect(remember).toHaveBeenLastCalledWith({ usedEntries: ['logs of web', 'logs of db'] });
  remember.mockClear();
  document.body.replaceChildren();
  show([entry('Delete: web', 'action')]);
  await userEvent.type(screen.getByRole('combobox'), 'delete{Enter}');
  expect(run).toHaveBeenLastCalledWith('Delete: web');
  expect(remember).not.toHaveBeenCalled();
});

test('a name with a colon is a name: its object stands first, and pods that hold it last', async () => {
  const role = { resource: 'clusterroles', kind: 'ClusterRole', namespace: '', name: 'system:node' };
  show(1, { found: [role] });
  await userEvent.type(screen.getByRole('combobox'), 'system:node');
  await screen.findByRole('option', { name: /^system:node/ });
  expect(options()[0]).toMatch(/^system:node/);
  await userEvent.keyboard('{Enter}');
  expect(navigate.mock.lastCall?.[0]).toMatchObject({ params: { resource: 'clusterroles', name: 'system:node' } });
});

test('an object that is called just so stands before one that was opened before', async () => {
  show(0, { found: [found('Pod', 'web-frontend'), found('Pod', 'web')] }, ['object:pods/shop/web-frontend']);
  await userEvent.type(screen.getByRole('combobox'), 'web');
  await screen.findByText('web · shop');
  expect(options().slice(0, 2)).toEqual(['web · shopPods', 'web-frontend · shopPods']);
});

test('what is never ranked is not remembered: pods that hold a text, and what is called too long', async () => {
  remember.mockClear();
  show([entry('long'.repeat(300))]);
  await userEvent.type(screen.getByRole('combobox'), 'long{Enter}');
  expect(run).toHaveBeenLastCalledWith('long'.repeat(300));
  document.body.replaceChildren();
  show(0);
  await userEvent.type(screen.getByRole('combobox'), '10.1.2.3{Enter}');
  expect(navigate.mock.lastCall?.[0]).toMatchObject({ search: { q: '"10.1.2.3"' } });
  expect(remember).not.toHaveBeenCalled();
});

test('what is called so stands before commands that merely have its letters, which stay in reach', async () => {
  show([entry('Create CSIStorageCapacity', 'action'), entry('payroll', 'page')], {
    found: [found('Deployment', 'payments')],
  });
  await userEvent.type(screen.getByRole('combobox'), 'pay');
  await screen.findByText('payments · shop');
  expect(options().slice(0, 3)).toEqual([
    'payrollpage',
    'payments · shopDeployments',
    'Create CSIStorageCapacityaction',
  ]);
});

test('commands that merely have its letters stand behind objects, also where one of their group is meant', async () => {
  show([entry('Pay off', 'action'), entry('Create CSIStorageCapacity', 'action')], {
    found: [found('Deployment', 'payments')],
  });
  await userEvent.type(screen.getByRole('combobox'), 'pay');
  await screen.findByText('payments · shop');
  expect(options().slice(0, 3)).toEqual([
    'Pay offaction',
    'payments · shopDeployments',
    'Create CSIStorageCapacityaction',
  ]);
  const sections = [...document.querySelectorAll('.palette-section')].map(section => section.textContent);
  expect(sections).toEqual(['action', 'Deployments', 'action', 'by what they hold']);
});

test('what was moved to stays what Enter means where objects come before it', async () => {
  let answered: (names: Partial<NamesAnswer>) => void = () => {};
  const names = new Promise<Partial<NamesAnswer>>(resolve => {
    answered = resolve;
  });
  show([entry('payroll'), entry('Create CSIStorageCapacity', 'action')], names);
  await userEvent.type(screen.getByRole('combobox'), 'pay{ArrowDown}');
  answered({ found: [found('Deployment', 'payments')] });
  await screen.findByText('payments · shop');
  await userEvent.keyboard('{Enter}');
  expect(run).toHaveBeenLastCalledWith('Create CSIStorageCapacity');
});
