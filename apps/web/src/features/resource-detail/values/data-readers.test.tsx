import { render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { DataReader, DataReadersAnswer } from '@lanthorn/protocol/http/data-reader-messages.ts';
import { CONFIG_MAP_VIEW } from '@lanthorn/views/kinds/core/configmaps.ts';
import { closeActionDialog, useActionDialog } from '../../../data/actions/action-dialog-store.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import { allowOnly, startedWith } from '../../../data/client/test-clusters.ts';
import { WordsProvider } from '../../../ui/words/words.tsx';
import { DataReaders } from './data-readers.tsx';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children, params }: { children: ReactNode; params: object }) => (
    <a href="#there" data-to={JSON.stringify(params)}>
      {children}
    </a>
  ),
}));

beforeEach(() => {
  closeActionDialog();
  startedWith(null);
});

const APPS = { group: 'apps', version: 'v1' };
const reader = (resource: DataReader['resource'], name: string, readings: DataReader['readings']): DataReader => ({
  ...{ resource, namespace: 'shop', name, uid: `uid-${name}`, readings },
});
const READERS = [
  reader({ ...APPS, resource: 'deployments' }, 'web', [
    { way: 'files', keys: [] },
    { way: 'variables', keys: ['mode'] },
  ]),
  reader({ ...APPS, resource: 'statefulsets' }, 'db', [{ way: 'files', keys: [] }]),
  reader({ group: '', version: 'v1', resource: 'pods' }, 'alone', [{ way: 'part', keys: [] }]),
];
const told = (readers: readonly DataReader[], rest: Partial<DataReadersAnswer> = {}): DataReadersAnswer => ({
  ...{ readers, total: readers.length, unread: [], ...rest },
});

function show(dataReaders: () => Promise<DataReadersAnswer>, isAllowed = true) {
  const access = async ({ checks }: { checks: unknown[] }) => ({ allowed: checks.map(() => isAllowed) });
  const client = { api: { dataReaders, access } } as unknown as Client;
  const subject = { cluster: 'c', view: CONFIG_MAP_VIEW, namespace: 'shop', name: 'conf' };
  const object = { metadata: { name: 'conf', namespace: 'shop', uid: 'u', resourceVersion: '7' } };
  render(
    <WordsProvider>
      <ClientContext value={client}>
        <DataReaders subject={subject} object={object} />
      </ClientContext>
    </WordsProvider>,
  );
}
const row = async (name: string) => within(await screen.findByRole('row', { name: new RegExp(name) }));

test('says of each how it reads, and whether it sees a change by itself', async () => {
  show(async () => told(READERS));
  const web = await row('Deployment/web');
  web.getByText('as files; as variables (mode)');
  web.getByText('After a restart');
  (await row('StatefulSet/db')).getByText('By itself, within a minute or so');
  expect((await screen.findByText('Deployment/web')).getAttribute('data-to')).toContain('deployments');
});

test('what has to be started again can be, and nothing else', async () => {
  show(async () => told(READERS));
  await userEvent.click(await screen.findByRole('button', { name: 'Restart the workload that needs it' }));
  expect(useActionDialog.getState().request).toMatchObject({ kind: 'workload.restart', targets: [{ name: 'web' }] });
});

test('without the right the button says so', async () => {
  show(async () => told(READERS), false);
  const button = await screen.findByRole('button', { name: 'Restart the workload that needs it' });
  await vi.waitFor(() => expect(button.getAttribute('aria-disabled')).toBe('true'));
});

test('where Lanthorn was started without restarts the button says so', async () => {
  allowOnly('object.delete');
  show(async () => told(READERS));
  const button = await screen.findByRole('button', { name: 'Restart the workload that needs it' });
  expect(button.title).toMatch(/--allow/);
});

test.each([
  ['nobody', told([]), 'Nothing in this namespace reads it.'],
  ['not all is known', told([], { unread: ['pods'] }), 'Nothing that could be listed reads it.'],
  ['some may not be listed', told([], { unread: ['pods', 'jobs.batch'] }), /could not be listed: pods, jobs.batch/],
  ['there are more', told(READERS, { total: 250 }), '3 of 250 are shown.'],
])('%s: that is said', async (_what, answer, text) => {
  show(async () => answer);
  await screen.findByText(text);
});

test('what cannot be asked is no answer', async () => {
  show(async () => {
    throw new Error('no way');
  });
  await screen.findByText(/no way/);
  expect(screen.queryByText('Nothing in this namespace reads it.')).toBeNull();
});
