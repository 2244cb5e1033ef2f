import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import type { RunCell } from '@lanthorn/views/cells/cell.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { type Client, ClientContext } from '../../../../data/client/client.ts';
import type { SectionProps } from '../../sections/section-props.ts';
import { LastDay } from './last-day.tsx';
import { usePastDay } from './use-past-day.ts';
import type { RunRecord } from './use-run-record.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const LIVE: QueryState = { kind: 'live' };
const LOADING: QueryState = { kind: 'loading', loaded: 0, total: null };
const FORBIDDEN: QueryState = {
  kind: 'forbidden',
  verb: 'list',
  resource: 'jobs.batch',
  reason: answerReason('serverSays', { detail: 'no such right' }),
};

/** The last full hour that is old enough to be judged: slots are, of the last full minute, when a minute old. */
const last = Math.floor((Math.floor(Date.now() / MINUTE) * MINUTE - MINUTE) / HOUR) * HOUR;
const iso = (hoursAgo: number) => new Date(last - hoursAgo * HOUR).toISOString();
const cronJob = (lastScheduled: number, created = 5.5) => ({
  metadata: { name: 'job', creationTimestamp: iso(created), generation: 1 },
  spec: { schedule: '0 * * * *' },
  status: { lastScheduleTime: iso(lastScheduled) },
});
const list = (state: QueryState): RunRecord['jobs'] => ({ rows: new Map(), matched: 0, state });
const run = (hoursAgo: number): RunCell => ({
  name: `job-${(last - hoursAgo * HOUR) / MINUTE}`,
  uid: String(hoursAgo),
  result: 'succeeded',
  startedAt: last - hoursAgo * HOUR,
  durationMs: MINUTE,
  isManual: false,
});

/** As the page of a CronJob puts it together. */
function ShownDay({
  subject,
  cronJob: object,
  state,
  record,
}: Pick<SectionProps, 'subject'> & {
  readonly cronJob: unknown;
  readonly state: QueryState;
  readonly record: RunRecord;
}) {
  return <LastDay subject={subject} cronJob={object} slots={usePastDay(object, state, record)} record={record} />;
}

function show(lastScheduled: number, change: Partial<RunRecord>, state: QueryState = LIVE, created = 5.5) {
  const record: RunRecord = {
    jobs: list(LIVE),
    events: list(LIVE),
    kept: { runs: [], skips: [], trouble: '' },
    gone: [],
    runs: [],
    isComplete: true,
    ...change,
  };
  const subject = { cluster: 'c', view: CRONJOB_VIEW, namespace: 'n', name: 'job' };
  // Of the switch below only that it is asked for.
  const client = { api: { settings: () => new Promise(() => {}) } } as unknown as Client;
  render(
    <ClientContext value={client}>
      <ShownDay subject={subject} cronJob={cronJob(lastScheduled, created)} state={state} record={record} />
    </ClientContext>,
  );
  return screen.getByTestId('last-day').textContent;
}

test('a schedule without times has no last day, and the switch for recording its runs all the same', async () => {
  const record: RunRecord = {
    ...{
      jobs: list(LIVE),
      events: list(LIVE),
      kept: { runs: [], skips: [], trouble: '' },
      gone: [],
      runs: [],
      isComplete: true,
    },
  };
  const client = { api: { settings: () => new Promise(() => {}) } } as unknown as Client;
  render(
    <ClientContext value={client}>
      <ShownDay
        subject={{ cluster: 'c', view: CRONJOB_VIEW, namespace: 'n', name: 'job' }}
        cronJob={{ ...cronJob(1), spec: { schedule: '@every 5m' } }}
        state={LIVE}
        record={record}
      />
    </ClientContext>,
  );
  await screen.findByRole('switch');
  screen.getByRole('heading', { name: 'Recording of runs' });
  expect(screen.queryByTestId('last-day')).toBeNull();
});

describe('the last day', () => {
  test('of many times that did not run the first are shown, and all by a press', async () => {
    show(8, { runs: [run(8)] }, LIVE, 8.5);
    const shown = () => screen.getAllByRole('row').length;
    expect(shown()).toBe(5);
    await userEvent.click(screen.getByRole('button', { name: 'Show all 8' }));
    expect(shown()).toBe(8);
    expect(screen.queryByRole('button', { name: /Show all/ })).toBeNull();
  });

  test('nothing is counted before all have answered', () => {
    const text = show(0, { jobs: list(LOADING), isComplete: false });
    expect(text).toBe('The last day');
  });

  test('of a CronJob that is itself not known any more nothing is said', () => {
    expect(
      show(0, {}, { kind: 'stale', since: 0, reason: answerReason('reconnecting', {}), retryAt: null, isEmpty: false }),
    ).toBe('The last day');
  });

  test('Jobs that may not be listed are not known, never none: nothing is said to have been missed, nothing can be run again', () => {
    const text = show(0, { jobs: list(FORBIDDEN) });
    expect(text).toContain('Its Jobs are not known.');
    expect(text).toContain('no such right');
    expect(text).toContain('6 runs were due · 1 ran · 5 without a record');
    expect(screen.queryAllByRole('checkbox')).toEqual([]);
  });

  test('gaps between runs are one line without check boxes', () => {
    const text = show(0, { runs: [run(4), run(0)] });
    expect(text).toContain('6 runs were due · 2 ran · 4 without a record');
    expect(text).toMatch(/4 times have no record, the latest /);
    expect(screen.queryAllByRole('checkbox')).toEqual([]);
  });

  test('what the controller did not start can be run, but for the latest, which it may still start', () => {
    const text = show(3, { runs: [run(3)] });
    expect(text).toContain('1 ran · 2 did not run · 1 not started yet · 2 without a record');
    expect(screen.getAllByRole('row').map(row => row.dataset['slot'])).toEqual(['waits', 'skipped', 'skipped']);
    expect(screen.getAllByRole('checkbox')).toHaveLength(2);
  });

  test('kept runs that cannot be read are said to be missing', () => {
    expect(show(0, { kept: { runs: null, skips: [], trouble: 'disk full' } })).toContain('disk full');
  });
});
