import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import type { CostsAnswer } from '@lanthorn/protocol/http/cost-messages.ts';
import { Api } from '../../data/connection/api.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { CostsPage } from './costs-page.tsx';

vi.mock(import('../../data/lists/view-state.ts'), async original => ({
  ...(await original()),
  useViewState: () => ({ cluster: 'here' }) as never,
}));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const cost = {
  cluster: 'here',
  user: 'jo',
  verb: 'list',
  resource: 'pods',
  requests: 3,
  open: 0,
  bytes: 2e6,
  failed: 0,
};
const answer: CostsAnswer = {
  upstream: [
    { ...cost, rejected: 7 },
    { ...cost, rejected: 0, verb: 'watch', open: 2, bytes: 4e6, requests: 2 },
    { ...cost, rejected: 0, resource: 'events', bytes: 3e6 },
    { ...cost, rejected: 0, cluster: 'elsewhere', resource: 'secrets' },
  ],
  lists: [{ cluster: 'here', resource: 'pods', namespace: '', rows: 1_234, readers: 2 }],
  tabs: 1,
  memory: 80e6,
  startedAt: 0,
  now: 1_000,
};

test('asks again and again while it is open; of this cluster, by kind, what cost most first; the last answer stays when one fails', async () => {
  const asked: unknown[] = [];
  let next: () => Response = () => Response.json(answer);
  const api = new Api(async path => {
    asked.push(path);
    return next();
  }, new FakeClock());
  const { unmount } = render(
    <ClientContext value={{ api } as unknown as Client}>
      <CostsPage />
    </ClientContext>,
  );
  const later = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
  await later(0);
  const rows = [...document.querySelectorAll<HTMLElement>('[data-cost]')].map(row => row.dataset['cost']);
  expect(rows).toEqual(['watch pods', 'list pods', 'list events']);
  screen.getByText('1,234');
  screen.getByText(/9 MB/);
  next = () => Response.json(problem('fault', { detail: 'gone' }), { status: 500 });
  await later(2_000);
  expect(screen.getByRole('alert').textContent).toContain('gone');
  screen.getByText('1,234');
  next = () => Response.json(answer);
  await later(2_000);
  expect(screen.queryByRole('alert')).toBeNull();
  expect(asked).toEqual(['/api/costs', '/api/costs', '/api/costs']);
  unmount();
  await later(10_000);
  expect(asked).toHaveLength(3);
});
