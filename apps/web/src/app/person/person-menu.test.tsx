import { act, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Preferences } from '@lanthorn/protocol/preferences.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import type { PersonPreferences } from '../../data/preferences/person-preferences.ts';
import { testPreferences } from '../../data/preferences/test-preferences.ts';
import { giveRadiosArrows } from '../../ui/form/test-radios.ts';
import { PersonMenu } from './person-menu.tsx';

const onHelp = vi.fn<() => void>();
let preferences: PersonPreferences;
const chosen = () => preferences.store.getState().chosen;

beforeEach(() => {
  giveRadiosArrows();
  onHelp.mockClear();
});

async function open(first: Partial<Preferences> = {}, isDemo = false) {
  preferences = testPreferences({ theme: 'light', ...first });
  const info = { name: 'eu-prod', isDemo, server: '', user: 'dana', namespace: '', problem: null };
  render(
    <>
      <ClientContext value={{ preferences } as unknown as Client}>
        <PersonMenu info={info} onHelp={onHelp} />
        <button type="button">elsewhere</button>
      </ClientContext>
    </>,
  );
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: 'Settings: dana' }));
  await screen.findByRole('dialog', { name: 'Settings' });
  return user;
}

const group = (name: string) => screen.getByRole('group', { name });

test.each<readonly [string, string, Partial<Preferences>]>([
  ['Theme', 'Dark', { theme: 'dark' }],
  ['Language', '简体中文', { language: 'zh-CN' }],
  ['Rows', 'Roomy (36 px)', { density: 'roomy' }],
  ['Times', 'Date and time', { times: 'absolute' }],
  ['Time zone', 'UTC', { timeZone: 'utc' }],
  ['Time zone', 'Of eu-prod (not named)', { timeZone: 'cluster' }],
  ['eu-prod is used for', 'staging', { clusters: { 'eu-prod': { tier: 'staging' } } }],
])('%s: %s is chosen by a press', async (_group, label, change) => {
  const user = await open();
  await user.click(screen.getByRole('radio', { name: label }));
  expect(chosen()).toMatchObject(change);
  expect(screen.getByRole('radio', { name: label })).toHaveProperty('checked', true);
});

test('where a Prometheus is, is named by Enter; what is no place is said and not kept; an empty field has it found again', async () => {
  const user = await open();
  const field = screen.getByRole('textbox', { name: /^Prometheus of eu-prod/ });
  await user.type(field, 'prometheus{Enter}');
  screen.getByText('A place is such as monitoring/prometheus:9090.');
  expect(chosen().clusters['eu-prod']?.prometheus).toBeUndefined();
  await user.clear(field);
  await user.type(field, 'mon/prometheus:9090{Enter}');
  expect(chosen().clusters['eu-prod']?.prometheus).toBe('mon/prometheus:9090');
  expect(screen.queryByText(/^A place is/)).toBeNull();
  await user.clear(field);
  await user.tab();
  expect(chosen().clusters['eu-prod']?.prometheus).toBeUndefined();
});

test('the place of a Prometheus that was typed is kept by a press elsewhere', async () => {
  const user = await open();
  const field = screen.getByRole('textbox', { name: 'Prometheus of eu-prod' });
  await user.type(field, 'mon/prometheus:9090');
  await user.click(screen.getByRole('button', { name: 'elsewhere' }));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(chosen().clusters['eu-prod']?.prometheus).toBe('mon/prometheus:9090');
});

test('while a wrong place is corrected nothing is said of it; what is chosen elsewhere stands there', async () => {
  const user = await open();
  const field = screen.getByRole('textbox', { name: 'Prometheus of eu-prod' });
  await user.type(field, 'prometheus{Enter}');
  expect(field.getAttribute('aria-invalid')).toBe('true');
  await user.type(field, ':');
  expect(field.getAttribute('aria-invalid')).toBe('false');
  await user.clear(field);
  await user.keyboard('{Enter}');
  act(() => preferences.change({ clusters: { 'eu-prod': { prometheus: 'mon/other:9090' } } }));
  expect(field).toHaveProperty('value', 'mon/other:9090');
});

test('by keyboard whole: it opens at the theme, arrows choose, Tab goes on, Escape gives the focus back', async () => {
  const user = await open();
  expect(screen.getByRole('radio', { name: 'Light' })).toBe(document.activeElement);
  await user.keyboard('{ArrowRight}');
  expect(chosen().theme).toBe('dark');
  await user.tab();
  expect(group('Language').contains(document.activeElement)).toBe(true);
  await user.keyboard('{ArrowRight}');
  expect(chosen().language).toBe('en');
  await user.tab();
  await user.keyboard('{ArrowRight}');
  expect(chosen().density).toBe('roomy');
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(screen.getByRole('button', { name: 'Settings: dana' })).toBe(document.activeElement);
  await user.keyboard('{Enter}');
  await screen.findByRole('dialog');
});

test('a press elsewhere, and the focus that goes elsewhere, close it; so does the button', async () => {
  const user = await open();
  await user.click(screen.getByRole('button', { name: 'elsewhere' }));
  expect(screen.queryByRole('dialog')).toBeNull();
  const button = screen.getByRole('button', { name: 'Settings: dana' });
  await user.click(button);
  await screen.findByRole('dialog');
  await user.click(button);
  expect(screen.queryByRole('dialog')).toBeNull();
  await user.click(button);
  screen.getByRole('button', { name: 'Keys ?' }).focus();
  await user.tab();
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('another time zone is named; one that is not known is said and not taken', async () => {
  const user = await open();
  await user.click(screen.getByRole('radio', { name: 'Another' }));
  const field = screen.getByRole('combobox', { name: 'Name of the time zone' });
  await user.clear(field);
  await user.type(field, 'Mars/Olympus{Enter}');
  screen.getByText(/“Mars\/Olympus” is no time zone/);
  expect(chosen().timeZone).toBe('local');
  await user.clear(field);
  await user.type(field, 'Asia/Kathmandu{Enter}');
  expect(chosen().timeZone).toBe('Asia/Kathmandu');
  expect(screen.queryByText(/is no time zone/)).toBeNull();
  screen.getByRole('radio', { name: 'Another (Asia/Kathmandu)' });
});

test('the zone of a cluster is not known until somebody names it', async () => {
  const user = await open({ timeZone: 'cluster' });
  screen.getByText(/Nothing tells the time zone of a cluster/);
  await user.type(screen.getByRole('combobox', { name: 'Time zone of eu-prod' }), 'Europe/Berlin');
  await user.tab();
  expect(chosen().clusters).toEqual({ 'eu-prod': { timeZone: 'Europe/Berlin' } });
  screen.getByRole('radio', { name: 'Of eu-prod (Europe/Berlin)' });
  expect(screen.queryByText(/Nothing tells/)).toBeNull();
});

test('what the demo is used for is no question', async () => {
  await open({}, true);
  expect(screen.queryByRole('group', { name: /is used for/ })).toBeNull();
});

test('the keys are shown from here, too', async () => {
  const user = await open();
  await user.click(screen.getByRole('button', { name: 'Keys ?' }));
  expect(onHelp).toHaveBeenCalledOnce();
  expect(screen.queryByRole('dialog')).toBeNull();
});
