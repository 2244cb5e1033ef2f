import { act, render, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { seededRandom } from '@lanthorn/base/random.ts';
import type { LogQuery } from '@lanthorn/protocol/stream-queries.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import type { StreamReader } from '../../../data/connection/page-streams.ts';
import { testPreferences } from '../../../data/preferences/test-preferences.ts';
import { LogView } from './log-view.tsx';

test('each exit stays with its mark, of every container of a pod', async () => {
  // Layout that jsdom does not have.
  for (const size of ['offsetHeight', 'clientHeight', 'offsetWidth'] as const)
    vi.spyOn(HTMLElement.prototype, size, 'get').mockReturnValue(500);
  const opened: { readonly query: LogQuery; readonly reader: StreamReader }[] = [];
  const openStream = (query: LogQuery, reader: StreamReader) => {
    opened.push({ query, reader });
    return { write: () => false, close: () => {} };
  };
  const clock = new FakeClock();
  const client = { connection: { openStream }, clock, random: seededRandom(1), preferences: testPreferences() };
  const of = (names: Readonly<Record<string, readonly [number, string]>>) => ({
    status: {
      containerStatuses: Object.entries(names).map(([name, [exitCode, finishedAt]]) => ({
        ...{ name, state: { running: {} } },
        lastState: { terminated: { exitCode, reason: 'Error', finishedAt } },
      })),
    },
  });
  const shown = (runs: Readonly<Record<string, string>>, pod: unknown) => {
    const containers = Object.entries(runs).map(([container, run]) => ({
      ...{ cluster: 'c', namespace: 'n', pod: 'p', container, run },
    }));
    return (
      <ClientContext value={client as unknown as Client}>
        <LogView isMerged containers={containers} pod={pod} picker={null} fileName="p" />
      </ClientContext>
    );
  };
  const view = render(shown({ main: '1', proxy: '1' }, { status: {} }));
  const say = async (container: string, line: string) => {
    const { reader } = opened.findLast(({ query }) => query.container === container) ?? {};
    await act(async () => {
      reader?.onBytes({ channel: 0, bytes: new TextEncoder().encode(line) });
      await clock.advance(1_000);
    });
  };
  const end = (container: string) =>
    act(() =>
      opened
        .findLast(({ query }) => query.container === container)
        ?.reader.onEnd({ reason: 'finished', problem: null }),
    );
  await say('main', '2026-11-23T08:00:00Z first run\n');
  await say('proxy', '2026-11-23T08:00:01Z proxied\n');
  end('main');
  const once = of({ main: [1, '2026-11-23T08:00:02Z'], proxy: [0, '2026-11-23T07:00:00Z'] });
  view.rerender(shown({ main: '2', proxy: '1' }, once));
  await say('main', '2026-11-23T08:01:00Z second run\n');
  end('main');
  end('proxy');
  const twice = of({ main: [137, '2026-11-23T08:01:02Z'], proxy: [2, '2026-11-23T08:01:30Z'] });
  view.rerender(shown({ main: '3', proxy: '2' }, twice));
  await say('main', '2026-11-23T08:02:00Z third run\n');
  await say('proxy', '2026-11-23T08:02:01Z proxied again\n');
  const marks = [...screen.getByTestId('log').querySelectorAll('.log-mark')].map(({ textContent }) => textContent);
  expect(marks.map(text => /(main|proxy).*exit code (\d+)/.exec(text ?? '')?.slice(1))).toEqual([
    ['main', '1'],
    ['proxy', '2'],
    ['main', '137'],
  ]);
});
