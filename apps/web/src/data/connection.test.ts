import { describe, expect, test } from 'vitest';
import { seededRandom } from '@lanthorn/base/random.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { Connection, type Socket } from './connection.ts';

class TestSocket implements Socket {
  readonly sent: { type: string; id?: number }[] = [];
  isClosed = false;
  readonly #listeners = new Map<string, (event: { data: unknown }) => void>();

  addEventListener(type: string, listener: (event: { data: unknown }) => void): void {
    this.#listeners.set(type, listener);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text) as { type: string });
  }
  close(): void {
    this.isClosed = true;
  }
  happen(type: 'open' | 'close' | 'message', data?: unknown): void {
    this.#listeners.get(type)?.({ data: JSON.stringify(data) });
  }
}

function start() {
  const clock = new FakeClock();
  const sockets: TestSocket[] = [];
  let reloads = 0;
  const connection = new Connection({
    clock,
    random: seededRandom(1),
    open: () => {
      const socket = new TestSocket();
      sockets.push(socket);
      return socket;
    },
    reload: () => {
      reloads++;
    },
    onOperation: () => {},
  });
  connection.start();
  const last = () => sockets.at(-1) as TestSocket;
  const welcome = () => {
    last().happen('open');
    last().happen('message', [{ type: 'welcome', version: 1, session: 's' }]);
  };
  return { clock, connection, sockets, last, welcome, reloads: () => reloads };
}

const QUERY = {
  kind: 'object',
  cluster: 'c',
  resource: { group: '', version: 'v1', resource: 'pods' },
  namespace: 'n',
  name: 'x',
} as const;

describe('the tab and its socket', () => {
  test('[PR3] what it looks at is asked for again on every new socket', async () => {
    const { clock, connection, last, welcome, sockets } = start();
    connection.subscribe(QUERY, () => {});
    welcome();
    expect(last().sent.map(message => message.type)).toEqual(['hello', 'subscribe']);
    last().happen('close');
    expect(connection.state.kind).toBe('lost');
    await clock.advance(1_000);
    welcome();
    expect(sockets).toHaveLength(2);
    expect(last().sent.map(message => message.type)).toEqual(['hello', 'subscribe']);
    expect(connection.state.kind).toBe('open');
    expect(connection.epoch).toBe(2);
  });

  test('[PR5] a silent socket is given up, and its since is kept while attempts fail', async () => {
    const { clock, connection, last, welcome } = start();
    welcome();
    await clock.advance(46_000);
    expect(last().isClosed || connection.state.kind === 'lost').toBe(true);
    const { state } = connection;
    last().happen('close');
    await clock.advance(3_000);
    last().happen('close');
    expect(connection.state).toMatchObject({ kind: 'lost', since: state.kind === 'lost' ? state.since : 0 });
  });

  test('[PR4] a page of another version is told to reload', () => {
    const { last, reloads } = start();
    last().happen('open');
    last().happen('message', [{ type: 'reload', version: 2 }]);
    expect(reloads()).toBe(1);
  });
});
