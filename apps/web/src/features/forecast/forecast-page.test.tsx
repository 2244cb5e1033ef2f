import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import { act, render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import type { ListFrame, WireRow } from '@lanthorn/protocol/down-messages.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { ForecastPage } from './forecast-page.tsx';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { children: ReactNode }) => <a href="#list">{children}</a>,
  useNavigate: () => () => {},
  useParams: () => ({ cluster: 'c', resource: 'forecast' }),
  useSearch: () => ({}),
}));
vi.mock('../../ui/status/freshness.tsx', async original => ({
  ...(await original<object>()),
  FreshnessBadge: () => null,
}));

function row(index: number, schedule: string): WireRow {
  const cells = CRONJOB_VIEW.columns.map(({ id }) =>
    id === 'schedule' ? { schedule, error: null } : id === 'timeZone' ? 'UTC' : null,
  );
  return {
    key: `n/job-${index}`,
    uid: String(index),
    name: `job-${index}`,
    namespace: 'n',
    cells,
  } as unknown as WireRow;
}

async function show(change: Partial<ListFrame> | null) {
  let tell: (frame: ListFrame) => void = () => {};
  const connection = {
    epoch: 1,
    state: { kind: 'open' },
    onState: () => () => {},
    subscribe: (_query: unknown, onFrame: typeof tell) => {
      tell = onFrame;
      return { close: () => {}, update: () => {}, retry: () => {} };
    },
  };
  render(
    <ClientContext value={{ connection } as unknown as Client}>
      <ForecastPage />
    </ClientContext>,
  );
  if (change !== null)
    act(() => tell({ type: 'list', id: 1, keys: [], rows: [], matched: 0, state: { kind: 'live' }, ...change }));
  if ((change?.rows ?? []).length > 0) await screen.findByTestId('calendar');
  return {
    text: screen.getByTestId('forecast').textContent,
    hasCalendar: screen.queryByTestId('calendar') !== null,
    isAwaited: screen.queryByRole('status', { name: 'Loading…' }) !== null,
  };
}

test('while it loads, where it may not be asked, and where there is nothing: three answers, and no empty calendar in any of them', async () => {
  const loading = await show(null);
  document.body.replaceChildren();
  const forbidden = await show({
    state: {
      kind: 'forbidden',
      verb: 'list',
      resource: 'cronjobs.batch',
      reason: answerReason('serverSays', { detail: 'no such right' }),
    },
  });
  document.body.replaceChildren();
  const none = await show({});
  expect([loading, forbidden, none].map(({ hasCalendar }) => hasCalendar)).toEqual([false, false, false]);
  expect([loading, forbidden, none].map(({ isAwaited }) => isAwaited)).toEqual([true, false, false]);
  expect(forbidden.text).toContain('no such right');
  expect(none.text).toContain('There are no CronJobs here.');
  for (const { text } of [loading, forbidden]) expect(text).not.toContain('There are no CronJobs');
  for (const { text } of [loading, forbidden, none]) expect(text).not.toContain('No two CronJobs');
});

test('what may be seen of some namespaces is a forecast of those, and it says so', async () => {
  const rows = [row(1, '0 * * * *')];
  const state = { kind: 'partial', missing: ['secret'], inner: { kind: 'live' } } as const;
  const { text, hasCalendar } = await show({ rows, keys: ['n/job-1'], matched: 1, state });
  expect(hasCalendar).toBe(true);
  expect(text).toContain('secret');
});

test('more CronJobs than it reads are counted, with a way to them; minutes that many share are shown a few at a time, and all of them', async () => {
  const rows = Array.from({ length: 3 }, (_, i) => row(i, '*/30 * * * *'));
  const { text } = await show({ rows, keys: rows.map(({ key }) => key), matched: 700 });
  // What was counted while none had come is not shown as theirs.
  expect(text).not.toContain('No two CronJobs');
  expect(text).toContain('3 of 700 are shown.');
  const herds = () => screen.getByTestId('herds').querySelectorAll('tr').length;
  expect(herds()).toBe(8);
  // Each is a way to its page.
  const [first] = screen.getByTestId('herds').querySelectorAll('tr');
  expect([...(first?.querySelectorAll('a') ?? [])].map(({ textContent }) => textContent)).toEqual(
    rows.map(({ key }) => key),
  );
  for (let more = screen.queryByText(/^Show \d+ more$/); more !== null; more = screen.queryByText(/^Show \d+ more$/)) {
    const button = more;
    act(() => button.click());
  }
  expect(herds()).toBe(48);
});
