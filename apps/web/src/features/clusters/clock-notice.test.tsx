import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test } from 'vitest';
import { formatTime } from '@lanthorn/kube/objects/kube-object.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { ClusterTime } from '../../parts/cluster-time.tsx';
import { testPreferences } from '../../data/preferences/test-preferences.ts';
import { ClusterTimes } from '../../data/connection/cluster-times.ts';
import { setLanguage } from '../../ui/words/i18n.ts';
import { Age, Countdown } from '../../ui/time/time.tsx';
import { WordsProvider } from '../../ui/words/words.tsx';
import { LastDay } from '../resource-detail/kinds/cronjob/last-day.tsx';
import { usePastDay } from '../resource-detail/kinds/cronjob/use-past-day.ts';
import type { RunRecord } from '../resource-detail/kinds/cronjob/use-run-record.ts';
import { ClockNotice } from './clock-notice.tsx';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

afterEach(() => setLanguage('en'));

/** A screen of a cluster, on a machine whose clock is ahead of the cluster's by so much; null: the cluster does not tell its time. */
function ShownDay({ cronJob, record }: { readonly cronJob: unknown; readonly record: RunRecord }) {
  const slots = usePastDay(cronJob, { kind: 'live' }, record);
  const subject = { cluster: 'c', view: CRONJOB_VIEW, namespace: 'n', name: 'job' };
  return <LastDay subject={subject} cronJob={cronJob} slots={slots} record={record} />;
}

function show(aheadMs: number | null) {
  const machine = { now: () => Date.now(), elapsed: () => performance.now() };
  const times = new ClusterTimes(machine);
  const now = Date.now() - (aheadMs ?? HOUR_MS);
  times.take({ type: 'clock', cluster: 'c', now, isKnown: aheadMs !== null });
  const list = { rows: new Map(), matched: 0, state: { kind: 'live' } } as const;
  const record: RunRecord = {
    jobs: list,
    events: list,
    kept: { runs: [], skips: [], trouble: '' },
    gone: [],
    runs: [],
    isComplete: true,
  };
  const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  // Due at each minute; the last run is that of the last minute but one, so nothing was missed.
  const cronJob = {
    metadata: { name: 'job', creationTimestamp: formatTime(minute - 5 * MINUTE_MS), generation: 1 },
    spec: { schedule: '* * * * *' },
    status: { lastScheduleTime: formatTime(minute - MINUTE_MS) },
  };
  const client = {
    times,
    preferences: testPreferences(),
    api: { settings: () => new Promise(() => {}) },
  } as unknown as Client;
  render(
    <ClientContext value={client}>
      <WordsProvider>
        <ClusterTime cluster="c">
          <ClockNotice cluster="c" />
          <Age at={now - 5 * MINUTE_MS} />
          <Countdown to={now + 10 * MINUTE_MS} />
          <ShownDay cronJob={cronJob} record={record} />
        </ClusterTime>
      </WordsProvider>
    </ClientContext>,
  );
  return { times, now };
}

const notice = () => screen.queryByTestId('clock-notice')?.textContent ?? null;

describe.each([
  ['right', 0],
  ['ten minutes behind', -10 * MINUTE_MS],
  ['ten minutes ahead', 10 * MINUTE_MS],
  ['an hour behind', -HOUR_MS],
  ['an hour ahead', HOUR_MS],
])('on a machine whose clock is %s', (_, aheadMs) => {
  test('ages, what is due, and what was missed are those of the cluster', () => {
    show(aheadMs);
    const [age, due] = [...document.querySelectorAll('time')].map(({ textContent }) => textContent);
    // A second may pass while it is drawn.
    expect(age).toMatch(/^5m(1s)?$/);
    expect(due).toMatch(/in (10m|9m59s)/);
    // An hour ahead, fifty-nine more would be due, and not have run.
    expect(screen.getByTestId('last-day').textContent).toMatch(/[345] runs were due/);
    expect(screen.getByTestId('last-day').textContent).not.toContain('did not run');
  });
});

describe('the notice', () => {
  test.each<['en' | 'zh-CN', number, RegExp]>([
    [
      'en',
      -10 * MINUTE_MS,
      /^The clock of this machine is 10 min behind the cluster's\. Times are shown by the cluster's clock\./,
    ],
    ['en', 10 * MINUTE_MS, /^The clock of this machine is 10 min ahead of the cluster's\./],
    ['en', 45_000, /is 45 sec ahead/],
    ['en', 72 * HOUR_MS, /is 3 days ahead/],
    ['zh-CN', -10 * MINUTE_MS, /^本机时钟比集群时钟慢 10分钟。/],
  ])('%s, %i ms ahead', async (language, aheadMs, text) => {
    await setLanguage(language);
    show(aheadMs);
    expect(notice()).toMatch(text);
  });

  test.each([
    ['a little', 20_000],
    ['by what the cluster does not say', null],
  ])('says nothing of a clock that differs %s', (_, aheadMs) => {
    show(aheadMs);
    expect(notice()).toBeNull();
  });

  test('goes when the clocks agree, comes when they do not, and is closed when it was read', async () => {
    const { times } = show(0);
    expect(notice()).toBeNull();
    const tell = (now: number) => act(() => times.take({ type: 'clock', cluster: 'c', now, isKnown: true }));
    tell(Date.now() - HOUR_MS);
    expect(notice()).toContain('ahead');
    tell(Date.now());
    expect(notice()).toBeNull();
    tell(Date.now() + HOUR_MS);
    await userEvent.setup().click(screen.getByRole('button', { name: 'Close' }));
    expect(notice()).toBeNull();
  });
});
