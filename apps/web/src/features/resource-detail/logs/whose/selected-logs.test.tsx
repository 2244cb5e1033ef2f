import { act, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { seededRandom } from '@lanthorn/base/random.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import type { LogQuery } from '@lanthorn/protocol/stream-queries.ts';
import type { Subscription } from '@lanthorn/protocol/up-messages.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import type { ObjectView } from '@lanthorn/views/cells/kind-view.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { type Client, ClientContext } from '../../../../data/client/client.ts';
import { clearDock, useDock } from '../../../../data/dock/dock-store.ts';
import type { Frame } from '../../../../data/connection/connection.ts';
import { ClusterTimes } from '../../../../data/connection/cluster-times.ts';
import type { StreamReader } from '../../../../data/connection/page-streams.ts';
import { testPreferences } from '../../../../data/preferences/test-preferences.ts';
import { SelectedLogs } from './selected-logs.tsx';

let clock: FakeClock;
let asked: Map<string, (frame: Frame) => void>;
let opened: { readonly query: LogQuery; readonly reader: StreamReader; isClosed: boolean }[];

function show(names: readonly string[], clusters: readonly string[] = ['c'], view: ObjectView = POD_VIEW): void {
  asked = new Map();
  opened = [];
  clock = new FakeClock();
  const connection = {
    subscribe: (query: Subscription, tell: (frame: Frame) => void) => {
      asked.set(query.kind === 'object' ? query.name : query.resource.resource, tell);
      return { close: () => {} };
    },
    openStream: (query: LogQuery, reader: StreamReader) => {
      const entry = { query, reader, isClosed: false };
      opened.push(entry);
      return { write: () => false, close: () => void (entry.isClosed = true) };
    },
  };
  const times = new ClusterTimes(clock);
  const client = { connection, clock, times, random: seededRandom(1), preferences: testPreferences() };
  const rows = names.map((place, i) => {
    const [namespace = '', name = ''] = place.split('/');
    return { cluster: clusters[i % clusters.length] ?? '', namespace, name, uid: place, resource: view.resource };
  });
  render(
    <ClientContext value={client as unknown as Client}>
      <SelectedLogs selection={{ id: 's', view, rows }} />
    </ClientContext>,
  );
}

const tell = (name: string, frame: Partial<Extract<Frame, { type: 'object' }>>) =>
  act(() => asked.get(name)?.({ type: 'object', id: 0, ...frame }));
const pod = (...containers: readonly string[]) => ({ spec: { containers: containers.map(name => ({ name })) } });
const open = () =>
  opened.flatMap(({ query, isClosed }) => (isClosed ? [] : [`${query.namespace}/${query.pod}/${query.container}`]));

beforeEach(() => {
  clearDock();
  for (const size of ['offsetHeight', 'clientHeight', 'offsetWidth'] as const)
    vi.spyOn(HTMLElement.prototype, size, 'get').mockReturnValue(500);
});

test('every container of the selected pods is read, each line under its name; the main ones alone by a choice', async () => {
  show(['shop/web', 'data/db']);
  tell('web', { object: pod('main', 'proxy') });
  tell('db', { object: pod('db') });
  expect(open()).toEqual(['shop/web/main', 'shop/web/proxy', 'data/db/db']);
  for (const [i, { reader }] of opened.entries())
    act(
      () => void reader.onBytes({ channel: 0, bytes: new TextEncoder().encode(`2026-11-23T08:00:0${i}Z line ${i}\n`) }),
    );
  await act(() => clock.advance(1_000));
  expect(screen.getByTestId('log').textContent).toBe('shop/web/main line 0shop/web/proxy line 1data/db/db line 2');
  screen.getByText('3 containers still write');
  await userEvent.click(screen.getByRole('combobox', { name: 'Container' }));
  await userEvent.click(screen.getByRole('option', { name: 'The main one of each pod' }));
  await act(() => clock.advance(5_000));
  expect(open()).toEqual(['shop/web/main', 'data/db/db']);
});

test('what may not be read is named with the reason, and the rest is read', async () => {
  show(['shop/web', 'data/db', 'data/gone', 'data/shut']);
  tell('web', { object: pod('main') });
  tell('db', { object: pod('db') });
  tell('gone', { object: null });
  const reason = { code: 'serverSays', params: { detail: 'no' }, message: 'no' } as const;
  tell('shut', { state: { kind: 'forbidden', verb: 'get', resource: 'pods', reason } });
  act(() => opened[1]?.reader.onEnd({ reason: 'refused', problem: problem('noCluster', { cluster: 'x' }) }));
  const status = () => screen.getByRole('status').textContent;
  expect(status()).toContain('The server gives no log of data/db: ');
  expect(status()).toContain('There is no data/gone here.');
  expect(status()).toContain('data/shut is not read: ');
  expect(open()).toHaveLength(2);
});

test('of very many some are read, and that is said', () => {
  show(Array.from({ length: 45 }, (_, i) => `shop/p${i}`));
  for (let i = 0; i < 40; i++) tell(`p${i}`, { object: pod('main', 'proxy') });
  expect(open()).toHaveLength(50);
  const status = screen.getByRole('status').textContent;
  expect(status).toContain('40 of 45 selected are read');
  expect(status).toContain('50 of 80 containers are read');
});

test('what is read stays while others come before it; in place of what is gone the next is read, when that has said its last words', async () => {
  show(Array.from({ length: 40 }, (_, i) => `shop/p${i}`));
  for (let i = 1; i < 40; i++) tell(`p${i}`, { object: pod('main', 'proxy') });
  const first = open();
  tell('p0', { object: pod('main') });
  await act(() => clock.advance(5_000));
  expect([first.length, open()]).toEqual([50, first]);
  tell('p1', { object: pod('main') });
  expect(open()).toEqual(first);
  await act(() => clock.advance(5_000));
  expect(open().filter(place => !first.includes(place))).toEqual(['shop/p0/main']);
  expect(open()).toHaveLength(50);
});

test('selections that are seen side by side share what a tab may read', () => {
  const rows = (id: string) => ({ id, view: POD_VIEW, rows: [] });
  useDock.setState({ selections: [rows('s'), rows('other')], shown: 's', beside: ['s', 'other'] });
  show(Array.from({ length: 30 }, (_, i) => `shop/p${i}`));
  for (let i = 0; i < 20; i++) tell(`p${i}`, { object: pod('main', 'proxy') });
  expect([asked.size, open().length]).toEqual([20, 25]);
  expect(screen.getByRole('status').textContent).toContain('20 of 30 selected are read');
});

test('each line stands under its own name, whatever letters a cluster’s has', async () => {
  show(['shop/web', 'shop/db'], ['prod,eu', 'lab']);
  for (const name of ['web', 'db']) tell(name, { object: pod('main') });
  for (const [i, { reader }] of opened.entries())
    act(() => void reader.onBytes({ channel: 0, bytes: new TextEncoder().encode(`2026-11-23T08:00:0${i}Z line\n`) }));
  await act(() => clock.advance(1_000));
  expect(screen.getByTestId('log').textContent).toBe('prod,eu/web linelab/db line');
});

const TOLD = { type: 'list', id: 0, state: { kind: 'live' } } as const;

test('of a Job with very many pods the first are read, and that is said', async () => {
  show(['shop/import'], ['c'], JOB_VIEW);
  const rows = Array.from({ length: 50 }, (_, i) => ({
    ...{ key: `p${i}`, uid: `p${i}`, name: `p${i}`, namespace: 'shop', createdAt: null },
    ...{ ownerUid: 'j', owner: { apiVersion: 'batch/v1', kind: 'Job', name: 'import' }, cells: [] },
  }));
  act(() => asked.get('pods')?.({ ...TOLD, keys: rows.map(({ key }) => key), rows, matched: 80 }));
  tell('p0', { object: pod('main') });
  await act(() => clock.advance(0));
  expect(screen.getByRole('status').textContent).toContain('The first 50 of 80 pods of shop/import are read');
});
