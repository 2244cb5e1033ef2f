import { act, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import type { DataKey, SecretValueRequest } from '@lanthorn/protocol/http/data-messages.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { CONFIG_MAP_VIEW } from '@lanthorn/views/kinds/core/configmaps.ts';
import { SECRET_VIEW } from '@lanthorn/views/kinds/core/secrets.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import { pressWithFocus } from '../../../ui/focus/test-focus.ts';
import { WordsProvider } from '../../../ui/words/words.tsx';
import { DataKeys } from './data-keys.tsx';

const DAY = 86_400_000;
const entry = (key: string, fields: Partial<DataKey> = {}): DataKey => ({
  ...{ key, bytes: 12, isText: true, certificates: [] },
  ...fields,
});
const secret = (resourceVersion: string) => ({
  metadata: { name: 's', namespace: 'n', uid: 'u', resourceVersion },
  data: { password: '•••' },
});

let asked: SecretValueRequest[];
let keys: () => Promise<{ keys: readonly DataKey[] }>;
let value: () => Promise<object>;
let allowed: boolean | null;
beforeEach(() => {
  asked = [];
  allowed = true;
  keys = async () => ({ keys: [entry('password')] });
  value = async () => ({ text: 'hunter2', base64: 'aHVudGVyMg==' });
});

function page(view: KindView, object: unknown) {
  const api = {
    dataKeys: () => keys(),
    secretValue: (request: SecretValueRequest) => {
      asked.push(request);
      return value();
    },
    access: async () => ({ allowed: [allowed] }),
  };
  return (
    <ClientContext value={{ api } as unknown as Client}>
      <WordsProvider>
        <DataKeys subject={{ cluster: 'c', view, namespace: 'n', name: 's' }} object={object} />
      </WordsProvider>
    </ClientContext>
  );
}

test('a value of a Secret is not asked for before somebody presses, and is forgotten when it is hidden', async () => {
  render(page(SECRET_VIEW, secret('1')));
  const reveal = await screen.findByRole('button', { name: 'Reveal the value of password' });
  expect([asked.length, screen.queryByText('hunter2')]).toEqual([0, null]);
  await userEvent.click(reveal);
  await screen.findByText('hunter2');
  expect(asked[0]).toMatchObject({ cluster: 'c', namespace: 'n', name: 's', uid: 'u', key: 'password' });
  await userEvent.click(screen.getByRole('button', { name: 'Hide' }));
  expect(screen.queryByText('hunter2')).toBeNull();
});

test('each press is a read of its own; of another state of the Secret the old value is not shown', async () => {
  const { rerender } = render(page(SECRET_VIEW, secret('1')));
  await userEvent.click(await screen.findByRole('button', { name: /Reveal/ }));
  await screen.findByText('hunter2');
  rerender(page(SECRET_VIEW, secret('2')));
  await vi.waitFor(() => expect(screen.queryByText('hunter2')).toBeNull());
  await userEvent.click(await screen.findByRole('button', { name: /Reveal/ }));
  await screen.findByText('hunter2');
  expect(new Set(asked.map(({ id }) => id)).size).toBe(2);
});

test('a value that comes after the Secret is another one is not shown', async () => {
  let answer: (value: object) => void = () => {};
  value = () => new Promise(resolve => (answer = resolve));
  const { rerender } = render(page(SECRET_VIEW, secret('1')));
  await userEvent.click(await screen.findByRole('button', { name: /Reveal/ }));
  rerender(page(SECRET_VIEW, secret('2')));
  await act(async () => answer({ text: 'hunter2', base64: 'aHVudGVyMg==' }));
  expect(screen.queryByText('hunter2')).toBeNull();
  await screen.findByRole('button', { name: /Reveal/ });
});

test('who may not read it is told which right is missing', async () => {
  allowed = false;
  render(page(SECRET_VIEW, secret('1')));
  const reveal = await screen.findByRole('button', { name: /Reveal/ });
  await vi.waitFor(() => expect(reveal.getAttribute('aria-disabled')).toBe('true'));
  await userEvent.click(reveal);
  expect(asked).toEqual([]);
});

test('a refusal is said in the words of the server; what is no text comes as base64', async () => {
  value = () => Promise.reject(new Error('secrets "s" is forbidden'));
  render(page(SECRET_VIEW, secret('1')));
  await userEvent.click(await screen.findByRole('button', { name: /Reveal/ }));
  await screen.findByText('secrets "s" is forbidden');
  value = async () => ({ text: null, base64: 'AAEC' });
  await userEvent.click(screen.getByRole('button', { name: /Reveal/ }));
  await screen.findByText('AAEC');
  screen.getByText('It is no text: this is base64.');
});

test('certificates say for whom, from whom and until when; one that ends soon, or has, stands out', async () => {
  const facts = (notAfter: number) => ({
    ...{ isReadable: true as const, subject: 'CN=shop', issuer: 'CN=root', names: ['DNS:shop.example', 'DNS:www'] },
    ...{ notBefore: 0, notAfter, isAuthority: false },
  });
  const certificates = [
    // A slow machine takes nothing off its days.
    facts(Date.now() + 100.5 * DAY),
    facts(Date.now() + 3 * DAY),
    facts(Date.now() - DAY),
    { isReadable: false as const, problem: 'bad end line' },
  ];
  keys = async () => ({ keys: [entry('tls.crt', { certificates })] });
  // Of a browser in another language than the page.
  const { ListFormat } = Intl;
  const made = vi.spyOn(Intl, 'ListFormat').mockImplementation(function inChinese(locale, options) {
    return new ListFormat(locale ?? 'zh-CN', options);
  });
  render(page(SECRET_VIEW, secret('1')));
  const items = (await screen.findByRole('list', { name: 'Certificates' })).querySelectorAll('li');
  const texts = [...items].map(item => item.textContent);
  made.mockRestore();
  expect(texts[0]).toMatch(/CN=shop.*DNS:shop\.example, DNS:www.*Issued by CN=root.*Valid for another 100d/);
  expect(texts[2]).toContain('Expired 1d');
  expect(texts[3]).toContain('bad end line');
  expect(items[0]?.querySelector('.tone-warning, .tone-bad')).toBeNull();
  expect(items[1]?.querySelector('.tone-warning')).not.toBeNull();
  expect(items[2]?.querySelector('.tone-bad')).not.toBeNull();
});

test('of a ConfigMap the values are on the page, folded; that there are none, or that they cannot be read, is said', async () => {
  keys = async () => ({ keys: [entry('app.conf', { bytes: 2048 }), entry('logo', { isText: false })] });
  const { unmount } = render(page(CONFIG_MAP_VIEW, { metadata: { uid: 'u' }, data: { 'app.conf': 'debug = true' } }));
  await screen.findByText('debug = true');
  screen.getByText('2KiB');
  screen.getByText('binary');
  expect(screen.queryByRole('button', { name: /Reveal/ })).toBeNull();
  unmount();
  keys = async () => ({ keys: [] });
  const empty = render(page(CONFIG_MAP_VIEW, { metadata: { uid: 'u' } }));
  await screen.findByText('It holds nothing.');
  empty.unmount();
  keys = () => Promise.reject(new Error('configmaps "s" is forbidden'));
  render(page(CONFIG_MAP_VIEW, { metadata: { uid: 'u' } }));
  await screen.findByText(/could not be read: configmaps "s" is forbidden/);
});

test('what is shown and hidden again keeps the focus', async () => {
  render(page(SECRET_VIEW, secret('1')));
  await pressWithFocus(await screen.findByRole('button', { name: /Reveal/ }));
  const hide = await screen.findByRole('button', { name: 'Hide' });
  expect(document.activeElement).toBe(hide);
  await pressWithFocus(hide);
  expect(document.activeElement).toBe(screen.getByRole('button', { name: /Reveal/ }));
});
