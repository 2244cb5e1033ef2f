import { render } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { RecordedRun } from '@lanthorn/protocol/recorded-run.ts';
import { KeptPods } from './kept-runs.tsx';

test('a kept log is open at its end, where the failure is, and stays where its reader scrolled to', () => {
  vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockReturnValue(500);
  const run: RecordedRun = {
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
    events: [],
    pods: [{ name: 'p', node: 'n', containers: [{ name: 'main', exitCode: 1, reason: 'Error', log: 'a\nfatal: b' }] }],
  };
  const { container, rerender } = render(<KeptPods run={run} />);
  const log = container.querySelector('pre');
  expect(log?.scrollTop).toBe(500);
  if (log !== null) log.scrollTop = 20;
  rerender(<KeptPods run={{ ...run }} />);
  expect(log?.scrollTop).toBe(20);
});
