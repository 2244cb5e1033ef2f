import { act, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import type { ForwardedPort, PortsState } from '@lanthorn/protocol/ports/forwarded-ports.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import type { StreamReader } from '../../data/connection/page-streams.ts';
import { ApiProblem } from '../../data/connection/api.ts';
import { PortsPanel } from './ports-panel.tsx';

const TARGET = {
  cluster: 'c',
  resource: { group: '', version: 'v1', resource: 'services' },
  namespace: 'shop',
  name: 'web',
  uid: 's1',
};
const SERVICE = {
  metadata: { name: 'web', uid: 's1' },
  spec: {
    ports: [
      { port: 80, name: 'http' },
      { port: 5432, name: 'db' },
    ],
  },
};
const PORT: ForwardedPort = {
  id: '00000000-0000-4000-8000-000000000001',
  target: TARGET,
  port: 80,
  local: 41_000,
  scheme: 'http',
  isOpen: true,
  problem: null,
  pod: { name: 'web-1', port: 8080, isReady: true },
  connections: 2,
  opened: 3,
  received: 2048,
  sent: 10,
  since: 0,
};

interface Shown {
  readonly target?: typeof TARGET | null;
  readonly allowed?: boolean;
  readonly object?: unknown;
  /** What it is comes later, by `answer`. */
  readonly isLate?: boolean;
}

function show({ target = TARGET, allowed = true, object = SERVICE, isLate = false }: Shown = {}) {
  let reader: StreamReader | null = null;
  let answer = () => {};
  const connection = {
    state: { kind: 'open' },
    onState: () => () => {},
    subscribe: (_query: unknown, onFrame: (frame: unknown) => void) => {
      answer = () => onFrame({ type: 'object', id: 1, object, state: { kind: 'live' } });
      if (!isLate) answer();
      return { close() {}, retry() {}, update() {} };
    },
    openStream: (_query: unknown, made: StreamReader) => {
      reader = made;
      return { write: () => true, close() {} };
    },
  };
  const api = {
    access: async () => ({ allowed: [allowed] }),
    openPort: vi.fn<(request: unknown) => Promise<unknown>>(async () => ({})),
    stopPort: vi.fn<(request: unknown) => Promise<unknown>>(async () => ({})),
  };
  render(
    <ClientContext value={{ connection, api } as unknown as Client}>
      <PortsPanel cluster="c" target={target} />
    </ClientContext>,
  );
  const tell = (ports: readonly Partial<ForwardedPort>[], isKept = true) =>
    act(() => {
      const state: PortsState = { ports: ports.map(port => ({ ...PORT, ...port })), isKept };
      reader?.onBytes({ channel: 0, bytes: new TextEncoder().encode(JSON.stringify(state)) });
    });
  return {
    api,
    tell,
    answer: () => act(() => answer()),
    end: () => act(() => reader?.onEnd({ reason: 'refused', problem: null })),
  };
}

const row = () => within(screen.getByRole('table')).getByRole('row');

test('the first port of the object is offered, any free one of this machine, and what is asked is sent', async () => {
  const { api } = show();
  expect(screen.getByRole('combobox', { name: 'Port' }).textContent).toBe('80 http');
  await userEvent.click(screen.getByRole('button', { name: 'Forward' }));
  expect(api.openPort).toHaveBeenCalledWith({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    target: TARGET,
    port: 80,
    local: 0,
    scheme: 'http',
  });
});

test('until its ports are known, nobody is told that none of them is a port', async () => {
  const { api, answer } = show({ isLate: true });
  const button = screen.getByRole('button', { name: 'Forward' });
  await userEvent.click(button);
  await userEvent.type(screen.getByLabelText('on this machine'), '{Enter}');
  expect(screen.queryByRole('alert')).toBeNull();
  answer();
  await userEvent.click(button);
  expect(api.openPort.mock.calls[0]?.[0]).toMatchObject({ port: 80 });
});

test('a port that was typed before its own are known is the one that is wanted', async () => {
  const { api, answer } = show({ isLate: true });
  await userEvent.type(screen.getByRole('textbox', { name: 'Port' }), '9090');
  answer();
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Port' }).value).toBe('9090');
  await userEvent.click(screen.getByRole('button', { name: 'Forward' }));
  expect(api.openPort.mock.calls[0]?.[0]).toMatchObject({ port: 9090 });
});

test('another port than those is typed, and one of this machine; what is no port is said and not sent', async () => {
  const { api } = show({ object: { metadata: { name: 'web', uid: 's1' }, spec: {} } });
  await userEvent.click(screen.getByRole('button', { name: 'Forward' }));
  expect(screen.getByRole('alert').textContent).toBe('A port is a number from 1 to 65535.');
  const [port, local] = screen.getAllByRole('textbox');
  if (port === undefined || local === undefined) throw new Error('there are two fields');
  await userEvent.type(port, '8443');
  await userEvent.type(local, '99999');
  await userEvent.click(screen.getByRole('button', { name: 'Forward' }));
  expect(api.openPort).not.toHaveBeenCalled();
  await userEvent.clear(local);
  await userEvent.type(local, '9443');
  await userEvent.click(screen.getByRole('button', { name: 'Forward' }));
  expect(api.openPort.mock.calls[0]?.[0]).toMatchObject({ port: 8443, local: 9443, scheme: 'https' });
});

test('a refusal is told beside the form, in its own words', async () => {
  const { api } = show();
  api.openPort.mockRejectedValueOnce(new ApiProblem(409, 'Port 80 of this machine is in use: choose another.'));
  await userEvent.click(screen.getByRole('button', { name: 'Forward' }));
  expect((await screen.findByRole('alert')).textContent).toContain('is in use');
});

test('who may not forward ports is told which right is missing', async () => {
  const { api } = show({ allowed: false });
  const button = screen.getByRole('button', { name: 'Forward' });
  await vi.waitFor(() => expect(button.title).toContain('create pods/portforward'));
  await userEvent.click(button);
  expect(api.openPort).not.toHaveBeenCalled();
});

test('a port says whereto it leads, and what went through it; its page opens at an origin of its own', async () => {
  const { tell, api } = show({ target: null });
  tell([{}]);
  expect(row().textContent).toContain('127.0.0.1:41000 → web-1, port 8080');
  expect(row().textContent).toContain('2 connections · 2Ki received, 10 sent');
  expect(row().dataset['phase']).toBe('open');
  const link = screen.getByRole('link', { name: 'Open page' });
  expect([link.getAttribute('href'), link.getAttribute('rel')]).toEqual([
    'http://web.shop.localhost:41000/',
    'noopener noreferrer',
  ]);
  await userEvent.click(screen.getByRole('button', { name: 'Stop' }));
  expect(api.stopPort).toHaveBeenCalledWith({ id: PORT.id, isForgotten: false });
  await userEvent.click(screen.getByRole('button', { name: 'Remove web port 80' }));
  expect(api.stopPort).toHaveBeenLastCalledWith({ id: PORT.id, isForgotten: true });
});

test.each([
  ['unready', { pod: { name: 'web-1', port: 8080, isReady: false } }],
  ['waiting', { pod: null, problem: problem('noPods', {}) }],
  ['stopped', { isOpen: false, pod: null }],
] as const)('one that is %s says so, and why', (phase, port) => {
  const { tell } = show({ target: null });
  tell([port]);
  expect(row().dataset['phase']).toBe(phase);
  if (phase === 'waiting') expect(screen.getByRole('alert').textContent).toBe('No pod of it is running.');
  expect(screen.queryByRole('link') === null).toBe(phase === 'stopped');
});

test('those of before a restart are opened again, one or all, at the ports they had', async () => {
  const { tell, api } = show({ target: null });
  tell([
    { isOpen: false, pod: null },
    { isOpen: false, pod: null, id: '2', local: 5 },
  ]);
  await userEvent.click(screen.getByRole('button', { name: 'Start all 2 that are stopped' }));
  expect(api.openPort.mock.calls.map(([port]) => (port as ForwardedPort).local)).toEqual([41_000, 5]);
});

test('nothing yet, not kept, not told: each is said', () => {
  const { tell, end } = show({ target: null });
  expect(screen.queryByText(/No port of this machine/)).toBeNull();
  tell([], false);
  screen.getByText(/No port of this machine/);
  screen.getByText(/They are not kept/);
  end();
  expect(screen.getByRole('alert').textContent).toBe('Which ports are open cannot be told now.');
});
