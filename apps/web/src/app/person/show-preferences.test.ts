import { afterEach, expect, test, vi } from 'vitest';
import { servedPreferences } from '../../data/preferences/served-preferences.ts';
import { testPreferences } from '../../data/preferences/test-preferences.ts';
import { setLanguage } from '../../ui/words/i18n.ts';
import { chosenLanguage, showPreferences } from './show-preferences.ts';

afterEach(() => setLanguage('en'));

test('the document is as the person likes it, from one moment to the next', async () => {
  document.head.innerHTML = '<meta name="color-scheme" content="light dark">';
  const preferences = testPreferences();
  showPreferences(preferences, document);
  const scheme = () => document.querySelector('meta')?.content;
  preferences.change({ theme: 'dark', language: 'zh-CN' });
  expect([document.documentElement.dataset['theme'], scheme()]).toEqual(['dark', 'dark']);
  await vi.waitFor(() => expect(document.documentElement.lang).toBe('zh-CN'));
  preferences.change({ theme: null, language: null });
  expect([document.documentElement.dataset['theme'], scheme()]).toEqual(['system', 'light dark']);
  await vi.waitFor(() => expect(document.documentElement.lang).toBe('en'));
});

test('the language is the chosen one, or that of the browser', () => {
  expect(['en', 'zh-TW', 'de', 'en-US@posix'].map(tag => chosenLanguage('browser', tag))).toEqual([
    'en',
    'zh-CN',
    'en',
    'en',
  ]);
  expect([chosenLanguage('en', 'zh'), chosenLanguage('zh-CN', 'en')]).toEqual(['en', 'zh-CN']);
});

test('what the server wrote into the page is read; a page that it did not fill in is as for who chose nothing', () => {
  const read = (content: string) => {
    document.head.innerHTML = '<meta name="preferences">';
    document.querySelector('meta')?.setAttribute('content', content);
    return servedPreferences(document);
  };
  expect(read('{"theme":"dark","clusters":{"a":{}}}')).toMatchObject({
    theme: 'dark',
    times: 'relative',
    clusters: { a: {} },
  });
  for (const other of ['__PREFERENCES__', '', '7', '[]', 'null']) expect(read(other).theme).toBe('system');
});
