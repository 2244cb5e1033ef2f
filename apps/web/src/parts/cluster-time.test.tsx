import { act, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { type Client, ClientContext } from '../data/client/client.ts';
import { chosenZone } from '../data/client/use-time-preference.ts';
import { ClusterTimes } from '../data/connection/cluster-times.ts';
import type { PersonPreferences } from '../data/preferences/person-preferences.ts';
import { testPreferences } from '../data/preferences/test-preferences.ts';
import { useTimeWords } from '../ui/time/reader-time.ts';
import { Age, Countdown } from '../ui/time/time.tsx';
import { setLanguage } from '../ui/words/i18n.ts';
import { WordsProvider } from '../ui/words/words.tsx';
import { ClusterTime } from './cluster-time.tsx';

const NOW = Date.UTC(2026, 2, 29, 0, 30, 5);
const HOUR_MS = 3_600_000;

afterEach(() => setLanguage('en'));

function Exact() {
  return <p>{useTimeWords().exact(NOW)}</p>;
}

function show(preferences: PersonPreferences): void {
  const clock = new FakeClock(NOW);
  const client = { preferences, times: new ClusterTimes(clock) } as unknown as Client;
  render(
    <ClientContext value={client}>
      <WordsProvider>
        <ClusterTime cluster="c">
          <Age at={NOW - 2 * HOUR_MS} />
          <Countdown to={NOW + 26 * HOUR_MS} />
          <Countdown to={NOW} />
          <Exact />
        </ClusterTime>
      </WordsProvider>
    </ClientContext>,
  );
}

/** Node writes narrow spaces where a browser may write others. */
const plain = (text: string | null | undefined) => (text ?? '').replaceAll(/\s/g, ' ');
const shown = () => screen.getAllByRole('time').map(({ textContent, title }) => [plain(textContent), plain(title)]);

test('moments are told as the reader likes it, at once and in every zone and language; the exact time with its zone is at hand', async () => {
  const preferences = testPreferences({ timeZone: 'utc' });
  show(preferences);
  expect(shown()).toEqual([
    ['2h', 'Mar 28, 2026, 22:30:05 UTC'],
    ['in 1d2h', 'Mar 30, 2026, 02:30:05 UTC'],
    ['now', 'Mar 29, 2026, 00:30:05 UTC'],
  ]);
  act(() => preferences.change({ times: 'absolute' }));
  expect(shown().map(([text]) => text)).toEqual(['Mar 28, 22:30', 'Mar 30, 02:30', 'now']);
  act(() => preferences.change({ timeZone: 'Asia/Kathmandu' }));
  expect(shown()).toEqual([
    ['04:15:05', 'Mar 29, 2026, 04:15:05 GMT+5:45'],
    ['Mar 30, 08:15', 'Mar 30, 2026, 08:15:05 GMT+5:45'],
    ['now', 'Mar 29, 2026, 06:15:05 GMT+5:45'],
  ]);
  await act(() => setLanguage('zh-CN'));
  await vi.waitFor(() =>
    expect(shown()).toEqual([
      ['04:15:05', '2026年3月29日 GMT+5:45 04:15:05'],
      ['3月30日 08:15', '2026年3月30日 GMT+5:45 08:15:05'],
      ['现在', '2026年3月29日 GMT+5:45 06:15:05'],
    ]),
  );
});

test('the zone of the cluster is the one that was named for it', () => {
  const preferences = testPreferences({
    timeZone: 'cluster',
    clusters: { c: { timeZone: 'America/New_York' }, d: { timeZone: 'Asia/Tokyo' } },
  });
  show(preferences);
  expect(plain(screen.getByRole('paragraph').textContent)).toBe('Mar 28, 2026, 20:30:05 EDT');
});

test.each([
  ['local', 'Asia/Tokyo', undefined],
  ['utc', 'Asia/Tokyo', 'UTC'],
  ['cluster', 'Asia/Tokyo', 'Asia/Tokyo'],
  ['cluster', undefined, undefined],
  ['cluster', 'Mars/Olympus', undefined],
  ['Europe/Berlin', 'Asia/Tokyo', 'Europe/Berlin'],
  ['Mars/Olympus', undefined, undefined],
])('%s, where the cluster has %s, is %s', (wanted, ofCluster, zone) => {
  expect(chosenZone(wanted, ofCluster)).toBe(zone);
});
