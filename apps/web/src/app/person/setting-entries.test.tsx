import { act, renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { testPreferences } from '../../data/preferences/test-preferences.ts';
import { useSettingEntries } from './setting-entries.ts';

test('every choice of the menu is an entry of the palette, and does what it says', () => {
  const preferences = testPreferences();
  const { result } = renderHook(() => useSettingEntries('c'), {
    wrapper: ({ children }) => <ClientContext value={{ preferences } as unknown as Client}>{children}</ClientContext>,
  });
  const entries = result.current;
  const groups = new Map<string, string[]>();
  for (const { group, title } of entries) groups.set(group, [...(groups.get(group) ?? []), title]);
  expect([...groups].map(([group, titles]) => [group, titles.length])).toEqual([
    ['Theme', 3],
    ['Language', 3],
    ['Rows', 2],
    ['Times', 2],
    ['Time zone', 3],
    ['c is used for', 3],
  ]);
  const press = (title: string) => act(() => entries.find(entry => entry.title === title)?.run());
  for (const title of ['Dark', '简体中文', 'Roomy (36 px)', 'Date and time', 'UTC', 'production']) press(title);
  expect(preferences.store.getState().chosen).toMatchObject({
    theme: 'dark',
    language: 'zh-CN',
    density: 'roomy',
    times: 'absolute',
    timeZone: 'utc',
    clusters: { c: { tier: 'production' } },
  });
});
