import { act, render, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { seededRandom } from '@lanthorn/base/random.ts';
import type { LogQuery } from '@lanthorn/protocol/stream-queries.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import type { StreamReader } from '../../../data/connection/page-streams.ts';
import { testPreferences } from '../../../data/preferences/test-preferences.ts';
import { LogView } from './log-view.tsx';

/** The merged log of a pod. */
function show(runs: Readonly<Record<string, string>>) {
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
  const of = (
    names: Readonly<Record<string, readonly [exitCode: number, finishedAt: string, startedAt?: string]>>,
  ) => ({
    status: {
      containerStatuses: Object.entries(names).map(([name, [exitCode, finishedAt, startedAt]]) => ({
        ...{ name, state: { running: {} } },
        lastState: { terminated: { exitCode, reason: 'Error', startedAt, finishedAt } },
      })),
    },
  });
  const shown = (now: Readonly<Record<string, string>>, pod: unknown) => {
    const containers = Object.entries(now).map(([container, run]) => ({
      ...{ cluster: 'c', namespace: 'n', pod: 'p', container, run },
    }));
    return (
      <ClientContext value={client as unknown as Client}>
        <LogView isMerged containers={containers} pod={pod} picker={null} fileName="p" />
      </ClientContext>
    );
  };
  const view = render(shown(runs, { status: {} }));
  const change = (now: Readonly<Record<string, string>>, pod: unknown) => view.rerender(shown(now, pod));
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
  return { of, change, say, end };
}

/** What stands at the marks: whose it is, and the exit code. */
function exits() {
  const marks = [...screen.getByTestId('log').querySelectorAll('.log-mark')].map(({ textContent }) => textContent);
  return marks.map(text => [/main|proxy/, /exit code \d+/].map(of => of.exec(text ?? '')?.[0]));
}

test('each exit stays with its mark, of every container of a pod', async () => {
  const { of, change, say, end } = show({ main: '1', proxy: '1' });
  await say('main', '2026-11-23T08:00:00Z first run\n');
  await say('proxy', '2026-11-23T08:00:01Z proxied\n');
  end('main');
  const once = of({ main: [1, '2026-11-23T08:00:02Z'], proxy: [0, '2026-11-23T07:00:00Z'] });
  change({ main: '2', proxy: '1' }, once);
  await say('main', '2026-11-23T08:01:00Z second run\n');
  end('main');
  end('proxy');
  const twice = of({ main: [137, '2026-11-23T08:01:02Z'], proxy: [2, '2026-11-23T08:01:30Z'] });
  change({ main: '3', proxy: '2' }, twice);
  await say('main', '2026-11-23T08:02:00Z third run\n');
  await say('proxy', '2026-11-23T08:02:01Z proxied again\n');
  expect(exits()).toEqual([
    ['main', 'exit code 1'],
    ['proxy', 'exit code 2'],
    ['main', 'exit code 137'],
  ]);
});

test('the exit of a later run is not told of the one before, whose own was not seen', async () => {
  const { of, change, say, end } = show({ main: '1', proxy: '1' });
  await say('main', '2026-11-23T08:00:00Z first run\n');
  end('main');
  // The second run was over before the pod was told anew: the first time that an end is told, it is that of the second run.
  const later = of({ main: [3, '2026-11-23T08:00:20Z', '2026-11-23T08:00:05Z'] });
  change({ main: '2', proxy: '1' }, { status: {} });
  await say('main', '2026-11-23T08:00:06Z second run\n');
  end('main');
  change({ main: '2', proxy: '1' }, later);
  expect(exits()).toEqual([['main', undefined]]);
  change({ main: '3', proxy: '1' }, later);
  await say('main', '2026-11-23T08:01:00Z third run\n');
  expect(exits()).toEqual([
    ['main', undefined],
    ['main', 'exit code 3'],
  ]);
});
