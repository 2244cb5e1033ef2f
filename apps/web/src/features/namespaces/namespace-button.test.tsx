import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { AccessRequest } from '@lanthorn/protocol/http/access-messages.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import type { ViewState } from '../../data/lists/view-state.ts';
import { testPreferences } from '../../data/preferences/test-preferences.ts';
// Fetched before any test waits for it.
import './namespace-chooser.tsx';
import { NamespaceButton } from './namespace-button.tsx';

vi.mock('@tanstack/react-router', () => ({ useNavigate: () => () => {} }));
const NAMES = ['data', 'payments', 'platform', 'shop', 'staging'];
/** Namespaces beyond those that the list holds. */
const world = vi.hoisted(() => ({ beyond: 0 }));
vi.mock('./use-namespaces.ts', () => ({
  useNamespaces: (_cluster: string, text: string) => {
    const names = NAMES.filter(name => name.includes(text));
    return {
      rows: new Map(names.map(name => [name, { name }])),
      matched: names.length + world.beyond,
      state: { kind: 'live' },
    };
  },
}));

let went: (string | undefined)[];
let checks: AccessRequest['checks'][];
beforeEach(() => {
  went = [];
  checks = [];
  world.beyond = 0;
});

function Choice({ ns }: { readonly ns: readonly string[] }) {
  const [opened, onOpen] = useState(false);
  const setSearch = (change: { readonly ns?: string | undefined }) => went.push(change.ns);
  const state = {
    cluster: 'c',
    clusters: ['c'],
    resource: 'pods',
    search: {},
    namespaces: ns,
    setSearch,
  } as unknown as ViewState;
  return <NamespaceButton state={state} fallback="default" opened={opened} onOpen={onOpen} />;
}

async function open({ ns = [], mayReadAll = true }: { ns?: readonly string[]; mayReadAll?: boolean } = {}) {
  const preferences = testPreferences({
    clusters: { c: { pinnedNamespaces: ['staging'], recentNamespaces: [['shop', 'data'], ['platform']] } },
  });
  const access = async (request: AccessRequest) => {
    checks.push(request.checks);
    return {
      allowed: request.checks.map(({ namespace }) => (namespace === '' ? mayReadAll : namespace !== 'payments')),
    };
  };
  render(
    <ClientContext value={{ api: { access }, preferences } as unknown as Client}>
      <Choice ns={ns} />
    </ClientContext>,
  );
  await userEvent.click(screen.getByRole('button', { name: /^Namespace:/ }));
  await screen.findByRole('combobox', { name: 'Find a namespace' });
  return preferences;
}

const options = () => screen.getAllByRole('option').map(({ textContent }) => textContent);
const press = (keys: string) => userEvent.keyboard(keys);

test('all, then pinned ones, recent sets and the others; Enter goes to the one that is found', async () => {
  await open();
  expect(options()).toEqual(['All namespaces', 'staging', 'shop, data', 'data', 'payments', 'platform', 'shop']);
  await press('pay{Enter}');
  expect([went, screen.queryByRole('dialog')]).toEqual([['payments'], null]);
});

test('Space chooses several, whatever is typed meanwhile, and Enter goes there', async () => {
  await open();
  await press('pay ');
  await userEvent.clear(screen.getByRole('combobox'));
  await press('plat {Enter}');
  expect(went).toEqual(['payments,platform']);
});

test('a recent set is gone to as a whole, and taken back as a whole', async () => {
  await open({ ns: ['shop', 'data'] });
  await userEvent.click(screen.getByRole('option', { name: 'shop, data' }));
  expect(went).toEqual(['shop,data']);
});

test('Alt P keeps one on top and lets it go, the star does the same; no set and not all of them', async () => {
  const preferences = await open();
  const pinned = () => preferences.store.getState().chosen.clusters['c']?.pinnedNamespaces;
  await press('{Alt>}p{/Alt}');
  expect(pinned()).toEqual(['staging']);
  await press('{ArrowDown}{Alt>}p{/Alt}');
  expect(pinned()).toEqual([]);
  await press('shop{Alt>}p{/Alt}');
  expect(pinned()).toEqual(['shop']);
  await userEvent.clear(screen.getByRole('combobox'));
  await userEvent.click(screen.getByRole('option', { name: 'data' }).querySelector('[data-mark=pin]') ?? document.body);
  expect(pinned()).toEqual(['shop', 'data']);
  expect(went).toEqual([]);
});

test('the box in front chooses without going, as Control does; the button says how many are shown', async () => {
  await open();
  await userEvent.click(
    screen.getByRole('option', { name: 'data' }).querySelector('[data-mark=toggle]') ?? document.body,
  );
  const user = userEvent.setup();
  await user.keyboard('{Control>}');
  await user.click(screen.getByRole('option', { name: 'shop' }));
  await user.keyboard('{/Control}');
  await userEvent.click(screen.getByRole('button', { name: 'Show 2 namespaces' }));
  expect(went).toEqual(['data,shop']);
});

test('who may not read everywhere chooses what they may read, and is told how many were asked about', async () => {
  await open({ mayReadAll: false });
  await userEvent.click(await screen.findByRole('option', { name: 'All that I may read' }));
  await screen.findByText('You may read 4; 5 of 5 known were asked about.');
  expect(checks.at(-1)?.map(({ verb, resource, namespace }) => `${verb} ${resource} ${namespace}`)).toContain(
    'list pods payments',
  );
  await press('{Enter}');
  expect(went[0]?.split(',').toSorted()).toEqual(['data', 'platform', 'shop', 'staging']);
});

test('of more namespaces than are offered it says how many there are; of all of them nothing', async () => {
  await open();
  expect(screen.queryByText(/ of .* shown/)).toBeNull();
  document.body.replaceChildren();
  world.beyond = 600;
  await open();
  screen.getByText(/^200 of 605 shown/);
});

test('Escape and a second press leave all as it was', async () => {
  await open({ ns: ['shop'] });
  await press('pay {Escape}');
  expect([went, screen.queryByRole('dialog')]).toEqual([[], null]);
});
