import { act, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { seededRandom } from '@lanthorn/base/random.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import type { LogQuery } from '@lanthorn/protocol/stream-queries.ts';
import type { Subscription } from '@lanthorn/protocol/up-messages.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import type { Frame } from '../../../data/connection/connection.ts';
import { ClusterTimes } from '../../../data/connection/cluster-times.ts';
import type { StreamReader } from '../../../data/connection/page-streams.ts';
import { testPreferences } from '../../../data/preferences/test-preferences.ts';
import { SelectedLogs } from './selected-logs.tsx';

let clock: FakeClock;
let asked: Map<string, (frame: Frame) => void>;
let opened: { readonly query: LogQuery; readonly reader: StreamReader; isClosed: boolean }[];

function show(names: readonly string[]): void {
  asked = new Map();
  opened = [];
  clock = new FakeClock();
  const connection = {
    subscribe: (query: Subscription, tell: (frame: Frame) => void) => {
      if (query.kind === 'object') asked.set(query.name, tell);
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
  const rows = names.map(place => {
    const [namespace = '', name = ''] = place.split('/');
    return { cluster: 'c', namespace, name, uid: place, resource: POD_VIEW.resource };
  });
  render(
    <ClientContext value={client as unknown as Client}>
      <SelectedLogs selection={{ id: 's', view: POD_VIEW, rows }} />
    </ClientContext>,
  );
}

const tell = (name: string, frame: Partial<Extract<Frame, { type: 'object' }>>) =>
  act(() => asked.get(name)?.({ type: 'object', id: 0, ...frame }));
const pod = (...containers: readonly string[]) => ({ spec: { containers: containers.map(name => ({ name })) } });
const open = () =>
  opened.flatMap(({ query, isClosed }) => (isClosed ? [] : [`${query.namespace}/${query.pod}/${query.container}`]));

beforeEach(() => {
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
  expect(open()).not.toContain('data/db/proxy');
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
