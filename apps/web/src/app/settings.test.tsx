import { MantineProvider } from '@mantine/core';
import { render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { firstLanguage, setLanguage } from '../ui/words/i18n.ts';
import { Settings } from './settings.tsx';

const onHelp = vi.fn<() => void>();

beforeEach(() => {
  localStorage.clear();
  render(
    <MantineProvider defaultColorScheme="auto">
      <Settings onHelp={onHelp} />
    </MantineProvider>,
  );
});

afterEach(() => setLanguage('en'));

test('a language is that of the page at once, and of the next visit', async () => {
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Language' }), '简体中文');
  await waitFor(() => expect(document.documentElement.lang).toBe('zh-CN'));
  screen.getByRole('combobox', { name: '语言' });
  expect(firstLanguage()).toBe('zh-CN');
});

test('a theme is that of the page at once, and is kept', async () => {
  const scheme = () => document.documentElement.dataset['mantineColorScheme'];
  const select = screen.getByRole('combobox', { name: 'Theme' });
  for (const theme of ['dark', 'light']) {
    await userEvent.selectOptions(select, theme);
    expect([scheme(), localStorage.getItem('mantine-color-scheme-value')]).toEqual([theme, theme]);
  }
});

test('? opens the keys', async () => {
  await userEvent.click(screen.getByRole('button', { name: 'Keys' }));
  expect(onHelp).toHaveBeenCalledOnce();
});
