import { act, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ListFrame } from '@lanthorn/protocol/down-messages.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
// Fetched before any test waits for it.
import './export-rows.ts';
import { ExportButton } from './export-button.tsx';

let files: { readonly name: string; readonly text: Promise<string> }[];
let blobs: Blob[];
let tell: (frame: Partial<ListFrame>) => void;
let open: number;
beforeEach(() => {
  [files, blobs, open] = [[], [], 0];
  URL.createObjectURL = blob => {
    blobs.push(blob as Blob);
    return 'blob:x';
  };
  URL.revokeObjectURL = () => {};
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function press(this: HTMLAnchorElement) {
    files.push({ name: this.download, text: blobs.at(-1)?.text() ?? Promise.resolve('') });
  });
});
afterEach(() => vi.restoreAllMocks());

function show(): void {
  const subscribe = (_query: unknown, onFrame: (frame: ListFrame) => void) => {
    open += 1;
    tell = frame => onFrame({ type: 'list', id: 1, ...frame });
    return { update: () => {}, close: () => (open -= 1) };
  };
  const client = { clock: new FakeClock(), connection: { subscribe } } as unknown as Client;
  const subject = { cluster: 'prod/eu', resource: POD_VIEW.resource };
  const query = { namespaces: [], filter: '', sort: [] };
  render(
    <ClientContext value={client}>
      <ExportButton view={POD_VIEW} subject={subject} query={query} columns={['name', 'namespace']} />
    </ClientContext>,
  );
}

async function choose(format: string): Promise<void> {
  screen.getByRole('button', { name: 'Export what matches' }).focus();
  await userEvent.keyboard('{ArrowDown}');
  if (format === 'As JSON') await userEvent.keyboard('{ArrowDown}');
  await userEvent.keyboard('{Enter}');
}

const cells = POD_VIEW.columns.map(({ id }) => (id === 'name' ? 'web' : id === 'namespace' ? 'shop' : null));
const row = { key: 'shop/web', uid: 'u', namespace: 'shop', name: 'web', createdAt: null, ownerUid: '', cells };
const LIVE = { matched: 1, offset: 0, keys: [row.key], rows: [row], state: { kind: 'live' } } as const;

test.each([
  ['As CSV', 'csv', '\uFEFFname,namespace\r\nweb,shop\r\n'],
  ['As JSON', 'json', '[\n  {\n    "name": "web",\n    "namespace": "shop"\n  }\n]\n'],
])('%s, by the keys: a file named after cluster, kind and day', async (title, extension, text) => {
  show();
  await choose(title);
  await screen.findByText(/^Reading/);
  await act(async () => tell(LIVE));
  expect(files.map(({ name }) => name)).toEqual([`prod_eu-pods-2026-11-23.${extension}`]);
  expect(await files[0]?.text).toBe(text.replace('\uFEFF', ''));
  expect([screen.queryByRole('status'), open]).toEqual([null, 0]);
});

test('why not is said, and the note closes; what is under way is stopped', async () => {
  show();
  await userEvent.click(screen.getByRole('button', { name: 'Export what matches' }));
  await userEvent.click(screen.getByRole('menuitem', { name: 'As CSV' }));
  await act(async () =>
    tell({
      state: {
        kind: 'forbidden',
        verb: 'list',
        resource: 'pods',
        reason: { code: 'serverSays', params: { detail: 'no' }, message: 'no' },
      },
    }),
  );
  expect(screen.getByRole('alert').textContent).toContain('Not exported: you may not list them.');
  await userEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(screen.queryByRole('alert')).toBeNull();
  await choose('As CSV');
  expect(open).toBe(1);
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect([open, files, screen.queryByRole('status'), screen.queryByRole('alert')]).toEqual([0, [], null, null]);
});
