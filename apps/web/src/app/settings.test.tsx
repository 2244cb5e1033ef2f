import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { type Client, ClientContext } from '../data/client/client.ts';
import type { PersonPreferences } from '../data/preferences/person-preferences.ts';
import { testPreferences } from '../data/preferences/test-preferences.ts';
import { colorSchemeManager } from './color-scheme-manager.ts';
import { Settings } from './settings.tsx';

const onHelp = vi.fn<() => void>();
let preferences: PersonPreferences;

beforeEach(() => {
  preferences = testPreferences({ theme: 'light' });
  render(
    <MantineProvider colorSchemeManager={colorSchemeManager(preferences)}>
      <ClientContext value={{ preferences } as unknown as Client}>
        <Settings onHelp={onHelp} />
      </ClientContext>
    </MantineProvider>,
  );
});

test('a language is chosen', async () => {
  const select = screen.getByRole('combobox', { name: 'Language' });
  expect(select).toHaveProperty('value', 'browser');
  await userEvent.selectOptions(select, '简体中文');
  expect(preferences.store.getState().chosen.language).toBe('zh-CN');
});

test('a theme is that of the page at once', async () => {
  const scheme = () => document.documentElement.dataset['mantineColorScheme'];
  expect(scheme()).toBe('light');
  const select = screen.getByRole('combobox', { name: 'Theme' });
  for (const theme of ['dark', 'light'] as const) {
    await userEvent.selectOptions(select, theme);
    expect([scheme(), preferences.store.getState().chosen.theme]).toEqual([theme, theme]);
  }
});

test('? opens the keys', async () => {
  await userEvent.click(screen.getByRole('button', { name: 'Keys' }));
  expect(onHelp).toHaveBeenCalledOnce();
});
