import { describe, expect, test } from 'vitest';
import { CRONJOB_VIEW, cronJobNextRuns } from '../kinds/batch/cronjobs.ts';
import { nextSlots } from '../kinds/batch/cronjob-slots.ts';
import { columnIndex } from '../kind-index.ts';
import { KIND_VIEWS } from '../kind-records.ts';

const NOW = Date.parse('2026-11-28T12:00:00Z');
const withState = KIND_VIEWS.filter(view => view.columns.some(column => column.id === 'status'));

describe('what is being deleted', () => {
  test.each(withState.map(view => [view.kind, view] as const))('%s: its state says so', (_kind, view) => {
    const object = {
      metadata: { deletionTimestamp: '2026-11-28T11:00:00Z', finalizers: ['example.com/keep'] },
      spec: { schedule: '* * * * *', replicas: 1 },
      status: { phase: 'Active', readyReplicas: 1, conditions: [{ type: 'Ready', status: 'True' }] },
    };
    const cell = view.columns[columnIndex(view, 'status')]?.read(object, { now: NOW });
    expect(cell).toMatchObject({ status: 'Terminating' });
  });

  test('there are states to look at', () => {
    expect(withState.length).toBeGreaterThan(9);
  });

  test('a CronJob runs no more, and a run that failed does not hide why', () => {
    const metadata = { creationTimestamp: '2026-11-01T00:00:00Z', deletionTimestamp: '2026-11-28T11:00:00Z' };
    const cronJob = { metadata, spec: { schedule: '* * * * *' } };
    expect(cronJobNextRuns(cronJob, NOW, 3).runs).toEqual([]);
    expect(nextSlots(cronJob, { now: NOW, count: 3, runs: [] })).toEqual([]);
    const read = (id: string) => CRONJOB_VIEW.columns[columnIndex(CRONJOB_VIEW, id)]?.read(cronJob, { now: NOW });
    expect([read('nextRun'), read('lateAt')]).toEqual([null, null]);
    const status = read('status') ?? null;
    const failed = {
      uid: 'u',
      name: 'j',
      createdAt: 1,
      cells: [null, null, { status: 'Failed', tone: 'bad' } as const],
    };
    expect(CRONJOB_VIEW.join?.summarise([failed], [status])[0]).toBe(status);
  });
});
