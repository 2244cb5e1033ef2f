import { render } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { LastRuns } from './last-runs.tsx';

const owned = vi.hoisted(() => ({ rows: new Map<string, unknown>() }));
vi.mock('../../subject/owned-list.tsx', () => ({ useOwned: () => owned, NEWEST_FIRST: [] }));
vi.mock('../../../../data/objects/use-live-object.ts', () => ({ useLiveObject: () => ({ object: null }) }));
vi.mock('../../../../data/lists/view-state.ts', () => ({ useViewState: () => ({ setSearch: () => {} }) }));

/** Runs from old to new: `+` went well, `-` failed. */
function show(runs: string): string {
  owned.rows = new Map(
    [...runs].map((result, i) => {
      const type = result === '+' ? 'Complete' : 'Failed';
      const job = { status: { conditions: [{ type, status: 'True' }] } };
      const cells = JOB_VIEW.columns.map(column => column.read(job, { now: 0 }));
      return [`${i}`, { key: `${i}`, uid: `${i}`, name: `run-${i}`, createdAt: i, cells }];
    }),
  );
  const subject = { cluster: 'c', view: CRONJOB_VIEW, namespace: 'shop', name: 'sync' };
  const { container, unmount } = render(<LastRuns subject={subject} object={{ metadata: { uid: 'u' } }} />);
  const text = container.textContent;
  unmount();
  return text;
}

test('runs that failed before the last one are told, and none where all went well', () => {
  expect(show('++-+-+')).toBe('Of the last 6 runs 2 failed.');
  expect(show('+++')).toBe('');
  expect(show('')).toBe('');
});

test('runs that fail one after another are counted', () => {
  expect(show('++--')).toMatch(/^The last 2 runs failed\..*Log of run-3$/);
});
