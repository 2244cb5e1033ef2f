import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import { act, render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import type { ListFrame, WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { ListQuery } from '@lanthorn/protocol/up-messages.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { type Client, ClientContext } from '../../../../../data/client/client.ts';
import { SharedMinutes } from './shared-minutes.tsx';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { children: ReactNode }) => <a href="#list">{children}</a>,
}));

const LIVE: QueryState = { kind: 'live' };
const NOON = Date.UTC(2026, 10, 23, 12);
const { group, version, resource } = CRONJOB_VIEW.resource;
const target = { cluster: 'c', resource: { group, version, resource }, namespace: 'n', name: 'own', uid: 'own' };

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

function show(
  rows: readonly WireRow[],
  { matched = rows.length, state = LIVE }: { readonly matched?: number; readonly state?: QueryState } = {},
) {
  const open: [ListQuery, (frame: ListFrame) => void][] = [];
  const connection = {
    epoch: 1,
    state: { kind: 'open' },
    onState: () => () => {},
    subscribe: (query: ListQuery, tell: (frame: ListFrame) => void) => {
      open.push([query, tell]);
      return { close: () => {}, update: () => {}, retry: () => {} };
    },
  };
  render(
    <ClientContext value={{ connection } as unknown as Client}>
      <SharedMinutes target={target} runs={[NOON, NOON + 86_400_000]} />
    </ClientContext>,
  );
  const text = () => screen.getByTestId('collisions').textContent;
  const before = text();
  for (let answered = 0; answered < open.length; answered++) {
    const [{ offset, limit }, tell] = open[answered] as (typeof open)[number];
    const page = rows.slice(offset, offset + limit);
    act(() => tell({ type: 'list', id: 1, offset, keys: page.map(({ key }) => key), rows: page, matched, state }));
  }
  return { before, text };
}

test('before it is told nothing is concluded, and then those that start in the same minute are named: every second one', () => {
  const { before, text } = show([row(1, '0 12 * * *'), row(2, '1 12 * * *'), row(3, '@hourly'), row(4, '@every 1m')]);
  expect(before).toContain('is not known');
  expect(text()).toBe('2 other CronJobs start in one of these minutes: n/job-1, n/job-3 ');
});

test('none is said only of a list that was told', () => {
  expect(show([]).text()).toContain('No other CronJob starts');
});

test('what may not be listed is not known, never none', () => {
  const state = {
    kind: 'forbidden',
    verb: 'list',
    resource: 'cronjobs.batch',
    reason: answerReason('serverSays', { detail: 'no such right' }),
  } as const;
  const { text } = show([], { state });
  expect(text()).toContain('is not known');
  expect(text()).toContain('no such right');
  expect(text()).not.toContain('No other CronJob');
});

test('the 501st is found; beyond two thousand it is said how many were not looked at, with a way to them', () => {
  const rows = Array.from({ length: 2_000 }, (_, i) => row(i, i === 500 ? '0 12 * * *' : '7 7 * * *'));
  const { text } = show(rows, { matched: 2_345 });
  expect(text()).toContain('1 other CronJob starts in one of these minutes: n/job-500');
  expect(text()).toContain('2,000 of 2,345 are shown.');
  expect(screen.getByRole('link').textContent).toBe('The list of all 2,345');
});

test('names beyond the first are one press away', () => {
  const { text } = show(Array.from({ length: 12 }, (_, i) => row(i, '0 12 * * *')));
  expect(text()).not.toContain('n/job-9');
  act(() => screen.getByRole('button', { name: 'Show 4 more' }).click());
  expect(text()).toContain('n/job-9');
});
