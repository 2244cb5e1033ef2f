import { act, fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import type { Subscription } from '@lanthorn/protocol/up-messages.ts';
import { findKindView, KIND_VIEWS } from '@lanthorn/views/kind-records.ts';
import { CONFIG_MAP_VIEW } from '@lanthorn/views/kinds/core/configmaps.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { WaitsForIt, WhatBreaks } from './what-breaks.tsx';

let retries = 0;
let asked: { readonly query: Subscription; readonly tell: (frame: object) => void }[];
const connection = {
  epoch: 1,
  state: { kind: 'open' },
  onState: () => () => {},
  subscribe: (query: Subscription, onFrame: (frame: unknown) => void) => {
    asked.push({ query, tell: frame => onFrame({ type: query.kind, id: 1, ...frame }) });
    return { close: () => {}, update: () => {}, retry: () => retries++ };
  },
};
beforeEach(() => {
  asked = [];
});

const OBJECT = { metadata: { name: 'settings', namespace: 'n', uid: 'u' } };
const SERVED = {
  kinds: KIND_VIEWS.filter(({ isOptional }) => isOptional !== true).map(({ resource }) => resource),
  unanswered: [],
};
const ANSWER = { object: OBJECT, state: { kind: 'live' } };
async function show(
  answer: object = ANSWER,
  referrers: () => Promise<object> = async () => ({ kinds: [], more: 0, others: 0 }),
  resource = CONFIG_MAP_VIEW.resource,
) {
  const client = { connection, kinds: { of: async () => SERVED, referrers } };
  const target = { cluster: 'c', resource, namespace: 'n', name: 'settings', uid: 'u' };
  render(
    <ClientContext value={client as unknown as Client}>
      <WhatBreaks target={target} />
    </ClientContext>,
  );
  expect(screen.getByRole('status', { name: 'Loading…' })).toBeTruthy();
  // Which custom kinds there are is answered a little later.
  await act(async () => must(asked[0], 'the object').tell(answer));
}
const lists = () => asked.filter(({ query }) => query.kind === 'list');

/** All lists tell so many rows; of the kinds that are named, others. */
function tell(of: Readonly<Record<string, number | 'forbidden'>>): void {
  for (const { query, tell: told } of lists()) {
    if (query.kind !== 'list') continue;
    const count = of[query.resource.resource] ?? 0;
    const columns = findKindView(query.resource)?.columns ?? [];
    const names = typeof count === 'number' ? Array.from({ length: Math.min(count, 100) }, (_, i) => `w${i}`) : [];
    const rows = names.map(name => ({
      ...{ key: `n/${name}`, uid: name, namespace: 'n', name, createdAt: 0, ownerUid: '' },
      cells: columns.map(() => null),
    }));
    const state = count === 'forbidden' ? { kind: 'forbidden', reason: null, message: 'no' } : { kind: 'live' };
    const matched = count === 'forbidden' ? null : count;
    act(() => told({ offset: 0, keys: rows.map(({ key }) => key), rows, matched, total: matched, state }));
  }
}

test('what mounts it is counted and named, by kind; what may not be read is said', async () => {
  await show();
  tell({ deployments: 7, cronjobs: 'forbidden' });
  const { textContent } = screen.getByTestId('breaks');
  expect(textContent).toContain('What relies on settings');
  expect(textContent).toMatch(/Used by: Deployments 7 \(w0, w1, w2, w3, w4 and 2 more\)/);
  expect(textContent).toMatch(/What else relies on settings is not known, because it may not be read: .*CronJobs/);
});

test('what a custom object owns is told, since nothing else counts it', async () => {
  const kafka = { group: 'kafka.example', version: 'v1', resource: 'kafkas' };
  await show(ANSWER, undefined, kafka);
  tell({ statefulsets: 2, persistentvolumeclaims: 1 });
  const { textContent } = screen.getByTestId('breaks');
  expect(textContent).toContain('What it owns: StatefulSets 2 (w0, w1)');
  expect(textContent).toContain('What it owns: PersistentVolumeClaims 1 (w0)');
});

test('that nothing was found says where it was looked', async () => {
  await show();
  tell({});
  expect(screen.getByTestId('breaks').textContent).toMatch(
    /Nothing was found .* names settings\. Looked in: .*Deployments/,
  );
});

test('until all have answered, nothing is said not to be there', async () => {
  await show();
  expect(screen.getByTestId('breaks').textContent).not.toContain('Nothing was found');
});

test('of what may not be read itself it is said that nothing is known', async () => {
  await show({ state: { kind: 'forbidden', verb: 'get', resource: 'configmaps', reason: null } });
  expect(screen.getByTestId('breaks').textContent).toBe('What relies on settings is not known: it could not be read.');
});

const NONE = /Nothing was found/;

test('until it is known which custom kinds may name it, nothing is said not to be there', async () => {
  await show(ANSWER, () => new Promise(() => {}));
  tell({});
  expect(screen.getByTestId('breaks').textContent).not.toMatch(NONE);
  expect(screen.getByRole('status', { name: 'Loading…' })).toBeTruthy();
});

test('where custom kinds could not be asked for, that is said', async () => {
  await show(ANSWER, () => Promise.reject(new Error('no answer')));
  tell({});
  const { textContent } = screen.getByTestId('breaks');
  expect(textContent).toContain('Custom kinds could not be looked through');
  expect(textContent).not.toMatch(NONE);
});

test('where there are more custom kinds than are looked through, how many is said', async () => {
  await show(ANSWER, async () => ({ kinds: [], more: 1, others: 0 }));
  tell({});
  const { textContent } = screen.getByTestId('breaks');
  expect(textContent).toContain('1 more custom kind that may refer to this was not looked through.');
  expect(textContent).not.toMatch(NONE);
});

test('where nobody says what other custom kinds name, they are counted and nothing is said not to be there', async () => {
  await show(ANSWER, async () => ({ kinds: [], more: 0, others: 4 }));
  tell({});
  const { textContent } = screen.getByTestId('breaks');
  expect(textContent).toContain('4 more custom kinds were not looked through');
  expect(textContent).not.toMatch(NONE);
});

test('what could not be asked for is asked again by a press, and then it is known', async () => {
  let answers = 0;
  const retried = retries;
  await show(ANSWER, async () => {
    answers++;
    if (answers === 1) throw new Error('no answer');
    return { kinds: [], more: 0, others: 0 };
  });
  tell({ deployments: 'forbidden' });
  const again = screen.getByRole('button', { name: 'Try again now' });
  again.focus();
  await act(async () => fireEvent.click(again));
  expect([answers, retries - retried]).toEqual([2, lists().length]);
  tell({});
  expect(screen.getByTestId('breaks').textContent).toMatch(NONE);
  expect(screen.queryByRole('button')).toBeNull();
  expect(document.activeElement).toBe(screen.getByTestId('breaks'));
});

test('of what is made again it is told who names it still; of none, and what may not be read, nothing', async () => {
  const client = {
    connection,
    kinds: { of: async () => SERVED, referrers: async () => ({ kinds: [], more: 0, others: 0 }) },
  };
  const target = { cluster: 'c', resource: CONFIG_MAP_VIEW.resource, namespace: 'n', name: 'settings', uid: 'u' };
  render(
    <ClientContext value={client as unknown as Client}>
      <WaitsForIt target={target} />
    </ClientContext>,
  );
  await act(async () => {});
  act(() => tell({ deployments: 'forbidden' }));
  expect(screen.queryByTestId('waits')).toBeNull();
  act(() => tell({ pods: 2, deployments: 'forbidden' }));
  expect(screen.getByTestId('waits').textContent).toContain('What names settings still, and finds it again');
  expect(screen.getByTestId('waits').textContent).toContain('w0, w1');
});
