import { act, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import type { HistoryAnswer, HistoryEntry, HistoryQuery } from '@lanthorn/protocol/http/history-messages.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { createOperationStore, takeOperation } from '../../data/operations/operation-store.ts';
import { ObjectHistory } from './object-history.tsx';

const PAGE = 200;

/** Newest first; those of each five share their millisecond. */
function entry(i: number): HistoryEntry {
  const target = { cluster: 'c', resource: CRONJOB_VIEW.resource, namespace: 'n', name: 'nightly', uid: 'u' };
  const phase = { phase: 'seen', created: null, status: null, message: '', kubectl: '', canUndo: false } as const;
  return {
    operation: {
      id: `op-${i}`,
      identity: 'owner' as IdentityKey,
      kind: 'cronjob.suspend',
      user: 'me',
      undoOf: null,
      undoes: null,
      startedAt: 1_000_000 - Math.floor(i / 5),
    },
    entry: { ...phase, target, isUndone: false },
    changes: [],
  };
}

const counted: (number | undefined)[] = [];

function show(count: number) {
  const all = Array.from({ length: count }, (_, i) => entry(i));
  const asked: HistoryQuery[] = [];
  const history = async (query: HistoryQuery): Promise<HistoryAnswer> => {
    asked.push(query);
    const { until } = query;
    const found = all.filter(({ operation }) => until === undefined || operation.startedAt <= Number(until));
    const state = { isLasting: true, problem: null, unreadable: 0 };
    return { entries: found.slice(0, PAGE), hasMore: found.length > PAGE, state };
  };
  const operations = createOperationStore();
  const client = { api: { history }, operations } as unknown as Client;
  const subject = { cluster: 'c', view: CRONJOB_VIEW, namespace: 'n', name: 'nightly' };
  render(
    <ClientContext value={client}>
      <ObjectHistory subject={subject} onCount={told => counted.push(told)} />
    </ClientContext>,
  );
  return { shown: () => document.querySelectorAll('[data-history]').length, asked, operations };
}

test('all that was done to an object can be reached, each once, a page at a time', async () => {
  const { shown } = show(450);
  await screen.findByText(/The newest 200 are shown/);
  expect(shown()).toBe(200);
  expect(counted.at(-1)).toBeUndefined();
  await userEvent.click(screen.getByRole('button', { name: 'Show older' }));
  await screen.findByText(/The newest 395 are shown/);
  await userEvent.click(screen.getByRole('button', { name: 'Show older' }));
  await screen.findByText(/Suspend/, { selector: '[data-history]:nth-of-type(450) h2' });
  expect(shown()).toBe(450);
  expect(counted.at(-1)).toBe(450);
  expect(screen.queryByRole('button', { name: 'Show older' })).toBeNull();
});

test('where all is shown nothing older is offered', async () => {
  const { shown } = show(3);
  await screen.findAllByText(/Suspend/);
  expect(shown()).toBe(3);
  expect(screen.queryByRole('button', { name: 'Show older' })).toBeNull();
});

test('it is asked for anew when something is done to this object, not at each news of what is done to others', async () => {
  const { asked, operations } = show(1);
  await screen.findByText(/Suspend/);
  const { operation: head, entry: own } = entry(0);
  const other = { ...own, target: { ...own.target, name: 'hourly' } };
  let revision = 0;
  const news = (...targets: (typeof own)[]) =>
    act(async () => takeOperation(operations, { ...head, revision: revision++, targets }));
  await news({ ...other, phase: 'sent' });
  await news(other);
  expect(asked).toHaveLength(1);
  await news(other, { ...own, phase: 'sent' });
  expect(asked).toHaveLength(2);
  await news({ ...other, phase: 'settled' }, { ...own, phase: 'sent' });
  expect(asked).toHaveLength(2);
  await news(other, own);
  expect(asked).toHaveLength(3);
});
