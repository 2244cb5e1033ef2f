import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { RecordedRun } from '@lanthorn/protocol/recorded-run.ts';
import { KeptPods, KeptRuns } from './kept-runs.tsx';

const RUN: RecordedRun = {
  cluster: 'c',
  cronJobUid: 'u',
  jobUid: 'j',
  namespace: 'shop',
  name: 'stock-sync-1',
  result: 'failed',
  startedAt: null,
  durationMs: null,
  isManual: false,
  reason: '',
  template: {},
  settings: {},
  hasMorePods: false,
  hasMoreEvents: false,
  missing: [],
  events: [],
  pods: [
    {
      name: 'p',
      node: 'n',
      containers: [{ name: 'main', exitCode: 1, reason: 'Error', log: 'a\nfatal: b', logCut: null, logProblem: '' }],
    },
  ],
};

test('of many kept runs the first are shown, and all by a press; a name opens and closes what was kept of it', async () => {
  const runs = Array.from({ length: 25 }, (_, i) => ({ ...RUN, jobUid: `${i}`, name: `run-${i}` }));
  render(<KeptRuns runs={runs} usualMs={null} />);
  expect(document.querySelectorAll('[data-kept]')).toHaveLength(20);
  await userEvent.click(screen.getByRole('button', { name: 'Show all 25' }));
  expect(document.querySelectorAll('[data-kept]')).toHaveLength(25);
  const last = screen.getByRole('button', { name: 'run-24' });
  await userEvent.click(last);
  screen.getByText(/fatal: b/);
  await userEvent.click(last);
  expect(screen.queryByText(/fatal: b/)).toBeNull();
});

test('a kept log is open at its end, where the failure is, and stays where its reader scrolled to', () => {
  vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockReturnValue(500);
  const { container, rerender } = render(<KeptPods run={RUN} />);
  const log = container.querySelector('pre');
  expect(log?.scrollTop).toBe(500);
  if (log !== null) log.scrollTop = 20;
  rerender(<KeptPods run={{ ...RUN }} />);
  expect(log?.scrollTop).toBe(20);
});
