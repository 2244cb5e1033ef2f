import { fireEvent, render, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import { openActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { choicesOf, choose } from '../../../../ui/choice/test-select.ts';
import { JobProgressView } from './job-progress.tsx';

vi.mock('../../../../data/actions/action-dialog-store.ts', () => ({ openActionDialog: vi.fn() }));

const { group, version, resource } = JOB_VIEW.resource;
const target = { cluster: 'c', resource: { group, version, resource }, namespace: 'n', name: 'load', uid: 'u' };
const subject = { cluster: 'c', view: JOB_VIEW, namespace: 'n', name: 'load' };

test('of five thousand failed indexes each can be run again: how many go at once is said before, and the parts hold them all', () => {
  const job = { spec: { completions: 5_000 }, status: { failedIndexes: '0-4999' } };
  render(<JobProgressView subject={subject} target={target} job={job} />);
  const parts = screen.getByRole('combobox');
  expect(parts.closest('label')?.textContent).toContain('5,000 indexes failed; at most 2,000 run at once:');
  const started: number[] = [];
  for (const text of choicesOf(parts)) {
    choose(parts, text);
    fireEvent.click(screen.getByRole('button'));
    const [kind, targets, options] = vi.mocked(openActionDialog).mock.lastCall ?? [];
    const indexes = options?.params?.rerun?.indexes ?? [];
    expect([kind, targets?.length]).toEqual(['job.rerun', indexes.length]);
    started.push(...indexes);
  }
  expect(started).toEqual(Array.from({ length: 5_000 }, (_, i) => i));
});
