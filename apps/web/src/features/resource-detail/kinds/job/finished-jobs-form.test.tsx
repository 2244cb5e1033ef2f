import { fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import { closeActionDialog, useActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { targetOf } from '../../subject/detail-subject.ts';
import { AWAY, FORBIDDEN, resetWorld, tell, world } from '../../test-world.ts';
import { FinishedJobsForm } from './finished-jobs-form.tsx';

vi.mock(
  '../../../../data/lists/use-whole-list.ts',
  async () => (await import('../../test-world.ts')).useWholeListModule,
);

beforeEach(() => {
  closeActionDialog();
  resetWorld();
});

const job = (name: string, type: string | null, creationTimestamp = '2026-11-22T03:00:00Z') => ({
  metadata: { name, namespace: 'shop', uid: `uid-${name}`, creationTimestamp },
  spec: {},
  status: type === null ? { active: 1 } : { conditions: [{ type, status: 'True' }] },
});
const JOBS = [
  job('a', 'Complete', '2026-11-22T01:00:00Z'),
  job('b', 'Complete', '2026-11-22T02:00:00Z'),
  job('c', 'Failed'),
  job('d', null),
];

function open() {
  const object = { metadata: { name: 'nightly', namespace: 'shop', uid: 'u' } };
  const subject = { cluster: 'c', view: CRONJOB_VIEW, namespace: 'shop', name: 'nightly' };
  render(<FinishedJobsForm subject={subject} target={targetOf(subject, object)} object={object} onClose={() => {}} />);
  return screen.getByRole('button', { name: 'Preview the deletion' });
}
const asked = () => {
  const { request } = useActionDialog.getState();
  return request !== null && 'targets' in request ? request.targets.map(({ name }) => name) : null;
};

test('those that succeeded are chosen first, what runs is none of them', async () => {
  tell(JOB_VIEW, JOBS);
  const preview = open();
  screen.getByText('2 Jobs go, with their pods and logs.');
  await userEvent.click(screen.getByRole('checkbox', { name: 'Those that failed: 1' }));
  screen.getByText('3 Jobs go, with their pods and logs.');
  await userEvent.click(preview);
  expect(asked()?.toSorted()).toEqual(['a', 'b', 'c']);
});

test('the newest are kept where that is asked for, and none may be left to go', async () => {
  tell(
    JOB_VIEW,
    JOBS.map(object => object),
  );
  for (const row of world.lists.get('jobs')?.rows.values() ?? [])
    Object.assign(row, { createdAt: row.name === 'b' ? 2 : 1 });
  const preview = open();
  const keep = screen.getByLabelText('Keep the newest');
  fireEvent.change(keep, { target: { value: '1' } });
  await userEvent.click(preview);
  expect(asked()).toEqual(['a']);
  closeActionDialog();
  fireEvent.change(screen.getByLabelText('Keep the newest'), { target: { value: '2' } });
  screen.getByText('None of them goes.');
  expect(screen.getByRole('button', { name: 'Preview the deletion' }).getAttribute('aria-disabled')).toBe('true');
});

test.each(['', '-1'])('%j is no number to keep: nothing is asked', async text => {
  tell(JOB_VIEW, JOBS);
  const preview = open();
  fireEvent.change(screen.getByLabelText('Keep the newest'), { target: { value: text } });
  screen.getByText('A whole number, not below zero.');
  expect(preview.getAttribute('aria-disabled')).toBe('true');
});

test.each([
  ['forbidden', FORBIDDEN],
  ['away', AWAY],
])('Jobs that are %s are not called none', (_what, state) => {
  tell(JOB_VIEW, [], state);
  const preview = open();
  screen.getByRole('checkbox', { name: 'Those that succeeded' });
  expect([screen.queryByText('None of them goes.'), preview.getAttribute('aria-disabled') === 'true']).toEqual([
    null,
    true,
  ]);
});
